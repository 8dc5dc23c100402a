#pragma once
// What a person wants of any table of hers: language, hand, colours, loudness, speech.

#include <array>

#include "ui/screens/top_bar.h"
#include "ui/widgets/key.h"

namespace bozhong::ui {

class MineScreen final : public Screen {
  public:
    MineScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;

  private:
    TopBar m_bar;
    std::array<Key*, 6> m_keys{};
};

}  // namespace bozhong::ui
