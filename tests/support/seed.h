#pragma once
// Property tests draw from fixed seeds, so that a failure comes again; a long run moves them with BOZHONG_SEED.

#include <cstdio>
#include <cstdlib>

namespace bozhong::test {

/// 0, or what BOZHONG_SEED says; printed then, because a failure can only be repeated with it.
inline unsigned seed_offset() {
    char const* const given = std::getenv("BOZHONG_SEED");
    if (given == nullptr) return 0;
    auto const offset = static_cast<unsigned>(std::strtoul(given, nullptr, 10));
    std::printf("BOZHONG_SEED=%u\n", offset);
    return offset;
}

}  // namespace bozhong::test
