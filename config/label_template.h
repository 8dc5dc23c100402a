#pragma once
// Reads a label template (TOML) into plain data. The keys are described in docs/labels.md.

#include <string>
#include <string_view>

#include "station/domain/label_template.h"
#include "station/domain/result.h"

namespace bozhong::config {

/// `source` is named in errors: "source:line: key: what was expected". Unknown keys, kinds and fields are
/// errors too.
domain::Result<domain::LabelTemplate> parse_label_template(std::string_view toml, std::string const& source);
domain::Result<domain::LabelTemplate> load_label_template(std::string const& path);

}  // namespace bozhong::config
