#pragma once
// The pictures of label templates: PNG files, read once with their template and cut to dots for its
// resolution.

#include <string>

#include "station/domain/label_template.h"
#include "station/domain/result.h"

namespace bozhong::config {

/// A name as templates may write it: letters, digits, "-" and "_" with ".png" behind, no folder.
bool is_picture_name(std::string_view name);

/// As large as it fits into width × height dots with its own proportions, black where more than half of a dot
/// is dark; what is transparent is paper. The file has at most 1 MiB and 4096 dots a side. Errors name the
/// path.
domain::Result<domain::DotPicture> load_label_picture(std::string const& path, int width, int height);

/// Where the file of a template's picture is: beside the template `source`, else in a folder of standard
/// ones; empty when it is in none.
std::string find_label_picture(std::string const& source, std::string const& name);

}  // namespace bozhong::config
