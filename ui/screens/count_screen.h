#pragma once
// Counted goods: a big count, a pad, and "all as ordered" for the whole product.

#include <QElapsedTimer>
#include <array>

#include "ui/screens/header_bar.h"
#include "ui/screens/queue_row.h"
#include "ui/widgets/confirm_key.h"
#include "ui/widgets/number_pad.h"
#include "ui/widgets/plate.h"

namespace bozhong::ui {

struct CountFace {
    QString phrase, count, unit, ordered_label, ordered, hint;
    Flood flood = Flood::plain;
    friend bool operator==(CountFace const&, CountFace const&) = default;
};

class CountPanel final : public Component {
  public:
    CountPanel(Style const& style, QWidget* parent) : Component(style, "countPanel", parent) {}
    void show_face(CountFace face);

  private:
    void paint(QPainter& painter) override;
    CountFace m_face;
};

class CountScreen final : public Screen {
  public:
    CountScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override;

  private:
    void arrange_landscape();
    void arrange_portrait();
    void arrange_actions(double y, double width);
    void digit(char which);
    void enter(std::string number);
    void press_all();
    void show_entry();
    [[nodiscard]] bool armed() const;

    HeaderBar m_header;
    CustomerPlate* m_plate;
    CountPanel* m_panel;
    NumberPad m_pad;
    Key* m_all;
    QueueRow m_queue;
    std::array<Key*, 6> m_actions{};
    ConfirmKey* m_confirm;
    core::Snapshot m_snapshot;
    std::string m_typed;  ///< digits since this task came up; empty = as the snapshot says
    domain::LineKey m_line;
    QElapsedTimer m_since_armed;
};

}  // namespace bozhong::ui
