#include "drivers/sim/tspl_drawing.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "drivers/sim/printer_codes.h"
#include "drivers/sim/printer_font.h"

namespace bozhong::sim {
namespace {

using Arguments = std::vector<std::string>;
constexpr std::size_t k_text_max = 1024;

int number(Arguments const& list, std::size_t index, int otherwise = 0) {
    if (index >= list.size()) return otherwise;
    std::string_view text = list[index];
    while (text.starts_with(' ')) text.remove_prefix(1);
    int value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return std::clamp(value, -100'000, 100'000);
}

/// It turns clockwise about its own upper left corner, which stays at the command's x and y.
std::optional<TsplDrawing> turned_about(Arguments const& list, Strip const& dots, int degrees) {
    int const x = number(list, 0), y = number(list, 1), wide = width_of(dots), high = height_of(dots);
    switch (degrees) {
        case 0: return TsplDrawing{x, y, dots};
        case 90: return TsplDrawing{x - high, y, turned(dots, 1)};
        case 180: return TsplDrawing{x - wide, y - high, turned(dots, 2)};
        case 270: return TsplDrawing{x, y - wide, turned(dots, 3)};
        default: return std::nullopt;
    }
}

// ---- text ----

struct TsplFont {
    std::string_view name;
    int wide, high;
    bool chinese = false;
    Charset charset = Charset::gb18030;
};

constexpr TsplFont k_fonts[] = {
    {"1", 8, 12},
    {"2", 12, 20},
    {"3", 16, 24},
    {"4", 24, 32},
    {"5", 32, 48},
    {"6", 14, 19},
    {"7", 21, 27},
    {"8", 14, 25},
    {"TSS16.BF2", 8, 16, true},
    {"TSS24.BF2", 12, 24, true},
    {"TST24.BF2", 12, 24, true, Charset::big5},
};

/// Font 0 has no dots of its own: the multipliers are its width and height in points.
std::optional<TsplFont> font_of(std::string_view name, int& across, int& down, int dots_per_mm) {
    if (name == "0") {
        auto const dots = [&](int points) { return std::max(2, points * dots_per_mm * 254 / 720); };
        TsplFont const font{"0", dots(std::exchange(across, 1)) / 2, dots(std::exchange(down, 1))};
        return font;
    }
    for (auto const& font : k_fonts)
        if (font.name == name) return font;
    return std::nullopt;
}

bool leads(TsplFont const& font, std::string_view text, std::size_t at) {
    return font.chinese && static_cast<unsigned char>(text[at]) >= 0x81 && at + 1 < text.size() &&
           static_cast<unsigned char>(text[at + 1]) >= 0x40;
}

/// Characters outside ASCII are frames in a font that has no Chinese. What is longer than the label is cut.
Strip line_of(std::string_view text, TsplFont const& font, PrinterFont& shapes, int longest) {
    Strip out = blank(std::min(static_cast<int>(text.size()) * font.wide, longest), font.high);
    int x = 0;
    for (std::size_t at = 0; at < text.size() && x < longest; ++at) {
        auto const lead = static_cast<unsigned char>(text[at]);
        bool const pair = leads(font, text, at);
        char32_t const character =
            pair          ? two_byte_character(font.charset, lead, static_cast<unsigned char>(text[at + 1]))
            : lead < 0x7F ? lead
                          : 0;
        int const wide = pair ? 2 * font.wide : font.wide;
        stamp(out, shapes.cell(character, wide, font.high), x, 0);
        x += wide;
        at += pair ? 1 : 0;
    }
    return out;
}

/// TEXT x,y,"font",rotation,across,down,[alignment,]"text": alignment 2 is the middle at x, 3 the end.
std::optional<TsplDrawing> text(Arguments list, std::string const& font_file, int dots_per_mm, int longest) {
    if (list.size() != 7 && list.size() != 8) return std::nullopt;
    int across = number(list, 4, 1), down = number(list, 5, 1);
    auto const font = font_of(list[2], across, down, dots_per_mm);
    if (!font || across < 1 || down < 1 || across > 10 || down > 10 || list.back().size() > k_text_max)
        return std::nullopt;
    if (font->high > 999 || font->wide > 999) return std::nullopt;
    Strip const line = line_of(list.back(), *font, PrinterFont::of(font_file), longest);
    Strip const dots = enlarged(line, across, down);
    auto out = turned_about(list, dots, number(list, 3));
    int const alignment = list.size() == 8 ? number(list, 6) : 0;
    int const back = alignment == 2 ? width_of(dots) / 2 : alignment == 3 ? width_of(dots) : 0;
    if (out && number(list, 3) == 0) out->x -= back;
    return out;
}

// ---- codes ----

std::optional<Bars> bars_of_type(std::string_view type, std::string_view data) {
    if (type == "128" || type == "128M") return bars_of(Symbology::code128, data);
    if (type == "EAN13") return bars_of(Symbology::ean13, data);
    if (type == "EAN8") return bars_of(Symbology::ean8, data);
    if (type == "UPCA") return bars_of(Symbology::upc_a, data);
    if (type == "UPCE") return bars_of(Symbology::upc_e, data);
    if (type == "39") return bars_of(Symbology::code39, data);
    if (type == "93") return bars_of(Symbology::code93, data);
    if (type == "CODA") return bars_of(Symbology::codabar, data);
    if (type == "25") return bars_of(Symbology::itf, data);
    return std::nullopt;
}

/// BARCODE x,y,"type",height,readable,rotation,narrow,wide,[alignment,]"data"; readable 1 … 3 is a text under
/// the bars, left, middle or right.
std::optional<TsplDrawing> barcode(Arguments const& list, std::string const& font_file, int longest) {
    if (list.size() != 9 && list.size() != 10) return std::nullopt;
    int const height = number(list, 3), readable = number(list, 4), narrow = number(list, 6),
              wide = number(list, 7);
    if (height < 1 || height > longest || narrow < 1 || narrow > 20 || wide < 1 || wide > 60)
        return std::nullopt;
    auto const bars = bars_of_type(list[2], list.back());
    if (!bars) return std::nullopt;
    Strip const code = drawn(*bars, narrow, wide, height);
    if (readable < 1 || readable > 3) return turned_about(list, code, number(list, 5));
    constexpr TsplFont k_readable{"", 12, 24};
    Strip const line = line_of(bars->text, k_readable, PrinterFont::of(font_file), longest);
    int const free = width_of(code) - width_of(line);
    Strip out = blank(std::max(width_of(code), width_of(line)), height + height_of(line));
    stamp(out, code, 0, 0);
    stamp(out, line, free <= 0 || readable == 1 ? 0 : readable == 2 ? free / 2 : free, height);
    return turned_about(list, out, number(list, 5));
}

/// The data of mode M is in pieces, each behind a letter: A, N and K are text, B is four digits of length and
/// as many bytes. A '!' parts them.
std::optional<std::string> manual_data(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        bool const bytes = text.front() == 'B' && text.size() >= 5;
        std::size_t const begin = bytes ? 5 : 1;
        std::size_t length = std::min(text.find('!'), text.size()) - 1;
        if (bytes && std::from_chars(text.data() + 1, text.data() + 5, length).ptr != text.data() + 5)
            return std::nullopt;
        if (text.front() == '!' || begin + length > text.size()) return std::nullopt;
        out += text.substr(begin, length);
        text.remove_prefix(begin + length);
        if (text.starts_with('!')) text.remove_prefix(1);
    }
    return out;
}

/// QRCODE x,y,level,cell,mode,rotation,[…,]"data".
std::optional<TsplDrawing> qrcode(Arguments const& list) {
    if (list.size() < 7) return std::nullopt;
    std::size_t const level =
        list[2].size() == 1 ? std::string_view("LMQH").find(list[2]) : std::string::npos;
    int const cell = number(list, 3);
    if (level == std::string::npos || cell < 1 || cell > 10) return std::nullopt;
    auto const data = list[4] == "M" ? manual_data(list.back()) : std::optional(list.back());
    auto const modules = data ? qr_modules(*data, static_cast<int>(level)) : std::nullopt;
    if (!modules) return std::nullopt;
    return turned_about(list, enlarged(*modules, cell, cell), number(list, 5));
}

// ---- lines ----

std::optional<TsplDrawing> bar(Arguments const& list, int longest) {
    int const wide = number(list, 2), high = number(list, 3);
    if (list.size() < 4 || wide < 1 || high < 1) return std::nullopt;
    TsplDrawing out{number(list, 0), number(list, 1),
                    blank(std::min(wide, longest), std::min(high, longest))};
    fill(out.dots, 0, 0, width_of(out.dots), height_of(out.dots), true);
    return out;
}

/// BOX x,y,x_end,y_end,thickness[,radius]; its corners are drawn square.
std::optional<TsplDrawing> box(Arguments const& list, int longest) {
    int const x = number(list, 0), y = number(list, 1), thick = number(list, 4);
    int const wide = number(list, 2) - x, high = number(list, 3) - y;
    if (list.size() < 5 || thick < 1 || wide < 1 || high < 1 || wide > longest || high > longest)
        return std::nullopt;
    TsplDrawing out{x, y, blank(wide, high)};
    fill(out.dots, 0, 0, wide, high, true);
    fill(out.dots, thick, thick, wide - 2 * thick, high - 2 * thick, false);
    return out;
}

}  // namespace

