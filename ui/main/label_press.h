#pragma once
// From a committed row to dots: what the station's printers print.

#include <functional>
#include <memory>
#include <string>

#include "config/station_settings.h"
#include "drivers/printer/profile.h"
#include "drivers/run/printer_runner.h"
#include "station/app/ports.h"
#include "ui/main/template_desk.h"

namespace bozhong::ui {

/// What the hub calls this station on labels.
struct LabelNumbers {
    std::int64_t station_number = 0;
    std::int64_t short_first = 0, short_count = 0;  ///< short numbers of this station's incarnations
};

/// Signs with the device key beside the journal. The maker asks `journal` for its incarnations, on the thread it is
/// called on; the journal outlives it.
domain::Result<app::LabelMaker> make_label_maker(config::StationSettings const& settings, LabelNumbers numbers,
                                                 app::Journal& journal);

/// Opens the templates and the fonts once; each maker keeps fonts of its own, because a printer has a thread of its own.
/// A template that has a fault, or is wider than the printer's head, is an error. Without a profile: 203 dpi, any width.
/// With `changes` they are loaded again before the next label when one was kept; the old ones stand when that fails.
domain::Result<run::RasterMaker> make_raster_maker(config::StationSettings const& settings,
                                                   printer::Profile const* profile, TemplateChanges changes = {});
/// The bench of the label editor for this station's templates and printers.
domain::Result<std::unique_ptr<TemplateDesk>> make_template_desk(config::StationSettings const& settings,
                                                                 TemplateChanges changes, TemplateKept kept = {});

}  // namespace bozhong::ui
