// The codes libzint draws.
#include <zint.h>

#include <memory>
#include <string>

#include "drivers/label/barcode.h"

namespace bozhong::label {

namespace {

using domain::Error;
using domain::ErrorKind;

domain::Result<Raster> encoded(int symbology, int mode, std::string_view text, int option_3 = 0) {
    constexpr std::size_t longest = 200;
    if (text.empty() || text.size() > longest)
        return Error{ErrorKind::bad_input, "a code takes 1 to 200 characters", "", ""};
    std::unique_ptr<zint_symbol, decltype(&ZBarcode_Delete)> const symbol(ZBarcode_Create(),
                                                                          &ZBarcode_Delete);
    if (!symbol) return Error{ErrorKind::full, "no memory for a code", "", ""};
    symbol->symbology = symbology;
    symbol->input_mode = mode;
    symbol->option_3 = option_3;
    std::string const copy(text);
    // A warning is an element GS1 would not take: no code rather than one that is read as something else.
    if (ZBarcode_Encode(symbol.get(), reinterpret_cast<unsigned char const*>(copy.data()),
                        static_cast<int>(copy.size())) != 0)
        return Error{ErrorKind::bad_input, "no code of \"" + copy + "\": " + symbol->errtxt, "", ""};
    Raster out(symbol->width, symbol->rows);
    for (int y = 0; y < symbol->rows; ++y)
        for (int x = 0; x < symbol->width; ++x)
            out.set(x, y, (symbol->encoded_data[y][x / 8] >> (x % 8) & 1) != 0);
    return out;
}

}  // namespace

domain::Result<Raster> ean13(std::string_view digits) {
    bool const formed = (digits.size() == 12 || digits.size() == 13) &&
                        digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (!formed) return Error{ErrorKind::bad_input, "EAN-13 takes 12 or 13 digits", "", ""};
    return encoded(digits.size() == 13 ? BARCODE_EANX_CHK : BARCODE_EANX, DATA_MODE, digits);
}

domain::Result<Raster> gs1_128(std::string_view elements) {
    return encoded(BARCODE_GS1_128, GS1_MODE | GS1PARENS_MODE, elements);
}

domain::Result<Raster> gs1_data_matrix(std::string_view elements) {
    return encoded(BARCODE_DATAMATRIX, GS1_MODE | GS1PARENS_MODE, elements, DM_SQUARE);
}

}  // namespace bozhong::label
