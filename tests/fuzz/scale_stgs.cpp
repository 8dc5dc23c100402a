#include "tests/fuzz/scale_stream.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    bozhong::fuzz::check_scale_stream("stgs", data, size);
    return 0;
}
