#include "drivers/sim/printer_codes.h"

#include <qrencode.h>
#include <zint.h>

#include <algorithm>
#include <memory>

namespace bozhong::sim {
namespace {

bool digits(std::string_view text, std::size_t least, std::size_t most) {
    return text.size() >= least && text.size() <= most &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// What the symbology is for zint; 0 when the data is not of its kind.
int zint_symbology(Symbology symbology, std::string_view data) {
    switch (symbology) {
        case Symbology::upc_a:
            return !digits(data, 11, 12) ? 0 : data.size() == 12 ? BARCODE_UPCA_CHK : BARCODE_UPCA;
        case Symbology::upc_e:
            return !digits(data, 6, 8) ? 0 : data.size() == 8 ? BARCODE_UPCE_CHK : BARCODE_UPCE;
        case Symbology::ean13:
            return !digits(data, 12, 13) ? 0 : data.size() == 13 ? BARCODE_EANX_CHK : BARCODE_EANX;
        case Symbology::ean8:
            return !digits(data, 7, 8) ? 0 : data.size() == 8 ? BARCODE_EANX_CHK : BARCODE_EANX;
        case Symbology::itf: return digits(data, 2, 80) && data.size() % 2 == 0 ? BARCODE_C25INTER : 0;
        case Symbology::code39: return BARCODE_CODE39;
        case Symbology::codabar: return BARCODE_CODABAR;
        case Symbology::code93: return BARCODE_CODE93;
        case Symbology::code128: return BARCODE_CODE128;
    }
    return 0;
}

bool has_two_widths(Symbology symbology) {
    return symbology == Symbology::code39 || symbology == Symbology::itf || symbology == Symbology::codabar;
}

std::vector<int> runs(zint_symbol const& symbol) {
    std::vector<int> out;
    bool last = false;
    for (int x = 0; x < symbol.width; ++x) {
        bool const black = (symbol.encoded_data[0][x / 8] >> (x % 8) & 1) != 0;
        if (black != last || out.empty()) out.push_back(0);
        ++out.back();
        last = black;
    }
    return out;
}

}  // namespace

std::optional<Bars> bars_of(Symbology symbology, std::string_view data) {
    // Start and stop of Code 39 are the printer's own, also when the sender sent them.
    if (symbology == Symbology::code39 && data.size() > 2 && data.front() == '*' && data.back() == '*')
        data = data.substr(1, data.size() - 2);
    int const kind = zint_symbology(symbology, data);
    if (kind == 0 || data.empty() || data.size() > k_bar_data_max) return std::nullopt;
    std::unique_ptr<zint_symbol, decltype(&ZBarcode_Delete)> const symbol(ZBarcode_Create(),
                                                                          &ZBarcode_Delete);
    if (!symbol) return std::nullopt;
    symbol->symbology = kind;
    std::string const copy(data);
    if (ZBarcode_Encode(symbol.get(), reinterpret_cast<unsigned char const*>(copy.data()),
                        static_cast<int>(copy.size())) >= ZINT_ERROR)
        return std::nullopt;
    return Bars{runs(*symbol), reinterpret_cast<char const*>(symbol->text), has_two_widths(symbology)};
}

Strip drawn(Bars const& bars, int narrow, int wide, int height) {
    std::vector<bool> row;
    bool black = true;
    for (int const modules : bars.widths) {
        int const dots = bars.narrow_and_wide ? (modules > 1 ? wide : narrow) : modules * narrow;
        row.insert(row.end(), static_cast<std::size_t>(dots), black);
        black = !black;
    }
    return Strip(static_cast<std::size_t>(std::max(0, height)), row);
}

std::optional<Strip> qr_modules(std::string_view data, int level) {
    if (data.empty() || level < 0 || level > 3) return std::nullopt;
    std::string const copy(data);
    auto const correction = static_cast<QRecLevel>(level);
    bool const binary = copy.find('\0') != std::string::npos;
    std::unique_ptr<QRcode, decltype(&QRcode_free)> const code(
        binary ? QRcode_encodeData(static_cast<int>(copy.size()),
                                   reinterpret_cast<unsigned char const*>(copy.data()), 0, correction)
               : QRcode_encodeString(copy.c_str(), 0, correction, QR_MODE_8, 1),
        &QRcode_free);
    if (!code) return std::nullopt;
    Strip out = blank(code->width, code->width);
    for (int y = 0; y < code->width; ++y)
        for (int x = 0; x < code->width; ++x)
            fill(out, x, y, 1, 1, (code->data[y * code->width + x] & 1) != 0);
    return out;
}

}  // namespace bozhong::sim
