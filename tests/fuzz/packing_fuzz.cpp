// The packed column of a hostile journal, and the way there and back for any payload.
#include "station/journal/packing.h"
#include "sync/wire/limits.h"
#include "tests/fuzz/text_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace bozhong;
    auto const bytes = fuzz::text_of(data, size);
    if (auto const out = journal::unpack(bytes)) fuzz::must(out->size() <= wire::max_payload_bytes);
    auto const packed = journal::pack(bytes);
    if (!packed.empty() && size <= wire::max_payload_bytes)
        fuzz::must(journal::unpack(packed) == std::string(bytes));
    return 0;
}
