#include "drivers/printer/escpos_page.h"

#include <algorithm>
#include <string>
#include <vector>

#include "drivers/printer/escpos.h"

namespace bozhong::printer {
namespace {

std::string low_high(std::size_t number) {
    return {static_cast<char>(number & 0xFF), static_cast<char>(number >> 8 & 0xFF)};
}
std::string low_high(int number) {
    return low_high(static_cast<std::size_t>(std::max(number, 0)));
}

std::string place(int x, int bottom) {
    return "\x1B$" + low_high(x) + "\x1D$" + low_high(bottom);
}

/// All of them digits and their number even: set C, two a symbol.
std::string bar_data(std::string const& text) {
    bool const pairs = text.size() % 2 == 0 && text.find_first_not_of("0123456789") == std::string::npos;
    std::string out = pairs ? "{C" : "{B";
    for (std::size_t i = 0; i < text.size(); i += pairs ? 2 : 1) {
        if (pairs)
            out += static_cast<char>((text[i] - '0') * 10 + text[i + 1] - '0');
        else
            out += text[i] == '{' ? "{{" : std::string(1, text[i]);
    }
    return out;
}

std::string command(OwnText const& text) {
    auto const times = static_cast<char>((text.scale - 1) * 0x11);
    return place(text.x, text.bottom) + "\x1C&\x1D!" + std::string(1, times) + "\x1B" + "E" +
           static_cast<char>(text.bold ? 1 : 0) + text.bytes;
}

std::string command(OwnBars const& bars) {
    std::string const data = bar_data(bars.text);
    return place(bars.x, bars.bottom) + std::string("\x1DH\x00", 3) + "\x1Dh" +
           static_cast<char>(bars.height) + "\x1Dw" + static_cast<char>(bars.module) + "\x1Dk\x49" +
           static_cast<char>(data.size()) + data;
}

/// GS ( k for QR: function and parameters after the length.
std::string about_qr(std::string const& parameters) {
    return "\x1D(k" + low_high(parameters.size() + 1) + "1" + parameters;
}

std::string command(OwnQr const& qr) {
    constexpr std::string_view levels = "LMQH";
    auto const level = static_cast<char>('0' + std::min(levels.find(qr.level), levels.size() - 1));
    std::string const nul(1, '\0');
    return place(qr.x, qr.bottom) + about_qr("A2" + nul) +
           about_qr(std::string("C") + static_cast<char>(qr.module)) + about_qr(std::string("E") + level) +
           about_qr("P0" + qr.text) + about_qr("Q0");
}

/// A part of the picture: rows, and the bytes of each.
struct Piece {
    std::size_t top = 0, bottom = 0, left = 0, right = 0;
};

class Rest {
  public:
    Rest(std::string const& rows, std::size_t width) : m_rows(rows), m_width(width) {}

    /// Where ink is, cut along blank rows and columns as often as that leaves something out.
    [[nodiscard]] std::vector<Piece> pieces(std::size_t longest) const {
        std::vector<Piece> out;
        cut({0, m_rows.size() / m_width, 0, m_width}, longest, out);
        return out;
    }

    [[nodiscard]] std::string command(Piece const& piece) const {
        std::size_t const bytes = piece.right - piece.left;
        std::string out = place(static_cast<int>(piece.left) * 8, static_cast<int>(piece.bottom)) +
                          std::string("\x1Dv0\x00", 4) + low_high(bytes) + low_high(piece.bottom - piece.top);
        for (std::size_t y = piece.top; y < piece.bottom; ++y)
            out.append(m_rows, y * m_width + piece.left, bytes);
        return out;
    }

  private:
    [[nodiscard]] bool blank(Piece const& piece) const {
        for (std::size_t y = piece.top; y < piece.bottom; ++y)
            for (std::size_t x = piece.left; x < piece.right; ++x)
                if (m_rows[y * m_width + x] != '\0') return false;
        return true;
    }
    [[nodiscard]] Piece trimmed(Piece piece) const {
        auto const row = [&](std::size_t y) { return Piece{y, y + 1, piece.left, piece.right}; };
        while (piece.top < piece.bottom && blank(row(piece.top))) ++piece.top;
        while (piece.top < piece.bottom && blank(row(piece.bottom - 1))) --piece.bottom;
        auto const column = [&](std::size_t x) { return Piece{piece.top, piece.bottom, x, x + 1}; };
        while (piece.left < piece.right && blank(column(piece.left))) ++piece.left;
        while (piece.left < piece.right && blank(column(piece.right - 1))) --piece.right;
        return piece;
    }
    /// Two blank bytes, or so many blank rows that they weigh as much as another heading.
    void cut(Piece whole, std::size_t longest, std::vector<Piece>& out) const {
        constexpr std::size_t heading = 16;
        whole = trimmed(whole);
        if (whole.top == whole.bottom) return;
        std::size_t const bytes = whole.right - whole.left, rows = heading / bytes + 1;
        for (std::size_t y = whole.top; y + rows < whole.bottom; ++y)
            if (blank({y, y + rows, whole.left, whole.right}))
                return halves({whole.top, y, whole.left, whole.right},
                              {y + rows, whole.bottom, whole.left, whole.right}, longest, out);
        for (std::size_t x = whole.left; x + 2 < whole.right; ++x)
            if (blank({whole.top, whole.bottom, x, x + 2}))
                return halves({whole.top, whole.bottom, whole.left, x},
                              {whole.top, whole.bottom, x + 2, whole.right}, longest, out);
        for (; whole.bottom - whole.top > longest; whole.top += longest)
            out.push_back({whole.top, whole.top + longest, whole.left, whole.right});
        out.push_back(whole);
    }
    void halves(Piece const& one, Piece const& other, std::size_t longest, std::vector<Piece>& out) const {
        cut(one, longest, out);
        cut(other, longest, out);
    }
    std::string const& m_rows;
    std::size_t m_width;
};

std::string enter(std::size_t width_bytes, std::size_t rows) {
    return std::string("\x1BL\x1BW\x00\x00\x00\x00", 8) + low_high(width_bytes * 8) + low_high(rows) +
           std::string("\x1BT\x00", 3);
}

}  // namespace

Encoded encode_escpos_page(Profile const& profile, int width_bytes, OwnPage const& own,
                           std::string_view process_id) {
    auto const width = static_cast<std::size_t>(width_bytes);
    Encoded out;
    out.segments.push_back(escpos_begin(profile) + enter(width, own.rest.size() / width));
    Rest const rest(own.rest, width);
    for (auto const& piece : rest.pieces(static_cast<std::size_t>(profile.band_rows)))
        out.segments.push_back(rest.command(piece));
    for (auto const& part : own.parts)
        out.segments.push_back(std::visit([](auto const& each) { return command(each); }, part));
    for (auto const& segment : out.segments) out.flush_bytes = std::max(out.flush_bytes, segment.size());
    // FF in page mode prints the page and leaves the mode; only the feed behind it goes to the next label.
    out.segments.push_back("\x0C" + escpos_end(profile, process_id));
    return out;
}

}  // namespace bozhong::printer
