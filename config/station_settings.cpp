#include "config/station_settings.h"

#include <algorithm>
#include <set>

#include "config/protocols.h"
#include "config/toml_reader.h"

namespace bozhong::config {

using domain::ErrorKind;
using domain::grams;
using domain::Mass;
using domain::milliseconds;
using domain::Result;
using domain::ScaleRecord;
using domain::StabilityRule;
using domain::Status;
using Need = TableReader::Need;

namespace {

void read_counted(TableReader& table, std::string_view key, milliseconds& into, std::int64_t least,
                  std::int64_t most) {
    std::int64_t value = into.count();
    table.number(key, value, least, most);
    into = milliseconds(value);
}

void read_whole(TableReader& table, std::string_view key, int& into, int least, int most) {
    std::int64_t value = into;
    table.number(key, value, least, most);
    into = static_cast<int>(value);
}

void must_be_known(TableReader& table, std::string_view key, std::string const& name,
                   std::vector<std::string> const& known) {
    if (known.empty() || name.empty() || std::ranges::find(known, name) != known.end()) return;
    std::string names;
    for (auto const& one : known) names += (names.empty() ? "" : ", ") + one;
    table.wrong(key, "is \"" + name + "\"", "one of " + names);
}

ScaleRecord read_scale(TableReader& table, std::string const& file, KnownNames const& known) {
    ScaleRecord scale;
    constexpr std::int64_t counter_max = 1'000'000'000'000;
    table.id("id", scale.id, Need::required);
    read_whole(table, "version", scale.version, 1, 1'000'000);
    table.text("protocol", scale.protocol, Need::required, 4096);
    if (is_protocol_file(scale.protocol))
        scale.protocol = beside(file, scale.protocol);
    else
        must_be_known(table, "protocol", scale.protocol, known.protocols);
    table.text("endpoint", scale.endpoint, Need::required);
    if (!scale.endpoint.empty() &&
        !has_scheme(scale.endpoint, {"serial:", "tcp:", "tcp-listen:", "pty:", "file:", "hid:", "modbus-tcp:",
                                     "modbus-rtu:"}))
        table.wrong("endpoint", "is \"" + scale.endpoint + "\"",
                    "serial:/dev/…?9600,8N1, tcp:HOST:PORT, hid:VID:PID[:SERIAL], modbus-tcp:HOST:PORT/UNIT, "
                    "modbus-rtu:/dev/…?9600,8N1/UNIT, pty:PATH or file:FILE");
    table.choice<std::string>("class", scale.accuracy_class,
                              {{"I", "I"}, {"II", "II"}, {"III", "III"}, {"IIII", "IIII"}});
    table.mass("e", scale.e, Mass{1}, grams(10'000));
    scale.d = scale.e;
    table.mass("d", scale.d, Mass{1}, grams(10'000));
    table.mass("max", scale.max, grams(1), grams(10'000'000));
    if (scale.max < scale.e * 20) table.wrong("max", "is below 20 e", "the Max of the type plate");
    read_whole(table, "minimum_factor", scale.minimum_factor, 0, 1'000);
    table.flag("verified", scale.verified);
    table.text("serial_number", scale.serial_number);
    table.text("firmware", scale.firmware);
    table.number("calibration_counter", scale.calibration_counter, 0, counter_max);
    table.number("configuration_counter", scale.configuration_counter, 0, counter_max);
    table.text("next_verification", scale.next_verification);
    table.text("unit", scale.unit);
    if (!scale.unit.empty() && !domain::mass_unit(scale.unit))
        table.wrong("unit", "is \"" + scale.unit + "\"", "a unit of mass: kg, g, jin, lb, …");
    read_counted(table, "display_period_ms", scale.display_period, 10, 5'000);
    read_counted(table, "expected_interval_ms", scale.expected_interval, 5, 10'000);
    table.choice<StabilityRule>("stability", scale.stability,
                                {{"flag", StabilityRule::flag},
                                 {"time", StabilityRule::time},
                                 {"flag+time", StabilityRule::flag_and_time}});
    table.flag("sends_tare_command", scale.sends_tare_command);
    read_whole(table, "check_every_hours", scale.check_every_hours, 0, 24 * 366);
    table.flag("check_blocks", scale.check_blocks);
    return scale;
}

PrinterSettings read_printer(TableReader& table, KnownNames const& known) {
    PrinterSettings printer;
    printer.id = "printer";
    table.id("id", printer.id, Need::optional);
    table.text("endpoint", printer.endpoint, Need::required);
    if (!printer.endpoint.empty() && !has_scheme(printer.endpoint, {"usb:", "tcp:", "lp:", "serial:", "pty:", "cups:"}))
        table.wrong("endpoint", "is \"" + printer.endpoint + "\"",
                    "usb:auto, usb:VID:PID, tcp:HOST:PORT, lp:/dev/usb/lp0, serial:/dev/…?9600,8N1 or cups:QUEUE");
    table.id("profile", printer.profile, Need::required);
    must_be_known(table, "profile", printer.profile, known.profiles);
    table.number("gap_mm", printer.gap_mm, 0, 20);
    table.number("speed", printer.speed, 1, 12);
    table.number("density", printer.density, 0, 15);
    return printer;
}

LabelRule read_label_rule(TableReader& table) {
    LabelRule rule;
    table.id("template", rule.form, Need::required);
    table.text("kind", rule.kind);
    table.text("customer", rule.customer);
    table.text("product", rule.product);
    return rule;
}

template <class T>
void each_once(TableReader& table, std::string_view key, std::vector<T> const& items) {
    std::set<std::string> ids;
    for (auto const& item : items)
        if (!ids.insert(item.id).second)
            table.wrong(key, "has the id \"" + item.id + "\" twice", "each id once");
}

void read_hub(TableReader& table, StationSettings& settings) {
    table.text("hub_url", settings.hub_url);
    if (!settings.hub_url.empty() && !has_scheme(settings.hub_url, {"http://", "https://"}))
        table.wrong("hub_url", "is \"" + settings.hub_url + "\"",
                    "https://HOST[:PORT], or http:// on loopback");
    table.text("hub_ca", settings.hub_ca);
    settings.hub_ca = beside(settings.file, settings.hub_ca);
}

void read_paths(TableReader& table, StationSettings& settings) {
    settings.journal = "journal.db";
    settings.credentials = "";
    settings.log_dir = "log";
    table.text("journal", settings.journal, Need::optional, 4096);
    if (settings.journal.empty()) table.wrong("journal", "is empty", "the path of a file");
    settings.journal = beside(settings.file, settings.journal);
    table.text("credentials", settings.credentials, Need::optional, 4096);
    settings.credentials = settings.credentials.empty() ? beside(settings.journal, "credentials.toml")
                                                        : beside(settings.file, settings.credentials);
    table.text("log_dir", settings.log_dir, Need::optional, 4096);
    settings.log_dir = beside(settings.file, settings.log_dir);
}

void read_root(TableReader& table, StationSettings& settings, KnownNames const& known) {
    table.id("id", settings.id, Need::required);
    settings.name = settings.id;
    table.text("name", settings.name);
    settings.warehouse = "main";
    table.id("warehouse", settings.warehouse, Need::optional);
    read_hub(table, settings);
    read_paths(table, settings);
    table.id("label_template", settings.label_template, Need::optional);
    table.choice<Language>("language", settings.language,
                           {{"zh", Language::chinese}, {"en", Language::english}});
    table.choice<Theme>("theme", settings.theme, {{"dark", Theme::dark}, {"light", Theme::light}});
    table.number("panel_width_mm", settings.panel_width_mm, 80, 2'000);
    table.number("idle_lock_s", settings.idle_lock_s, 0, 86'400);
    table.number("people_age_max_h", settings.people_age_max_h, 0, 8'760);
    table.number("utc_offset_minutes", settings.utc_offset_minutes, -720, 840);
    table.flag("hands_free", settings.hands_free);
    table.flag("manual_entry", settings.manual_entry);
    table.tables("scale", 4, [&](TableReader& scale) {
        settings.scales.push_back(read_scale(scale, settings.file, known));
    });
    if (settings.scales.empty()) table.wrong("scale", "is missing", "one [[scale]] at least");
    table.tables("printer", 4,
                 [&](TableReader& printer) { settings.printers.push_back(read_printer(printer, known)); });
    table.tables("label", 64, [&](TableReader& label) { settings.labels.push_back(read_label_rule(label)); });
    each_once(table, "scale", settings.scales);
    each_once(table, "printer", settings.printers);
}

}  // namespace

std::string const& template_for(StationSettings const& settings, domain::LabelContent const& content) {
    auto const fits = [](std::string const& pattern, std::string const& text) {
        if (pattern.ends_with('*')) return text.starts_with(pattern.substr(0, pattern.size() - 1));
        return pattern.empty() || pattern == text;
    };
    for (LabelRule const& rule : settings.labels)
        if (fits(rule.kind, content.kind) && fits(rule.customer, content.customer_code) &&
            fits(rule.product, content.product))
            return rule.form;
    for (std::string const& form : kind_templates())
        if (form.starts_with(content.kind + "-")) return form;
    return settings.label_template;
}

std::vector<std::string> const& kind_templates() {
    static std::vector<std::string> const names{"tote-60x40", "route-60x40", "put-back-60x40", "void-60x40",
                                                "test-60x40"};
    return names;
}

std::vector<std::string> template_names(StationSettings const& settings) {
    std::vector<std::string> names{settings.label_template};
    for (LabelRule const& rule : settings.labels)
        if (std::find(names.begin(), names.end(), rule.form) == names.end()) names.push_back(rule.form);
    return names;
}

Result<StationSettings> parse_station(std::string_view text, std::string const& file,
                                      KnownNames const& known) {
    StationSettings settings;
    settings.file = file;
    Status const read = read_toml(text, file, [&](TableReader& table) { read_root(table, settings, known); });
    if (!read) return read.error();
    return settings;
}

Result<StationSettings> load_station(std::string const& path, KnownNames const& known) {
    auto const text = read_settings_file(path);
    if (!text) return text.error();
    return parse_station(*text, path, known);
}

}  // namespace bozhong::config
