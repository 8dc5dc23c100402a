// Lines that anybody sends to a control socket.
#include "station/app/control.h"
#include "tests/fuzz/text_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    (void)bozhong::app::parse_key(std::string(bozhong::fuzz::text_of(data, size)));
    return 0;
}
