#pragma once
// The sorting screen: who, how much, how near, what next. Sow and pick in every state of the scale.

#include <array>

#include "ui/screens/header_bar.h"
#include "ui/screens/queue_row.h"
#include "ui/screens/screen.h"
#include "ui/widgets/confirm_key.h"
#include "ui/widgets/gauge.h"
#include "ui/widgets/plate.h"
#include "ui/widgets/weight_panel.h"

namespace bozhong::ui {

class SortScreen final : public Screen {
  public:
    SortScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    [[nodiscard]] WeightPanel& weight_panel() { return *m_weight; }
    [[nodiscard]] PortionGauge& gauge() { return *m_gauge; }

  private:
    void arrange_landscape();
    void arrange_portrait();
    void arrange_actions(double x, double y, double width);
    void press_confirm();
    void show_actions(core::Snapshot const& snapshot);

    HeaderBar m_header;
    CustomerPlate* m_plate;
    WeightPanel* m_weight;
    PortionGauge* m_gauge;
    QueueRow m_queue;
    ConfirmKey* m_confirm;
    std::array<Key*, 6> m_actions{};
    core::WeighState m_state = core::WeighState::no_task;
    bool m_check_due = false;  ///< the key leads to the check weighing
    std::string m_next_product;
    domain::LineKey m_fit;  ///< whom a touch on the plate takes
    bool m_weigh_first = false;
    bool m_unpicked = false;  ///< no task in hand and work left: the key leads to the products
};

}  // namespace bozhong::ui
