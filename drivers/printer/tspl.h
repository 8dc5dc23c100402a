#pragma once
// TSPL, the language of TSC, Gprinter and most Chinese label printers. Sources: TSC TSPL/TSPL2 programming
// manual (SIZE, GAP, BLINE, SET, CLS, BITMAP, PRINT, FORMFEED, ESC ! ?), Gprinter GP-2120T manual.

#include <string>

#include "drivers/printer/encode.h"

namespace bozhong::printer {

/// Exact to the dot: where two picture bytes would read as an immediate command (1B 21) the picture is cut in
/// two there.
Encoded encode_tspl(Profile const& profile, Raster picture);
/// Fills a half-sent BITMAP, ends its line and clears the image.
std::string tspl_end(std::size_t flush_bytes);
/// To the start of the next label.
std::string tspl_feed(Profile const& profile);

}  // namespace bozhong::printer
