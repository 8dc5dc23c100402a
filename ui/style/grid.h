#pragma once
// One unit u decides every size of a panel: SPEC sizes are in u, tests are in millimetres.

#include <QRectF>
#include <QSize>
#include <optional>

namespace bozhong::ui {

struct Grid {
    QSize panel;              ///< pixels
    double u = 10;            ///< pixels of one unit, a multiple of a half
    double mm_per_pixel = 0;  ///< of the real glass
    bool portrait = false;

    [[nodiscard]] double width() const { return panel.width() / u; }    ///< in u
    [[nodiscard]] double height() const { return panel.height() / u; }  ///< in u
    [[nodiscard]] double mm(double pixels) const { return pixels * mm_per_pixel; }
    [[nodiscard]] bool wide() const { return !portrait && width() >= 140; }
    [[nodiscard]] bool tall() const { return !portrait && height() >= 90; }
    /// Keys a wet glove can hit: 9.6 u is at least 16 mm and 11.8 u at least 20 mm.
    [[nodiscard]] bool fits_fingers() const;
};

/// Smallest sizes of the specification, in u.
inline constexpr double gap_u = 1.2, touch_margin_u = 0.3, key_high_u = 11.8;

/// The largest u in half pixels that fits 128 × 80 u (portrait 80 × 128); nothing when the panel is too small
/// for u ≥ 4.
std::optional<Grid> choose_grid(QSize panel, double panel_width_mm);

}  // namespace bozhong::ui
