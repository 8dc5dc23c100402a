#include <gtest/gtest.h>

#include "tests/support/corpus.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace bozhong {

TEST(EventCodec, TheFuzzCorpusReplays) {
    EXPECT_GE(test::replay_corpus("event_codec", LLVMFuzzerTestOneInput), 10u);
}

}  // namespace bozhong
