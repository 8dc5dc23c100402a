#pragma once
// A check weighing: which mass lies on the pan, how far the scale is off, and who says so.

#include "ui/screens/entry_screens.h"

namespace bozhong::ui {

class CheckWeightScreen final : public Screen {
  public:
    CheckWeightScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override;

  private:
    void type(char which);
    void sign();
    void show_entry();
    /// What is typed or chosen; nothing when it is no mass this scale can carry.
    [[nodiscard]] std::optional<domain::Mass> nominal() const;
    [[nodiscard]] bool ready() const;

    TopBar m_bar;
    InfoPanel* m_deviation;
    InfoPanel* m_last;
    std::array<Key*, 4> m_masses{};
    Key* m_field;
    Key* m_sign;
    NumberPad m_pad;
    core::Snapshot m_snapshot;
    std::string m_typed;  ///< decimal kg
    bool m_fresh = true;  ///< the next digit replaces what stands there
};

}  // namespace bozhong::ui
