#pragma once
// Reads a label template (TOML) into plain data. The keys are described in docs/labels.md.

#include <string>
#include <string_view>

#include "station/domain/label_template.h"
#include "station/domain/result.h"

namespace bozhong::config {

/// `source` is named in errors: "source:line: key: what was expected". Unknown keys, kinds and fields are
/// errors too.
/// With `dots_per_mm` a template in millimetres is read for that resolution, and one in dots must be made for
/// it; 0 takes what the file says.
domain::Result<domain::LabelTemplate> parse_label_template(std::string_view toml, std::string const& source,
                                                           int dots_per_mm = 0);
domain::Result<domain::LabelTemplate> load_label_template(std::string const& path, int dots_per_mm = 0);

}  // namespace bozhong::config
