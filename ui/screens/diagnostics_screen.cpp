#include "ui/screens/diagnostics_screen.h"

#include <QDateTime>

#include "ui/text/wire_text.h"

namespace bozhong::ui {
namespace {

constexpr int refresh_ms = 200;

/// As much of the line as fits, with an ellipsis: the whole frame is in the recording.
QString fitted(QString line, double room, double pixels) {
    if (draw::width(line, pixels, false) <= room) return line;
    while (!line.isEmpty() && draw::width(line + QStringLiteral("…"), pixels, false) > room) line.chop(1);
    return line + QStringLiteral("…");
}

}  // namespace

void FrameTable::show(std::vector<Row> rows) {
    if (rows == m_rows) return;
    m_rows = std::move(rows);
    update();
}

void FrameTable::paint(QPainter& painter) {
    Tokens const& c = colours();
    draw::panel(painter, style(), rect(), {colour(c.pan), colour(c.line), 0.2, draw::Edge::solid, 0.8});
    QRectF const box = QRectF(rect()).adjusted(u(1.4), u(0.8), -u(1.2), -u(0.8));
    double const time = u(14), reading = u(28), bytes = box.width() - time - reading;
    double const step = box.height() / (ScaleTrace::most_frames + 1);
    auto const line = [&](double top, Row const& row, QColor first, QColor second) {
        draw::text(painter, style(), {box.left(), top, time, step}, row.time, {2.2, false, second});
        draw::text(painter, style(), {box.left() + time, top, bytes - u(1), step},
                   fitted(row.bytes, bytes - u(1.2), u(2.4)), {2.4, false, first, Qt::AlignLeft, 2.4});
        draw::text(painter, style(), {box.left() + time + bytes, top, reading, step}, row.reading,
                   {2.4, false, first, Qt::AlignLeft, 1.6});
    };
    line(box.top(),
         {style().say(Word::frame_time), style().say(Word::frame_bytes), style().say(Word::frame_reading)},
         colour(c.ink2), colour(c.ink2));
    if (m_rows.empty())
        draw::text(painter, style(), {box.left(), box.top() + step, box.width(), step},
                   style().say(Word::no_frames), {2.6, false, colour(c.ink2)});
    double top = box.top() + step;
    for (Row const& row : m_rows) {
        painter.fillRect(QRectF(box.left(), top, box.width(), std::max(1.0, u(0.1))), colour(c.line));
        line(top, row, colour(c.ink), colour(c.ink2));
        top += step;
    }
}

DiagnosticsScreen::DiagnosticsScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "diagnosticsScreen", parent),
      m_bar(style, outlet, this),
      m_frames(new FrameTable(style, this)),
      m_curve(new StabilityCurve(style, this)),
      m_counters(new InfoPanel(style, "wireCounters", this)) {
    static constexpr std::array names{"zeroKey", "tareKey", "clearTareKey", "recordWireKey",
                                      "checkWeightKey"};
    for (std::size_t at = 0; at < m_foot.size(); ++at) m_foot.at(at) = new Key(style, names.at(at), this);
    m_foot[0]->on_press = [&outlet] { outlet.press({.key = core::Key::zero}); };
    m_foot[1]->on_press = [&outlet] { outlet.press({.key = core::Key::tare}); };
    m_foot[2]->on_press = [&outlet] { outlet.press({.key = core::Key::clear_tare}); };
    m_foot[3]->on_press = [this, &outlet] {
        if (outlet.tracer == nullptr) return;
        outlet.tracer->record(m_snapshot.devices.scale, !m_trace.recording.on);
        show_trace();
    };
    m_foot[4]->on_press = [&outlet] { outlet.open(Place::check_weight); };
    m_timer.setInterval(refresh_ms);
    QObject::connect(&m_timer, &QTimer::timeout, this, [this] { show_trace(); });
}

void DiagnosticsScreen::showEvent(QShowEvent* event) {
    Screen::showEvent(event);
    m_timer.start();
}

void DiagnosticsScreen::hideEvent(QHideEvent* event) {
    Screen::hideEvent(event);
    m_timer.stop();
}

void DiagnosticsScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), high = grid().height(), top = bar_u + gap_u;
    bool const portrait = grid().portrait;
    double const foot_y = high - gap_u - foot_u, room = foot_y - gap_u - top;
    double const side = 43, counters = 24.4;
    double const left = portrait ? wide - 2 * gap_u : wide - 3 * gap_u - side;
    double const list_high = portrait ? room - 28 - counters - 2 * gap_u : room;
    m_frames->setGeometry(style().place(gap_u, top, left, list_high));
    double const x = portrait ? gap_u : 2 * gap_u + left, right = portrait ? left : side;
    double const y = portrait ? top + list_high + gap_u : top;
    m_curve->setGeometry(style().place(x, y, right, foot_y - 2 * gap_u - counters - y));
    m_counters->setGeometry(style().place(x, foot_y - gap_u - counters, right, counters));
    double const key = (wide - 2 * gap_u - 4 * gap_u) / 5;
    for (std::size_t at = 0; at < m_foot.size(); ++at)
        m_foot.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (key + gap_u), foot_y, key, foot_u));
}

void DiagnosticsScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    auto const& devices = snapshot.devices;
    m_bar.show(style().say(Word::diagnostics),
               QString::fromStdString(devices.scale + " · " + devices.scale_protocol), snapshot);
    bool const dead = snapshot.weight.state == core::WeighState::dead;
    m_curve->add(dead ? QString() : QString::fromStdString(snapshot.weight.net_kg), snapshot.weight.stable);
    show_trace();
}

void DiagnosticsScreen::show_trace() {
    m_trace = outlet().tracer == nullptr ? ScaleTrace{} : outlet().tracer->look(m_snapshot.devices.scale);
    std::vector<FrameTable::Row> rows;
    for (auto const& frame : m_trace.frames) {
        auto const at = QDateTime::fromMSecsSinceEpoch(frame.local_ms, Qt::UTC);
        rows.push_back({at.toString(QStringLiteral("HH:mm:ss.zzz")), wire_text(frame.reading.raw.view()),
                        reading_text(frame.reading, style().language)});
    }
    m_frames->show(std::move(rows));
    auto const& recording = m_trace.recording;
    QStringList lines{style().say(Word::good_frames, {QString::number(m_trace.good)}),
                      style().say(Word::skipped_bytes, {QString::number(m_trace.skipped_bytes)}),
                      style().say(Word::checksum_errors, {QString::number(m_trace.checksum_errors)})};
    if (recording.failed)
        lines += style().say(Word::record_failed);
    else if (!recording.file.empty())
        lines += QStringList{style().say(recording.on ? Word::recording_to : Word::recorded_in,
                                         {QString::number((recording.bytes + 1023) / 1024)}),
                             QString::fromStdString(recording.file)};
    QString const rate = QString::number(m_trace.tenths_per_second / 10) + QLatin1Char('.') +
                         QString::number(m_trace.tenths_per_second % 10);
    m_counters->show(style().say(Word::frames_per_second, {rate}), lines);
    show_keys();
}

void DiagnosticsScreen::show_keys() {
    bool const dead = m_snapshot.weight.state == core::WeighState::dead;
    KeyKind const with_scale = dead ? KeyKind::dim : KeyKind::normal;
    bool const row = !grid().portrait;
    auto const& recording = m_trace.recording;
    auto const face = [&](std::size_t at, Icon icon, QString text, KeyKind kind) {
        m_foot.at(at)->set_face({.icon = icon, .text = std::move(text), .kind = kind, .in_row = row});
    };
    face(0, Icon::zero, style().say(Word::zero), with_scale);
    face(1, Icon::tare, style().say(Word::tare), with_scale);
    face(2, Icon::undo, style().say(Word::clear_tare), with_scale);
    QString const seconds = QString::number(recording.ms / 1000);
    face(3, recording.on ? Icon::stop : Icon::disk,
         recording.on ? style().say(Word::record_stop, {seconds}) : style().say(Word::record_wire),
         recording.on ? KeyKind::warn : KeyKind::normal);
    face(4, Icon::scale, style().say(Word::check_title),
         m_snapshot.devices.check.due ? KeyKind::primary : with_scale);
}

}  // namespace bozhong::ui
