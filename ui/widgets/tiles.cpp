#include "ui/widgets/tiles.h"

namespace bozhong::ui {

void Tile::show_face(TileFace face) {
    if (face == m_face) return;
    m_face = std::move(face);
    setAccessibleName(m_face.code + m_face.name);
    update();
}

void Tile::paint(QPainter& painter) {
    if (m_face.code.isEmpty() && m_face.name.isEmpty()) return;
    Tokens const& c = colours();
    QColor const ground = colour(held() ? c.key : m_face.done ? c.bg : c.pan);
    draw::panel(painter, style(), drawn(),
                {ground, colour(m_face.current ? c.go : c.key_edge), m_face.current ? 0.5 : 0.2,
                 draw::Edge::solid, 0.8});
    QRectF const box = drawn().adjusted(u(1), 0, -u(0.9), 0);
    if (m_face.code.isEmpty())
        paint_product(painter, box);
    else
        paint_customer(painter, box);
}

void Tile::paint_customer(QPainter& painter, QRectF const& box) {
    Tokens const& c = colours();
    QColor const ground = colour(m_face.done ? c.bg : c.pan);
    double const plate = draw::mini_plate(painter, style(), {box.left(), box.center().y()}, m_face.code,
                                          m_face.code.size() > 5 ? 2.0 : 2.5);
    QRectF const state(box.right() - u(2.8), box.center().y() - u(1.4), u(2.8), u(2.8));
    paint_icon(painter, m_face.state, state,
               colour(m_face.warns  ? c.warn_text
                      : m_face.done ? c.rec
                                    : c.ink),
               ground);
    double left = box.left() + plate + u(0.6);
    if (m_face.remark != Icon::none) {
        paint_icon(painter, m_face.remark, {left, box.center().y() - u(1.3), u(2.6), u(2.6)},
                   colour(c.warn_text));
        left += u(2.9);
    }
    QRectF const words(left, box.top(), state.left() - u(0.4) - left, box.height());
    draw::text(painter, style(), words.adjusted(0, -u(3), 0, 0), m_face.figure,
               {2.8, true, colour(c.ink), Qt::AlignRight, 1.8});
    draw::text(painter, style(), words.adjusted(0, u(3), 0, 0), m_face.below,
               {2.1, false, colour(c.ink2), Qt::AlignRight, 1.4});
}

void Tile::paint_product(QPainter& painter, QRectF const& box) {
    Tokens const& c = colours();
    double const side = std::min(u(6.4), box.height() - u(2));
    QRectF const sign(box.left(), box.center().y() - side / 2, side, side);
    if (m_face.sign != Icon::none)
        paint_icon(painter, m_face.sign, sign.adjusted(u(1), u(1), -u(1), -u(1)), colour(c.ink), colour(c.pan));
    else
        paint_pictogram(painter, pictogram_of(m_face.category), sign);
    QRectF const state(box.right() - u(3), box.center().y() - u(1.5), u(3), u(3));
    paint_icon(painter, m_face.state, state, colour(m_face.done ? c.rec : c.ink),
               colour(m_face.done ? c.bg : c.pan));
    QRectF const words(box.left() + side + u(1), box.top(), state.left() - u(0.6) - box.left() - side - u(1),
                       box.height());
    QRectF const name = words.adjusted(0, u(0.8), 0, -words.height() * 0.36);
    draw::paragraph(painter, style(), name, m_face.name, {3.2, true, colour(c.ink), Qt::AlignLeft, 2.2}, 2);
    QRectF const foot(words.left(), name.bottom(), words.width(), words.height() * 0.36 - u(1.2));
    draw::text(painter, style(), foot, m_face.sub, {2.2, false, colour(c.ink2), Qt::AlignLeft, 1.6});
}

void Row::show_face(RowFace face) {
    if (face == m_face) return;
    m_face = std::move(face);
    setAccessibleName(m_face.code + QLatin1Char(' ') + m_face.product + QLatin1Char(' ') + m_face.amount);
    update();
}

void Row::paint(QPainter& painter) {
    if (m_face.amount.isEmpty() && m_face.code.isEmpty()) return;
    Tokens const& c = colours();
    bool const lit = m_face.selected || held();
    Rgb const ground = lit ? c.key : c.pan;
    draw::panel(painter, style(), drawn(),
                {colour(ground), colour(m_face.selected ? c.ink : c.key_edge), m_face.selected ? 0.5 : 0.2,
                 draw::Edge::solid, 0.8});
    QRectF const box = drawn().adjusted(u(1.8), 0, -u(1.6), 0);
    QColor const ink = colour(m_face.struck ? c.ink3 : c.ink);
    double const words = u(20), amount = u(17), time = u(9.5), plate = u(15);
    double x = box.left();
    draw::text(painter, style(), {x, box.top(), time, box.height()}, m_face.time,
               {2.8, false, colour(c.ink), Qt::AlignLeft});
    x += time;
    draw::mini_plate(painter, style(), {x, box.center().y()}, m_face.code, 2.9);
    x += plate;
    QRectF product(x, box.top(), box.right() - words - amount - x, box.height());
    if (!m_face.tag.isEmpty()) {
        double const tag = draw::width(m_face.tag, u(2.2), true) + u(1.6);
        QRectF const place(product.right() - tag, box.center().y() - u(1.7), tag, u(3.4));
        draw::panel(painter, style(), place, {colour(c.warn), {}, 0, draw::Edge::none, 0.4});
        draw::text(painter, style(), place, m_face.tag, {2.2, true, colour(c.on_warn), Qt::AlignHCenter});
        product.setRight(place.left() - u(0.8));
    }
    double const named =
        draw::text(painter, style(), product, m_face.product, {2.8, false, ink, Qt::AlignLeft, 2.0});
    QRectF const figure(box.right() - words - amount, box.top(), amount - u(1.4), box.height());
    double const wide = draw::text(painter, style(), figure, m_face.amount, {3.8, true, ink, Qt::AlignRight});
    if (m_face.struck) {
        painter.fillRect(QRectF(product.left(), box.center().y(), named, u(0.3)), ink);
        painter.fillRect(QRectF(figure.right() - wide, box.center().y(), wide, u(0.3)), ink);
    }
    QColor const hue = colour(m_face.doubtful ? c.warn_text : c.ink);
    paint_icon(painter, m_face.icon, {box.right() - words, box.center().y() - u(1.6), u(3.2), u(3.2)}, hue,
               colour(ground));
    draw::text(painter, style(), {box.right() - words + u(4.2), box.top(), words - u(4.2), box.height()},
               m_face.words, {2.5, false, hue, Qt::AlignLeft, 1.8});
}

}  // namespace bozhong::ui
