#include "ui/widgets/gauge.h"

#include <QPaintEvent>
#include <cmath>
#include <utility>

namespace bozhong::ui {

namespace {

constexpr double track_top_u = 3.3, track_high_u = 5.0, window_top_u = 1.6, window_high_u = 8.4,
                 margin_u = 2.0;
constexpr double band_high_u = 10.4;  // what changes with a reading ends here; the figures below do not

bool same_fixed(core::GaugeView const& a, core::GaugeView const& b) {
    return a.shown == b.shown && a.low == b.low && a.aim == b.aim && a.high == b.high && a.hard == b.hard &&
           a.low_mg == b.low_mg && a.high_mg == b.high_mg && a.aim_mg == b.aim_mg &&
           a.average_permille == b.average_permille;
}

double part(std::int64_t value, std::int64_t from, std::int64_t to) {
    return to > from ? static_cast<double>(value - from) / static_cast<double>(to - from) : 1.0;
}

}  // namespace

GaugeMood mood_of(core::Snapshot const& snapshot) {
    using core::WeighState;
    switch (snapshot.weight.state) {
        case WeighState::no_task:
        case WeighState::empty:
        case WeighState::loading:
        case WeighState::under:
        case WeighState::settling: return GaugeMood::filling;
        case WeighState::in_band:
        case WeighState::hands_free:
        case WeighState::released:
        case WeighState::recording: return GaugeMood::in_band;
        case WeighState::under_soft:
        case WeighState::over_soft: return GaugeMood::soft;
        case WeighState::over_hard:
        case WeighState::under_hard: return GaugeMood::hard;
        case WeighState::recorded: return GaugeMood::recorded;
        case WeighState::refused:
            return snapshot.weight.refusal == core::Refusal::already_captured ? GaugeMood::recorded
                                                                              : GaugeMood::filling;
        case WeighState::stale:
        case WeighState::dead: return GaugeMood::faded;
    }
    std::abort();
}

PortionGauge::PortionGauge(Style const& style, QWidget* parent) : Component(style, "portionGauge", parent) {}

bool PortionGauge::closed() const {
    return m_face.mood == GaugeMood::in_band || m_face.mood == GaugeMood::recorded;
}

double PortionGauge::x(double share) const {
    return u(margin_u) + (width() - 2 * u(margin_u)) * share;
}

QRectF PortionGauge::track(double from, double to) const {
    return {x(from), u(track_top_u), std::max(0.0, x(to) - x(from)), u(track_high_u)};
}

QRectF PortionGauge::window() const {
    return {x(under_end), u(window_top_u), x(window_end) - x(under_end), u(window_high_u)};
}

double PortionGauge::share(std::int64_t mg) const {
    auto const& v = m_face.view;
    if (mg <= 0) return 0;
    if (mg <= v.low_mg) return under_end * part(mg, 0, v.low_mg);
    if (mg <= v.high_mg) return under_end + (window_end - under_end) * part(mg, v.low_mg, v.high_mg);
    if (mg <= v.hard_mg) return window_end + (soft_end - window_end) * part(mg, v.high_mg, v.hard_mg);
    return std::min(1.0, soft_end + (1 - soft_end) * part(mg, v.hard_mg, v.hard_mg + v.hard_mg * 3 / 10));
}

void PortionGauge::show_face(GaugeFace face) {
    double const before = x(share(m_face.view.value_mg));
    GaugeFace const old = std::exchange(m_face, std::move(face));
    bool const faded = m_face.mood == GaugeMood::faded;
    if (m_fixed.isNull() || old.taking != m_face.taking || !same_fixed(old.view, m_face.view) ||
        (old.mood == GaugeMood::faded) != faded)
        return restyle();
    double const after = x(share(m_face.view.value_mg));
    double const left = std::min(before, after) - u(2.4), right = std::max(before, after) + u(2.4);
    if (old.mood != m_face.mood)
        update(QRectF(0, 0, width(), u(band_high_u)).toAlignedRect());
    else if (old.view.value_mg != m_face.view.value_mg)
        update(QRectF(left, 0, right - left, u(band_high_u)).toAlignedRect());
}

void PortionGauge::restyle() {
    m_fixed = QPixmap();
    update();
}

void PortionGauge::resizeEvent(QResizeEvent*) {
    restyle();
}

void PortionGauge::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    if (m_fixed.isNull()) draw_fixed();
    for (QRect const& area : event->region()) painter.drawPixmap(area, m_fixed, area);
    if (!m_face.view.shown) return;
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_face.mood == GaugeMood::faded) painter.setOpacity(0.35);
    draw_bar(painter);
    draw_window(painter);
    draw_aim(painter);
    draw_needle(painter);
}

