#pragma once
// The steps of learning. Inside drivers/scale.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/scale/learn.h"

namespace bozhong::scale {

/// A number as long as its digits: where it begins, how long it was at most, how many bytes follow it.
struct Stretch {
    std::size_t at = 0, longest = 0;
    std::optional<std::size_t> behind{};
};
/// Where the frames differ in length; nothing when they do not, or not by one number.
std::optional<Stretch> find_stretch(std::vector<std::string> const& frames);
bool fits(Stretch const& stretch, std::string_view frame);
/// The frame with blanks before its number, as long as the longest.
std::string padded(Stretch const& stretch, std::string frame);

/// The stream cut to frames of one length, and where the cuts come from.
struct Cut {
    std::vector<std::string> frames;
    std::string marker;  ///< "begins with 02", "ends with 0D 0A"
    bool at_end = false;
    std::string mark;
    std::optional<Stretch> stretch{};  ///< the frames were padded to one length
};
/// The marker after or before which most pieces have one length; nothing when none has.
std::optional<Cut> find_frames(std::string_view bytes);
/// The same cut of other bytes: pieces of that length alone, or of that stretch, padded.
std::vector<std::string> cut_like(Cut const& cut, std::string_view bytes);

/// Where the number is and how it is written.
struct FoundNumber {
    std::size_t at = 0;
    Number number;
};
/// The number that in every moment is what the display showed; the longest of the simplest form.
std::optional<FoundNumber> find_number(std::vector<std::string> const& frames,
                                       std::vector<std::pair<std::string, ShownWeight>> const& moments);

/// A check that holds in every frame and is not always the same.
struct FoundCheck {
    std::size_t at = 0, length = 0, from = 0, to = 0;  ///< bytes; covers from … to, both included
    Check check;
};
std::optional<FoundCheck> find_check(std::vector<std::string> const& frames);

}  // namespace bozhong::scale
