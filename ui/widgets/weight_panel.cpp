#include "ui/widgets/weight_panel.h"

#include <QPaintEvent>
#include <QPainterPath>
#include <QtMath>
#include <cmath>
#include <utility>

namespace bozhong::ui {

namespace {

struct Ground {
    Rgb ground, edge, ink, second;
    draw::Edge kind = draw::Edge::solid;
};

Ground ground_of(Flood flood, Tokens const& c) {
    switch (flood) {
        case Flood::plain: return {c.pan, c.line, c.ink, c.ink2};
        case Flood::dashed: return {c.pan, c.key_edge, c.ink, c.ink2, draw::Edge::dashed};
        case Flood::green: return {c.go_flood, c.go, c.white, c.go_second};
        case Flood::amber: return {c.warn, c.warn, c.on_warn, c.on_warn_second};
        case Flood::red: return {c.stop_flood, c.white, c.white, c.stop_second};
        case Flood::blue: return {c.rec_flood, c.white, c.white, c.rec_second};
        case Flood::grey: return {c.pan, c.key_edge, c.ink, c.ink2, draw::Edge::dashed};
        case Flood::red_edge: return {c.pan, c.stop, c.ink, c.ink2};
    }
    std::abort();
}

// Everything that decides the picture kept between readings.
bool same_fixed(WeightFace const& a, WeightFace const& b) {
    return a.look.flood == b.look.flood && a.look.icon == b.look.icon &&
           a.look.figure_grey == b.look.figure_grey && a.unit == b.unit &&
           a.ordered_label == b.ordered_label && a.ordered == b.ordered && a.ordered_unit == b.ordered_unit &&
           a.picture == b.picture && a.figure.isEmpty() == b.figure.isEmpty() &&
           a.figure.size() == b.figure.size();
}

// Digits are as wide as each other, so a number of the same shape leaves everything beside it where it is.
QString shape(QString number) {
    for (QChar& each : number)
        if (each.isDigit()) each = QLatin1Char('0');
    return number;
}

bool same_legal(WeightFace const& a, WeightFace const& b) {
    return shape(a.net) == shape(b.net) && a.tare == b.tare && a.stable == b.stable &&
           a.at_zero == b.at_zero && a.right == b.right && a.instead == b.instead &&
           a.preset_tare == b.preset_tare;
}

constexpr double inset_u = 2.4, icon_u = 12.5, legal_u = 2.4;
constexpr double glyph_baseline = 0.88;  // of the em, in a glyph's picture

}  // namespace

WeightPanel::WeightPanel(Style const& style, QWidget* parent) : Component(style, "weightPanel", parent) {}

QRect WeightPanel::figure_box() const {
    double const unit = u(style().english() ? 8.4 : 7.4) + u(1.4);
    double const left = u(inset_u + icon_u + 0.8);
    double const top = u(7.2);
    return QRectF(left, top, width() - u(inset_u) - unit - left, height() - u(4.4) - top).toAlignedRect();
}

QRect WeightPanel::phrase_box() const {
    return QRectF(u(inset_u), u(1.6), width() - u(inset_u * 2 + 19), u(5.8)).toAlignedRect();
}

QRect WeightPanel::legal_box() const {
    return QRectF(u(inset_u), height() - u(4.4), width() - u(inset_u * 2), u(3.0)).toAlignedRect();
}

double WeightPanel::figure_pixels(QString const& figure) const {
    double size = style().grid.tall() ? 24 : 20.5;
    QString const text = figure.isEmpty() ? QStringLiteral("0.00") : figure;
    double const room = figure_box().width();
    while (size > 8 && advance(text, u(size)) > room) size -= 0.5;
    return u(size);
}

double WeightPanel::advance(QString const& figure, double pixels) const {
    double wide = 0;
    for (QChar const character : figure) wide += glyph(character, pixels, QColor()).advance;
    return wide;
}

void WeightPanel::show_face(WeightFace face) {
    if (face == m_face && !m_fixed.isNull()) return;
    WeightFace const old = std::exchange(m_face, std::move(face));
    if (m_fixed.isNull() || !same_fixed(old, m_face)) {
        m_fixed = m_legal = QPixmap();
        update();
        return;
    }
    if (old.figure != m_face.figure) update(changed_figure(old.figure));
    if (old.look.phrase != m_face.look.phrase || old.look.then != m_face.look.then) update(phrase_box());
    bool const same = same_legal(old, m_face);
    if (!same) m_legal = QPixmap();
    if (!same || old.net != m_face.net) update(legal_box());
}

// From the first digit that differs to the right end; everything when the size differs too.
QRect WeightPanel::changed_figure(QString const& old) const {
    QRect box = figure_box();
    double const pixels = figure_pixels(m_face.figure);
    if (shape(old) != shape(m_face.figure) || figure_pixels(old) != pixels) return box;
    qsizetype at = 0;
    while (at < old.size() && old[at] == m_face.figure[at]) ++at;
    box.setLeft(box.right() - qCeil(advance(m_face.figure.mid(at), pixels)) - 1);
    return box;
}

void WeightPanel::restyle() {
    m_fixed = m_legal = QPixmap();
    m_glyphs.clear();
    update();
}

void WeightPanel::resizeEvent(QResizeEvent*) {
    restyle();
}

void WeightPanel::paintEvent(QPaintEvent* event) {
    {
        QPainter painter(this);
        if (m_fixed.isNull()) draw_fixed();
        for (QRect const& part : event->region()) {
            // One rectangle at a time: through a clip of several, Qt copies pictures span by span, on other
            // threads.
            painter.setClipRect(part);
            painter.drawPixmap(part, m_fixed, part);
            if (part.intersects(phrase_box())) draw_phrase(painter);
            if (part.intersects(figure_box())) draw_figure(painter);
            if (part.intersects(legal_box())) draw_legal(painter);
        }
    }
    if (on_painted) on_painted();
}

void WeightPanel::draw_fixed() {
    m_fixed = QPixmap(size());
    m_fixed.fill(colour(colours().bg));
    QPainter painter(&m_fixed);
    Ground const look = ground_of(m_face.look.flood, colours());
    draw_flood(painter);
    draw_ordered(painter);
    QRectF const icon(u(inset_u), figure_box().center().y() - u(icon_u / 2), u(icon_u), u(icon_u));
    if (m_face.picture)
        paint_picture(painter, *m_face.picture, icon, colour(look.ink), colour(look.ground),
                      colour(look.ink));
    else
        paint_icon(painter, m_face.look.icon, icon, colour(look.ink), colour(look.ground));
    if (!m_face.figure.isEmpty()) draw_unit(painter);
}

void WeightPanel::draw_flood(QPainter& painter) {
    Ground const look = ground_of(m_face.look.flood, colours());
    bool const dead = m_face.look.flood == Flood::grey && !m_face.look.figure_grey;
    QColor const ground = colour(look.ground), edge = colour(dead ? colours().stop : look.edge);
    QRectF const inside = QRectF(rect()).adjusted(u(0.4), u(0.4), -u(0.4), -u(0.4));
    draw::panel(painter, style(), rect(), {ground, edge, 0.4, look.kind, 0.8});
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_face.look.flood == Flood::red) {
        QPainterPath ring;
        ring.addRect(inside);
        ring.addRect(inside.adjusted(u(1.1), u(1.1), -u(1.1), -u(1.1)));
        painter.fillPath(ring, draw::stripes(ground, edge, u(0.85)));
    } else if (m_face.look.flood == Flood::blue) {
        painter.setPen(QPen(edge, u(0.3)));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(inside.adjusted(u(0.8), u(0.8), -u(0.8), -u(0.8)));
    } else if (m_face.look.flood == Flood::grey) {
        painter.fillRect(inside.adjusted(u(0.2), u(0.2), -u(0.2), -u(0.2)),
                         draw::stripes(colour(colours().off), colour(colours().pan), u(1.8)));
    }
}

