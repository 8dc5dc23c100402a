// Hostile bodies, as any client may send them: the first byte chooses the message. What reads must write, and
// read to the same text again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "sync/wire/messages.h"

using namespace bozhong;

namespace {

template <class T>
void round_trip(std::string const& body) {
    auto const message = wire::from_json<T>(body);
    if (!message) return;
    auto const again = wire::to_json(message.value());
    auto const second = wire::from_json<T>(again);
    if (!second || wire::to_json(second.value()) != again) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string const body(reinterpret_cast<char const*>(data) + 1, size - 1);
    switch (data[0] % 6) {
        case 0: round_trip<wire::ImportRequest>(body); break;
        case 1: round_trip<wire::EventBatch>(body); break;
        case 2: round_trip<wire::ReconcileRequest>(body); break;
        case 3: round_trip<wire::ResultsPage>(body); break;
        case 4: round_trip<wire::PersonRequest>(body); break;
        default: round_trip<wire::HeldPage>(body); break;
    }
    return 0;
}
