#include "drivers/label/font.h"

#include <ft2build.h>
#include <hb-ot.h>
#include <hb.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <unordered_map>

namespace bozhong::label {

namespace {

/// Coverage of 256 from which a dot is black.
constexpr int threshold = 116;
/// Both caches are emptied when they reach their bound; a shift uses a few hundred entries.
constexpr std::size_t max_lines = 2048;
constexpr std::size_t max_glyphs = 8192;

struct Bitmap {
    int left = 0, top = 0;  ///< from the pen to the first column, from the base line up to the first row
    Raster dots;
    bool empty = true;
};

struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
};

int round_thousandth(int value) {
    return value >= 0 ? (value + 500) / 1000 : -((-value + 500) / 1000);
}

Bitmap threshold_bitmap(FT_GlyphSlot slot) {
    FT_Bitmap const& grey = slot->bitmap;
    auto const dot = [&](int x, int y) { return grey.buffer[y * grey.pitch + x] >= threshold; };
    int left = max_dots, right = -1, top = max_dots, bottom = -1;
    for (int y = 0; y < static_cast<int>(grey.rows); ++y) {
        for (int x = 0; x < static_cast<int>(grey.width); ++x) {
            if (!dot(x, y)) continue;
            left = std::min(left, x), right = std::max(right, x);
            top = std::min(top, y), bottom = std::max(bottom, y);
        }
    }
    if (right < 0) return {};
    Bitmap out{slot->bitmap_left + left, slot->bitmap_top - top, Raster(right - left + 1, bottom - top + 1),
               false};
    for (int y = top; y <= bottom; ++y)
        for (int x = left; x <= right; ++x) out.dots.set(x - left, y - top, dot(x, y));
    return out;
}

/// One font file: HarfBuzz and FreeType read the same bytes.
class Face {
  public:
    Face() = default;
    Face(Face const&) = delete;
    Face& operator=(Face const&) = delete;
    ~Face() {
        if (m_face != nullptr) FT_Done_Face(m_face);
        if (m_library != nullptr) FT_Done_FreeType(m_library);
        hb_font_destroy(m_shaper);
        hb_blob_destroy(m_blob);
    }
    bool load(std::string const& path, int index) {
        m_blob = hb_blob_create_from_file_or_fail(path.c_str());
        if (m_blob == nullptr) return false;
        hb_face_t* shaping_face = hb_face_create(m_blob, static_cast<unsigned>(index));
        m_shaper = hb_font_create(shaping_face);
        hb_face_destroy(shaping_face);
        hb_font_set_scale(m_shaper, 1000, 1000);
        unsigned length = 0;
        auto const* bytes = reinterpret_cast<FT_Byte const*>(hb_blob_get_data(m_blob, &length));
        return FT_Init_FreeType(&m_library) == 0 &&
               FT_New_Memory_Face(m_library, bytes, static_cast<FT_Long>(length), index, &m_face) == 0 &&
               FT_IS_SCALABLE(m_face);
    }
    [[nodiscard]] bool has(unsigned character) const {
        hb_codepoint_t glyph = 0;
        return hb_font_get_nominal_glyph(m_shaper, character, &glyph) != 0;
    }
    [[nodiscard]] hb_font_t* shaper() const { return m_shaper; }
    Bitmap draw(unsigned id, int size) {
        if (m_size != size) {
            FT_Set_Pixel_Sizes(m_face, 0, static_cast<FT_UInt>(size));
            m_size = size;
        }
        // Light hinting keeps horizontal strokes sharp on the dot grid and leaves the widths alone.
        if (FT_Load_Glyph(m_face, id, FT_LOAD_TARGET_LIGHT | FT_LOAD_RENDER) != 0) return {};
        return threshold_bitmap(m_face->glyph);
    }

  private:
    hb_blob_t* m_blob = nullptr;
    hb_font_t* m_shaper = nullptr;
    FT_Library m_library = nullptr;
    FT_Face m_face = nullptr;
    int m_size = 0;
};

/// A piece of a text and the face that has its characters.
struct Piece {
    std::size_t from = 0, to = 0;
    std::size_t face = 0;
};

/// The character at `at`, which is moved behind it; broken UTF-8 counts byte by byte.
unsigned next_character(std::string_view text, std::size_t& at) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned const lead = byte(at++);
    int const more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    unsigned character = more == 0 ? lead : lead & (0x3FU >> more);
    for (int i = 0; i < more && at < text.size() && (byte(at) & 0xC0U) == 0x80U; ++i)
        character = character << 6 | (byte(at++) & 0x3FU);
    return character;
}

}  // namespace

struct Font::State {
    std::vector<std::unique_ptr<Face>> faces;  ///< the font, and those that stand in where it has no glyph
    hb_buffer_t* buffer = hb_buffer_create();
    std::unordered_map<std::string, Line, TextHash, std::equal_to<>> lines;
    std::unordered_map<std::uint64_t, Bitmap> glyphs;

    State() = default;
    State(State const&) = delete;
    State& operator=(State const&) = delete;
    ~State() { hb_buffer_destroy(buffer); }

    bool load(std::string const& path, int index);
    std::vector<Piece> pieces(std::string_view text) const;
    void shape(Line& line, std::string_view text, Piece const& piece);
    Line make_line(std::string_view text);
    Bitmap const& bitmap(Glyph const& glyph, int size);
};

