// One program for each protocol; the build names it.

#include "tests/fuzz/scale_stream.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    bozhong::fuzz::check_scale_stream(BOZHONG_FUZZED_PROTOCOL, data, size);
    return 0;
}