std::vector<std::string> tspl_arguments(std::string_view text) {
    constexpr std::string_view k_quote = "\\[\"]";
    std::vector<std::string> out(1);
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        // The second byte of a Chinese character can be a backslash.
        bool const pair = static_cast<unsigned char>(text[at]) >= 0x81 && at + 1 < text.size();
        if (pair) {
            out.back() += text.substr(at++, 2);
        } else if (quoted && text.substr(at).starts_with(k_quote)) {
            out.back() += '"';
            at += k_quote.size() - 1;
        } else if (text[at] == '"') {
            quoted = !quoted;
        } else if (text[at] == ',' && !quoted) {
            out.emplace_back();
        } else {
            out.back() += text[at];
        }
    }
    return out;
}

std::optional<TsplDrawing> tspl_drawing(std::string_view name, std::string_view rest, std::string const& font,
                                        int dots_per_mm, int longest) {
    auto const list = tspl_arguments(rest);
    if (name == "TEXT") return text(list, font, dots_per_mm, longest);
    if (name == "BARCODE") return barcode(list, font, longest);
    if (name == "QRCODE") return qrcode(list);
    if (name == "BAR") return bar(list, longest);
    if (name == "BOX") return box(list, longest);
    return std::nullopt;
}

}  // namespace bozhong::sim
