// doctor: looks at everything a station stands on and says what to do.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "station/cli/commands.h"
#include "station/cli/doctor_checks.h"

namespace bozhong::cli {
namespace {

struct DoctorOptions {
    std::string config = "station.toml";
};

/// Says each finding as it comes, for some take seconds.
class Report {
  public:
    void operator()(Finding const& finding) {
        boost::json::object const line{
            {"check", finding.check}, {"ok", finding.ok}, {"what", finding.what}, {"todo", finding.todo}};
        std::cout << boost::json::serialize(line) << std::endl;
        m_well = m_well && finding.ok;
    }
    [[nodiscard]] bool well() const { return m_well; }

  private:
    bool m_well = true;
};

void examine(DoctorOptions const& options) {
    Report report;
    auto const settings = config::load_station(options.config);
    report({"settings", settings.ok(),
            settings.ok() ? options.config + ": good" : settings.error().where + ": " + settings.error().what,
            settings.ok() ? "" : settings.error().todo});
    std::string const folder =
        std::filesystem::path(settings.ok() ? settings->journal : options.config).parent_path().string();
    report(check_disk_space(folder));
    report(check_disk_sync(folder));
    report(check_clock());
    report(check_fonts());
    if (settings.ok()) {
        report(check_rights(*settings));
        for (auto const& scale : settings->scales) report(check_scale(scale));
        for (auto const& printer : settings->printers) report(check_printer(printer));
        for (auto const& finding : check_hub(*settings)) report(finding);
    }
    if (!report.well()) throw CLI::RuntimeError(1);
}

}  // namespace

void add_doctor_command(CLI::App& app) {
    auto options = std::make_shared<DoctorOptions>();
    auto* command = app.add_subcommand(
        "doctor", "checks settings, disk, clock, fonts, rights, devices and hub; exit 1 if one is not well");
    command->add_option("--config", options->config, "the station's settings")->capture_default_str();
    command->callback([options] { examine(*options); });
}

}  // namespace bozhong::cli
