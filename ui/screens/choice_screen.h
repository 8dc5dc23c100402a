#pragma once
// Three pictures to choose from, with the plate and the live weight still there: shortage, and a label that
// did not come out. Nothing pops up; back is always there.

#include <array>

#include "ui/screens/header_bar.h"
#include "ui/widgets/key.h"
#include "ui/widgets/plate.h"
#include "ui/widgets/weight_panel.h"

namespace bozhong::ui {

class ChoiceScreen : public Screen {
  public:
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;

  protected:
    ChoiceScreen(Style const& style, Outlet const& outlet, char const* name,
                 std::array<char const*, 3> choices, std::size_t foot_keys, QWidget* parent);
    virtual void choose(std::size_t which) = 0;
    virtual void foot(std::size_t which) = 0;
    /// Fills the keys and the words of the weight panel.
    virtual void show_keys() = 0;
    virtual StateLook look() const = 0;

    core::Snapshot m_snapshot;
    std::array<Key*, 3> m_choices{};
    std::vector<Key*> m_foot;

  private:
    HeaderBar m_header;
    CustomerPlate* m_plate;
    WeightPanel* m_weight;
};

class ShortageScreen final : public ChoiceScreen {
  public:
    ShortageScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void entered() override;

  private:
    void choose(std::size_t which) override;
    void foot(std::size_t which) override;
    void show_keys() override;
    StateLook look() const override;
    std::size_t m_reason = 0;
    bool m_armed = false;  ///< "none left at all" was pressed once
};

class LabelDecisionScreen final : public ChoiceScreen {
  public:
    LabelDecisionScreen(Style const& style, Outlet const& outlet, QWidget* parent);

  private:
    void choose(std::size_t which) override;
    void foot(std::size_t which) override;
    void show_keys() override;
    StateLook look() const override;
};

}  // namespace bozhong::ui
