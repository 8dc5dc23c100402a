#pragma once
// Tolerances that come with order lines, in columns of their own. What a line leaves out is as in the default
// profile.
//
//   tolerance               its name, kept with every weighing; "order" when left out
//   green_under, green_over how far below and above the ordered amount one touch passes
//   red_under, red_over     from where a supervisor releases
//   tolerance_pick          "looser" (default) or "stricter", of a limit that is told twice
//
// A limit is a percentage in steps of 0.1 ("8%", "7.5 %"), a mass ("50 g"), or both ("8% 50g").

#include <map>
#include <string>

#include "station/domain/tolerance.h"

namespace bozhong::hub {

using Extras = std::map<std::string, std::string>;

/// Why a line's columns are none; empty when they are good, or when there is none of them.
std::string wrong_in_tolerance(Extras const& extras);
/// The default profile where none of the columns is there; they have been judged before.
domain::ToleranceProfile tolerance_of(Extras const& extras);
/// The names of the columns.
bool is_tolerance_column(std::string const& name);

}  // namespace bozhong::hub
