#include "drivers/printer/tspl.h"

#include <algorithm>

namespace bozhong::printer {
namespace {

/// "60" or "39.5": dots as millimetres of the label, rounded up to a tenth.
std::string millimetres(int dots, Profile const& profile) {
    int const tenths = (dots * 10 + profile.dots_per_mm() - 1) / profile.dots_per_mm();
    std::string out = std::to_string(tenths / 10);
    if (tenths % 10 != 0) out += "." + std::to_string(tenths % 10);
    return out;
}

std::string label_end(Profile const& profile) {
    std::string const length = std::to_string(profile.media.gap_mm) + " mm,0 mm\r\n";
    if (profile.feed == Feed::mark) return "BLINE " + length;
    return profile.feed == Feed::gap ? "GAP " + length : "GAP 0 mm,0 mm\r\n";
}

std::string setup(Profile const& profile, Raster const& picture) {
    return "SIZE " + millimetres(picture.width_bytes * 8, profile) + " mm," +
           millimetres(picture.height, profile) + " mm\r\n" + label_end(profile) + "SPEED " +
           std::to_string(profile.media.speed) + "\r\nDENSITY " + std::to_string(profile.media.density) +
           "\r\nDIRECTION 0,0\r\nREFERENCE 0,0\r\nSET REPRINT OFF\r\nSET CUTTER " +
           (profile.cutter ? "1" : "OFF") + "\r\nCLS\r\n";
}

/// In a TSPL picture 0 is black.
std::string inverted(Raster const& picture) {
    std::string out(picture.rows.size(), '\0');
    std::ranges::transform(picture.rows, out.begin(),
                           [](std::byte b) { return static_cast<char>(~static_cast<unsigned char>(b)); });
    return out;
}

bool immediate(char first, char second) {
    return first == '\x1B' && second == '!';
}

std::string bitmap(int x_byte, int y, int width_bytes, int rows, std::string_view data) {
    return "BITMAP " + std::to_string(x_byte * 8) + "," + std::to_string(y) + "," +
           std::to_string(width_bytes) + "," + std::to_string(rows) + ",0," + std::string(data) + "\r\n";
}

/// One row that has immediate commands in it, cut between their bytes.
void append_row(Encoded& out, int y, std::string_view row) {
    std::size_t from = 0;
    for (std::size_t x = 1; x <= row.size(); ++x) {
        if (x < row.size() && !immediate(row[x - 1], row[x])) continue;
        out.segments.push_back(
            bitmap(static_cast<int>(from), y, static_cast<int>(x - from), 1, row.substr(from, x - from)));
        from = x;
    }
}

void append_picture(Profile const& profile, Raster const& picture, Encoded& out) {
    std::string const data = inverted(picture);
    auto const width = static_cast<std::size_t>(picture.width_bytes);
    auto const row = [&](int y) {
        return std::string_view(data).substr(static_cast<std::size_t>(y) * width, width);
    };
    auto const hurt = [](std::string_view bytes) { return bytes.find("\x1B!") != std::string_view::npos; };
    for (int y = 0; y < picture.height;) {
        if (hurt(row(y))) {
            append_row(out, y, row(y));
            ++y;
            continue;
        }
        int end = y + 1;
        while (end < picture.height && end - y < profile.band_rows && !hurt(row(end)) &&
               !immediate(row(end - 1).back(), row(end).front()))
            ++end;
        auto const from = static_cast<std::size_t>(y) * width;
        auto const size = static_cast<std::size_t>(end - y) * width;
        out.segments.push_back(
            bitmap(0, y, picture.width_bytes, end - y, std::string_view(data).substr(from, size)));
        out.flush_bytes = std::max(out.flush_bytes, size);
        y = end;
    }
}

}  // namespace

Encoded encode_tspl(Profile const& profile, Raster picture) {
    Encoded out;
    out.segments.push_back(setup(profile, picture));
    append_picture(profile, picture, out);
    out.segments.emplace_back("PRINT 1,1\r\n");
    return out;
}

std::string tspl_end(std::size_t flush_bytes) {
    std::string out;
    while (out.size() < flush_bytes) out += "\r\n";  // no command, whatever it is part of
    return out + "\r\nCLS\r\n";
}

std::string tspl_feed(Profile const& profile) {
    return profile.feed == Feed::none ? std::string() : "FORMFEED\r\n";
}

}  // namespace bozhong::printer
