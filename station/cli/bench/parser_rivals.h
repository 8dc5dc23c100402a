#pragma once
// Two ways to read "ST,GS,+000.876kg" that know nothing else: what the driver's generality costs, and what it
// saves.

#include <array>
#include <cstdint>
#include <regex>
#include <string>
#include <string_view>

namespace bozhong::cli::bench {

/// Eighteen bytes, everything in its column.
class HandScanner {
  public:
    void feed(std::string_view piece);
    [[nodiscard]] std::size_t readings() const { return m_readings; }
    [[nodiscard]] std::int64_t sum() const { return m_sum; }

  private:
    static constexpr std::size_t length = 18;
    void line();

    std::array<char, length> m_line{};
    std::size_t m_held = 0, m_readings = 0;
    std::int64_t m_sum = 0;
};

/// The first line that fits, then what is behind it.
class RegexReader {
  public:
    void feed(std::string_view piece);
    [[nodiscard]] std::size_t readings() const { return m_readings; }

  private:
    std::string m_held;
    std::size_t m_readings = 0;
    std::int64_t m_sum = 0;
};

}  // namespace bozhong::cli::bench