void WeightPanel::draw_ordered(QPainter& painter) {
    if (m_face.ordered.isEmpty()) return;
    Ground const look = ground_of(m_face.look.flood, colours());
    double const right = width() - u(inset_u);
    double const top = u(1.6), high = u(5.8), low = top + u(0.9);
    double const unit = draw::text(painter, style(), {right - u(6), low, u(6), high}, m_face.ordered_unit,
                                   {2.8, false, colour(look.second), Qt::AlignRight});
    double const number = draw::text(painter, style(), {right - unit - u(11.8), top, u(11), high},
                                     m_face.ordered, {5.4, true, colour(look.ink), Qt::AlignRight, 3.4});
    double const end = right - unit - number - u(1.6);
    draw::text(painter, style(), {end - u(9), low, u(9), high}, m_face.ordered_label,
               {style().english() ? 2.5 : 2.8, false, colour(look.second), Qt::AlignRight});
}

void WeightPanel::draw_unit(QPainter& painter) {
    Ground const look = ground_of(m_face.look.flood, colours());
    QRect const figure = figure_box();
    double const foot = figure.center().y() + figure_pixels(m_face.figure) * 0.367;
    double const size = style().english() ? 5.6 : 6.4;
    QRectF const box(figure.right() + u(1.4), foot - u(size * 0.74), u(style().english() ? 8.4 : 7.4),
                     u(size * 0.74));
    draw::text(painter, style(), box, m_face.unit,
               {size, true, colour(m_face.look.figure_grey ? colours().ink3 : look.ink)});
}

void WeightPanel::draw_phrase(QPainter& painter) {
    Ground const look = ground_of(m_face.look.flood, colours());
    QRectF const box = phrase_box();
    double const size = style().english() ? 4.0 : 4.4;
    double const then_size = style().english() ? 2.7 : 3.0;
    double const then =
        m_face.look.then.isEmpty() ? 0 : draw::width(m_face.look.then, u(then_size), false) + u(1.6);
    // What to do next gives way before what is.
    QRectF const first(box.left(), box.top(), box.width() - std::min(then, box.width() * 0.42), box.height());
    double const used = draw::text(painter, style(), first, m_face.look.phrase,
                                   {size, true, colour(look.ink), Qt::AlignLeft, 2.7});
    if (then <= 0) return;
    QRectF const second(box.left() + used + u(1.6), box.top() + u(0.3), box.width() - used - u(1.6),
                        box.height());
    draw::text(painter, style(), second, m_face.look.then,
               {then_size, false, colour(look.second), Qt::AlignLeft, 2.0});
}

