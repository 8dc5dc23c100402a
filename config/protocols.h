#pragma once
// The scale protocols of this program by name: those written in code and those described in files.

#include <string>
#include <vector>

#include "drivers/scale/protocol.h"
#include "station/domain/result.h"

namespace bozhong::config {

/// "stgs", the id of a protocol in code or of a shipped description; "PATH.toml", a description of one's
/// own. An unknown id is bad_input; what is wrong in a file is named with file, line and key.
domain::Result<scale::Protocol> find_protocol(std::string const& name);
/// True for a name that find_protocol takes as the path of a file.
bool is_protocol_file(std::string const& name);

/// All that need no file of one's own, by id. A shipped file that cannot be read is left out; find_protocol
/// says what is wrong with it.
std::vector<scale::Protocol> all_protocols();

/// The folder with the shipped descriptions: beside the sources of a build, or of the package.
std::string protocol_folder();

}  // namespace bozhong::config
