#pragma once
// The two bases of everything on the screen: what draws itself, and what can also be pressed.

#include <QWidget>
#include <functional>

#include "ui/style/draw.h"

namespace bozhong::ui {

/// Draws itself whole on an opaque ground; repaints only when its content changed.
class Component : public QWidget {
  public:
    Component(Style const& style, char const* name, QWidget* parent);

  protected:
    [[nodiscard]] Style const& style() const { return m_style; }
    [[nodiscard]] Tokens const& colours() const { return m_style.colours; }
    [[nodiscard]] double u(double units) const { return m_style.u(units); }
    virtual void paint(QPainter& painter) = 0;
    void paintEvent(QPaintEvent* event) override;

  private:
    Style const& m_style;
};

/// Acts on release inside; sliding off cancels. Its touch area is a little larger than what is drawn.
class Pressable : public Component {
  public:
    Pressable(Style const& style, char const* name, QWidget* parent);
    std::function<void()> on_press;

    /// `drawn` is in the parent's pixels; the widget itself is larger by the touch margin.
    void place(QRect const& drawn);
    /// For cells that touch their neighbours: the touch area ends before the drawn one does.
    void place_cell(QRect const& drawn, bool below_others = false);
    /// What is drawn and what can be touched, in the widget's pixels.
    [[nodiscard]] QRectF drawn() const { return m_drawn; }
    [[nodiscard]] QRectF touch() const { return m_touch; }

  protected:
    [[nodiscard]] bool held() const { return m_held && m_inside; }
    /// What it would do changed under the finger: this touch does nothing any more.
    void let_go() { m_held = m_inside = false; }
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

  private:
    QRectF m_drawn, m_touch;
    bool m_held = false, m_inside = false;
};

}  // namespace bozhong::ui