void PortionGauge::draw_fixed() {
    m_fixed = QPixmap(size());
    m_fixed.fill(colour(colours().bg));
    QPainter painter(&m_fixed);
    draw::panel(painter, style(), rect(), {colour(colours().pan), {}, 0, draw::Edge::none, 0.8});
    if (!m_face.view.shown) return;
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_face.mood == GaugeMood::faded) painter.setOpacity(0.35);
    QColor const ground = colour(colours().track), line = colour(colours().ink3);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(track(0, under_end), u(0.4), u(0.4));
    painter.fillRect(track(window_end, soft_end), draw::diagonal_hatch(ground, line, u(1.2), u(0.35)));
    painter.fillRect(track(soft_end, 1), draw::cross_hatch(ground, line, u(1), u(0.3)));
    draw_figures(painter);
}

void PortionGauge::draw_figures(QPainter& painter) {
    auto const& v = m_face.view;
    auto const put = [&](double at, double half_u, QString const& words, Qt::AlignmentFlag align, Rgb ink,
                         double size) {
        double left = at - u(half_u);
        if (align == Qt::AlignLeft) left = at;
        if (align == Qt::AlignRight) left = at - u(2 * half_u);
        draw::text(painter, style(), {left, u(10.4), u(2 * half_u), u(2.6)}, words,
                   {size, true, colour(ink), align, 1.8});
    };
    put(x(0), 2, QStringLiteral("0"), Qt::AlignLeft, colours().ink3, 2.5);
    put(x(under_end), 3.5, QString::fromStdString(v.low), Qt::AlignHCenter, colours().ink, 2.9);
    put(x(window_end), 3.5, QString::fromStdString(v.high), Qt::AlignHCenter, colours().ink, 2.9);
    put(x(soft_end), 3.5, QString::fromStdString(v.hard), Qt::AlignHCenter, colours().ink2, 2.5);
    if (x(1) - x(soft_end) > u(11.6) || !style().english())
        put(x(1), 3.9, style().say(Word::release_word), Qt::AlignRight, colours().ink3, 2.2);
    if (window().width() >= u(19))
        put(window().center().x(), 6, style().say(Word::aim, {QString::fromStdString(v.aim)}),
            Qt::AlignHCenter, colours().ink2, 2.3);
    if (m_face.taking)
        return put(x(0.26), 14, style().say(Word::taking), Qt::AlignHCenter, colours().ink3, 2.2);
    if (!v.average_permille) return;
    int const permille = *v.average_permille;
    QString const percent = QStringLiteral("%1%2.%3")
                                .arg(permille < 0 ? QStringLiteral("−") : QStringLiteral("+"))
                                .arg(std::abs(permille) / 10)
                                .arg(std::abs(permille) % 10);
    put(x(0.24), 12, style().say(Word::average, {percent}), Qt::AlignHCenter, colours().ink3, 2.2);
}

void PortionGauge::draw_bar(QPainter& painter) {
    if (m_face.mood == GaugeMood::faded || m_face.view.value_mg <= 0) return;
    double const at = share(m_face.view.value_mg);
    auto const hue = [&] {
        switch (m_face.mood) {
            case GaugeMood::in_band: return colours().go_bar;
            case GaugeMood::soft: return colours().warn;
            case GaugeMood::hard: return colours().stop;
            case GaugeMood::recorded: return colours().rec;
            case GaugeMood::filling:
            case GaugeMood::faded: return colours().fill;
        }
        std::abort();
    };
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour(hue()));
    painter.drawRoundedRect(track(0, std::min(at, under_end)), u(0.4), u(0.4));
    if (at > under_end) painter.drawRect(track(under_end, std::min(at, window_end)));
    if (at > window_end) draw_spill(painter, at);
}

