// Hostile payloads, as a station's journal or the hub's batch may bring them: the first byte chooses the
// type, the rest is the payload. What decodes must encode again, and decode to the same bytes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>

#include "sync/wire/event_codec.h"
#include "sync/wire/feed_codec.h"

using namespace bozhong;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static char const* const types[] = {"started", "weighed",       "counted", "released",  "label_state",
                                        "voided",  "check_weighed", "fault",   "unheard_of"};
    static char const* const kinds[] = {"task", "task_taken", "person", "lot", "decision", "unheard_of"};
    if (size == 0) return 0;
    std::string const payload(reinterpret_cast<char const*>(data) + 1, size - 1);
    auto const stamp = wire::decode_stamp(payload);
    std::string const type = types[data[0] % std::size(types)];
    if (auto const fact = wire::decode(type, payload); fact && stamp) {
        std::string const again = wire::encode(*fact, *stamp);
        auto const second = wire::decode(type, again);
        if (!second || wire::encode(*second, *stamp) != again) std::abort();
    }
    if (auto const fact = wire::decode_feed({1, kinds[data[0] % std::size(kinds)], payload})) {
        auto const body = wire::encode_feed(*fact);
        auto const second = wire::decode_feed({1, body.kind, body.body});
        if (!second || !(wire::encode_feed(*second) == body)) std::abort();
    }
    return 0;
}
