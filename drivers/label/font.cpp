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

}  // namespace

struct Font::State {
    hb_blob_t* blob = nullptr;
    hb_font_t* shaper = nullptr;
    hb_buffer_t* buffer = hb_buffer_create();
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    int size = 0;
    std::unordered_map<std::string, Line, TextHash, std::equal_to<>> lines;
    std::unordered_map<std::uint64_t, Bitmap> glyphs;

    State() = default;
    State(State const&) = delete;
    State& operator=(State const&) = delete;
    ~State() {
        if (face != nullptr) FT_Done_Face(face);
        if (library != nullptr) FT_Done_FreeType(library);
        hb_buffer_destroy(buffer);
        hb_font_destroy(shaper);
        hb_blob_destroy(blob);
    }

    bool load(std::string const& path, int index);
    Line make_line(std::string_view text);
    Bitmap const& bitmap(unsigned id, int wanted_size);
};

bool Font::State::load(std::string const& path, int index) {
    blob = hb_blob_create_from_file_or_fail(path.c_str());
    if (blob == nullptr) return false;
    hb_face_t* shaping_face = hb_face_create(blob, static_cast<unsigned>(index));
    shaper = hb_font_create(shaping_face);
    hb_face_destroy(shaping_face);
    hb_font_set_scale(shaper, 1000, 1000);
    unsigned length = 0;
    auto const* bytes = reinterpret_cast<FT_Byte const*>(hb_blob_get_data(blob, &length));
    return FT_Init_FreeType(&library) == 0 &&
           FT_New_Memory_Face(library, bytes, static_cast<FT_Long>(length), index, &face) == 0 &&
           FT_IS_SCALABLE(face);
}

Font::Line Font::State::make_line(std::string_view text) {
    hb_buffer_clear_contents(buffer);
    hb_buffer_add_utf8(buffer, text.data(), static_cast<int>(text.size()), 0, static_cast<int>(text.size()));
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, HB_SCRIPT_HAN);
    hb_buffer_set_language(buffer, hb_language_from_string("zh-hans", -1));
    hb_shape(shaper, buffer, nullptr, 0);
    unsigned count = 0;
    hb_glyph_info_t const* info = hb_buffer_get_glyph_infos(buffer, &count);
    hb_glyph_position_t const* position = hb_buffer_get_glyph_positions(buffer, &count);
    Line line;
    for (unsigned i = 0; i < count; ++i) {
        bool const control = static_cast<unsigned char>(text[info[i].cluster]) < 0x20;
        if (control) continue;
        line.missing = line.missing || info[i].codepoint == 0;
        line.glyphs.push_back({info[i].codepoint, line.advance + position[i].x_offset, position[i].y_offset});
        line.advance += position[i].x_advance;
    }
    return line;
}

Bitmap const& Font::State::bitmap(unsigned id, int wanted_size) {
    std::uint64_t const key = std::uint64_t{id} << 32 | static_cast<unsigned>(wanted_size);
    if (auto const found = glyphs.find(key); found != glyphs.end()) return found->second;
    if (glyphs.size() >= max_glyphs) glyphs.clear();
    if (size != wanted_size) {
        FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(wanted_size));
        size = wanted_size;
    }
    Bitmap made;
    // Light hinting keeps horizontal strokes sharp on the dot grid and leaves the widths alone.
    if (FT_Load_Glyph(face, id, FT_LOAD_TARGET_LIGHT | FT_LOAD_RENDER) == 0)
        made = threshold_bitmap(face->glyph);
    return glyphs.emplace(key, std::move(made)).first->second;
}

Font::Font(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Font::Font(Font&&) noexcept = default;
Font& Font::operator=(Font&&) noexcept = default;
Font::~Font() = default;

domain::Result<Font> Font::open(std::string const& path, int face) {
    auto state = std::make_unique<State>();
    if (!state->load(path, face))
        return domain::Error{domain::ErrorKind::not_found, "not a font with face " + std::to_string(face),
                             path, "install fonts-noto-cjk or name another font"};
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
        Bitmap const& dots = m_state->bitmap(glyph.id, size);
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
        Bitmap const& dots = m_state->bitmap(glyph.id, size);
        if (dots.empty) continue;
        int const from = x + round_thousandth(glyph.x * size) + dots.left;
        int const above = baseline - round_thousandth(glyph.y * size) - dots.top;
        raster.stamp(dots.dots, from, above, black);
    }
}

domain::Result<Fonts> Fonts::open(std::string const& regular, std::string const& bold) {
    auto regular_font = Font::open(regular);
    if (!regular_font) return regular_font.error();
    auto bold_font = Font::open(bold);
    if (!bold_font) return bold_font.error();
    return Fonts{std::move(*regular_font), std::move(*bold_font)};
}

}  // namespace bozhong::label
