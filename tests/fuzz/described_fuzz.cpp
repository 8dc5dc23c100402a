#include "tests/fuzz/described_stream.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    bozhong::fuzz::check_described(data, size);
    return 0;
}
