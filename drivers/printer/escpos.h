#pragma once
// ESC/POS for labels that come as a picture. Sources: Epson ESC/POS command reference (GS v 0, GS r, GS ( H,
// DLE EOT, DLE ENQ, FS ( L), manuals of Citizen, SNBC and ZKC for the feed dialects.

#include <cstddef>
#include <string>
#include <string_view>

#include "drivers/printer/encode.h"

namespace bozhong::printer {

/// Bands of GS v 0, cured of real-time commands, the feed and the request for the confirmation.
Encoded encode_escpos(Profile const& profile, Raster picture, std::string_view process_id);
/// What stands before and behind every label: ESC @, the way to the print start; the feed and the question for
/// the confirmation.
std::string escpos_begin(Profile const& profile);
std::string escpos_end(Profile const& profile, std::string_view process_id);
/// DLE EOT n.
std::string escpos_question(int n);
/// DLE ENQ 2: recover from a recoverable error after clearing the buffers.
std::string clear_after_error();
/// Ends a half-sent picture with zero bytes, resets, feeds to the next label and asks for the confirmation.
std::string escpos_flush(Profile const& profile, std::size_t flush_bytes, std::string_view process_id);

/// Where a real-time command (10 04, 10 05, 10 14) starts at or after `from`; npos when there is none.
/// Printers act on these even inside picture bytes.
std::size_t find_realtime(std::string_view bytes, std::size_t from = 0);

}  // namespace bozhong::printer
