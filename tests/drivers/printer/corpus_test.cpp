// The kept inputs of the fuzz target, replayed with every run of the tests.
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

TEST(AnswersCorpus, IsReplayed) {
    int files = 0;
    for (auto const& entry :
         std::filesystem::directory_iterator(BOZHONG_SOURCE_DIR "/tests/fuzz/corpus/printer_answers")) {
        std::ifstream in(entry.path(), std::ios::binary);
        std::string const bytes{std::istreambuf_iterator<char>(in), {}};
        EXPECT_EQ(LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()),
                  0);
        ++files;
    }
    EXPECT_GE(files, 5);
}

}  // namespace
