#pragma once
// A scale as the station sees it: session, link and timers on one executor.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "drivers/run/wire_tap.h"
#include "drivers/scale/protocol.h"
#include "station/app/ports.h"
#include "station/domain/scale_record.h"

namespace bozhong::run {

/// The station's monotonic time line. Readings and decisions are stamped with it.
using MonotonicClock = std::function<domain::Instant()>;

/// Reads the scale that `record` names (endpoint, unit, expected_interval) by `protocol`. Everything,
/// callbacks included, happens on `executor`, which must run one thing at a time (a strand, or a context of
/// one thread); start, send and stop are called there too. After stop, or after its end, nothing is called
/// back. `tap` may listen. send takes "zero", "tare", "clear_tare", "preset_tare 0.120"; each ends in one ScaleReplied. Unknown
/// endpoint: bad_input.
domain::Result<std::unique_ptr<app::ScaleControl>> make_scale_runner(boost::asio::any_io_executor executor,
                                                                     scale::Protocol protocol,
                                                                     domain::ScaleRecord const& record,
                                                                     MonotonicClock clock,
                                                                     std::shared_ptr<WireTap> tap = nullptr);

}  // namespace bozhong::run
