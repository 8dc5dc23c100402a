#pragma once
// CPCL, the language of mobile printers (Zebra, HPRT, Gprinter). Source: Zebra CPCL programming manual
// (sessions, EG, PAGE-WIDTH, GAP-SENSE, BAR-SENSE, ON-OUT-OF-PAPER, SPEED, CONTRAST, FORM, ABORT, ESC h).

#include <string>

#include "drivers/printer/encode.h"

namespace bozhong::printer {

/// One session of hex pictures; a cutter is not part of the language's common core and is left alone.
Encoded encode_cpcl(Profile const& profile, Raster picture);
/// Fills a half-sent picture and breaks off its session.
std::string cpcl_end(std::size_t flush_bytes);
/// To the start of the next label.
std::string cpcl_feed();

}  // namespace bozhong::printer
