#pragma once
// A label was held under the scanner: its record with what can be done to it, or what it is instead.

#include "ui/screens/record_screens.h"
#include "ui/text/scan_text.h"

namespace bozhong::ui {

class ScanPanel final : public Component {
  public:
    ScanPanel(Style const& style, QWidget* parent) : Component(style, "scanPanel", parent) {}
    void show(ScanWords words);

  private:
    void paint(QPainter& painter) override;
    ScanWords m_words;
};

class ScannedScreen final : public HistoryScreen {
  public:
    ScannedScreen(Style const& style, Outlet const& outlet, QWidget* parent);

  private:
    void show_snapshot(core::Snapshot const& snapshot) override;
    [[nodiscard]] core::HistoryRow const& record(std::size_t) const override { return m_snapshot.scan.row; }
    void choose_shown() override;
    void show_words() override;
    void foot(std::size_t which) override;
    void place_panel(bool below_record);
    ScanPanel* m_panel;
};

}  // namespace bozhong::ui
