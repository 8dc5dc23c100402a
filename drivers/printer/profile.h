#pragma once
// What one kind of printer can do. A profile is chosen by the installer; nothing guesses it from the USB ids,
// which makers share and reuse.

#include <span>
#include <string_view>

namespace bozhong::printer {

/// What the printer understands. All of them are sent the label as a picture.
enum class Language { escpos, tspl, zpl, cpcl };

/// How the paper is brought to the next label. There is no universal command.
enum class Feed {
    none,         ///< plain paper: feed four lines
    ff,           ///< 0C: Chinese label firmware
    gs_ff,        ///< 1D 0C: black-mark ticket printers
    epson_label,  ///< FS ( L: Epson label family
    gap,          ///< label languages: the printer looks for the gap itself
    mark,         ///< the same with a black mark on the back
};

/// How the printer says that everything before was processed.
enum class Confirm {
    none,        ///< it never does: the best state of a label is `sent`
    gs_r,        ///< GS r 1, run in order with the data, silent while out of paper
    process_id,  ///< GS ( H fn 48, answers with our own four characters
    idle,        ///< its status shows it busy after the last byte, then idle with nothing left to print
    in_turn,     ///< its status is answered only when everything before it is done (CPCL)
};

/// What is set before each label, so that nothing of an earlier job or of the printer's keys is left.
struct Media {
    int gap_mm = 2;   ///< between labels, or the length of the black mark; 0 … 20
    int speed = 4;    ///< inches a second, 1 … 12
    int density = 8;  ///< heat, 0 … 15
};

struct Profile {
    std::string_view id, title;
    Language language;
    int dots_wide;  ///< width of the head
    int dpi;
    int band_rows;  ///< rows in one picture command; clones with small buffers want 128–256
    Feed feed;
    Confirm confirm;
    bool answers_status;  ///< DLE EOT, or the status question of its label language
    bool status_back;  ///< switch on ASB, so that trouble is reported inside long pictures too
    bool cutter;
    bool own_letters = false;  ///< ESC/POS on a slow line: page mode, GB18030 letters and codes of its own
    Media media{};  ///< label languages only; ESC/POS printers keep theirs to themselves
    [[nodiscard]] bool one_way() const { return confirm == Confirm::none && !answers_status; }
    [[nodiscard]] int dots_per_mm() const { return (dpi * 10 + 127) / 254; }
    /// Its only word for a printed label is its status.
    [[nodiscard]] bool confirms_by_status() const {
        return confirm == Confirm::idle || confirm == Confirm::in_turn;
    }
};

/// All profiles; one line each in profile.cpp.
std::span<Profile const> profiles();
Profile const* find_profile(std::string_view id);
std::string_view name(Language language);
std::string_view name(Feed feed);
std::string_view name(Confirm confirm);

}  // namespace bozhong::printer
