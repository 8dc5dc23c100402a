#pragma once
// Builds the station's parts from its settings: the only place where every folder meets.

#include <boost/asio/any_io_executor.hpp>

#include "config/station_settings.h"
#include "station/app/runner.h"

namespace bozhong::ui {

/// The strand is where scales call back. An error says which part and what to do.
/// The scale protocols and printer profiles of this program, for judging its settings.
config::KnownNames known_names();
domain::Result<app::Parts> make_parts(config::StationSettings const& settings, boost::asio::any_io_executor strand);

core::StationSetup make_setup(config::StationSettings const& settings, bool test_control);

}  // namespace bozhong::ui
