#include "ui/style/grid.h"

#include <algorithm>
#include <cmath>

namespace bozhong::ui {

bool Grid::fits_fingers() const {
    // A tenth of a millimetre is what measuring a panel's width with a bank card can be wrong by.
    return mm(9.6 * u) >= 15.9 && mm(key_high_u * u) >= 19.9;
}

std::optional<Grid> choose_grid(QSize panel, double panel_width_mm) {
    bool const portrait = panel.height() > panel.width();
    double const across = portrait ? 80 : 128;
    double const down = portrait ? 128 : 80;
    double const u = std::floor(2 * std::min(panel.width() / across, panel.height() / down)) / 2;
    if (u < 4 || panel_width_mm <= 0) return std::nullopt;
    return Grid{panel, u, panel_width_mm / panel.width(), portrait};
}

}  // namespace bozhong::ui
