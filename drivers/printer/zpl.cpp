#include "drivers/printer/zpl.h"

#include <algorithm>
#include <cstdlib>

namespace bozhong::printer {
namespace {

std::string hex_of(std::span<std::byte const> bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (std::byte const b : bytes) {
        out += digits[static_cast<std::size_t>(b) >> 4];
        out += digits[static_cast<std::size_t>(b) & 15];
    }
    return out;
}

/// Twenties as g … z (20 … 400), ones as G … Y (1 … 19), then the digit; one or two digits stand as they are.
void append_run(std::string& out, char digit, std::size_t count) {
    constexpr std::size_t k_longest = 400;
    for (; count > k_longest; count -= k_longest) (out += 'z') += digit;
    if (count <= 2) {
        out.append(count, digit);
        return;
    }
    if (count >= 20) out += static_cast<char>('f' + count / 20);
    if (count % 20 != 0) out += static_cast<char>('F' + count % 20);
    out += digit;
}

/// A comma fills the row with zeros, an exclamation mark with ones, a colon repeats the row before.
std::string compressed_row(std::string_view row, std::string_view before) {
    if (row == before) return ":";
    std::string out;
    std::size_t end = row.size();
    char filled = 0;
    if (row.back() == '0') filled = ',';
    if (row.back() == 'F') filled = '!';
    if (filled != 0) end = row.find_last_not_of(row.back()) + 1;
    for (std::size_t at = 0; at < end;) {
        std::size_t const next = std::min(row.find_first_not_of(row[at], at), end);
        append_run(out, row[at], next - at);
        at = next;
    }
    if (filled != 0) out += filled;
    return out;
}

std::string graphic(Raster const& picture) {
    std::string const total = std::to_string(picture.rows.size());
    std::string out = "^FO0,0^GFA," + total + "," + total + "," + std::to_string(picture.width_bytes) + ",";
    auto const width = static_cast<std::size_t>(picture.width_bytes);
    std::string before;
    for (std::size_t y = 0; y < static_cast<std::size_t>(picture.height); ++y) {
        std::string row = hex_of(picture.rows.subspan(y * width, width));
        out += compressed_row(row, before);
        before = std::move(row);
    }
    return out + "^FS\r\n";
}

char media_letter(Feed feed) {
    switch (feed) {
        case Feed::gap: return 'W';
        case Feed::mark: return 'M';
        case Feed::none:
        case Feed::ff:
        case Feed::gs_ff:
        case Feed::epson_label: return 'N';
    }
    std::abort();
}

std::string two_digits(int number) {
    return std::string(number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

Encoded encode_zpl(Profile const& profile, Raster picture) {
    std::string const setup = "~SD" + two_digits(profile.media.density * 2) + "\r\n^XA^MN" +
                              media_letter(profile.feed) + "^MM" + (profile.cutter ? "C" : "T") + "^PR" +
                              std::to_string(profile.media.speed) + "^PW" +
                              std::to_string(picture.width_bytes * 8) + "^LL" +
                              std::to_string(picture.height) + "^LH0,0^LT0^LS0^PON^PMN^JZN\r\n";
    return {{setup + graphic(picture) + "^PQ1,0,0,N^XZ\r\n"}};
}

std::string zpl_end() {
    return "~JA\r\n";
}

std::string zpl_feed() {
    return "~PH\r\n";
}

}  // namespace bozhong::printer
