#pragma once
// The two codes of a label, as modules. Symbols as in ISO/IEC 15417 (Code 128) and ISO/IEC 18004 (QR).

#include <string_view>
#include <vector>

#include "drivers/label/raster.h"
#include "station/domain/result.h"

namespace bozhong::label {

/// Widths of bar, space, bar, … in modules, without the quiet zones of ten modules at either side.
/// An even number of digits is written in set C, other printable ASCII in set B; at most 80 characters.
domain::Result<std::vector<int>> code128(std::string_view text);
int module_count(std::vector<int> const& widths);

enum class QrLevel { low, medium, quartile, high };
/// Modules as dots, without the quiet zone of four modules. The smallest version that holds the text, at most
/// `max_side`.
domain::Result<Raster> qr_code(std::string_view text, QrLevel level, int max_side);

}  // namespace bozhong::label