bool Font::State::load(std::string const& path, int index) {
    auto face = std::make_unique<Face>();
    if (!face->load(path, index)) return false;
    faces.push_back(std::move(face));
    return true;
}

std::vector<Piece> Font::State::pieces(std::string_view text) const {
    std::vector<Piece> out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const from = at;
        unsigned const character = next_character(text, at);
        std::size_t face = 0;
        if (character >= 0x80)
            while (face < faces.size() && !faces[face]->has(character)) ++face;
        if (face == faces.size()) face = 0;
        if (!out.empty() && out.back().face == face)
            out.back().to = at;
        else
            out.push_back({from, at, face});
    }
    return out;
}

/// The font itself shapes as simplified Chinese; what stands in for it, by the script of its characters.
void Font::State::shape(Line& line, std::string_view text, Piece const& piece) {
    hb_buffer_clear_contents(buffer);
    hb_buffer_add_utf8(buffer, text.data(), static_cast<int>(text.size()), static_cast<unsigned>(piece.from),
                       static_cast<int>(piece.to - piece.from));
    if (piece.face == 0) {
        hb_buffer_set_script(buffer, HB_SCRIPT_HAN);
        hb_buffer_set_language(buffer, hb_language_from_string("zh-hans", -1));
    } else {
        hb_buffer_guess_segment_properties(buffer);
    }
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_shape(faces[piece.face]->shaper(), buffer, nullptr, 0);
    unsigned count = 0;
    hb_glyph_info_t const* info = hb_buffer_get_glyph_infos(buffer, &count);
    hb_glyph_position_t const* position = hb_buffer_get_glyph_positions(buffer, &count);
    for (unsigned i = 0; i < count; ++i) {
        bool const control = static_cast<unsigned char>(text[info[i].cluster]) < 0x20;
        if (control) continue;
        line.missing = line.missing || info[i].codepoint == 0;
        line.glyphs.push_back({info[i].codepoint, line.advance + position[i].x_offset, position[i].y_offset,
                               static_cast<unsigned>(piece.face)});
        line.advance += position[i].x_advance;
    }
}

Font::Line Font::State::make_line(std::string_view text) {
    Line line;
    for (auto const& piece : pieces(text)) shape(line, text, piece);
    return line;
}

Bitmap const& Font::State::bitmap(Glyph const& glyph, int size) {
    std::uint64_t const key =
        std::uint64_t{glyph.face} << 56 | std::uint64_t{glyph.id} << 24 | static_cast<unsigned>(size);
    if (auto const found = glyphs.find(key); found != glyphs.end()) return found->second;
    if (glyphs.size() >= max_glyphs) glyphs.clear();
    return glyphs.emplace(key, faces[glyph.face]->draw(glyph.id, size)).first->second;
}

Font::Font(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Font::Font(Font&&) noexcept = default;
Font& Font::operator=(Font&&) noexcept = default;
Font::~Font() = default;

domain::Result<Font> Font::open(std::string const& path, int face, std::string const& stand_in) {
    auto state = std::make_unique<State>();
    if (!state->load(path, face))
        return domain::Error{domain::ErrorKind::not_found, "not a font with face " + std::to_string(face),
                             path, "install fonts-noto-cjk or name another font"};
    if (!stand_in.empty()) state->load(stand_in, 0);
    return Font(std::move(state));
}

Font::Line const& Font::shape(std::string_view text) const {
    auto& lines = m_state->lines;
    if (auto const found = lines.find(text); found != lines.end()) return found->second;
    if (lines.size() >= max_lines) lines.clear();
    return lines.emplace(std::string(text), m_state->make_line(text)).first->second;
}

DotBox Font::ink(Line const& line, int size, int x, int baseline) const {
    int left = max_dots * 4, top = max_dots * 4, right = -left, bottom = -left;
    for (Glyph const& glyph : line.glyphs) {
        Bitmap const& dots = m_state->bitmap(glyph, size);
        if (dots.empty) continue;
        int const from = x + round_thousandth(glyph.x * size) + dots.left;
        int const above = baseline - round_thousandth(glyph.y * size) - dots.top;
        left = std::min(left, from), right = std::max(right, from + dots.dots.width());
        top = std::min(top, above), bottom = std::max(bottom, above + dots.dots.height());
    }
    if (right <= left) return {x, baseline, 0, 0};
    return {left, top, right - left, bottom - top};
}

void Font::draw(Raster& raster, Line const& line, int size, int x, int baseline, bool black) const {
    for (Glyph const& glyph : line.glyphs) {
        Bitmap const& dots = m_state->bitmap(glyph, size);
        if (dots.empty) continue;
        int const from = x + round_thousandth(glyph.x * size) + dots.left;
        int const above = baseline - round_thousandth(glyph.y * size) - dots.top;
        raster.stamp(dots.dots, from, above, black);
    }
}

domain::Result<Fonts> Fonts::open(std::string const& regular, std::string const& bold) {
    auto regular_font = Font::open(regular, simplified_chinese_face, thai_regular_font);
    if (!regular_font) return regular_font.error();
    auto bold_font = Font::open(bold, simplified_chinese_face, thai_bold_font);
    if (!bold_font) return bold_font.error();
    return Fonts{std::move(*regular_font), std::move(*bold_font)};
}

}  // namespace bozhong::label
