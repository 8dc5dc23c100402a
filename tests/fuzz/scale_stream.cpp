#include "tests/fuzz/scale_stream.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "drivers/scale/decoder.h"

namespace bozhong::fuzz {
namespace {

using scale::Decoded;
using scale::Decoder;

void demand(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

void append(std::vector<Decoded>& all, std::vector<Decoded> more) {
    for (Decoded& one : more) all.push_back(std::move(one));
}

void check_reading(domain::Reading const& reading, std::size_t bytes) {
    demand(reading.raw.size() == bytes, "raw is the frame");
    if (reading.range == domain::Range::ok) {
        demand(reading.indication.value.has_value(), "a weight has a value");
        auto const value = domain::Decimal::parse(reading.indication.text());
        demand(value == reading.indication.value, "a value is a decimal that can be written");
    } else {
        demand(!reading.mass, "no mass out of range");
    }
}

}  // namespace

void check_scale_stream(std::string_view protocol, std::uint8_t const* data, std::size_t size) {
    auto const* found = scale::find_protocol(protocol);
    demand(found != nullptr, "the protocol exists");
    check_scale_stream(*found, data, size);
}

void check_scale_stream(scale::Protocol const& protocol, std::uint8_t const* data, std::size_t size) {
    if (size == 0) return;
    std::mt19937 random(data[0]);
    auto bytes = std::as_bytes(std::span(data + 1, size - 1));

    Decoder whole(protocol, "kg");
    auto expected = whole.feed(bytes);
    append(expected, whole.end());

    Decoder cut(protocol, "kg");
    std::vector<Decoded> got;
    for (auto rest = bytes; !rest.empty();) {
        auto const length = std::min<std::size_t>(rest.size(), 1 + random() % 24);
        append(got, cut.feed(rest.first(length)));
        rest = rest.subspan(length);
    }
    append(got, cut.end());

    demand(whole.counters() == cut.counters(), "counters do not depend on the cuts");
    demand(expected.size() == got.size(), "events do not depend on the cuts");
    std::size_t framed = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        demand(expected[i].event == got[i].event && expected[i].bytes == got[i].bytes,
               "events do not depend on the cuts");
        demand(got[i].bytes <= protocol.frame_max, "no frame is longer than frame_max");
        framed += got[i].bytes;
        if (auto const* reading = std::get_if<domain::Reading>(&got[i].event))
            check_reading(*reading, got[i].bytes);
    }
    demand(framed + whole.counters().skipped == bytes.size(), "every byte is accounted for");
}

}  // namespace bozhong::fuzz
