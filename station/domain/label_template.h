#pragma once
// What stands where on a label: plain data, read from a file by config/ and drawn by drivers/label. All
// lengths are dots of the printer; a template written in millimetres is read for the resolution wanted.

#include <cstdint>
#include <string>
#include <vector>

namespace bozhong::domain {

struct DotBox {
    int x = 0, y = 0, width = 0, height = 0;
    [[nodiscard]] int right() const { return x + width; }
    [[nodiscard]] int bottom() const { return y + height; }
    friend bool operator==(DotBox const&, DotBox const&) = default;
};

/// Ink and no ink, as label rasters have them: rows of whole bytes, the leftmost dot in the highest bit.
struct DotPicture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rows;
    friend bool operator==(DotPicture const&, DotPicture const&) = default;
};

enum class LabelElementKind {
    text,     ///< parts with {field} names in them, one font size
    amount,   ///< number and unit on one base line, the unit at half the size; never cut
    plate,    ///< a customer code: "A-017" as a black block with the zone and the number beside it; never cut
    code128,  ///< bars of a field; even digits in set C
    qr,       ///< a field as QR code, bottom right in its box
    ean13,    ///< bars of 12 or 13 digits
    gs1_128,  ///< bars of a GS1 text "(01)…(3103)…"
    gs1_datamatrix,  ///< the same as DataMatrix, bottom right in its box
    box,             ///< a frame, or filled with `inverse`
    picture,         ///< a PNG file's dots, as large as the box allows, in its middle
};
/// A frame or a picture: what it shows is not its text.
constexpr bool is_drawing(LabelElementKind kind) {
    return kind == LabelElementKind::box || kind == LabelElementKind::picture;
}
enum class LabelAlign { left, center, right };
/// What happens to a text that does not fit at its smallest size.
enum class LabelCut {
    end,    ///< the end is replaced by "…"
    start,  ///< the start is, for numbers that differ at their end
    never,  ///< it shrinks on; a text that would get smaller than 10 dots is an error
};

struct LabelElement {
    std::string id;  ///< unique in the template
    int line = 0;    ///< of the file, for messages
    LabelElementKind kind = LabelElementKind::text;
    DotBox box;
    /// Text, amount, plate, bars, QR: what to write. `{field}` is replaced; a part naming an empty field is
    /// left out, and an element without any part is not drawn. Amount: the number and the unit.
    std::vector<std::string> parts;
    std::string separator = " ";
    int font_max = 24, font_min = 20;  ///< dots of the em
    int lines = 1;                     ///< text: into how many it may be broken, where that makes it larger
    int repeat = 1, pitch = 0;  ///< more than 1: drawn for each line of a list, each so much lower; `{row1}` …
    bool bold = true;
    LabelAlign align = LabelAlign::left;
    LabelCut cut = LabelCut::end;
    int frame = 0;         ///< thickness of a line around a text, or of a box
    bool inverse = false;  ///< white on black
    int module = 2;        ///< bars: width of the narrowest; QR: least size of a module
    std::string level =
        "M";             ///< QR: the error correction wished for; a lower one is taken when the text needs it
    std::string file;    ///< picture: its name; the file lies beside the template or with the standard ones
    DotPicture picture;  ///< its dots in this resolution; empty where lengths are micrometres
    std::string leaves;  ///< gives up the right part of its box to this element, as wide as that is drawn
    std::string
        stack;  ///< elements of one stack close up: what follows an element not drawn moves up to its place
    friend bool operator==(LabelElement const&, LabelElement const&) = default;
};

struct LabelTemplate {
    std::string name, title;
    std::string source;  ///< the file, for messages
    int version = 1;
    int width = 0, height = 0;  ///< dots
    int dots_per_mm = 8;
    std::vector<LabelElement> elements;
    friend bool operator==(LabelTemplate const&, LabelTemplate const&) = default;
};

/// As `dots_per_mm`: no printer's resolution, but every length exactly as a person wrote it.
inline constexpr int micrometres = 1000;

}  // namespace bozhong::domain
