#pragma once
// What the libraries draw at random (keys, incarnations, salts, the write-ahead log's salts) follows from the
// seed while one of these lives. Only one at a time; never outside a simulation.

#include <cstdint>
#include <functional>

namespace bozhong::simtest {

class SeededChance {
  public:
    explicit SeededChance(std::uint64_t seed);
    ~SeededChance();
    SeededChance(SeededChance const&) = delete;
    SeededChance& operator=(SeededChance const&) = delete;

    /// Asked first for eight bytes, which is what an incarnation's name is; 0 = draw as usual.
    static void name_incarnations(std::function<std::uint64_t()> next);
};

}  // namespace bozhong::simtest
