#include "drivers/label/barcode.h"

#include <zint.h>

#include <algorithm>
#include <memory>
#include <string>

#include "drivers/label/qr_mask.h"

namespace bozhong::label {

namespace {

using domain::Error;
using domain::ErrorKind;

struct Wish {
    int symbology, mode;
    int option_1 = -1, option_3 = 0;  ///< what they mean depends on the symbology
    std::size_t longest = 200;
};

domain::Result<Raster> encoded(Wish const& wish, std::string_view text) {
    if (text.empty() || text.size() > wish.longest)
        return Error{ErrorKind::bad_input, "a code takes 1 to " + std::to_string(wish.longest) + " characters",
                     "", ""};
    std::unique_ptr<zint_symbol, decltype(&ZBarcode_Delete)> const symbol(ZBarcode_Create(),
                                                                          &ZBarcode_Delete);
    if (!symbol) return Error{ErrorKind::full, "no memory for a code", "", ""};
    symbol->symbology = wish.symbology;
    symbol->input_mode = wish.mode;
    symbol->option_1 = wish.option_1;
    symbol->option_3 = wish.option_3;
    std::string const copy(text);
    // A warning is an element GS1 would not take: no code rather than one that is read as something else.
    if (ZBarcode_Encode(symbol.get(), reinterpret_cast<unsigned char const*>(copy.data()),
                        static_cast<int>(copy.size())) != 0)
        return Error{ErrorKind::bad_input, "no code of \"" + copy + "\": " + symbol->errtxt, "", ""};
    Raster out(symbol->width, symbol->rows);
    for (int y = 0; y < symbol->rows; ++y)
        for (int x = 0; x < symbol->width; ++x)
            if ((symbol->encoded_data[y][x / 8] >> (x % 8) & 1) != 0) out.set(x, y, true);
    return out;
}

}  // namespace

domain::Result<Raster> code128(std::string_view text) {
    bool const printable = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    if (text.empty() || text.size() > 80 || !printable)
        return Error{ErrorKind::bad_input, "Code 128 takes 1 to 80 printable ASCII characters", "", ""};
    return encoded({BARCODE_CODE128, DATA_MODE}, text);
}

domain::Result<Raster> qr_code(std::string_view text, QrLevel level, int max_side, int mask) {
    if (text.find('\0') != std::string_view::npos)
        return Error{ErrorKind::bad_input, "a QR code takes text without zero bytes", "", ""};
    auto symbol =
        encoded({BARCODE_QRCODE, DATA_MODE, static_cast<int>(level) + 1, (mask + 1) << 8, 400}, text);
    if (symbol.ok() && symbol->width() > max_side)
        return Error{ErrorKind::full, "the text needs a larger QR code", "", "shorten the station's id"};
    return symbol;
}

// zint tries every mask whole, which would be most of a label's time. With the mask given it is quick, and
// which one is best can be seen on the symbol.
domain::Result<Raster> qr_code(std::string_view text, QrLevel level, int max_side) {
    auto symbol = qr_code(text, level, max_side, 0);
    if (!symbol) return symbol;
    return best_masked(*std::move(symbol), static_cast<int>(level),
                       [&](int mask) { return qr_code(text, level, max_side, mask); });
}

domain::Result<Raster> ean13(std::string_view digits) {
    bool const formed = (digits.size() == 12 || digits.size() == 13) &&
                        digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (!formed) return Error{ErrorKind::bad_input, "EAN-13 takes 12 or 13 digits", "", ""};
    return encoded({digits.size() == 13 ? BARCODE_EANX_CHK : BARCODE_EANX, DATA_MODE}, digits);
}

domain::Result<Raster> gs1_128(std::string_view elements) {
    return encoded({BARCODE_GS1_128, GS1_MODE | GS1PARENS_MODE}, elements);
}

domain::Result<Raster> gs1_data_matrix(std::string_view elements) {
    return encoded({BARCODE_DATAMATRIX, GS1_MODE | GS1PARENS_MODE, -1, DM_SQUARE}, elements);
}

}  // namespace bozhong::label
