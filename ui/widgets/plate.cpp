#include "ui/widgets/plate.h"

#include <QPainterPath>
#include <algorithm>

namespace bozhong::ui {

namespace {

constexpr double strip_high_u = 6, line_high_u = 4.6, low_code_u = 43;

/// What stands at the foot takes the place of the line of names and of the strip.
QRectF foot_of(QRectF const& box, double left, double edge, double high) {
    return {box.left() + left, box.bottom() - edge - high, box.width() - left - edge, high};
}

}  // namespace

CustomerPlate::CustomerPlate(Style const& style, QWidget* parent)
    : Pressable(style, "customerPlate", parent) {}

void CustomerPlate::show_face(PlateFace face) {
    if (face == m_face) return;
    if (face.fit_code != m_face.fit_code) let_go();
    m_face = std::move(face);
    setAccessibleName(m_face.fit_code.isEmpty() ? m_face.code
                                                : m_face.code + QStringLiteral(" → ") + m_face.fit_code);
    update();
}

void CustomerPlate::paint(QPainter& painter) {
    bool const product = !m_face.product.isEmpty();
    QColor const ground = colour(product || m_face.code.isEmpty() ? colours().pan : colours().plate);
    QColor const edge = colour(product || m_face.code.isEmpty() ? colours().line : colours().plate_edge);
    QRectF const box = drawn();
    draw::panel(painter, style(), box, {ground, edge, 0.4, draw::Edge::solid, 0.8});
    bool const nobody = m_face.code.isEmpty() && !product;
    if (box.width() > 3 * box.height()) return paint_low(painter, box);
    if (!nobody) return paint_high(painter, box);
    double const foot = u(strip_high_u + line_high_u + 0.8);
    draw::text(painter, style(), box.adjusted(u(2), 0, -u(2), -foot), m_face.name,
               {5.0, true, colour(colours().ink2), Qt::AlignHCenter});
    if (!m_face.fit_code.isEmpty()) paint_fit(painter, foot_of(box, u(0.4), u(0.4), foot - u(0.4)));
}

/// As portrait panels have it: code left, words right, strip under the words.
void CustomerPlate::paint_low(QPainter& painter, QRectF const& box) {
    QRectF const words(box.left() + u(low_code_u + 2.6), box.top() + u(0.4), box.width() - u(low_code_u + 3),
                       box.height() - u(0.8));
    QRectF const strip(words.left() - u(0.4), words.bottom() - u(strip_high_u), words.width() + u(0.4),
                       u(strip_high_u));
    QRectF const main(box.left() + u(1.6), box.top() + u(1.6), u(low_code_u), box.height() - u(3.2));
    bool const product = !m_face.product.isEmpty();
    QColor const ink = colour(m_face.code.isEmpty() ? colours().ink2 : colours().plate_ink);
    double const line = (words.height() - u(strip_high_u)) / 2;
    if (m_face.code.isEmpty() && !product)
        draw::text(painter, style(), main, m_face.name, {5.0, true, ink, Qt::AlignHCenter});
    else if (product)
        paint_product(painter, main);
    else
        paint_code(painter, main);
    if (!m_face.code.isEmpty() && !product)
        draw::text(painter, style(), {words.left(), words.top(), words.width() - u(1), line}, m_face.name,
                   {3.0, true, ink, Qt::AlignLeft});
    if (!m_face.fit_code.isEmpty()) {
        double const under = keeps_strip() ? strip.height() + u(0.4) : 0;
        paint_fit(painter, {strip.left(), words.top() + line + u(0.4), strip.width(),
                            words.height() - line - u(0.4) - under});
        if (under > 0) paint_strip(painter, strip);
        return;
    }
    if (m_face.code.isEmpty() && !product) return;
    paint_strip(painter, strip);
    if (product) return;
    draw::text(painter, style(), {words.left(), words.top() + line - u(0.6), words.width() - u(1), line},
               m_face.right, {2.8, false, ink, Qt::AlignLeft});
}

void CustomerPlate::paint_high(QPainter& painter, QRectF const& box) {
    QRectF const strip = foot_of(box, u(0.4), u(0.4), u(strip_high_u));
    if (!m_face.product.isEmpty()) {
        paint_product(painter, {box.left() + u(1.6), box.top() + u(1.2), box.width() - u(3.2),
                                strip.top() - box.top() - u(1.8)});
        return paint_strip(painter, strip);
    }
    QRectF const line(box.left() + u(2), strip.top() - u(line_high_u), box.width() - u(4), u(4));
    paint_code(painter, {box.left() + u(1.6), box.top() + u(1.6), box.width() - u(2.8),
                         line.top() - box.top() - u(2.2)});
    if (!m_face.fit_code.isEmpty()) {
        double const under = keeps_strip() ? strip.height() + u(0.4) : 0;
        auto const foot = foot_of(box, u(0.4), u(0.4), u(strip_high_u + line_high_u + 0.4));
        paint_fit(painter, foot.adjusted(0, 0, 0, -under));
        if (under > 0) paint_strip(painter, strip);
        return;
    }
    paint_names(painter, line);
    paint_strip(painter, strip);
}

/// Both shrink alike when they do not fit beside each other.
void CustomerPlate::paint_names(QPainter& painter, QRectF const& line) {
    double const name = draw::width(m_face.name, u(3.0), true),
                 way = draw::width(m_face.right, u(2.8), false);
    double const fit = std::min(1.0, (line.width() - u(1.2)) / std::max(1.0, name + way));
    QColor const ink = colour(colours().plate_ink);
    draw::text(painter, style(), {line.left(), line.top(), name * fit + 1, line.height()}, m_face.name,
               {3.0, true, ink, Qt::AlignLeft, 1.6});
    draw::text(painter, style(), {line.right() - way * fit - 1, line.top(), way * fit + 1, line.height()},
               m_face.right, {2.8, false, ink, Qt::AlignRight, 1.6});
}

/// A remark is read before anything is recorded, and a bag that somebody else got is not passed over.
bool CustomerPlate::keeps_strip() const {
    return m_face.strip != StripKind::quiet;
}

/// She matches a picture: the other's plate, small, on a green-edged key.
void CustomerPlate::paint_fit(QPainter& painter, QRectF const& area) {
    Tokens const& c = colours();
    QColor const ground = colour(held() ? c.pan : c.key);
    draw::panel(painter, style(), area, {ground, colour(c.go), 0.5, draw::Edge::solid, 0.8});
    QRectF box = area.adjusted(u(1.4), 0, -u(1), 0);
    bool const narrow = area.width() < u(36);
    if (!narrow) {
        paint_icon(painter, Icon::swap, {box.left(), box.center().y() - u(2.1), u(4.2), u(4.2)},
                   colour(c.ink), ground);
        box.setLeft(box.left() + u(5.4));
    }
    bool const one_row = area.height() < u(8);
    double const size = one_row ? 2.7 : (m_face.fit_code.size() > 5 ? 3.4 : 4.8) - (narrow ? 0.8 : 0);
    double const plate =
        draw::mini_plate(painter, style(), {box.left(), box.center().y()}, m_face.fit_code, size);
    QRectF const words = box.adjusted(plate + u(1.2), 0, 0, 0);
    draw::text(painter, style(), words.adjusted(0, one_row ? 0 : -u(3.2), 0, 0), m_face.fit_amount,
               {3.6, true, colour(c.ink), Qt::AlignLeft, 2.4});
    if (one_row) return;
    draw::text(painter, style(), words.adjusted(0, u(4.0), 0, 0), m_face.fit_words,
               {2.7, true, colour(c.ink), Qt::AlignLeft, 1.9});
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
