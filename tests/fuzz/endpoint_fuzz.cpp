// Where a device is, as written in settings and on the command line.
#include "drivers/link/endpoint.h"
#include "tests/fuzz/text_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    (void)bozhong::link::parse_endpoint(std::string(bozhong::fuzz::text_of(data, size)));
    return 0;
}
