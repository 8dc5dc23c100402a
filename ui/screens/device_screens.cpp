#include "ui/screens/device_screens.h"

#include <algorithm>
#include <ranges>

#include "ui/text/phrases.h"

namespace bozhong::ui {

void DeviceRow::show_face(DeviceFace face) {
    if (face == m_face) return;
    m_face = std::move(face);
    update();
}

void DeviceRow::paint(QPainter& painter) {
    Tokens const& c = colours();
    draw::panel(painter, style(), rect(), {colour(c.pan), colour(c.line), 0.2, draw::Edge::solid, 0.8});
    QRectF const box = QRectF(rect()).adjusted(u(1.8), 0, -u(1.8), 0);
    paint_icon(painter, m_face.icon, {box.left(), box.center().y() - u(2.3), u(4.6), u(4.6)}, colour(c.ink),
               colour(c.pan));
    QRectF const words = box.adjusted(u(6.4), 0, -u(4.6), 0);
    draw::text(painter, style(), words.adjusted(0, -u(3.2), 0, 0), m_face.name, {3.0, true, colour(c.ink)});
    draw::text(painter, style(), words.adjusted(0, u(3.8), 0, 0), m_face.words,
               {2.3, false, colour(c.ink2), Qt::AlignLeft, 1.6});
    Icon const state = m_face.health == Health::good   ? Icon::ok
                       : m_face.health == Health::look ? Icon::warn
                                                       : Icon::stop;
    Rgb const hue = m_face.health == Health::good   ? c.go
                    : m_face.health == Health::look ? c.warn_text
                                                    : c.stop;
    paint_icon(painter, state, {box.right() - u(3.4), box.center().y() - u(1.7), u(3.4), u(3.4)}, colour(hue),
               colour(c.pan));
}

namespace {

constexpr qint64 shown_ms = 6000;
constexpr std::size_t most_points = 1200;
/// A table has one printer and one that takes over.
constexpr int printers_told = 2;

}  // namespace

StabilityCurve::StabilityCurve(Style const& style, QWidget* parent)
    : Component(style, "stabilityCurve", parent) {
    m_clock.start();
}

void StabilityCurve::add(QString const& kg, bool stable) {
    bool good = false;
    double const value = kg.toDouble(&good);
    m_figure = kg;
    qint64 const now = m_clock.elapsed();
    if (good) m_points.push_back({now, value, stable});
    while (!m_points.empty() && (m_points.front().at_ms < now - shown_ms || m_points.size() > most_points))
        m_points.pop_front();
    update();
}

void StabilityCurve::paint(QPainter& painter) {
    Tokens const& c = colours();
    draw::panel(painter, style(), rect(), {colour(c.pan), colour(c.line), 0.2, draw::Edge::solid, 0.8});
    QRectF const box = QRectF(rect()).adjusted(u(2), u(1.6), -u(2), -u(1.2));
    QString const figure = m_figure.isEmpty() ? QStringLiteral("– – –") : m_figure + QStringLiteral(" kg");
    draw::text(painter, style(), {box.left(), box.top(), box.width() * 0.7, u(6)}, figure,
               {6.0, true, colour(c.ink)});
    draw::text(painter, style(), {box.center().x(), box.top(), box.width() / 2, u(6)},
               style().say(Word::last_seconds), {2.6, false, colour(c.ink2), Qt::AlignRight});
    QRectF const plot(box.left() + u(5.5), box.top() + u(8.2), box.width() - u(6), box.height() - u(11.4));
    double top = 0.1;
    for (Point const& point : m_points) top = std::max(top, point.kg * 1.15);
    auto const y = [&](double kg) { return plot.bottom() - plot.height() * std::clamp(kg / top, 0.0, 1.0); };
    qint64 const now = m_points.empty() ? m_clock.elapsed() : m_points.back().at_ms;
    auto const x = [&](qint64 at) {
        return plot.right() - plot.width() * static_cast<double>(now - at) / static_cast<double>(shown_ms);
    };
    for (int line = 0; line <= 4; ++line) {
        double const kg = top * line / 4;
        painter.fillRect(QRectF(plot.left(), y(kg), plot.width(), std::max(1.0, u(0.12))), colour(c.line));
        draw::text(painter, style(), {plot.left() - u(5.5), y(kg) - u(1.2), u(4.8), u(2.4)},
                   QString::number(kg, 'f', 2), {2.0, false, colour(c.ink2), Qt::AlignRight});
    }
    for (int second = 0; second <= 6; ++second)
        draw::text(painter, style(),
                   {plot.left() + plot.width() * second / 6 - u(3), plot.bottom() + u(0.4), u(6), u(2.4)},
                   QStringLiteral("%1s").arg(second - 6), {2.0, false, colour(c.ink2), Qt::AlignHCenter});
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF curve;
    for (Point const& point : m_points) {
        if (point.stable)
            painter.fillRect(QRectF(x(point.at_ms), plot.top(), u(0.5), plot.height()),
                             QColor(colour(c.go).red(), colour(c.go).green(), colour(c.go).blue(), 40));
        curve << QPointF(x(point.at_ms), y(point.kg));
    }
    painter.setPen(QPen(colour(c.ink), u(0.4), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(curve);
    if (!curve.isEmpty()) {
        painter.setBrush(colour(c.ink));
        painter.drawEllipse(curve.back(), u(0.8), u(0.8));
    }
}

DevicesScreen::DevicesScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "devicesScreen", parent),
      m_bar(style, outlet, this),
      m_curve(new StabilityCurve(style, this)),
      m_detail(new InfoPanel(style, "scaleDetail", this)) {
    for (std::size_t at = 0; at < m_rows.size(); ++at)
        m_rows.at(at) = new DeviceRow(style, ("device_" + std::to_string(at)).c_str(), this);
    static constexpr std::array names{"zeroKey", "tareKey", "clearTareKey", "diagnosticsKey", "fixKey"};
    for (std::size_t at = 0; at < m_foot.size(); ++at) m_foot.at(at) = new Key(style, names.at(at), this);
    m_foot[0]->on_press = [&outlet] { outlet.press({.key = core::Key::zero}); };
    m_foot[1]->on_press = [&outlet] { outlet.press({.key = core::Key::tare}); };
    m_foot[2]->on_press = [&outlet] { outlet.press({.key = core::Key::clear_tare}); };
    m_foot[3]->on_press = [&outlet] { outlet.open(Place::diagnostics); };
    m_foot[4]->on_press = [this, &outlet] {
        if (m_snapshot.weight.refusal == core::Refusal::scale_changed)
            return outlet.with_supervisor({.key = core::Key::replace_scale});
        if (m_snapshot.weight.refusal == core::Refusal::unit_changed)
            return outlet.press({.key = core::Key::scale_checked});
        if (CoachScreen::fault_there(m_snapshot)) outlet.open(Place::coach);
    };
}

/// Where the labels of this run stand, and what each printer made of its own.
QStringList DevicesScreen::label_lines(core::DeviceView const& devices) const {
    auto const figure = [](std::int64_t count) { return QString::number(count); };
    auto const& now = devices.labels;
    QStringList lines{style().say(Word::label_counts,
                                  {figure(now.queued), figure(now.printing), figure(now.printed + now.sent),
                                   figure(now.unknown), figure(now.failed)})};
    for (auto const& [name, counts] : devices.printers | std::views::take(printers_told))
        lines += style().say(Word::printer_totals,
                             {QString::fromStdString(name), figure(counts.printed), figure(counts.sent),
                              figure(counts.unknown), figure(counts.failed)});
    return lines;
}

void DevicesScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), high = grid().height(), top = bar_u + gap_u;
    bool const portrait = grid().portrait;
    double const list = portrait ? wide - 2 * gap_u : 41;
    double const foot_y = high - gap_u - foot_u, room = foot_y - gap_u - top;
    double const list_high = portrait ? 42 : room;
    double const each = (list_high - 3 * gap_u) / 4;
    for (std::size_t at = 0; at < m_rows.size(); ++at)
        m_rows.at(at)->setGeometry(
            style().place(gap_u, top + static_cast<double>(at) * (each + gap_u), list, each));
    double const x = portrait ? gap_u : 2 * gap_u + list, right = portrait ? list : wide - 3 * gap_u - list;
    double const y = portrait ? top + list_high + gap_u : top;
    double const detail = 21;
    m_curve->setGeometry(style().place(x, y, right, foot_y - 2 * gap_u - detail - y));
    m_detail->setGeometry(style().place(x, foot_y - gap_u - detail, right, detail));
    double const key = (wide - 2 * gap_u - 4 * gap_u) / 5;
    for (std::size_t at = 0; at < m_foot.size(); ++at)
        m_foot.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (key + gap_u), foot_y, key, foot_u));
}

void DevicesScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    auto const& devices = snapshot.devices;
    m_bar.show(style().say(Word::devices), QString::fromStdString(snapshot.station_name), snapshot);
    DevicesFace const health = devices_face(devices, style().language);
    auto const scale_words = [&] {
        switch (devices.scale_link) {
            case core::LinkState::up:
                switch (devices.scale_company) {
                    case core::Company::asks_too:
                    case core::Company::takes_bytes: return style().say(Word::scale_shared);
                    case core::Company::turned_away:
                    case core::Company::alone: break;
                }
                return QString::fromStdString(devices.scale_protocol + " · " + devices.scale_detail);
            case core::LinkState::silent: return style().say(Word::silent);
            case core::LinkState::down: return style().say(Word::away);
        }
        std::abort();
    };
    QString const unsent = QString::number(devices.unsent);
    QString const hub =
        !devices.hub_connected
            ? style().say(Word::hub_off, {QString::number(devices.oldest_unsent_ms / 60000), unsent})
        : devices.unsent > 0 ? style().say(Word::hub_sending, {unsent})
                             : style().say(Word::hub_good);
    bool const disk_low = devices.free_bytes < 2'000'000'000;
    m_rows[0]->show_face({Icon::scale, style().say(Word::scale), scale_words(), health.scale});
    m_rows[1]->show_face({Icon::printer, style().say(Word::printer), printer_words(devices, style().language),
                          health.printer});
    m_rows[2]->show_face(
        {devices.hub_connected ? Icon::hub : Icon::huboff, style().say(Word::hub), hub, health.hub});
    m_rows[3]->show_face({Icon::disk, style().say(Word::disk),
                          style().say(Word::disk_free, {QString::number(devices.free_bytes / 1'000'000'000)}),
                          disk_low ? Health::look : Health::good});
    bool const dead = snapshot.weight.state == core::WeighState::dead;
    m_curve->add(dead ? QString() : QString::fromStdString(snapshot.weight.net_kg), snapshot.weight.stable);
    QStringList const wire{QString::fromStdString(devices.scale_protocol + " · " + devices.scale_endpoint)};
    m_detail->show(
        QString::fromStdString(devices.scale + " · e " + snapshot.weight.e + " · Max " + snapshot.weight.max),
        wire + label_lines(devices));
    KeyKind const with_scale = dead ? KeyKind::dim : KeyKind::normal;
    bool const row = !grid().portrait;
    bool const other = snapshot.weight.refusal == core::Refusal::scale_changed;
    m_foot[0]->set_face(
        {.icon = Icon::zero, .text = style().say(Word::zero), .kind = with_scale, .in_row = row});
    m_foot[1]->set_face(
        {.icon = Icon::tare, .text = style().say(Word::tare), .kind = with_scale, .in_row = row});
    m_foot[2]->set_face(
        {.icon = Icon::undo, .text = style().say(Word::clear_tare), .kind = with_scale, .in_row = row});
    m_foot[3]->set_face({.icon = Icon::scale,
                         .text = style().say(Word::diagnostics),
                         .kind = devices.check.due ? KeyKind::primary : KeyKind::normal,
                         .in_row = row});
    bool const fault = CoachScreen::fault_there(snapshot);
    bool const unit = snapshot.weight.refusal == core::Refusal::unit_changed;
    m_foot[4]->set_face({.icon = unit ? Icon::scale : Icon::cable,
                         .text = style().say(other  ? Word::other_scale_key
                                             : unit ? Word::unit_is_right
                                                    : Word::how_to_fix),
                         .kind = other || unit || fault ? KeyKind::bad : KeyKind::dim,
                         .in_row = row});
}

void CoachPicture::show(Picture picture) {
    if (picture == m_picture) return;
    m_picture = picture;
    update();
}

void CoachPicture::paint(QPainter& painter) {
    // Pictures are always black on white, as on paper, in both themes.
    QColor const ink = colour(colours().plate_ink), white = colour(colours().white);
    draw::panel(painter, style(), rect(), {white, {}, 0, draw::Edge::none, 0.8});
    double const side = std::min({u(58), 1.0 * width() - u(4), 1.0 * height() - u(4)});
    paint_picture(painter, m_picture, {(width() - side) / 2, (height() - side) / 2, side, side}, ink, white,
                  ink);
}

void CoachWords::show(int step, int steps, QString what, QString why) {
    m_step = step;
    m_steps = steps;
    m_what = std::move(what);
    m_why = std::move(why);
    update();
}

void CoachWords::paint(QPainter& painter) {
    Tokens const& c = colours();
    draw::panel(painter, style(), rect(), {colour(c.pan), colour(c.line), 0.2, draw::Edge::solid, 0.8});
    QRectF const box = QRectF(rect()).adjusted(u(2.6), u(2.4), -u(2.6), -u(2));
    double const wide = (box.width() - u(1) * (m_steps - 1)) / m_steps;
    for (int at = 0; at < m_steps; ++at) {
        QRectF const pip(box.left() + at * (wide + u(1)), box.top(), wide, u(1.4));
        draw::panel(
            painter, style(), pip,
            {at <= m_step ? colour(c.ink) : colour(c.pan), colour(c.ink2), 0.2, draw::Edge::solid, 0.4});
    }
    double const words = box.height() - u(2);
    draw::paragraph(painter, style(), {box.left(), box.top() + u(2), box.width(), words * 0.52}, m_what,
                    {5.2, true, colour(c.ink), Qt::AlignLeft, 3.4}, 3);
    draw::paragraph(painter, style(),
                    {box.left(), box.top() + u(2) + words * 0.54, box.width(), words * 0.44}, m_why,
                    {3.0, false, colour(c.ink2), Qt::AlignLeft, 2.2}, 4);
}

namespace {

struct Step {
    Picture picture;
    Word what, why, done;
};

std::vector<Step> steps_at_fault(core::PrinterTrouble trouble) {
    switch (trouble) {
        case core::PrinterTrouble::ribbon_out:
            return {{Picture::printer_ribbon, Word::coach_ribbon, Word::coach_ribbon_why, Word::coach_fixed}};
        case core::PrinterTrouble::paper_jam:
            return {{Picture::printer_jam, Word::coach_jam, Word::coach_jam_why, Word::coach_fixed}};
        case core::PrinterTrouble::paused:
            return {{Picture::printer_pause, Word::coach_pause, Word::coach_pause_why, Word::coach_fixed}};
        case core::PrinterTrouble::too_hot:
            return {{Picture::printer_hot, Word::coach_hot, Word::coach_hot_why, Word::coach_fixed}};
        case core::PrinterTrouble::none:
        case core::PrinterTrouble::cutter:
        case core::PrinterTrouble::too_cold:
        case core::PrinterTrouble::other: break;
    }
    return {{Picture::printer_cable, Word::coach_printer, Word::coach_printer_why, Word::coach_done},
            {Picture::printer_cover, Word::coach_cover, Word::coach_cover_why, Word::coach_fixed},
            {Picture::printer_paper, Word::coach_paper, Word::coach_paper_why, Word::coach_fixed}};
}

std::vector<Step> steps_to_be_alone(core::Company company) {
    switch (company) {
        case core::Company::asks_too:
            return {{Picture::scale_cable, Word::coach_asked_twice, Word::coach_asked_twice_why,
                     Word::coach_fixed}};
        case core::Company::takes_bytes:
            return {{Picture::scale_cable, Word::coach_torn, Word::coach_torn_why, Word::coach_fixed}};
        case core::Company::turned_away:
        case core::Company::alone: return {};
    }
    std::abort();
}

std::vector<Step> steps_of(core::Snapshot const& snapshot) {
    if (snapshot.devices.scale_link != core::LinkState::up || snapshot.weight.state == core::WeighState::dead)
        return {{Picture::scale_cable, Word::coach_cable, Word::coach_cable_why, Word::coach_done},
                {Picture::scale_power, Word::coach_power, Word::coach_power_why, Word::coach_fixed},
                {Picture::scale_power, Word::coach_restart, Word::coach_restart_why, Word::coach_fixed}};
    switch (snapshot.devices.printer_state) {
        case core::PrinterState::ready:
        case core::PrinterState::busy: return steps_to_be_alone(snapshot.devices.scale_company);
        case core::PrinterState::paper_out:
        case core::PrinterState::paper_low:
            return {{Picture::printer_paper, Word::coach_paper, Word::coach_paper_why, Word::coach_fixed}};
        case core::PrinterState::cover_open:
            return {{Picture::printer_cover, Word::coach_cover, Word::coach_cover_why, Word::coach_fixed}};
        case core::PrinterState::fault: return steps_at_fault(snapshot.devices.printer_trouble);
        case core::PrinterState::away: return steps_at_fault(core::PrinterTrouble::other);
    }
    std::abort();
}

/// What is wrong. A scale that another program uses still has its signal.
QString title_of(Step const& first, core::Snapshot const& snapshot, Style const& style) {
    if (first.what == Word::coach_cable) return style.say(Word::scale_dead);
    if (first.picture == Picture::scale_cable) return style.say(Word::scale_shared);
    return style.say(Word::printer) + QStringLiteral(" · ") + printer_words(snapshot.devices, style.language);
}

}  // namespace

bool CoachScreen::fault_there(core::Snapshot const& snapshot) {
    return !steps_of(snapshot).empty();
}

CoachScreen::CoachScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "coachScreen", parent),
      m_bar(style, outlet, this),
      m_picture(new CoachPicture(style, this)),
      m_words(new CoachWords(style, this)) {
    m_keys = {new Key(style, "coachDoneKey", this), new Key(style, "coachNextKey", this),
              new Key(style, "callSupervisorKey", this)};
    m_keys[0]->on_press = [&outlet] { outlet.back(); };
    m_keys[1]->on_press = [this] {
        auto const steps = steps_of(m_snapshot).size();
        if (steps > 0) m_step = (m_step + 1) % steps;
        show_step();
    };
    m_keys[2]->on_press = [&outlet] { outlet.open(Place::supervisor); };
}

void CoachScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), high = grid().height(), top = bar_u + gap_u;
    bool const portrait = grid().portrait;
    double const picture = portrait ? wide - 2 * gap_u : 66;
    double const picture_high = portrait ? 52 : high - gap_u - top;
    m_picture->setGeometry(style().place(gap_u, top, picture, picture_high));
    double const x = portrait ? gap_u : 2 * gap_u + picture,
                 right = portrait ? picture : wide - 3 * gap_u - picture;
    double const y = portrait ? top + picture_high + gap_u : top;
    double const foot_y = high - gap_u - foot_u, done_y = foot_y - gap_u - 16;
    m_words->setGeometry(style().place(x, y, right, done_y - gap_u - y));
    m_keys[0]->place(style().place(x, done_y, right, 16));
    double const half = (right - gap_u) / 2;
    m_keys[1]->place(style().place(x, foot_y, half, foot_u));
    m_keys[2]->place(style().place(x + half + gap_u, foot_y, half, foot_u));
}

void CoachScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    show_step();
}

void CoachScreen::show_step() {
    auto const steps = steps_of(m_snapshot);
    if (steps.empty()) return;
    m_step = std::min(m_step, steps.size() - 1);
    Step const& step = steps.at(m_step);
    m_bar.show(title_of(steps.front(), m_snapshot, style()), QString(), Icon::clock,
               QString::fromStdString(m_snapshot.clock));
    m_picture->show(step.picture);
    m_words->show(static_cast<int>(m_step), static_cast<int>(steps.size()), style().say(step.what),
                  style().say(step.why));
    m_keys[0]->set_face({.icon = Icon::check,
                         .text = style().say(step.done),
                         .kind = KeyKind::primary,
                         .in_row = true,
                         .text_u = 4.4});
    m_keys[1]->set_face({.icon = Icon::next, .text = style().say(Word::still_not), .in_row = true});
    m_keys[2]->set_face(
        {.icon = Icon::supervisor, .text = style().say(Word::call_supervisor), .in_row = true});
}

}  // namespace bozhong::ui
