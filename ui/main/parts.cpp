#include "ui/main/parts.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>

#include "config/credentials.h"
#include "config/protocols.h"
#include "drivers/printer/profile.h"
#include "drivers/run/printer_runner.h"
#include "drivers/run/scale_runner.h"
#include "station/cli/version.h"
#include "station/journal/journal.h"
#include "sync/client/uplink.h"
#include "ui/main/label_press.h"

namespace bozhong::ui {
namespace {

using domain::Result;

core::Instant monotonic_now() {
    return core::Instant(
        std::chrono::duration_cast<domain::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()));
}

std::string boot_id() {
    std::string id;
    std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
    return id;
}

Result<std::unique_ptr<app::Journal>> open_journal(config::StationSettings const& settings) {
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::path(settings.journal).parent_path(), ignored);
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    journal::OpenOptions options;
    options.station = settings.id;
    options.software = cli::version_line();
    options.boot_id = boot_id();
    options.stamp.at.unix_ms = std::chrono::duration_cast<domain::milliseconds>(now).count();
    return journal::open_journal(settings.journal, options);
}

/// A station without printer settings still works: its labels fail with a reason she can act on.
Result<std::unique_ptr<app::Printer>> make_printer(config::StationSettings const& settings, std::size_t index,
                                                   bool unfinished_before, TemplateChanges const& templates) {
    auto const* profile =
        index < settings.printers.size() ? printer::find_profile(settings.printers[index].profile) : nullptr;
    auto raster = make_raster_maker(settings, profile, templates);
    if (!raster.ok()) return raster.error();
    run::PrinterOptions options;
    options.unfinished_before = unfinished_before;
    if (index < settings.printers.size()) {
        auto const& printer = settings.printers[index];
        options.name = printer.id;
        options.endpoint = printer.endpoint;
        options.profile = printer.profile;
        options.media = {static_cast<int>(printer.gap_mm), static_cast<int>(printer.speed),
                         static_cast<int>(printer.density)};
    } else {
        options.name = "printer";
        options.endpoint = "usb:auto";
    }
    return run::make_printer(options, *raster);
}

/// A station that was killed may have left half a label in the printer's buffer.
Result<bool> labels_were_under_way(app::Journal& journal) {
    auto const restored = journal.load();
    if (!restored.ok()) return restored.error();
    return restored->unclean && std::any_of(restored->labels.begin(), restored->labels.end(), [](auto const& label) {
               return label.state == domain::LabelState::queued || label.state == domain::LabelState::sending ||
                      label.state == domain::LabelState::sent;
           });
}

Result<domain::Done> add_printers(app::Parts& parts, config::StationSettings const& settings,
                                  TemplateChanges const& templates) {
    auto const under_way = labels_were_under_way(*parts.journal);
    if (!under_way.ok()) return under_way.error();
    auto printer = make_printer(settings, 0, *under_way, templates);
    if (!printer.ok()) return printer.error();
    parts.printer = std::move(printer).value();
    if (settings.printers.size() < 2) return domain::Done{};
    auto other = make_printer(settings, 1, *under_way, templates);
    if (!other.ok()) return other.error();
    parts.other_printer = std::move(other).value();
    return domain::Done{};
}

Result<domain::Done> add_scales(app::Parts& parts, config::StationSettings const& settings,
                                boost::asio::any_io_executor const& strand, TraceDesk* traces) {
    for (auto const& record : settings.scales) {
        auto protocol = config::find_protocol(record.protocol);
        if (!protocol.ok()) return protocol.error();
        auto scale = run::make_scale_runner(strand, *protocol, record, monotonic_now,
                                            traces != nullptr ? traces->tap(record) : nullptr);
        if (!scale.ok()) return scale.error();
        parts.scales[record.id] = std::move(scale).value();
    }
    return domain::Done{};
}

/// Without a hub, or before enrolling, the table works alone.
Result<LabelNumbers> add_uplink(app::Parts& parts, config::StationSettings const& settings) {
    if (settings.hub_url.empty() || !std::filesystem::exists(settings.credentials)) return LabelNumbers{};
    auto credentials = config::load_credentials(settings.credentials);
    if (!credentials.ok()) return credentials.error();
    client::UplinkSettings uplink;
    uplink.url = settings.hub_url;
    uplink.ca_file = settings.hub_ca;
    uplink.warehouse = credentials->warehouse;
    uplink.station = credentials->station;
    uplink.secret = credentials->secret;
    uplink.feed_cursor = credentials->feed_cursor;
    uplink.seed = std::random_device{}();
    parts.uplink = client::make_uplink(uplink);
    return LabelNumbers{credentials->station_number, credentials->short_first, credentials->short_count};
}

}  // namespace

config::KnownNames known_names() {
    config::KnownNames known;
    for (auto const& protocol : config::all_protocols()) known.protocols.emplace_back(protocol.id);
    for (auto const& profile : printer::profiles()) known.profiles.emplace_back(profile.id);
    return known;
}

Result<app::Parts> make_parts(config::StationSettings const& settings, boost::asio::any_io_executor strand, TraceDesk* traces,
                              TemplateChanges const& templates) {
    app::Parts parts;
    auto journal = open_journal(settings);
    if (!journal.ok()) return journal.error();
    parts.journal = std::move(journal).value();
    if (auto const added = add_scales(parts, settings, strand, traces); !added.ok()) return added.error();
    if (auto const added = add_printers(parts, settings, templates); !added.ok()) return added.error();
    auto numbers = add_uplink(parts, settings);
    if (!numbers.ok()) return numbers.error();
    auto maker = make_label_maker(settings, *numbers, *parts.journal);
    if (!maker.ok()) return maker.error();
    parts.make_label = std::move(maker).value();
    return parts;
}

TraceDesk::Places trace_places(config::StationSettings const& settings) {
    return {settings.log_dir, monotonic_now, [offset = settings.utc_offset_minutes] {
                auto const now = std::chrono::system_clock::now().time_since_epoch();
                return std::chrono::duration_cast<domain::milliseconds>(now).count() + offset * 60'000;
            }};
}

core::StationSetup make_setup(config::StationSettings const& settings, bool test_control) {
    core::StationSetup setup;
    setup.station = settings.id;
    setup.station_name = settings.name;
    setup.warehouse = settings.warehouse;
    setup.scales = settings.scales;
    for (auto& record : setup.scales) {
        auto const protocol = config::find_protocol(record.protocol);
        record.frames_name_unit = protocol.ok() && !protocol->units.empty();
    }
    setup.manual_entry = settings.manual_entry;
    setup.hands_free_allowed = settings.hands_free;
    constexpr std::int64_t never_s = 10LL * 365 * 86'400;
    setup.people_age_max = std::chrono::hours(settings.people_age_max_h);
    setup.idle_lock = domain::milliseconds((settings.idle_lock_s == 0 ? never_s : settings.idle_lock_s) * 1000);
    setup.utc_offset_minutes = static_cast<int>(settings.utc_offset_minutes);
    setup.test_control = test_control;
    return setup;
}

}  // namespace bozhong::ui
