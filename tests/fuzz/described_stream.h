#pragma once
// What holds for any text as a protocol description and any bytes read by it.

#include <cstddef>
#include <cstdint>

namespace bozhong::fuzz {

/// The description up to the first NUL, then the bytes (the first of them seeds how they are cut). A wrong
/// description must name file and line; a good one must keep every promise of a protocol and come back the
/// same when it is written out. Ends the process when not.
void check_described(std::uint8_t const* data, std::size_t size);

}  // namespace bozhong::fuzz
