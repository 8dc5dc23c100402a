#pragma once
// What is wrong with a template before its first label: found at load, not on a bag.

#include <optional>
#include <string>

#include "drivers/label/font.h"
#include "station/domain/label.h"
#include "station/domain/label_template.h"
#include "station/domain/result.h"

namespace bozhong::label {

enum class FaultKind {
    no_room,    ///< a text, or a code, does not fit its box; or the text makes no code of this kind
    no_glyph,   ///< a character the font cannot draw
    runs_into,  ///< another element's ink
};
struct Fault {
    FaultKind kind;
    std::string element, other;  ///< ids; `other` of runs_into
    std::string what, todo;      ///< for a technician
};
/// The first thing wrong with this one label.
std::optional<Fault> find_fault(domain::LabelTemplate const& form, domain::LabelContent const& content,
                                Fonts const& fonts);

/// A label as most are, and one with the longest of everything and every mark.
domain::LabelContent usual_label();
domain::LabelContent crowded_label();

/// Lays out a usual and a crowded label: what has no room in its box, has no glyph in the fonts, makes no
/// code or runs into something else is bad_input with file, line and element.
domain::Status check(domain::LabelTemplate const& form, Fonts const& fonts);
/// A template wider than the printer's head is bad_input that names both widths.
domain::Status fits_head(domain::LabelTemplate const& form, int dots_wide, std::string const& printer);

}  // namespace bozhong::label
