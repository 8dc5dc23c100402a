#pragma once
// What is typed on a pad: a weight read from another scale, and the lot of the product in hand.

#include <array>

#include "ui/screens/record_screens.h"
#include "ui/screens/top_bar.h"
#include "ui/widgets/number_pad.h"

namespace bozhong::ui {

class ManualWeightScreen final : public Screen {
  public:
    ManualWeightScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override;

  private:
    void type(char which);
    void erase();
    void record();
    void show_entry();
    [[nodiscard]] bool ready() const;

    TopBar m_bar;
    InfoPanel* m_who;
    std::array<Key*, 2> m_fields{};
    std::array<Key*, 3> m_scales{};
    std::array<Key*, 3> m_reasons{};
    Key* m_record;
    NumberPad m_pad;
    core::Snapshot m_snapshot;
    std::array<std::string, 2> m_typed;  ///< gross, tare; decimal kg
    std::size_t m_field = 0, m_scale = 0, m_reason = 0;
};

class LotScreen final : public Screen {
  public:
    LotScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override { m_typed.clear(); }
    bool scanned(std::string const& text) override;

  private:
    void show_entry();
    void use();

    TopBar m_bar;
    InfoPanel* m_info;
    Key* m_field;
    Key* m_use;
    NumberPad m_pad;
    core::Snapshot m_snapshot;
    std::string m_typed;
};

}  // namespace bozhong::ui
