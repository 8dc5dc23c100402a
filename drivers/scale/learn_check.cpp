#include <algorithm>
#include <set>

#include "drivers/scale/learn_parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t least_different = 5, least_covered = 4;

bool holds(FoundCheck const& found, std::string_view frame) {
    auto const covered = frame.substr(found.from, found.to - found.from + 1);
    auto const written = read_check(found.check.rule, found.check.form, frame.substr(found.at, found.length));
    return written && ((check_value(found.check.rule, covered) ^ *written) & found.check.mask) == 0;
}

bool holds_in_all(FoundCheck const& found, std::set<std::string> const& frames) {
    return std::all_of(frames.begin(), frames.end(),
                       [&](std::string const& frame) { return holds(found, frame); });
}

bool always_the_same(FoundCheck const& found, std::set<std::string> const& frames) {
    std::set<std::string> written;
    for (std::string const& frame : frames) written.insert(frame.substr(found.at, found.length));
    return written.size() < 3;
}

/// All places and ranges of one rule in one form; the longest range first, for it says most.
std::optional<FoundCheck> search(Check check, std::set<std::string> const& frames) {
    std::size_t const size = frames.begin()->size();
    FoundCheck found;
    found.check = check;
    found.length = check_length(check.rule, check.form);
    for (found.at = least_covered; found.at + found.length <= size; ++found.at) {
        if (always_the_same(found, frames)) continue;
        for (found.from = 0; found.from + least_covered <= found.at; ++found.from)
            for (std::size_t end = found.at; end >= found.from + least_covered; --end) {
                found.to = end - 1;
                if (holds_in_all(found, frames)) return found;
            }
    }
    return std::nullopt;
}

}  // namespace

std::optional<FoundCheck> find_check(std::vector<std::string> const& frames) {
    std::set<std::string> const different(frames.begin(), frames.end());
    if (different.size() < least_different) return std::nullopt;
    for (std::uint16_t const mask : {std::uint16_t{0xFFFF}, std::uint16_t{0x7F}})
        for (auto const rule :
             {CheckRule::exclusive_or, CheckRule::sum, CheckRule::complement, CheckRule::inverse,
              CheckRule::crc16_modbus, CheckRule::crc16_ccitt, CheckRule::crc16_xmodem})
            for (auto const form :
                 {CheckForm::byte, CheckForm::hex, CheckForm::high_first, CheckForm::decimal}) {
                if (is_crc(rule) && (mask != 0xFFFF || form == CheckForm::decimal)) continue;
                if (!is_crc(rule) && form == CheckForm::high_first) continue;
                Check check;
                check.rule = rule;
                check.form = form;
                check.mask = mask;
                if (auto found = search(check, different)) return found;
            }
    return std::nullopt;
}

}  // namespace bozhong::scale
