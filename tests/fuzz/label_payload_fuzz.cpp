// The text of a label's code, as a scanner reads it off any sticker. What is read must be written as the same
// text.
#include "sync/wire/label_payload.h"
#include "tests/fuzz/text_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace bozhong;
    auto const text = fuzz::text_of(data, size);
    std::string signature_there;
    auto const claim = wire::read_label_payload(text, [&](auto, auto, std::string_view signature) {
        signature_there = signature;
        return true;
    });
    if (auto const bytes = wire::from_base45(text))
        fuzz::must(wire::from_base45(wire::to_base45(*bytes)) == bytes);
    if (!claim) return 0;
    auto const again = wire::label_payload(*claim, [&](std::string_view) { return signature_there; });
    fuzz::must(again.ok());
    auto const same = wire::read_label_payload(*again, [](auto, auto, auto) { return true; });
    fuzz::must(same.ok() && *same == *claim);
    return 0;
}
