#pragma once
// Masses as the texts a person reads: in the unit she thinks in, half to even, decimals by the one settle
// rule.

#include <string>

#include "station/domain/task.h"
#include "station/domain/time.h"

namespace bozhong::core {

/// The unit in which a task's weights are shown: the ordered one when it is a mass, else kg.
domain::MassUnit unit_of(domain::Amount const& ordered);
/// Its text: byte for byte as ordered, "kg" when the order does not name a mass.
std::string unit_text(domain::Amount const& ordered);
/// "4.05"
std::string figure(domain::Mass mass, domain::Amount const& ordered);
/// "4.05 斤"
std::string amount_text(domain::Mass mass, domain::Amount const& ordered);
/// "4" of "4.00": ordered amounts lose their trailing zeros.
std::string ordered_text(domain::Amount const& ordered);
/// Kilograms with the decimals of the scale's display division: "2.025".
std::string kilograms(domain::Mass mass, domain::Mass division);
/// "5 g", "15 kg"
std::string short_mass(domain::Mass mass);
/// Local "06-17 04:36" or "04:36" (short).
std::string local_time(domain::WallTime time, int utc_offset_minutes, bool with_date);

}  // namespace bozhong::core
