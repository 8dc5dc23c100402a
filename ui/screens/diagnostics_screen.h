#pragma once
// What comes over the scale's wire, for the technician: frames beside what was read in them, counters, the
// curve, a recording.

#include <QTimer>

#include "ui/screens/device_screens.h"

namespace bozhong::ui {

/// The last frames, newest on top: time, bytes, reading.
class FrameTable final : public Component {
  public:
    FrameTable(Style const& style, QWidget* parent) : Component(style, "frameTable", parent) {}
    struct Row {
        QString time, bytes, reading;
        friend bool operator==(Row const&, Row const&) = default;
    };
    void show(std::vector<Row> rows);
    [[nodiscard]] std::vector<Row> const& rows() const { return m_rows; }

  private:
    void paint(QPainter& painter) override;
    std::vector<Row> m_rows;
};

class DiagnosticsScreen final : public Screen {
  public:
    DiagnosticsScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void show_trace();
    void show_keys();
    TopBar m_bar;
    FrameTable* m_frames;
    StabilityCurve* m_curve;
    InfoPanel* m_counters;
    std::array<Key*, 5> m_foot{};
    QTimer m_timer;  ///< counters and rate fall although no snapshot comes
    core::Snapshot m_snapshot;
    ScaleTrace m_trace;
};

}  // namespace bozhong::ui
