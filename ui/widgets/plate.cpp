#include "ui/widgets/plate.h"

#include <QPainterPath>

namespace bozhong::ui {

CustomerPlate::CustomerPlate(Style const& style, QWidget* parent)
    : Component(style, "customerPlate", parent) {}

void CustomerPlate::show_face(PlateFace face) {
    if (face == m_face) return;
    m_face = std::move(face);
    setAccessibleName(m_face.code);
    update();
}

void CustomerPlate::paint(QPainter& painter) {
    bool const product = !m_face.product.isEmpty();
    QColor const ground = colour(product || m_face.code.isEmpty() ? colours().pan : colours().plate);
    QColor const edge = colour(product || m_face.code.isEmpty() ? colours().line : colours().plate_edge);
    QRectF const box = rect();
    draw::panel(painter, style(), box, {ground, edge, 0.4, draw::Edge::solid, 0.8});
    if (m_face.code.isEmpty() && !product) return;
    if (width() > 3 * height()) {
        // A low plate, as portrait panels have it: code left, words right, strip under the words.
        QRectF const words(u(45.6), u(0.4), width() - u(46), height() - u(0.8));
        QRectF const strip(words.left() - u(0.4), words.bottom() - u(6), words.width() + u(0.4), u(6));
        QRectF const main(u(1.6), u(1.6), u(43), height() - u(3.2));
        paint_strip(painter, strip);
        if (product) return paint_product(painter, main);
        paint_code(painter, main);
        double const line = (words.height() - u(6)) / 2;
        draw::text(painter, style(), {words.left(), words.top(), words.width() - u(1), line}, m_face.name,
                   {3.0, true, colour(colours().plate_ink), Qt::AlignLeft});
        draw::text(painter, style(), {words.left(), words.top() + line - u(0.6), words.width() - u(1), line},
                   m_face.right, {2.8, false, colour(colours().plate_ink), Qt::AlignLeft});
        return;
    }
    QRectF const strip(u(0.4), height() - u(6.4), width() - u(0.8), u(6));
    if (product) {
        paint_product(painter, {u(1.6), u(1.2), width() - u(3.2), strip.top() - u(1.8)});
    } else {
        QRectF const line(u(2), strip.top() - u(4.6), width() - u(4), u(4));
        paint_code(painter, {u(1.6), u(1.6), width() - u(2.8), line.top() - u(2.2)});
        // Both shrink alike when they do not fit beside each other.
        double const name = draw::width(m_face.name, u(3.0), true),
                     way = draw::width(m_face.right, u(2.8), false);
        double const fit = std::min(1.0, (line.width() - u(1.2)) / std::max(1.0, name + way));
        QColor const ink = colour(colours().plate_ink);
        draw::text(painter, style(), {line.left(), line.top(), name * fit + 1, line.height()}, m_face.name,
                   {3.0, true, ink, Qt::AlignLeft, 1.6});
        draw::text(painter, style(), {line.right() - way * fit - 1, line.top(), way * fit + 1, line.height()},
                   m_face.right, {2.8, false, ink, Qt::AlignRight, 1.6});
    }
    paint_strip(painter, strip);
}

void CustomerPlate::paint_code(QPainter& painter, QRectF const& area) {
    auto const [zone, number] = draw::split_code(m_face.code);
    QColor const ink = colour(colours().plate_ink), white = colour(colours().plate);
    QRectF right = area;
    if (!zone.isEmpty()) {
        double const wide = draw::width(zone, u(13), true) + u(3);
        double const high = std::min(area.height(), u(17));
        QRectF const block(area.left(), area.center().y() - high / 2, wide, high);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawRoundedRect(block, u(0.4), u(0.4));
        draw::text(painter, style(), block, zone, {13, true, white, Qt::AlignHCenter});
        right.setLeft(block.right() + u(0.8));
    }
    draw::text(painter, style(), right, number, {15.4, true, ink, Qt::AlignHCenter, 4.4});
}

void CustomerPlate::paint_product(QPainter& painter, QRectF const& area) {
    double const side = std::min(u(13), area.height());
    paint_pictogram(painter, pictogram_of(m_face.category),
                    {area.left(), area.center().y() - side / 2, side, side});
    QRectF const words(area.left() + side + u(2), area.top(), area.width() - side - u(2), area.height());
    draw::paragraph(painter, style(), words.adjusted(0, 0, 0, -u(5)), m_face.product,
                    {7.0, true, colour(colours().ink), Qt::AlignLeft, 3.4}, 2);
    draw::text(painter, style(), {words.left(), words.bottom() - u(5), words.width(), u(4)}, m_face.category,
               {2.8, false, colour(colours().ink2), Qt::AlignLeft});
}

void CustomerPlate::paint_strip(QPainter& painter, QRectF const& area) {
    QColor ground, ink;
    switch (m_face.strip) {
        case StripKind::quiet:
            ink = colour(m_face.product.isEmpty() ? colours().plate_second : colours().ink2);
            break;
        case StripKind::remark: ground = colour(colours().warn), ink = colour(colours().on_warn); break;
        case StripKind::put: ground = colour(colours().rec_flood), ink = colour(colours().white); break;
        case StripKind::alarm: ground = colour(colours().stop_flood), ink = colour(colours().white); break;
    }
    bool const quiet = m_face.strip == StripKind::quiet;
    if (quiet) {
        painter.setPen(QPen(colour(m_face.product.isEmpty() ? 0xD9DED9 : colours().line), u(0.2)));
        painter.drawLine(area.topLeft(), area.topRight());
    } else {
        QPainterPath shape;
        shape.addRoundedRect(area, u(0.5), u(0.5));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillPath(shape, ground);
    }
    QRectF words = area.adjusted(u(1.6), 0, -u(1.2), 0);
    if (m_face.strip_icon != Icon::none && !quiet) {
        paint_icon(painter, m_face.strip_icon, {words.left(), area.center().y() - u(1.8), u(3.6), u(3.6)},
                   ink, ground);
        words.setLeft(words.left() + u(4.6));
    }
    draw::text(painter, style(), words, m_face.strip_text,
               {quiet ? 2.2 : 3.4, !quiet, ink, Qt::AlignLeft, 1.8});
}

}  // namespace bozhong::ui
