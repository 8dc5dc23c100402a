#include "tests/fuzz/described_stream.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "config/protocol_description.h"
#include "tests/fuzz/scale_stream.h"

namespace bozhong::fuzz {
namespace {

void demand(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

}  // namespace

void check_described(std::uint8_t const* data, std::size_t size) {
    auto const* end = std::find(data, data + size, 0);
    std::string_view const text(reinterpret_cast<char const*>(data), static_cast<std::size_t>(end - data));
    auto const description = config::parse_protocol_description(text, "fuzz.toml");
    if (!description) {
        demand(description.error().where.starts_with("fuzz.toml"), "an error names the file");
        return;
    }
    auto const again =
        config::parse_protocol_description(config::protocol_description_text(*description), "again");
    demand(again && *again == *description, "a description written out is read back the same");
    auto const protocol = scale::described(*description);
    demand(protocol.frame_max > 0 && protocol.frame_max <= scale::Description::longest_frame,
           "a frame has a bounded length");
    if (end != data + size)
        check_scale_stream(protocol, end + 1, static_cast<std::size_t>(data + size - end - 1));
}

}  // namespace bozhong::fuzz
