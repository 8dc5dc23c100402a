#pragma once
// ESC/POS for labels that come as a picture. Sources: Epson ESC/POS command reference (GS v 0, GS r, GS ( H,
// DLE EOT, DLE ENQ, FS ( L), manuals of Citizen, SNBC and ZKC for the feed dialects.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/printer/profile.h"
#include "station/domain/result.h"

namespace bozhong::printer {

/// Rows from top to bottom, each width_bytes long, most significant bit left, 1 = black.
struct Raster {
    std::span<std::byte const> rows;
    int width_bytes = 0;
    int height = 0;
};

/// A label ready to be sent. Each segment is whole commands: status may be asked between segments, never
/// inside one, where the question would count as picture bytes.
struct Encoded {
    std::vector<std::string> segments;
    std::size_t flush_bytes =
        0;  ///< zero bytes that end the longest picture this label could have left half sent
    int moved_right =
        0;  ///< dots the picture was moved to be free of real-time commands; negative: to the left
    int dots_added = 0;  ///< dots blackened for the same end where no move was possible
    [[nodiscard]] std::string bytes() const;
};

/// The process id is four characters 20–7E; used by profiles that confirm with it. Fails with bad_input when
/// the picture is wider than the head, longer than 2400 rows or not of the size said.
domain::Result<Encoded> encode_label(Profile const& profile, Raster picture,
                                     std::string_view process_id = "    ");

/// DLE EOT n.
std::string status_question(int n);
/// DLE ENQ 2: recover from a recoverable error after clearing the buffers.
std::string clear_after_error();
/// Ends a half-sent picture with zero bytes, resets, feeds to the next label and asks for the confirmation.
std::string flush_and_confirm(Profile const& profile, std::size_t flush_bytes, std::string_view process_id);

/// Where a real-time command (10 04, 10 05, 10 14) starts at or after `from`; npos when there is none.
/// Printers act on these even inside picture bytes.
std::size_t find_realtime(std::string_view bytes, std::size_t from = 0);

}  // namespace bozhong::printer
