// A label template that somebody edited, or a file that is none.
#include "config/label_template.h"
#include "tests/fuzz/text_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    (void)bozhong::config::parse_label_template(bozhong::fuzz::text_of(data, size), "fuzz.toml");
    return 0;
}
