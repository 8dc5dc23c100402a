#pragma once
// All chance of a run follows from its seed. Each part has dice of its own, so that one more throw of one
// part does not change what befalls another.

#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace bozhong::simtest {

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : m_engine(seed) {}
    /// Dice of their own for a part, named.
    [[nodiscard]] static Dice of(std::uint64_t seed, std::string_view part) {
        std::uint64_t mixed = seed * 0x9E3779B97F4A7C15ULL + 0x1234567;
        for (char const c : part) mixed = (mixed ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
        return Dice(mixed);
    }

    std::uint64_t raw() { return m_engine(); }
    /// Both ends included.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(m_engine() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(double probability) { return unit() < probability; }
    double unit() { return static_cast<double>(m_engine() >> 11U) * 0x1.0p-53; }
    /// About normal, mean 0, deviation 1, never beyond 3.5.
    double bell() { return (unit() + unit() + unit() + unit() - 2.0) * 1.7320508; }
    template <class T>
    T const& pick(std::vector<T> const& from) {
        return from[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(from.size()) - 1))];
    }

  private:
    std::mt19937_64 m_engine;
};

}  // namespace bozhong::simtest
