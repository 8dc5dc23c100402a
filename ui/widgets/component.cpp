#include "ui/widgets/component.h"

#include <QMouseEvent>

namespace bozhong::ui {

Component::Component(Style const& style, char const* name, QWidget* parent)
    : QWidget(parent), m_style(style) {
    setObjectName(QString::fromLatin1(name));
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void Component::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), colour(colours().bg));
    paint(painter);
}

Pressable::Pressable(Style const& style, char const* name, QWidget* parent) : Component(style, name, parent) {
    setFocusPolicy(Qt::NoFocus);
}

void Pressable::place(QRect const& drawn) {
    int const margin = qRound(u(touch_margin_u));
    setGeometry(drawn.adjusted(-margin, -margin, margin, margin));
    m_drawn = QRectF(QPointF(margin, margin), drawn.size());
    m_touch = rect();
}

void Pressable::place_cell(QRect const& drawn, bool below_others) {
    setGeometry(drawn);
    m_drawn = rect();
    m_touch = m_drawn.adjusted(u(gap_u) / 2, below_others ? u(gap_u) / 2 : 0, -u(gap_u) / 2, 0);
}

void Pressable::mousePressEvent(QMouseEvent* event) {
    m_held = m_inside = m_touch.contains(event->position());
    if (m_held) update();
}

// The second tap of two quick ones arrives as a double click; it is a press like any other.
void Pressable::mouseDoubleClickEvent(QMouseEvent* event) {
    mousePressEvent(event);
}

void Pressable::mouseMoveEvent(QMouseEvent* event) {
    bool const inside = m_touch.contains(event->position());
    if (!m_held || inside == m_inside) return;
    m_inside = inside;
    update();
}

void Pressable::mouseReleaseEvent(QMouseEvent* event) {
    bool const acts = m_held && m_touch.contains(event->position());
    bool const was_held = m_held;
    m_held = m_inside = false;
    if (was_held) update();
    if (acts && on_press) on_press();
}

}  // namespace bozhong::ui
