#pragma once
// Undo and the next customers, one row of the working screens.

#include <array>

#include "ui/screens/screen.h"
#include "ui/widgets/key.h"
#include "ui/widgets/queue.h"

namespace bozhong::ui {

/// The arrow from what was done to who comes next.
class WalkArrow final : public Component {
  public:
    WalkArrow(Style const& style, QWidget* parent) : Component(style, "walkArrow", parent) {}

  private:
    void paint(QPainter& painter) override;
};

class QueueRow {
  public:
    QueueRow(Style const& style, Outlet const& outlet, QWidget* parent);
    /// In u, from the left of the (unmirrored) panel.
    void arrange(double x, double y, double width);
    void show_snapshot(core::Snapshot const& snapshot);

  private:
    Style const& m_style;
    UndoKey* m_undo;
    WalkArrow* m_arrow;
    std::array<QueueTile*, 4> m_tiles{};
    std::array<domain::LineKey, 4> m_lines;
    Key* m_more;
    Key* m_only;  ///< in the place of the last tiles while the table works for some only: says so, a touch ends it
    std::size_t m_shown = 4, m_beside_only = 2;
};

}  // namespace bozhong::ui
