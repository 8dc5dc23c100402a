// A capture file (.cap) from anybody. What is read is written as lines that are read back to the same.
#include "drivers/link/capture.h"
#include "tests/fuzz/text_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace bozhong;
    auto const capture = link::parse_capture(fuzz::text_of(data, size), "fuzz.cap");
    if (!capture) return 0;
    std::string text = link::capture_header(capture->header);
    for (auto const& record : capture->records) text += link::capture_line(record);
    auto const again = link::parse_capture(text, "again.cap");
    fuzz::must(again.ok() && again->records == capture->records);
    return 0;
}
