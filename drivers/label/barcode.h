#pragma once
// The codes of a label, as modules. Symbols as in ISO/IEC 15417 (Code 128), 15420 (EAN), 18004 (QR) and 16022
// (DataMatrix), GS1's as in its General Specifications.

#include <string_view>

#include "drivers/label/raster.h"
#include "station/domain/result.h"

namespace bozhong::label {

/// One row of modules, without the quiet zones of ten modules at either side: 1 to 80 printable ASCII characters,
/// in the shortest mixture of sets.
domain::Result<Raster> code128(std::string_view text);

enum class QrLevel { low, medium, quartile, high };
/// Modules as dots, without the quiet zone of four modules. The smallest version that holds the text, 400 bytes
/// at most; `full` when it is wider than `max_side`.
domain::Result<Raster> qr_code(std::string_view text, QrLevel level, int max_side);
/// With this mask, 0 … 7, instead of the best.
domain::Result<Raster> qr_code(std::string_view text, QrLevel level, int max_side, int mask);

/// One row of modules, without quiet zones. 12 digits get their check digit; a wrong one is bad_input.
domain::Result<Raster> ean13(std::string_view digits);
/// GS1 texts carry their application identifiers in brackets; FNC1 is put in front and behind each element of
/// open length that another follows. What GS1 forbids is bad_input.
domain::Result<Raster> gs1_128(std::string_view elements);
/// The smallest square symbol, without the quiet zone of one module.
domain::Result<Raster> gs1_data_matrix(std::string_view elements);

}  // namespace bozhong::label
