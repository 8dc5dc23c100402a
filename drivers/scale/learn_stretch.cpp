// Frames whose length follows the number in them: "S S 9.98 kg", "S S 12.5 kg". The number is padded with
// blanks, as other scales do, until all frames have one length; what finds fields by column then finds them
// here too.

#include <algorithm>
#include <map>
#include <set>

#include "drivers/scale/learn_parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t least_frames = 6;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Whether the byte could be one of a written number. A comma only between digits: elsewhere it separates.
bool is_number_byte(std::string_view frame, std::size_t at) {
    char const c = frame[at];
    if (c == ',')
        return at > 0 && at + 1 < frame.size() && is_digit(frame[at - 1]) && is_digit(frame[at + 1]);
    return is_digit(c) || c == '.' || c == '+' || c == '-' || c == ' ';
}

/// The length of the number that begins exactly there; 0 when none does.
std::size_t number_at(std::string_view frame, std::size_t at) {
    if (at > 0 && is_number_byte(frame, at - 1)) return 0;
    std::size_t end = at;
    bool digit = false;
    for (; end < frame.size() && is_number_byte(frame, end); ++end) digit = digit || is_digit(frame[end]);
    return digit ? end - at : 0;
}

/// Two lengths at least are usual; a byte lost now and then makes none usual.
bool lengths_vary(std::vector<std::string> const& frames) {
    std::map<std::size_t, std::size_t> counts;
    for (auto const& frame : frames) ++counts[frame.size()];
    return std::count_if(counts.begin(), counts.end(),
                         [&](auto const& one) { return one.second * 20 >= frames.size(); }) >= 2;
}

/// The stretch at this place, when nearly all frames have a number there and as many bytes behind it.
std::optional<Stretch> stretch_at(std::vector<std::string> const& frames, std::size_t at) {
    Stretch out{.at = at};
    std::map<std::size_t, std::size_t> behind;
    for (auto const& frame : frames) {
        std::size_t const length = at < frame.size() ? number_at(frame, at) : 0;
        if (length > 0) ++behind[frame.size() - at - length];
    }
    for (auto const& [bytes, count] : behind)
        if (count * 100 >= frames.size() * 95) out.behind = bytes;
    if (!out.behind) return std::nullopt;
    for (auto const& frame : frames)
        if (fits(out, frame)) out.longest = std::max(out.longest, number_at(frame, at));
    return out;
}

}  // namespace

bool fits(Stretch const& stretch, std::string_view frame) {
    if (stretch.at >= frame.size()) return false;
    std::size_t const length = number_at(frame, stretch.at);
    return length > 0 && frame.size() == stretch.at + length + *stretch.behind;
}

std::string padded(Stretch const& stretch, std::string frame) {
    std::size_t const length = number_at(frame, stretch.at);
    if (length < stretch.longest) frame.insert(stretch.at, stretch.longest - length, ' ');
    return frame;
}

std::optional<Stretch> find_stretch(std::vector<std::string> const& frames) {
    if (frames.size() < least_frames || !lengths_vary(frames)) return std::nullopt;
    std::size_t const longest_frame = Description::longest_frame;
    for (std::size_t at = 0; at < longest_frame; ++at) {
        auto const found = stretch_at(frames, at);
        if (found && found->at + found->longest + *found->behind <= longest_frame) return found;
    }
    return std::nullopt;
}

}  // namespace bozhong::scale
