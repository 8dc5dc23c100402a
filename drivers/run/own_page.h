#pragma once
// A layout for a printer that writes letters and codes by itself: what it can write is taken out of the
// picture. Positions are the layout's; the letters are the printer's, as large as a whole multiple of its
// cells allows.

#include "drivers/label/layout.h"
#include "drivers/run/printer_runner.h"

namespace bozhong::run {

/// Text in frames, white text, letters outside GBK or smaller than a cell, pictures and GS1 codes stay dots.
printer::OwnPage own_page(label::Layout layout, label::Fonts const& fonts);

/// The picture of the layout, with what this profile's printer may write itself; without a profile nothing.
LabelRaster label_raster(label::Layout const& layout, label::Fonts const& fonts,
                         printer::Profile const* profile);

}  // namespace bozhong::run
