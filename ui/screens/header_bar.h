#pragma once
// The header of the working screens, placed and filled the same on each.

#include "ui/screens/screen.h"
#include "ui/widgets/header.h"

namespace bozhong::ui {

class HeaderBar {
  public:
    HeaderBar(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange();
    void show_snapshot(core::Snapshot const& snapshot);
    /// Height in u: two rows on a portrait panel.
    [[nodiscard]] double height_u() const;

  private:
    Style const& m_style;
    ProductHeader* m_product;
    ProgressTicks* m_progress;
    HandsFreeKey* m_hands_free;
    DeviceDots* m_devices;
    OperatorBadge* m_operator;
    bool m_on = false, m_notices = false;
};

}  // namespace bozhong::ui
