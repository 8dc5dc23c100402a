#pragma once
// Bounds of one stored or sent fact. What is longer is cut before it is written and refused when it is read.

#include <cstddef>
#include <cstdint>

namespace bozhong::wire {

inline constexpr std::size_t max_payload_bytes = 64 * 1024;
inline constexpr std::size_t max_string_bytes = 1024;
inline constexpr std::size_t max_list_items = 64;
inline constexpr std::size_t max_depth = 8;
/// 1,000 tonnes: nine thousand of them still add up within 64 bits.
inline constexpr std::int64_t max_mass_mg = 1'000'000'000'000'000;

}  // namespace bozhong::wire
