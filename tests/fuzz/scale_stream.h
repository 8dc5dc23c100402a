#pragma once
// What holds for every scale protocol on any bytes; the fuzz targets and the test that replays their corpora
// call it.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "drivers/scale/protocol.h"

namespace bozhong::fuzz {

/// The first byte seeds how the rest is cut. Ends the process when a promise is broken: the same events and
/// counters however the bytes are cut; every byte is in a frame or counted as skipped; no weight without a
/// value, no value that is no decimal.
void check_scale_stream(std::string_view protocol, std::uint8_t const* data, std::size_t size);
void check_scale_stream(scale::Protocol const& protocol, std::uint8_t const* data, std::size_t size);

}  // namespace bozhong::fuzz
