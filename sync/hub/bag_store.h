#pragma once
// What is kept beside a weighing so that a later order can be compared with it: the amount that was ordered
// then, and what its label says of customer and way.

#include <string>

#include "sync/hub/hub.h"

namespace bozhong::hub {

domain::BagNames names_of(Line const& line);
/// As stored: equal names are equal texts.
std::string names_text(domain::BagNames const& names);
domain::BagNames names_from(std::string const& text);
/// Milligrams, or pieces.
std::int64_t ordered_amount(domain::Amount const& ordered, bool counted);
std::int64_t ordered_amount(Line const& line);

}  // namespace bozhong::hub
