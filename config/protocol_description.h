#pragma once
// A scale's format as a file (TOML), read and written. The keys are described in docs/scales.md.

#include <string>
#include <string_view>

#include "drivers/scale/description.h"
#include "station/domain/result.h"

namespace bozhong::config {

/// `file` stands in errors: "file:line", then the key and what was expected. A description that is returned
/// is one that scale::described may be made of.
domain::Result<scale::Description> parse_protocol_description(std::string_view toml, std::string const& file);
domain::Result<scale::Description> load_protocol_description(std::string const& path);

/// The text that parse_protocol_description reads back to the same description. `remarks` stand before it,
/// each as a comment line.
std::string protocol_description_text(scale::Description const& description,
                                      std::vector<std::string> const& remarks = {});

}  // namespace bozhong::config
