#include "drivers/printer/escpos.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <vector>

namespace bozhong::printer {
namespace {

constexpr std::size_t k_flush_min = 8192;

bool is_realtime(unsigned char first, unsigned char second) {
    return first == 0x10 && (second == 0x04 || second == 0x05 || second == 0x14);
}

/// A picture that may be changed: the rows as one string.
struct Picture {
    std::string rows;
    std::size_t width = 0;  ///< bytes
    [[nodiscard]] std::size_t height() const { return rows.size() / width; }
    [[nodiscard]] std::string_view row(std::size_t y) const { return {rows.data() + y * width, width}; }
};

/// Only what stands inside a row: a pair across two rows is cured by starting a new band there.
bool has_realtime_in_a_row(Picture const& picture) {
    for (std::size_t y = 0; y < picture.height(); ++y) {
        if (find_realtime(picture.row(y)) != std::string_view::npos) return true;
    }
    return false;
}

/// The picture moved by whole dots; nothing when ink would fall off an edge.
std::optional<Picture> moved(Picture const& picture, int right) {
    Picture out{std::string(picture.rows.size(), '\0'), picture.width};
    int const bits = static_cast<int>(picture.width) * 8;
    for (std::size_t y = 0; y < picture.height(); ++y) {
        std::size_t const base = y * picture.width;
        for (int x = 0; x < bits; ++x) {
            if (!(static_cast<unsigned char>(picture.rows[base + x / 8]) & (0x80U >> (x % 8)))) continue;
            int const to = x + right;
            if (to < 0 || to >= bits) return std::nullopt;
            char& target = out.rows[base + to / 8];
            target = static_cast<char>(static_cast<unsigned char>(target) | (0x80U >> (to % 8)));
        }
    }
    return out;
}

Picture widened(Picture const& picture) {
    Picture out{{}, picture.width + 1};
    for (std::size_t y = 0; y < picture.height(); ++y) {
        out.rows += picture.row(y);
        out.rows += '\0';
    }
    return out;
}

/// 10 becomes 18: one dot more beside a black one. 18 starts no real-time command and ends none.
int blacken(Picture& picture) {
    int added = 0;
    for (std::size_t y = 0; y < picture.height(); ++y) {
        std::size_t at = find_realtime(picture.row(y));
        while (at != std::string_view::npos) {
            picture.rows[y * picture.width + at] = 0x18;
            ++added;
            at = find_realtime(picture.row(y), at);
        }
    }
    return added;
}

/// A move of up to seven dots is exact; blackening dots is the last resort of a picture that fills the head.
Picture cured(Profile const& profile, Picture picture, Encoded& report) {
    if (!has_realtime_in_a_row(picture)) return picture;
    bool const room = static_cast<int>(picture.width + 1) * 8 <= profile.dots_wide;
    Picture const source = room ? widened(picture) : picture;
    for (int right : {1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7}) {
        auto candidate = moved(source, right);
        if (candidate && !has_realtime_in_a_row(*candidate)) {
            report.moved_right = right;
            return *candidate;
        }
    }
    report.dots_added = blacken(picture);
    return picture;
}

std::string raster_command(Picture const& picture, std::size_t from, std::size_t rows) {
    // 1D 76 30 m xL xH yL yH data: x in bytes, y in rows.
    std::string out("\x1D\x76\x30\x00", 4);
    for (std::size_t number : {picture.width, rows}) {
        out += static_cast<char>(number & 0xFF);
        out += static_cast<char>(number >> 8);
    }
    out.append(picture.rows, from * picture.width, rows * picture.width);
    return out;
}

void append_bands(Profile const& profile, Picture const& picture, Encoded& out) {
    auto const band_rows = static_cast<std::size_t>(profile.band_rows);
    std::size_t from = 0;
    while (from < picture.height()) {
        std::size_t rows = 1;
        while (rows < band_rows && from + rows < picture.height()) {
            auto const last = static_cast<unsigned char>(picture.row(from + rows - 1).back());
            auto const next = static_cast<unsigned char>(picture.row(from + rows).front());
            if (is_realtime(last, next)) break;
            ++rows;
        }
        out.segments.push_back(raster_command(picture, from, rows));
        out.flush_bytes = std::max(out.flush_bytes, rows * picture.width + 8);
        from += rows;
    }
}

std::string reset(Profile const& profile) {
    std::string out = "\x1B\x40";                    // ESC @ also switches ASB off
    if (profile.status_back) out += "\x1D\x61\x0E";  // GS a: online, error, paper
    return out;
}

std::string feed_to_print_start(Profile const& profile) {
    return profile.feed == Feed::epson_label ? std::string("\x1C\x28\x4C\x02\x00\x43\x30", 7) : std::string();
}

std::string feed_after_label(Profile const& profile) {
    std::string out;
    switch (profile.feed) {
        case Feed::none: out = "\x1B\x64\x04"; break;
        case Feed::ff: out = "\x0C"; break;
        case Feed::gs_ff: out = "\x1D\x0C"; break;
        case Feed::epson_label: out = std::string("\x1C\x28\x4C\x02\x00\x42\x30", 7); break;
        case Feed::gap:
        case Feed::mark: break;  // of label languages
    }
    if (profile.cutter && profile.feed != Feed::ff) out += "\x1D\x56\x01";
    return out;
}

std::string confirmation_request(Profile const& profile, std::string_view process_id) {
    switch (profile.confirm) {
        case Confirm::none:
        case Confirm::idle:
        case Confirm::in_turn: return {};
        case Confirm::gs_r: return "\x1D\x72\x01";
        case Confirm::process_id:
            return std::string("\x1D\x28\x48\x06\x00\x30\x30", 7) + std::string(process_id);
    }
    std::abort();
}

}  // namespace

std::string escpos_begin(Profile const& profile) {
    return reset(profile) + feed_to_print_start(profile);
}

std::string escpos_end(Profile const& profile, std::string_view process_id) {
    return feed_after_label(profile) + confirmation_request(profile, process_id);
}

Encoded encode_escpos(Profile const& profile, Raster picture, std::string_view process_id) {
    Encoded out;
    Picture raw{std::string(reinterpret_cast<char const*>(picture.rows.data()), picture.rows.size()),
                static_cast<std::size_t>(picture.width_bytes)};
    Picture const clean = cured(profile, std::move(raw), out);
    append_bands(profile, clean, out);
    out.segments.front().insert(0, escpos_begin(profile));
    out.segments.push_back(escpos_end(profile, process_id));
    return out;
}

std::string escpos_question(int n) {
    return std::string("\x10\x04") + static_cast<char>(n);
}

std::string clear_after_error() {
    return "\x10\x05\x02";
}

std::string escpos_flush(Profile const& profile, std::size_t flush_bytes, std::string_view process_id) {
    return std::string(std::max(flush_bytes, k_flush_min), '\0') + reset(profile) +
           escpos_end(profile, process_id);
}

std::size_t find_realtime(std::string_view bytes, std::size_t from) {
    for (std::size_t i = from; i + 1 < bytes.size(); ++i) {
        if (is_realtime(static_cast<unsigned char>(bytes[i]), static_cast<unsigned char>(bytes[i + 1])))
            return i;
    }
    return std::string_view::npos;
}

}  // namespace bozhong::printer
