#pragma once
// Template and content to dots. Pure: the same template, content and fonts give the same dots.

#include <string>
#include <vector>

#include "drivers/label/font.h"
#include "drivers/label/raster.h"
#include "station/domain/label.h"
#include "station/domain/label_template.h"
#include "station/domain/result.h"

namespace bozhong::label {

struct Fill {
    DotBox box;
    bool black = true;
};
struct Run {
    std::string text;
    bool bold = true;
    int size = 0, x = 0, baseline = 0;
    bool black = true;
};

/// One element as it will be drawn.
struct Placed {
    std::string id;
    domain::LabelElementKind kind = domain::LabelElementKind::text;
    std::string text;  ///< as drawn, after cutting
    domain::DotBox box;  ///< the element's, and how its text stands in it
    domain::LabelAlign align = domain::LabelAlign::left;
    int size = 0;      ///< dots of the em; of a code: dots of a module
    char level = ' ';  ///< of a QR code: the error correction taken, L M Q H
    bool cut = false;
    DotBox ink;    ///< measured on the glyphs and bars
    DotBox clear;  ///< the ink, for codes with the quiet zone around it: nobody else's ink may be here
    std::vector<Fill> fills;
    std::vector<Run> runs;
    Raster dots;  ///< of a matrix code or a picture, at the ink's corner; else without size
};

struct Layout {
    int width = 0, height = 0;
    std::vector<Placed> placed;  ///< in drawing order, only what is drawn
};

/// Fails when a code or a text that must not be cut has no room; where names template and element.
domain::Result<Layout> lay_out(domain::LabelTemplate const& form, domain::LabelContent const& content,
                               Fonts const& fonts);
/// The id of the element that lay_out() found no room for.
std::string element_named_by(domain::Error const& error);
Raster draw(Layout const& layout, Fonts const& fonts);
domain::Result<Raster> render(domain::LabelTemplate const& form, domain::LabelContent const& content,
                              Fonts const& fonts);

/// For people and diffs: one line an element with its text, size and ink box.
std::string describe(Layout const& layout);

}  // namespace bozhong::label
