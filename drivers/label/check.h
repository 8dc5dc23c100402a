#pragma once
// What is wrong with a template before its first label: found at load, not on a bag.

#include "drivers/label/font.h"
#include "station/domain/label_template.h"
#include "station/domain/result.h"

namespace bozhong::label {

/// Lays out a usual and a crowded label: what has no room in its box, has no glyph in the fonts, makes no
/// code or runs into something else is bad_input with file, line and element.
domain::Status check(domain::LabelTemplate const& form, Fonts const& fonts);
/// A template wider than the printer's head is bad_input that names both widths.
domain::Status fits_head(domain::LabelTemplate const& form, int dots_wide, std::string const& printer);

}  // namespace bozhong::label
