#include "station/cli/label_template_path.h"

#include <filesystem>

namespace bozhong::cli {

std::string label_template_path(std::string const& name) {
    std::error_code no_proc;
    auto const program = std::filesystem::read_symlink("/proc/self/exe", no_proc).parent_path();
    for (auto const& folder : {program / "../../../config/labels", program / "../share/bozhong/labels"})
        for (std::string const& file : {name + ".toml", "item-" + name + ".toml"})
            if (std::filesystem::exists(folder / file)) return (folder / file).lexically_normal();
    return "config/labels/" + name + ".toml";
}

}  // namespace bozhong::cli
