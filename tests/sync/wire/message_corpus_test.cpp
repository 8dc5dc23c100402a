#include <gtest/gtest.h>

#include "tests/support/corpus.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace bozhong {

TEST(Messages, TheFuzzCorpusReplays) {
    EXPECT_GE(test::replay_corpus("messages", LLVMFuzzerTestOneInput), 1u);
}

}  // namespace bozhong
