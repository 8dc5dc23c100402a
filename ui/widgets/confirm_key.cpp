#include "ui/widgets/confirm_key.h"

#include "ui/widgets/key.h"

namespace bozhong::ui {

namespace {

struct Colours {
    QColor ground, edge, ink, mark;
    draw::Edge kind = draw::Edge::solid;
};

Colours colours_of(ConfirmFace face, Tokens const& c) {
    QColor const bg = colour(c.bg), ink = colour(c.ink);
    switch (face) {
        case ConfirmFace::idle:
            return {bg, colour(c.key_edge), colour(c.ink2), colour(c.ink2), draw::Edge::dashed};
        case ConfirmFace::go:
            return {colour(c.confirm), colour(c.confirm), colour(c.on_confirm), colour(c.on_confirm)};
        case ConfirmFace::amber_outline: return {bg, colour(c.warn_text), ink, colour(c.warn_text)};
        case ConfirmFace::amber:
            return {colour(c.warn), colour(c.warn), colour(c.on_warn), colour(c.on_warn)};
        case ConfirmFace::red_outline: return {bg, colour(c.stop), ink, colour(c.stop)};
        case ConfirmFace::blue_outline: return {bg, colour(c.rec), ink, colour(c.rec)};
        case ConfirmFace::ring: return {colour(c.key), colour(c.go), ink, colour(c.go)};
    }
    std::abort();
}

}  // namespace

void ConfirmKey::show_look(ConfirmLook look) {
    if (look.state.face == m_look.state.face && look.state.key == m_look.state.key &&
        look.state.key_sub == m_look.state.key_sub && look.state.key_icon == m_look.state.key_icon &&
        look.state.pips == m_look.state.pips && look.state.pips_filled == m_look.state.pips_filled &&
        look.locked_ms == m_look.locked_ms && look.hands_free_ms == m_look.hands_free_ms &&
        look.low == m_look.low)
        return;
    m_look = std::move(look);
    setAccessibleName(m_look.state.key + QLatin1Char(' ') + m_look.state.key_sub);
    update();
}

double ConfirmKey::mark_wide() const {
    if (m_look.state.face == ConfirmFace::ring) return u(14);
    return u(m_look.low ? 5.6 : 7.6);
}

void ConfirmKey::paint(QPainter& painter) {
    Colours look = colours_of(m_look.state.face, colours());
    bool const alive = m_look.state.face != ConfirmFace::idle;
    if (held() && alive) {
        std::swap(look.ground, look.ink);
        look.mark = look.ink;
    }
    QRectF const box = drawn();
    draw::panel(painter, style(), box, {look.ground, look.edge, 0.4, look.kind, 1.0});
    bool const english = style().english();
    double const size = m_look.low ? (english ? 3.8 : 4.6) : (english ? 4.2 : 5.8);
    double const sub_size = m_look.low ? 2.4 : (english ? 2.5 : 2.7);
    QStringList const lines =
        m_look.state.key_sub.isEmpty() ? QStringList() : m_look.state.key_sub.split('\n');
    double words = draw::width(m_look.state.key, u(size), true);
    for (QString const& line : lines) words = std::max(words, draw::width(line, u(sub_size), false));
    double const mark = mark_wide(), gap = u(2.2);
    words = std::min(words, box.width() - mark - gap - u(2.8));
    double left = box.left() + (box.width() - mark - gap - words) / 2;
    QRectF const mark_box(left, box.center().y() - mark / 2, mark, mark);
    if (m_look.state.face == ConfirmFace::ring)
        paint_ring(painter, mark_box, look.ink);
    else
        paint_icon(painter, m_look.state.key_icon, mark_box, look.mark, look.ground);
    left += mark + gap;
    double const pips = m_look.state.pips > 0 ? u(2) : 0;
    double const sub_high = static_cast<double>(lines.size()) * u(sub_size) * 1.28;
    double const high = u(size) * 1.15 + sub_high;
    double top = box.center().y() - high / 2 - pips;
    draw::text(painter, style(), {left, top, words + 1, u(size) * 1.15}, m_look.state.key,
               {size, true, look.ink});
    top += u(size) * 1.15 + u(0.4);
    for (QString const& line : lines) {
        draw::text(painter, style(), {left, top, words + 1, u(sub_size) * 1.28}, line,
                   {sub_size, false, look.ink, Qt::AlignLeft, 1.9});
        top += u(sub_size) * 1.28;
    }
    if (m_look.state.pips > 0)
        paint_pips(painter, style(), {box.center().x(), box.bottom() - u(2.9)}, m_look.state.pips,
                   m_look.state.pips_filled, look.ink);
    if (m_look.locked_ms > 0) {
        double const share = std::min(1.0, static_cast<double>(m_look.locked_ms) / 600.0);
        painter.fillRect(
            QRectF(box.left() + u(0.4), box.bottom() - u(1.2), (box.width() - u(0.8)) * share, u(0.9)),
            look.ink);
    }
}

void ConfirmKey::paint_ring(QPainter& painter, QRectF const& box, QColor ink) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    QRectF const ring = box.adjusted(u(1.1), u(1.1), -u(1.1), -u(1.1));
    painter.setPen(QPen(colour(colours().key_edge), u(1.3)));
    painter.drawEllipse(ring);
    double const share = std::clamp(static_cast<double>(m_look.hands_free_ms) / 400.0, 0.0, 1.0);
    painter.setPen(QPen(colour(colours().go), u(1.8), Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(ring, 90 * 16, -qRound(share * 360 * 16));
    painter.restore();
    double const half = u(3.2);
    paint_icon(painter, m_look.state.key_icon,
               {box.center().x() - half, box.center().y() - half, 2 * half, 2 * half}, ink);
}

}  // namespace bozhong::ui
