#include "ui/widgets/key.h"

#include <utility>

namespace bozhong::ui {

namespace {

struct Colours {
    QColor ground, edge, ink, second;
    draw::Edge kind = draw::Edge::solid;
};

Colours colours_of(KeyKind kind, Tokens const& c) {
    switch (kind) {
        case KeyKind::normal: return {colour(c.key), colour(c.key_edge), colour(c.ink), colour(c.ink2)};
        case KeyKind::dim:
            return {colour(c.bg), colour(c.key_edge), colour(c.ink3), colour(c.ink3), draw::Edge::dashed};
        case KeyKind::dashed:
            return {colour(c.bg), colour(c.key_edge), colour(c.ink), colour(c.ink2), draw::Edge::dashed};
        case KeyKind::primary:
            return {colour(c.confirm), colour(c.confirm), colour(c.on_confirm), colour(c.on_confirm)};
        case KeyKind::bad: return {colour(c.key), colour(c.stop), colour(c.stop), colour(c.ink2)};
        case KeyKind::inverted: return {colour(c.ink), colour(c.ink), colour(c.bg), colour(c.bg)};
        case KeyKind::warn:
            return {colour(c.warn), colour(c.warn), colour(c.on_warn), colour(c.on_warn_second)};
    }
    std::abort();
}

}  // namespace

void paint_pips(QPainter& painter, Style const& style, QPointF centre, int count, int filled, QColor ink) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    double const step = style.u(3.8);
    double x = centre.x() - step * (count - 1) / 2;
    for (int at = 0; at < count; ++at, x += step) {
        painter.setPen(QPen(ink, style.u(0.4)));
        painter.setBrush(at < filled ? QBrush(ink) : QBrush(Qt::NoBrush));
        painter.drawEllipse(QPointF(x, centre.y()), style.u(1), style.u(1));
    }
    painter.restore();
}

void Key::set_face(KeyFace face) {
    if (face == m_face) return;
    m_face = std::move(face);
    setAccessibleName(m_face.text);
    update();
}

double Key::text_size() const {
    if (m_face.text_u > 0) return m_face.text_u;
    return style().english() ? 2.5 : 2.8;
}

void Key::paint(QPainter& painter) {
    Colours look = colours_of(m_face.kind, colours());
    // A held key turns round at once: she sees that it felt her finger.
    if (held()) {
        std::swap(look.ground, look.ink);
        look.second = look.ink;
    }
    draw::panel(painter, style(), drawn(), {look.ground, look.edge, 0.2, look.kind, 0.8});
    QRectF const box = drawn().adjusted(u(0.6), u(0.4), -u(0.6), -u(0.4));
    if (m_face.in_row)
        paint_in_row(painter, box, look.ink, look.second, look.ground);
    else
        paint_stacked(painter, box, look.ink, look.second, look.ground);
}

void Key::paint_in_row(QPainter& painter, QRectF const& box, QColor ink, QColor second, QColor ground) {
    double const size = text_size();
    double const icon = m_face.icon == Icon::none ? 0 : u(std::max(4.0, size));
    double const space = icon > 0 ? u(1.4) : 0;
    double const pips = m_face.pips * u(3.8);
    double words = draw::width(m_face.text, u(size), true);
    if (!m_face.sub.isEmpty()) words = std::max(words, draw::width(m_face.sub, u(2.2), false));
    words = std::min(words, box.width() - icon - space - pips);
    double const left = box.left() + (box.width() - pips - icon - space - words) / 2;
    paint_icon(painter, m_face.icon, {left, box.center().y() - icon / 2, icon, icon}, ink, ground);
    double const lift = m_face.sub.isEmpty() ? 0 : u(1.6);
    QRectF const line(left + icon + space, box.top() - lift, words + 1, box.height());
    draw::text(painter, style(), line, m_face.text, {size, true, ink, Qt::AlignLeft});
    if (!m_face.sub.isEmpty())
        draw::text(painter, style(), line.translated(0, lift + u(2.1)), m_face.sub,
                   {2.2, false, second, Qt::AlignLeft, 1.8});
    if (m_face.pips > 0)
        paint_pips(painter, style(), {box.right() - pips / 2, box.center().y()}, m_face.pips,
                   m_face.pips_filled, ink);
}

void Key::paint_stacked(QPainter& painter, QRectF const& box, QColor ink, QColor second, QColor ground) {
    double const size = text_size();
    double const sub_size = m_face.picture ? 2.5 : 2.2;
    double const icon = u(box.height() > u(17) ? 6 : 4);
    double const drawing = m_face.picture              ? std::min(u(8), box.height() * 0.36)
                           : m_face.icon == Icon::none ? 0
                                                       : icon;
    auto const lines_of = [](QString const& words) {
        return words.isEmpty() ? 0 : static_cast<int>(words.count('\n')) + 1;
    };
    int const text_lines = lines_of(m_face.text), sub_lines = lines_of(m_face.sub);
    double const space = drawing > 0 && text_lines > 0 ? u(m_face.picture ? 1.6 : 0.9) : 0;
    double const text_high = text_lines * u(size) * 1.3;
    double const sub_high = sub_lines * u(sub_size) * 1.35;
    double top = box.center().y() - (drawing + space + text_high + sub_high) / 2;
    if (m_face.pips > 0) top -= u(1.2);
    QRectF const figure(box.left(), top, box.width(), drawing);
    if (m_face.picture)
        paint_picture(painter, *m_face.picture, figure, ink, ground, colour(colours().warn));
    else
        paint_icon(painter, m_face.icon, figure, ink, ground);
    top += drawing + space;
    if (text_lines > 0)
        draw::paragraph(painter, style(), {box.left(), top, box.width(), text_high}, m_face.text,
                        {size, true, ink, Qt::AlignHCenter}, text_lines);
    top += text_high;
    if (sub_lines > 0)
        draw::paragraph(painter, style(), {box.left(), top, box.width(), sub_high}, m_face.sub,
                        {sub_size, false, second, Qt::AlignHCenter, 1.8}, sub_lines);
    if (m_face.pips > 0)
        paint_pips(painter, style(), {box.center().x(), box.bottom() - u(1.6)}, m_face.pips,
                   m_face.pips_filled, ink);
}

}  // namespace bozhong::ui
