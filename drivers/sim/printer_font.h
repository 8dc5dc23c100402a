#pragma once
// The characters in a virtual printer's ROM: cells of fixed size, as its firmware stamps them on the paper.
// The firmware's own fonts are nobody's to give away, so the shapes are those of Noto Sans CJK.

#include <memory>
#include <string>

#include "drivers/sim/strip.h"

namespace bozhong::sim {

inline constexpr char k_printer_font[] = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

/// Thread-safe.
class PrinterFont {
  public:
    /// One for all printers of the process with this file; it is read when the first character is drawn.
    static PrinterFont& of(std::string const& path);
    explicit PrinterFont(std::string path);
    ~PrinterFont();
    PrinterFont(PrinterFont const&) = delete;
    PrinterFont& operator=(PrinterFont const&) = delete;

    /// False when the file cannot be used; every cell is then a frame.
    [[nodiscard]] bool there();
    /// A cell of this many dots; a frame for a character that the font does not have, and for 0.
    [[nodiscard]] Strip cell(char32_t character, int width, int height);

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

enum class Charset { gb18030, big5 };
/// The character of two bytes, 0 when there is none.
[[nodiscard]] char32_t two_byte_character(Charset charset, unsigned char lead, unsigned char trail);

}  // namespace bozhong::sim
