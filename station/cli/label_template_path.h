#pragma once
#include <string>

namespace bozhong::cli {

/// Where the named template is, of the build tree or the package; "60x40" as in station settings is
/// item-60x40.
std::string label_template_path(std::string const& name);

}  // namespace bozhong::cli
