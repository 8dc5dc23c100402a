#include "config/protocols.h"

#include <algorithm>
#include <filesystem>

#include "config/protocol_description.h"

namespace bozhong::config {

using domain::Error;
using domain::ErrorKind;
using domain::Result;

namespace fs = std::filesystem;

std::string protocol_folder() {
    std::error_code no_proc;
    auto const program = fs::read_symlink("/proc/self/exe", no_proc).parent_path();
    fs::path const packaged = program / "../share/bozhong/protocols";
    for (auto const& folder : {program / "../../../config/protocols", packaged})
        if (fs::exists(folder)) return folder.lexically_normal().string();
    return packaged.lexically_normal().string();
}

bool is_protocol_file(std::string const& name) {
    return name.ends_with(".toml");
}

Result<scale::Protocol> find_protocol(std::string const& name) {
    if (auto const* in_code = scale::find_protocol(name)) return *in_code;
    std::string path = name;
    if (!is_protocol_file(name)) {
        bool const plain = name.find('/') == std::string::npos && !name.empty();
        path = protocol_folder() + "/" + name + ".toml";
        if (!plain || !fs::exists(path))
            return Error{ErrorKind::bad_input, "unknown scale protocol '" + name + "'", "protocol",
                         "`bozhong scale protocols` lists them; a file's name ends with .toml"};
    }
    auto description = load_protocol_description(path);
    if (!description) return description.error();
    return scale::described(std::move(*description));
}

std::vector<scale::Protocol> all_protocols() {
    std::vector<scale::Protocol> out(scale::protocols().begin(), scale::protocols().end());
    std::error_code no_folder;
    for (auto const& entry : fs::directory_iterator(protocol_folder(), no_folder)) {
        if (entry.path().extension() != ".toml") continue;
        if (auto description = load_protocol_description(entry.path().string()))
            out.push_back(scale::described(std::move(*description)));
    }
    std::ranges::sort(out, {}, &scale::Protocol::id);
    return out;
}

}  // namespace bozhong::config
