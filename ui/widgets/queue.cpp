#include "ui/widgets/queue.h"

namespace bozhong::ui {

void UndoKey::show_face(UndoFace face) {
    if (face == m_face) return;
    m_face = std::move(face);
    setAccessibleName(m_face.title + QLatin1Char(' ') + m_face.sub);
    update();
}

void UndoKey::paint(QPainter& painter) {
    Tokens const& c = colours();
    QColor const edge = colour(!m_face.possible ? c.line : m_face.fresh ? c.rec : c.ink2);
    QColor const ground = colour(held() ? c.key : c.pan);
    draw::panel(painter, style(), drawn(),
                {ground, edge, 0.3, m_face.possible ? draw::Edge::solid : draw::Edge::dashed, 0.8});
    QColor const ink = colour(m_face.possible ? c.ink : c.ink3);
    double const pad = u(style().english() ? 0.8 : 1.2);
    QRectF const box = drawn().adjusted(pad, 0, -pad, 0);
    paint_icon(painter, Icon::undo, {box.left(), box.center().y() - u(2.2), u(4.4), u(4.4)}, ink);
    QRectF const words = box.adjusted(u(5.4), 0, 0, 0);
    double const title = style().english() ? 2.7 : 3.0;
    if (!m_face.possible) {
        draw::text(painter, style(), words, m_face.title, {2.4, false, ink});
        return;
    }
    draw::text(painter, style(), words.adjusted(0, -u(3), 0, 0), m_face.title,
               {title, true, ink, Qt::AlignLeft, 1.8});
    draw::text(painter, style(), words.adjusted(0, u(3.4), 0, 0), m_face.sub,
               {2.2, false, colour(c.ink2), Qt::AlignLeft, 1.6});
}

void QueueTile::show_face(QueueFace face) {
    if (face == m_face) return;
    m_face = std::move(face);
    setAccessibleName(m_face.name + QLatin1Char(' ') + m_face.amount);
    update();
}

void QueueTile::paint(QPainter& painter) {
    if (m_face.name.isEmpty()) return;
    Tokens const& c = colours();
    draw::panel(painter, style(), drawn(),
                {colour(held() ? c.key : c.pan), colour(c.key_edge), 0.2, draw::Edge::solid, 0.8});
    QRectF const box = drawn().adjusted(u(0.9), 0, -u(0.5), 0);
    draw::text(painter, style(), box.adjusted(0, -u(3), 0, 0), m_face.name,
               {3.1, true, colour(c.ink), Qt::AlignLeft, 1.8});
    double const icon = m_face.remark == Icon::none ? 0 : u(3.3);
    double const used = draw::text(painter, style(), box.adjusted(0, u(3.6), -icon, 0), m_face.amount,
                                   {2.6, false, colour(c.ink2), Qt::AlignLeft, 1.6});
    if (icon > 0)
        paint_icon(painter, m_face.remark,
                   {box.left() + used + u(0.5), box.center().y() + u(0.4), u(2.8), u(2.8)},
                   colour(c.warn_text));
}

Icon remark_icon(std::string const& note) {
    if (note.empty()) return Icon::none;
    return note.find("袋") != std::string::npos ? Icon::bags : Icon::note;
}

}  // namespace bozhong::ui
