#pragma once
// A frame as a technician reads it: its bytes, and what the station made of them.

#include <QString>
#include <string_view>

#include "station/domain/reading.h"
#include "ui/text/words.h"

namespace bozhong::ui {

/// Printable ASCII as it is, every other byte as ‹hex›: "‹02›+002025‹03›".
QString wire_text(std::string_view bytes);
/// "2.025 kg · Net · Stable"; the indication as the scale showed it.
QString reading_text(domain::Reading const& reading, Language language);
/// Grams below a kilogram, else kilograms with three decimals; `sign` shows a plus too.
QString mass_text(domain::Mass mass, bool sign = false);

}  // namespace bozhong::ui
