#pragma once
// The lines that `bozhong scale …` prints for what a scale said, and the way its commands fail.

#include <optional>
#include <string>

#include "drivers/scale/decoder.h"
#include "station/domain/result.h"

namespace bozhong::cli {

/// One JSON line without its end; nothing for frames that carry nothing the station uses.
std::optional<std::string> scale_event_line(scale::ScaleEvent const& event, std::size_t bytes);
std::string counters_line(scale::Counters const& counters);
/// The protocol of this id or file; ends the command with status 2 when there is none.
scale::Protocol protocol_or_fail(std::string const& name);
/// Ends the command with status 2 when the unit is none that has a mass. Empty is none given.
void check_unit(std::string const& unit);
/// One line to stderr, then the exit status that belongs to the kind of error: 2 wrong use, 3 device, file or
/// network.
[[noreturn]] void fail_scale(domain::Error const& error);

}  // namespace bozhong::cli
