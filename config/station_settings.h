#pragma once
// A station's settings: station.toml, typed and checked. config/station.toml explains every key.
// Unknown keys, wrong types and values out of their limits are errors that name file, line and key.

#include <cstdint>
#include <string>
#include <vector>

#include "station/domain/label.h"
#include "station/domain/mass.h"
#include "station/domain/result.h"
#include "station/domain/scale_record.h"

namespace bozhong::config {

enum class Language { chinese, english };
enum class Theme { dark, light };

struct PrinterSettings {
    std::string id;        ///< name shown to people: "printer", "spare"
    std::string endpoint;  ///< "usb:auto", "usb:VID:PID[:SERIAL]", "tcp:HOST:PORT", "lp:/dev/usb/lp0"
    std::string profile;   ///< printer profile's id
    /// Said before each label by TSPL, ZPL and CPCL; ESC/POS printers keep theirs to themselves.
    std::int64_t gap_mm = 2, speed = 4, density = 8;
};

/// Which template a label is drawn with; the first rule that fits is taken. Empty fits everything, a star at
/// the end any ending.
struct LabelRule {
    std::string kind;      ///< "item", "tote", …
    std::string customer;  ///< customer code
    std::string product;   ///< name
    std::string form;
};

struct StationSettings {
    std::string file;  ///< where these settings came from
    std::string id;    ///< unique at the hub; the key of everything this station makes
    std::string name;  ///< shown to people; the id when left out
    std::string warehouse;
    std::string hub_url;      ///< "https://hub.example:7443" or "http://127.0.0.1:7400"; empty = works alone
    std::string hub_ca;       ///< PEM file of the hub's certificate authority; empty = the system's
    std::string journal;      ///< path of the SQLite file
    std::string credentials;  ///< path of what `bozhong enroll` wrote; beside the journal
    std::string log_dir;
    std::string label_template = "60x40";
    std::vector<LabelRule> labels;  ///< 0 … 64; label_template is for what none of them fits
    Language language = Language::chinese;
    Theme theme = Theme::dark;
    std::int64_t panel_width_mm = 217;  ///< visible width of the screen, measured
    std::int64_t idle_lock_s = 600;     ///< 0 = never
    std::int64_t people_age_max_h =
        168;  ///< hours run without hearing the hub after which nobody may sign in; 0 = no bound
    std::int64_t utc_offset_minutes = 480;
    bool hands_free = true;  ///< may be switched on at the screen
    bool manual_entry = true;
    std::vector<domain::ScaleRecord> scales;  ///< 1 … 4, the first is the table's
    std::vector<PrinterSettings> printers;    ///< 0 … 4, the first is used until a person takes another
};

/// What this program can drive; a list that is empty judges nothing.
struct KnownNames {
    std::vector<std::string> protocols, profiles;
};

/// The name of the template for this label. A kind that no rule fits has its own: tote-60x40, route-60x40 …
std::string const& template_for(StationSettings const& settings, domain::LabelContent const& content);

/// Every template that the settings name, each once; and those of the kinds that have one of their own.
std::vector<std::string> template_names(StationSettings const& settings);
std::vector<std::string> const& kind_templates();

/// Paths in the file are relative to its folder.
domain::Result<StationSettings> load_station(std::string const& path, KnownNames const& known = {});
/// The same of a text; `file` stands in errors and is the base of paths.
domain::Result<StationSettings> parse_station(std::string_view text, std::string const& file,
                                              KnownNames const& known = {});

}  // namespace bozhong::config
