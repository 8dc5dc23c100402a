#pragma once
// The label as it will be printed, with rulers in millimetres; things on it are touched, dragged and made
// larger at their corner.

#include <QImage>

#include "ui/label_bench.h"
#include "ui/widgets/component.h"

namespace bozhong::ui {

class LabelCanvas final : public Component {
  public:
    LabelCanvas(Style const& style, LabelStudio& studio, QWidget* parent);
    /// After the studio's picture or the element in hand changed.
    void refresh();
    std::function<void(std::string const& id)> on_touch;
    std::function<void(domain::DotBox to)> on_drag;  ///< micrometres, the whole box
    std::function<void()> on_lift;

    /// Where a place of the label is, in the widget's pixels.
    [[nodiscard]] QPointF at(double x_mm, double y_mm) const;
    /// The corner that makes the element in hand larger.
    [[nodiscard]] QRectF handle() const;

  private:
    void paint(QPainter& painter) override;
    void paint_rulers(QPainter& painter, QRectF const& paper) const;
    void paint_hand(QPainter& painter, QRectF const& paper) const;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    [[nodiscard]] QRectF paper() const;
    [[nodiscard]] double pixels_per_mm() const;
    [[nodiscard]] QRectF box_in_hand() const;
    [[nodiscard]] std::string touched(QPointF where) const;

    enum class Grip { none, move, size };
    LabelStudio& m_studio;
    QImage m_image;
    Grip m_grip = Grip::none;
    QPointF m_from;
    domain::DotBox m_box;
    bool m_moved = false;
};

}  // namespace bozhong::ui