// What spills out of the frame is patterned: diagonal for a little, crossed for too much.
void PortionGauge::draw_spill(QPainter& painter, double at) {
    Tokens const& c = colours();
    if (m_face.mood == GaugeMood::hard) {
        painter.setBrush(draw::cross_hatch(colour(c.stop_flood), colour(c.white), u(1.8), u(0.6)));
        painter.setPen(QPen(colour(c.stop), u(0.3)));
    } else if (m_face.mood == GaugeMood::soft) {
        painter.setBrush(draw::diagonal_hatch(colour(c.warn), colour(c.on_warn), u(2), u(0.7)));
        painter.setPen(QPen(colour(c.warn), u(0.3)));
    }
    painter.drawRect(track(window_end, at));
}

void PortionGauge::draw_window(QPainter& painter) {
    QRectF const box = window();
    QColor const hue = colour(m_face.mood == GaugeMood::recorded ? colours().rec : colours().go);
    if (closed()) {
        painter.setPen(QPen(hue, u(0.7)));
        painter.setBrush(hue);
        painter.drawRoundedRect(box, u(0.4), u(0.4));
        return;
    }
    painter.setPen(QPen(hue, u(0.7), Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    double const arm = u(2.6), top = box.top(), bottom = box.bottom();
    for (auto const& [side, inwards] : {std::pair{box.left(), arm}, std::pair{box.right(), -arm}})
        painter.drawPolyline(
            QPolygonF({{side + inwards, top}, {side, top}, {side, bottom}, {side + inwards, bottom}}));
}

void PortionGauge::draw_aim(QPainter& painter) {
    QRectF const box = window();
    double const at = share(m_face.view.aim_mg), centre = x(at);
    bool const on_bar = m_face.mood != GaugeMood::faded && share(m_face.view.value_mg) > at;
    bool const dark = style().theme == Theme::dark;
    // The line takes the colour that shows on what lies below it: the open track, a bar, or the filled frame.
    QColor const on_frame = colour(dark ? colours().on_confirm : colours().white);
    QColor const line =
        closed() ? on_frame : colour(on_bar ? (dark ? colours().bg : colours().pan) : colours().ink);
    double const half = u(0.95), top = box.top() + half * 0.6;
    painter.setPen(Qt::NoPen);
    painter.setBrush(closed() ? on_frame : colour(colours().ink));
    painter.drawPolygon(QPolygonF(
        {{centre, top}, {centre + half, top + half}, {centre, top + 2 * half}, {centre - half, top + half}}));
    QPen dashes(line, u(0.3), Qt::CustomDashLine, Qt::FlatCap);
    dashes.setDashPattern({1.6, 1.6});
    painter.setPen(dashes);
    painter.drawLine(QPointF(centre, box.top() + u(2.8)), QPointF(centre, box.bottom() - u(0.5)));
}

void PortionGauge::draw_needle(QPainter& painter) {
    if (m_face.mood == GaugeMood::faded) return;
    double const centre = x(share(m_face.view.value_mg));
    double const half = u(1.7), foot = u(window_top_u + 1.9);
    bool const dark = style().theme == Theme::dark;
    QColor const on_frame = colour(dark ? colours().on_confirm : colours().white);
    QColor const stem = closed() ? on_frame : colour(colours().ink);
    painter.setPen(QPen(stem, u(0.6), Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(centre, u(track_top_u - 0.2)),
                     QPointF(centre, u(track_top_u + track_high_u + 0.4)));
    painter.setPen(QPen(closed() ? on_frame : colour(colours().pan), u(0.3)));
    painter.setBrush(colour(closed() ? colours().white : colours().ink));
    painter.drawPolygon(QPolygonF(
        {{centre, foot}, {centre - half, foot - half * 1.15}, {centre + half, foot - half * 1.15}}));
}

}  // namespace bozhong::ui
