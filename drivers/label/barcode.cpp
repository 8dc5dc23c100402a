#include "drivers/label/barcode.h"

#include <qrencode.h>

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>
#include <string>

namespace bozhong::label {

namespace {

using domain::Error;
using domain::ErrorKind;

constexpr int start_b = 104, start_c = 105, checksum_modulus = 103;
constexpr std::string_view stop_pattern = "2331112";

/// Widths of three bars and three spaces a symbol, by value.
constexpr std::array<std::string_view, 106> patterns{
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213",
    "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132",
    "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211",
    "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
    "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
    "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
    "314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214",
    "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
    "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141",
    "114131", "311141", "411131", "211412", "211214", "211232",
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::vector<int> symbol_values(std::string_view text) {
    bool const pairs = text.size() % 2 == 0 && std::all_of(text.begin(), text.end(), is_digit);
    std::vector<int> values{pairs ? start_c : start_b};
    for (std::size_t i = 0; i < text.size(); i += pairs ? 2 : 1)
        values.push_back(pairs ? (text[i] - '0') * 10 + (text[i + 1] - '0') : text[i] - ' ');
    return values;
}

QRecLevel library_level(QrLevel level) {
    switch (level) {
        case QrLevel::low: return QR_ECLEVEL_L;
        case QrLevel::medium: return QR_ECLEVEL_M;
        case QrLevel::quartile: return QR_ECLEVEL_Q;
        case QrLevel::high: return QR_ECLEVEL_H;
    }
    std::abort();
}

}  // namespace

domain::Result<std::vector<int>> code128(std::string_view text) {
    bool const printable = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (text.empty() || text.size() > 80 || !printable)
        return Error{ErrorKind::bad_input, "Code 128 takes 1 to 80 printable ASCII characters", "", ""};
    std::vector<int> values = symbol_values(text);
    int sum = values[0];
    for (std::size_t i = 1; i < values.size(); ++i) sum += static_cast<int>(i) * values[i];
    values.push_back(sum % checksum_modulus);
    std::vector<int> widths;
    for (int const value : values)
        for (char const width : patterns[static_cast<std::size_t>(value)]) widths.push_back(width - '0');
    for (char const width : stop_pattern) widths.push_back(width - '0');
    return widths;
}

int module_count(std::vector<int> const& widths) {
    return std::accumulate(widths.begin(), widths.end(), 0);
}

domain::Result<Raster> qr_code(std::string_view text, QrLevel level, int max_side) {
    std::string const terminated(text);
    if (terminated.empty() || terminated.find('\0') != std::string::npos)
        return Error{ErrorKind::bad_input, "a QR code takes text without zero bytes", "", ""};
    std::unique_ptr<QRcode, decltype(&QRcode_free)> const code(
        QRcode_encodeString(terminated.c_str(), 0, library_level(level), QR_MODE_8, 1), &QRcode_free);
    if (!code || code->width > max_side)
        return Error{ErrorKind::full, "the text needs a larger QR code", "", "shorten the station's id"};
    int const side = code->width, row_bytes = (side + 7) / 8;
    std::vector<std::uint8_t> rows(static_cast<std::size_t>(row_bytes) * static_cast<std::size_t>(side));
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            rows[static_cast<std::size_t>(y * row_bytes + x / 8)] |=
                static_cast<std::uint8_t>((code->data[y * side + x] & 1) << (7 - x % 8));
    return Raster(side, side, rows);
}

}  // namespace bozhong::label
