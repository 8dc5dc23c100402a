#pragma once
// Text as dots: HarfBuzz chooses and places the glyphs, FreeType draws them, and coverage is cut at a
// threshold; nothing is ever dithered. One Font is used from one thread at a time.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/label/raster.h"
#include "station/domain/label_template.h"
#include "station/domain/result.h"

namespace bozhong::label {

using domain::DotBox;

/// Noto Sans CJK as Debian installs it; the simplified Chinese face of the collection.
inline constexpr char const* default_bold_font = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc";
inline constexpr char const* default_regular_font = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
inline constexpr int simplified_chinese_face = 2;
/// What stands in for Thai (TLWG, package fonts-tlwg-garuda-ttf); without it Thai has no glyphs.
inline constexpr char const* thai_bold_font = "/usr/share/fonts/truetype/tlwg/Garuda-Bold.ttf";
inline constexpr char const* thai_regular_font = "/usr/share/fonts/truetype/tlwg/Garuda.ttf";

class Font {
  public:
    /// `stand_in`, where it is there, draws what the font has no glyph for.
    static domain::Result<Font> open(std::string const& path, int face = simplified_chinese_face,
                                     std::string const& stand_in = "");
    Font(Font&&) noexcept;
    Font& operator=(Font&&) noexcept;
    ~Font();

    /// Glyphs of one line, in thousandths of the em, so that it can be drawn in any size.
    struct Glyph {
        unsigned id = 0;
        int x = 0, y = 0;
        unsigned face = 0;  ///< 0 = the font's own, 1 = of what stands in
    };
    struct Line {
        std::vector<Glyph> glyphs;
        int advance = 0;       ///< thousandths of the em
        bool missing = false;  ///< a character this font has no glyph for
        /// Dots from the pen's start to its end in this size, rounded up.
        [[nodiscard]] int width(int size) const { return (advance * size + 999) / 1000; }
    };
    /// Shapes UTF-8 as simplified Chinese, left to right. Control characters draw nothing.
    [[nodiscard]] Line const& shape(std::string_view text) const;

    /// Where the ink would be with the pen at (x, baseline); an empty box when there is none.
    [[nodiscard]] DotBox ink(Line const& line, int size, int x, int baseline) const;
    void draw(Raster& raster, Line const& line, int size, int x, int baseline, bool black = true) const;

  private:
    struct State;
    explicit Font(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// The two faces a label needs.
struct Fonts {
    Font regular;
    Font bold;
    static domain::Result<Fonts> open(std::string const& regular = default_regular_font,
                                      std::string const& bold = default_bold_font);
};

}  // namespace bozhong::label
