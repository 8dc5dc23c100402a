#pragma once
// ZPL II, the language of Zebra and its many emulations. Source: Zebra ZPL II programming guide (^GF and its
// compression, ^PW, ^LL, ^MN, ^MM, ^PR, ~SD, ^JZ, ^PQ, ~JA, ~PH, ~HS).

#include <string>

#include "drivers/printer/encode.h"

namespace bozhong::printer {

/// One format with one ^GF in compressed hex, so that no picture byte can be taken for a command.
Encoded encode_zpl(Profile const& profile, Raster picture);
/// Breaks off a half-sent format and forgets what waits.
std::string zpl_end();
/// To the start of the next label.
std::string zpl_feed();

}  // namespace bozhong::printer
