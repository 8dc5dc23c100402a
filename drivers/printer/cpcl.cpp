#include "drivers/printer/cpcl.h"

#include <algorithm>

namespace bozhong::printer {
namespace {

std::string session(int rows) {
    return "! 0 200 200 " + std::to_string(rows) + " 1\r\n";
}

/// Set outside the label's own session: how the start of a label is found, and that a label which ran out of
/// paper is not printed by itself on the next roll.
std::string paper(Profile const& profile) {
    std::string sense;
    if (profile.feed == Feed::mark) sense = "BAR-SENSE\r\n";
    if (profile.feed == Feed::gap) sense = "GAP-SENSE\r\n";
    return "! UTILITIES\r\n" + sense + "ON-OUT-OF-PAPER PURGE 0\r\nPRINT\r\n";
}

std::string picture_rows(Raster const& picture, int from, int rows) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out = "EG " + std::to_string(picture.width_bytes) + " " + std::to_string(rows) + " 0 " +
                      std::to_string(from) + " ";
    auto const width = static_cast<std::size_t>(picture.width_bytes);
    for (std::byte const b : picture.rows.subspan(static_cast<std::size_t>(from) * width,
                                                  static_cast<std::size_t>(rows) * width)) {
        out += digits[static_cast<std::size_t>(b) >> 4];
        out += digits[static_cast<std::size_t>(b) & 15];
    }
    return out + "\r\n";
}

}  // namespace

Encoded encode_cpcl(Profile const& profile, Raster picture) {
    Encoded out;
    // The language knows speeds 0 to 5 and contrasts 0 to 3.
    out.segments.push_back(paper(profile) + session(picture.height) + "PAGE-WIDTH " +
                           std::to_string(picture.width_bytes * 8) + "\r\nSPEED " +
                           std::to_string(std::min(profile.media.speed, 5)) + "\r\nCONTRAST " +
                           std::to_string(profile.media.density / 5) + "\r\n");
    for (int y = 0; y < picture.height; y += profile.band_rows) {
        int const rows = std::min(profile.band_rows, picture.height - y);
        out.segments.push_back(picture_rows(picture, y, rows));
        out.flush_bytes =
            std::max(out.flush_bytes, static_cast<std::size_t>(rows * picture.width_bytes) + 16);
    }
    out.segments.push_back(std::string(profile.feed == Feed::none ? "" : "FORM\r\n") + "PRINT\r\n");
    return out;
}

std::string cpcl_end(std::size_t flush_bytes) {
    // Two digits a byte.
    return std::string(2 * flush_bytes, '0') + "\r\nABORT\r\n";
}

std::string cpcl_feed() {
    return session(1) + "FORM\r\nPRINT\r\n";
}

}  // namespace bozhong::printer
