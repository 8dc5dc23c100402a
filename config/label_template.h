#pragma once
// Reads a label template (TOML) into plain data, and writes it. The keys are described in docs/labels.md.

#include <string>
#include <string_view>

#include "station/domain/label_template.h"
#include "station/domain/result.h"

namespace bozhong::config {

/// `source` is named in errors: "source:line: key: what was expected". Unknown keys, kinds and fields are
/// errors too.
/// With `dots_per_mm` a template in millimetres is read for that resolution, and one in dots must be made for
/// it; 0 takes what the file says; domain::micrometres reads every length exactly, for editing.
domain::Result<domain::LabelTemplate> parse_label_template(std::string_view toml, std::string const& source,
                                                           int dots_per_mm = 0);
domain::Result<domain::LabelTemplate> load_label_template(std::string const& path, int dots_per_mm = 0);

/// The file of a template that was read in micrometres: read again it is the same template. Comments are not
/// kept.
std::string label_template_toml(domain::LabelTemplate const& form);
/// Writes it beside itself and renames: after a power cut there is the old file or the new one. Makes the
/// folder. An io error names the path.
domain::Status save_label_template(std::string const& path, domain::LabelTemplate const& form);

}  // namespace bozhong::config
