#pragma once
// Says that a script may press keys here. Nobody can weigh for money at such a station without seeing it.

#include "ui/widgets/component.h"

namespace bozhong::ui {

class TestMark final : public Component {
  public:
    TestMark(Style const& style, QWidget* parent);
    /// In the middle of the upper edge, above every screen; touches go through it.
    void arrange(QRect const& window);

  protected:
    void paint(QPainter& painter) override;
};

}  // namespace bozhong::ui
