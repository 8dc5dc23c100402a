#pragma once
// The colours, one table for each theme. Contrast against the ground named in the specification is tested.

#include <cstdint>

namespace bozhong::ui {

enum class Theme { dark, light };

/// 0xRRGGBB.
using Rgb = std::uint32_t;

struct Tokens {
    Rgb bg, pan, key, key_edge, line, ink, ink2, ink3;
    Rgb go, go_bar, go_flood, go_second, confirm, on_confirm;
    Rgb warn, on_warn, on_warn_second, warn_text;
    Rgb stop, stop_flood, stop_second;
    Rgb rec, rec_flood, rec_second;
    Rgb fill, track, off;
    Rgb plate, plate_ink, plate_edge, plate_second, white;
};

Tokens const& tokens(Theme theme);

/// WCAG 2 contrast ratio of two colours, 1 … 21.
double contrast(Rgb a, Rgb b);

}  // namespace bozhong::ui
