#pragma once
// Builds the station's parts from its settings: the only place where every folder meets.

#include <boost/asio/any_io_executor.hpp>

#include "config/station_settings.h"
#include "station/app/runner.h"
#include "ui/main/template_desk.h"
#include "ui/main/trace_desk.h"

namespace bozhong::ui {

/// The scale protocols and printer profiles of this program, for judging its settings.
config::KnownNames known_names();
/// The strand is where scales call back; `traces` listens to them;
/// printers look at `templates` before each label. An error says which part and what to do.
domain::Result<app::Parts> make_parts(config::StationSettings const& settings, boost::asio::any_io_executor strand,
                                     TraceDesk* traces = nullptr, TemplateChanges const& templates = {});
/// Recordings go to the log folder of the settings.
TraceDesk::Places trace_places(config::StationSettings const& settings);

core::StationSetup make_setup(config::StationSettings const& settings, bool test_control);

}  // namespace bozhong::ui
