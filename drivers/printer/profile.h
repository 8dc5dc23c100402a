#pragma once
// What one kind of printer can do. A profile is chosen by the installer; nothing guesses it from the USB ids,
// which makers share and reuse.

#include <span>
#include <string_view>

namespace bozhong::printer {

/// How the paper is brought to the next label. There is no universal command.
enum class Feed {
    none,         ///< plain paper: feed four lines
    ff,           ///< 0C: Chinese label firmware
    gs_ff,        ///< 1D 0C: black-mark ticket printers
    epson_label,  ///< FS ( L: Epson label family
};

/// How the printer says that everything before was processed.
enum class Confirm {
    none,        ///< it never does: the best state of a label is `sent`
    gs_r,        ///< GS r 1, run in order with the data, silent while out of paper
    process_id,  ///< GS ( H fn 48, answers with our own four characters
};

struct Profile {
    std::string_view id, title;
    int dots_wide;  ///< width of the head
    int dpi;
    int band_rows;  ///< rows in one GS v 0; clones with small buffers want 128–256
    Feed feed;
    Confirm confirm;
    bool answers_dle_eot;
    bool status_back;  ///< switch on ASB, so that trouble is reported inside long pictures too
    bool cutter;
    [[nodiscard]] bool one_way() const { return confirm == Confirm::none && !answers_dle_eot; }
};

/// All profiles; one line each in profile.cpp.
std::span<Profile const> profiles();
Profile const* find_profile(std::string_view id);
std::string_view name(Feed feed);
std::string_view name(Confirm confirm);

}  // namespace bozhong::printer
