#pragma once
// Page mode of ESC/POS: a page in memory, an area of it and a direction in which it is written. Positions
// count from the corner where the direction begins: along the text, and across it towards the next line.
// Text, codes and pictures stand with their BOTTOM edge at the position across, which begins at the height of
// one character, so that a page whose first line is plain text needs no position.

#include "drivers/sim/strip.h"

namespace bozhong::sim {

class PageArea {
  public:
    static constexpr int k_rows_max = 2400;  ///< what is drawn further down is lost

    explicit PageArea(int dots_wide);

    /// ESC W. Without one the area is the head's width and 1662 rows, as on Epson's printers.
    void set(int x, int y, int width, int height);
    /// ESC T: 0 left to right, 1 bottom to top, 2 right to left, 3 top to bottom.
    void direct(int direction);
    /// CAN: what is in the area is forgotten.
    void wipe();
    /// Outside the area: ignored.
    void move_along(int to);
    void move_across(int to);
    void new_line(int rows);

    /// A character: at the area's edge it begins a line that is `spacing`, or the tallest character, lower.
    void put(Strip const& dots, int spacing);
    /// A code: one that does not fit what is left of the line is not drawn.
    void put_code(Strip const& dots);
    /// A picture: what does not fit is cut off.
    void put_picture(Strip const& dots);

    [[nodiscard]] int along() const { return m_along; }
    [[nodiscard]] int across() const { return m_across; }
    /// From the page's top to the lowest end of any area.
    [[nodiscard]] Strip const& rows() const { return m_rows; }

  private:
    [[nodiscard]] int length() const { return m_direction % 2 == 0 ? m_width : m_height; }
    [[nodiscard]] int depth() const { return m_direction % 2 == 0 ? m_height : m_width; }
    void home();

    int m_dots_wide;
    int m_x = 0, m_y = 0, m_width = 0, m_height = 0;
    int m_direction = 0, m_along = 0, m_across = 0, m_tallest = 0;
    bool m_set = false;
    Strip m_rows;
};

}  // namespace bozhong::sim
