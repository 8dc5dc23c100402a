#pragma once
// The portion gauge: a frame that never moves, under a scale that bends to every customer's band.

#include <QPixmap>

#include "station/core/snapshot.h"
#include "ui/widgets/component.h"

namespace bozhong::ui {

enum class GaugeMood { filling, in_band, soft, hard, recorded, faded };

struct GaugeFace {
    core::GaugeView view;
    GaugeMood mood = GaugeMood::filling;
    bool taking = false;  ///< take-away: the bar grows with what was taken
};

class PortionGauge final : public Component {
  public:
    PortionGauge(Style const& style, QWidget* parent);
    void show_face(GaugeFace face);
    void restyle();
    /// The fixed frame, in the widget's pixels.
    [[nodiscard]] QRectF window() const;
    /// Shares of the width where the zones end.
    static constexpr double under_end = 0.575, window_end = 0.765, soft_end = 0.885;

  private:
    void paint(QPainter&) override {}
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void draw_fixed();
    void draw_figures(QPainter& painter);
    void draw_bar(QPainter& painter);
    void draw_spill(QPainter& painter, double at);
    void draw_window(QPainter& painter);
    void draw_aim(QPainter& painter);
    void draw_needle(QPainter& painter);
    [[nodiscard]] bool closed() const;
    [[nodiscard]] double x(double share) const;
    [[nodiscard]] double share(std::int64_t mg) const;
    [[nodiscard]] QRectF track(double from, double to) const;

    GaugeFace m_face;
    QPixmap m_fixed;
};

GaugeMood mood_of(core::Snapshot const& snapshot);

}  // namespace bozhong::ui
