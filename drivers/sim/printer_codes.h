#pragma once
// The codes that a printer's firmware makes from their data. Symbols as in ISO/IEC 15417 (Code 128), 15420
// (EAN/UPC), 16388 (Code 39), 16390 (Interleaved 2 of 5) and 18004 (QR). Bar codes but Code 128 by zint, QR
// codes by libqrencode. A code that cannot be made is none, and nothing is printed.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/sim/strip.h"

namespace bozhong::sim {

enum class Symbology { upc_a, upc_e, ean13, ean8, code39, itf, codabar, code93, code128 };

struct Bars {
    std::vector<int> widths;       ///< in modules: bar, space, bar …
    std::string text;              ///< what people read
    bool narrow_and_wide = false;  ///< only two widths, whose ratio is the printer's
};

inline constexpr std::size_t k_bar_data_max = 255;

/// `data` is that of the symbol; the check digit of EAN and UPC may be left out, a wrong one is no code.
[[nodiscard]] std::optional<Bars> bars_of(Symbology symbology, std::string_view data);
/// Code 128 with the sets chosen by the sender: {A {B {C first, and between; {S {1 {2 {3 {4 and {{. In set C
/// a byte is a pair of digits.
[[nodiscard]] std::optional<Bars> code128_in_sets(std::string_view data);

/// A module is `narrow` dots; where only two widths are known the other is `wide`.
[[nodiscard]] Strip drawn(Bars const& bars, int narrow, int wide, int height);

/// Level 0 … 3 is L, M, Q, H. One dot a module, without quiet zone.
[[nodiscard]] std::optional<Strip> qr_modules(std::string_view data, int level);

}  // namespace bozhong::sim
