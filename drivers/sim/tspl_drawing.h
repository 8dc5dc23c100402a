#pragma once
// What TSPL's drawing commands put on the label: TEXT, BARCODE, QRCODE, BAR and BOX, after the TSC
// programming manual.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/sim/strip.h"

namespace bozhong::sim {

struct TsplDrawing {
    int x = 0, y = 0;  ///< of its upper left corner, turned as it is
    Strip dots;
};

/// Parted at the commas outside of quotes. A text in quotes loses them, and its `\["]` is a quote.
[[nodiscard]] std::vector<std::string> tspl_arguments(std::string_view text);

/// Nothing for another command, and for what cannot be drawn. At most `longest` dots in each direction.
[[nodiscard]] std::optional<TsplDrawing> tspl_drawing(std::string_view name, std::string_view rest,
                                                      std::string const& font, int dots_per_mm, int longest);

}  // namespace bozhong::sim
