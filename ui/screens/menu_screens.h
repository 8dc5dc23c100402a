#pragma once
// Pages of large keys: more, the supervisor's page, and measuring the panel with a bank card.

#include <array>

#include "ui/screens/record_screens.h"
#include "ui/screens/top_bar.h"

namespace bozhong::ui {

/// Keys of one size in rows, filled from the left; in u.
void place_grid(Style const& style, Key* const* keys, int count, int columns, double x, double y, double wide,
                double high);

class MoreScreen final : public Screen {
  public:
    MoreScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;

  private:
    void press(std::size_t which);
    TopBar m_bar;
    std::array<Key*, 11> m_keys{};
    core::Snapshot m_snapshot;
};

class SupervisorScreen final : public Screen {
  public:
    SupervisorScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;

  private:
    void press(std::size_t which);
    TopBar m_bar;
    InfoPanel* m_tasks;
    std::array<Key*, 11> m_keys{};
    core::Snapshot m_snapshot;
};

class CardFrame final : public Component {
  public:
    CardFrame(Style const& style, QWidget* parent) : Component(style, "cardFrame", parent) {}
    void show(double card_pixels);

  private:
    void paint(QPainter& painter) override;
    double m_pixels = 0;
};

class PanelSetupScreen final : public Screen {
  public:
    PanelSetupScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override { m_card_pixels = 0; }
    /// Width of a bank card by ISO/IEC 7810 ID-1.
    static constexpr double card_mm = 85.60;

  private:
    void show_frame();
    [[nodiscard]] double width_mm() const;
    TopBar m_bar;
    CardFrame* m_frame;
    std::array<Key*, 3> m_keys{};
    core::Snapshot m_snapshot;
    double m_card_pixels = 0;
};

}  // namespace bozhong::ui
