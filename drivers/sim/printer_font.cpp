#include "drivers/sim/printer_font.h"

#include <ft2build.h>
#include <iconv.h>
#include FT_FREETYPE_H

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace bozhong::sim {
namespace {

/// "Noto Sans Mono CJK SC" in the collection: its Latin letters are half as wide as a Chinese character.
constexpr FT_Long k_mono_simplified = 7;
constexpr int k_threshold = 110;             ///< coverage of 256 from which a dot is black
constexpr std::size_t k_cells_max = 65'536;  ///< kept; all are dropped when there are more

Strip frame(int width, int height) {
    Strip out = blank(width, height);
    fill(out, 1, 2, width - 2, height - 4, true);
    fill(out, 2, 3, width - 4, height - 6, false);
    return out;
}

using Table = std::array<char32_t, 0x10000>;

Table make_table(char const* charset) {
    Table table{};
    iconv_t const converter = iconv_open("UTF-32LE", charset);
    if (converter == reinterpret_cast<iconv_t>(-1)) return table;
    for (unsigned pair = 0x8140; pair <= 0xFEFE; ++pair) {
        std::array<char, 2> in{static_cast<char>(pair >> 8), static_cast<char>(pair & 0xFF)};
        std::array<unsigned char, 16> out{};
        char *from = in.data(), *to = reinterpret_cast<char*>(out.data());
        std::size_t in_left = in.size(), out_left = out.size();
        iconv(converter, nullptr, nullptr, nullptr, nullptr);
        if (iconv(converter, &from, &in_left, &to, &out_left) != static_cast<std::size_t>(-1) &&
            out_left == 12)
            table[pair] = static_cast<char32_t>(out[0] | out[1] << 8 | out[2] << 16);
    }
    iconv_close(converter);
    return table;
}

}  // namespace

char32_t two_byte_character(Charset charset, unsigned char lead, unsigned char trail) {
    static auto const simplified = std::make_unique<Table>(make_table("GB18030"));
    static auto const traditional = std::make_unique<Table>(make_table("BIG5"));
    return (charset == Charset::big5 ? *traditional
                                     : *simplified)[static_cast<std::size_t>(lead) << 8 | trail];
}

struct PrinterFont::State {
    std::string path;
    std::mutex mutex;
    bool opened = false;
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    std::unordered_map<std::uint64_t, Strip> cells;

    void open() {
        if (std::exchange(opened, true)) return;
        if (FT_Init_FreeType(&library) != 0) return;
        // A font that is no collection has only face 0.
        if (FT_New_Face(library, path.c_str(), k_mono_simplified, &face) != 0 &&
            FT_New_Face(library, path.c_str(), 0, &face) != 0)
            face = nullptr;
        if (face != nullptr && !FT_IS_SCALABLE(face)) FT_Done_Face(std::exchange(face, nullptr));
    }

    Strip draw(char32_t character, int width, int height);
};

/// A cell about as wide as high is a Chinese one, whose em box is the cell. In a narrow one the letters stand
/// higher, so that their tails stay in it.
Strip PrinterFont::State::draw(char32_t character, int width, int height) {
    bool const wide = width * 4 > height * 3;
    auto const em_wide = static_cast<FT_UInt>(wide ? width : width * 2);
    auto const em_high = static_cast<FT_UInt>(wide ? height : height * 11 / 12);
    int const baseline = wide ? height * 88 / 100 : height * 19 / 24;
    FT_UInt const glyph = face == nullptr ? 0 : FT_Get_Char_Index(face, character);
    if (glyph == 0 || FT_Set_Pixel_Sizes(face, em_wide, em_high) != 0 ||
        FT_Load_Glyph(face, glyph, FT_LOAD_TARGET_LIGHT | FT_LOAD_RENDER) != 0)
        return frame(width, height);
    FT_Bitmap const& grey = face->glyph->bitmap;
    Strip ink = blank(static_cast<int>(grey.width), static_cast<int>(grey.rows));
    for (int y = 0; y < height_of(ink); ++y)
        for (int x = 0; x < width_of(ink); ++x)
            fill(ink, x, y, 1, 1, grey.buffer[y * grey.pitch + x] >= k_threshold);
    Strip out = blank(width, height);
    stamp(out, ink, face->glyph->bitmap_left, baseline - face->glyph->bitmap_top);
    return out;
}

PrinterFont& PrinterFont::of(std::string const& path) {
    static std::mutex mutex;
    static std::map<std::string, PrinterFont> fonts;
    std::scoped_lock const lock(mutex);
    return fonts.try_emplace(path, path).first->second;
}

PrinterFont::PrinterFont(std::string path) : m_state(std::make_unique<State>()) {
    m_state->path = std::move(path);
}

PrinterFont::~PrinterFont() {
    if (m_state->face != nullptr) FT_Done_Face(m_state->face);
    if (m_state->library != nullptr) FT_Done_FreeType(m_state->library);
}

bool PrinterFont::there() {
    std::scoped_lock const lock(m_state->mutex);
    m_state->open();
    return m_state->face != nullptr;
}

Strip PrinterFont::cell(char32_t character, int width, int height) {
    std::scoped_lock const lock(m_state->mutex);
    m_state->open();
    auto const key = static_cast<std::uint64_t>(character) << 32 | static_cast<std::uint64_t>(width) << 16 |
                     static_cast<std::uint64_t>(height);
    if (auto const found = m_state->cells.find(key); found != m_state->cells.end()) return found->second;
    if (m_state->cells.size() >= k_cells_max) m_state->cells.clear();
    return m_state->cells.emplace(key, m_state->draw(character, width, height)).first->second;
}

}  // namespace bozhong::sim
