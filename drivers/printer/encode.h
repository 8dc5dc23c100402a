#pragma once
// A label's picture as the bytes of the printer's language, and the few other things that are said to a
// printer. The profile chooses the language; every language draws the same dots.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>
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

/// What a printer can write with letters and codes of its own. Dots from the label's upper left corner;
/// `bottom` is the row below the last one.
struct OwnText {
    std::string bytes;  ///< ASCII, and GBK of two bytes
    int scale = 1;      ///< cells of 24 dots times 1 … 8; an ASCII letter is half as wide
    bool bold = false;
    int x = 0, bottom = 0;
};
struct OwnBars {
    std::string text;  ///< Code 128: all digits in pairs as set C, else set B
    int module = 2, height = 0, x = 0, bottom = 0;
};
struct OwnQr {
    std::string text;
    char level = 'M';
    int module = 3, x = 0, bottom = 0;
};
using OwnPart = std::variant<OwnText, OwnBars, OwnQr>;
/// The label with those parts left to the printer.
struct OwnPage {
    std::vector<OwnPart> parts;
    std::string rest;  ///< the picture without them, of the same size
};

/// A label ready to be sent. Each segment is whole commands: status may be asked between segments, never
/// inside one, where the question would count as picture bytes.
struct Encoded {
    std::vector<std::string> segments;
    std::size_t flush_bytes = 0;  ///< bytes that end the longest picture this label could leave half sent
    int moved_right = 0;  ///< ESC/POS: dots the picture was moved to be free of real-time commands; negative:
                          ///< to the left
    int dots_added = 0;   ///< ESC/POS: dots blackened for the same end where no move was possible
    [[nodiscard]] std::string bytes() const;
};

/// One label, never more copies. The process id is four characters 20–7E; used by profiles that confirm with
/// it. Fails with bad_input when the picture is wider than the head, longer than 2400 rows or not of the size
/// said. With `own` a profile with letters of its own is sent those instead of their dots, where that holds
/// no real-time command.
domain::Result<Encoded> encode_label(Profile const& profile, Raster picture,
                                     std::string_view process_id = "    ", OwnPage const* own = nullptr);

/// ESC/POS asks in four parts, n from 1 to 4; the label languages tell everything at once.
std::string status_question(Profile const& profile, int n);
/// What ends a command or picture that an earlier connection left half sent. Without a suspicion it is only
/// said where it means nothing otherwise: outside a session CPCL would print it as text.
std::string end_half_sent(Profile const& profile, std::size_t flush_bytes, bool suspected);
/// After trouble: ends what is half sent, forgets it, brings the next label under the head and asks for the
/// sign that this was done.
std::string flush_and_confirm(Profile const& profile, std::size_t flush_bytes, std::string_view process_id);

}  // namespace bozhong::printer
