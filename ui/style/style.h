#pragma once
// What every component needs to draw itself: sizes, colours, language, hand.

#include <QColor>
#include <QRectF>

#include "ui/style/grid.h"
#include "ui/style/tokens.h"
#include "ui/text/words.h"

namespace bozhong::ui {

struct Style {
    Grid grid;
    Tokens colours = tokens(Theme::dark);
    Theme theme = Theme::dark;
    Language language = Language::zh;
    bool left_handed = false;
    bool less_motion = false;

    [[nodiscard]] double u(double units) const { return units * grid.u; }
    [[nodiscard]] QString say(Word word, QStringList const& figures = {}) const {
        return ui::say(word, language, figures);
    }
    [[nodiscard]] bool english() const { return language == Language::en; }
    /// A rectangle in u from the top left, mirrored as a whole for left hands, on whole pixels.
    [[nodiscard]] QRect place(double x, double y, double width, double height) const;
};

inline QColor colour(Rgb rgb) {
    return QColor::fromRgb(0xFF000000U | rgb);
}

}  // namespace bozhong::ui