WeightPanel::Glyph const& WeightPanel::glyph(QChar character, double pixels, QColor ink) const {
    // An invalid colour asks for the width alone.
    auto const key = std::tuple(character.unicode(), qRound(pixels * 2), ink.isValid() ? ink.rgb() : 0U);
    auto const [at, fresh] = m_glyphs.try_emplace(key);
    Glyph& made = at->second;
    if (!fresh) return made;
    made.advance = draw::width(character, pixels, true);
    if (!ink.isValid()) return made;
    made.picture = QPixmap(std::max(1, qCeil(made.advance)), qCeil(pixels * 1.15));
    made.picture.fill(Qt::transparent);
    QPainter painter(&made.picture);
    painter.setFont(draw::font(pixels, true));
    painter.setPen(ink);
    painter.drawText(QPointF(0, pixels * glyph_baseline), character);
    return made;
}

void WeightPanel::draw_glyphs(QPainter& painter, QString const& figure, double right, double baseline,
                              double pixels, QColor ink) const {
    double x = right;
    for (auto at = figure.size(); at-- > 0;) {
        Glyph const& one = glyph(figure[at], pixels, ink);
        x -= one.advance;
        painter.drawPixmap(qRound(x), qRound(baseline - pixels * glyph_baseline), one.picture);
    }
    draw::tell_text(figure, {x, baseline}, pixels, true);
}

void WeightPanel::draw_figure(QPainter& painter) {
    Ground const look = ground_of(m_face.look.flood, colours());
    QRect const box = figure_box();
    if (m_face.figure.isEmpty()) {
        double const wide = u(9.2), step = u(15.4), thick = u(2);
        for (int at = 0; at < 3; ++at)
            painter.fillRect(
                QRectF(box.right() - wide - at * step, box.center().y() - thick / 2, wide, thick),
                colour(look.ink));
        return;
    }
    double const pixels = figure_pixels(m_face.figure);
    QColor const ink = colour(m_face.look.figure_grey ? colours().ink3 : look.ink);
    // Figures are 0.733 em high around the box's middle.
    draw_glyphs(painter, m_face.figure, box.right(), box.center().y() + pixels * 0.367, pixels, ink);
}

void WeightPanel::draw_legal(QPainter& painter) {
    if (m_legal.isNull()) draw_legal_fixed();
    painter.drawPixmap(legal_box().topLeft(), m_legal);
    if (m_face.net.isEmpty() || !m_face.instead.isEmpty()) return;
    double const pixels = u(legal_u);
    draw_glyphs(painter, m_face.net, m_net_right,
                std::round(QRectF(legal_box()).center().y() + pixels * 0.37), pixels,
                colour(ground_of(m_face.look.flood, colours()).ink));
}

// All of the line but the digits, which change with every reading.
void WeightPanel::draw_legal_fixed() {
    QRect const area = legal_box();
    m_legal = m_fixed.copy(area);
    QPainter painter(&m_legal);
    painter.translate(-area.topLeft());
    Ground const look = ground_of(m_face.look.flood, colours());
    QColor const second = colour(look.second);
    QRectF const box = legal_box();
    QRectF const last(box.right() - box.width() * 0.4, box.top(), box.width() * 0.4, box.height());
    double const right =
        draw::text(painter, style(), last, m_face.right, {legal_u, false, second, Qt::AlignRight});
    double x = box.left();
    double const end = box.right() - right - u(1);
    auto const put = [&](QString const& words, double after) {
        QRectF const place(x, box.top(), std::max(1.0, end - x), box.height());
        x += draw::text(painter, style(), place, words, {legal_u, false, second}) + u(after);
    };
    if (!m_face.instead.isEmpty()) return put(m_face.instead, 0);
    double const gap = box.width() < u(70) || style().english() ? 1.2 : 2.2;
    if (!m_face.net.isEmpty()) {
        put(style().say(Word::net), 0.7);
        m_net_right = x + advance(m_face.net, u(legal_u));
        x = m_net_right + u(gap);
    }
    if (!m_face.tare.isEmpty()) {
        put(style().say(m_face.preset_tare ? Word::preset_tare_short : Word::tare_short), 0.7);
        put(m_face.tare, gap);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(second, u(0.25)));
    painter.setBrush(m_face.stable ? QBrush(second) : QBrush(Qt::NoBrush));
    painter.drawEllipse(QPointF(x + u(1.05), box.center().y()), u(0.95), u(0.95));
    x += u(2.8);
    put(style().say(m_face.stable ? Word::stable : Word::moving), gap);
    if (m_face.at_zero) put(QStringLiteral("→0←"), 0);
}

}  // namespace bozhong::ui
