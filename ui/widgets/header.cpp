#include "ui/widgets/header.h"

#include "ui/text/phrases.h"

namespace bozhong::ui {

namespace {

void paint_cell(QPainter& painter, Style const& style, QRectF const& box, Rgb ground) {
    painter.fillRect(box, colour(ground));
    QColor const line = colour(style.colours.line);
    painter.fillRect(QRectF(box.left(), box.bottom() - style.u(0.2), box.width(), style.u(0.2)), line);
    painter.fillRect(QRectF(style.left_handed ? box.right() - style.u(0.2) : box.left(), box.top(),
                            style.u(0.2), box.height()),
                     line);
}

}  // namespace

void ProductHeader::show_face(ProductFace face) {
    if (face == m_face) return;
    m_face = std::move(face);
    setAccessibleName(m_face.name);
    update();
}

void ProductHeader::paint(QPainter& painter) {
    paint_cell(painter, style(), rect(), held() ? colours().key : colours().pan);
    double left = u(1.4);
    if (m_face.plate.isEmpty()) {
        paint_pictogram(painter, pictogram_of(m_face.category),
                        {left, height() / 2.0 - u(3.6), u(7.2), u(7.2)});
        left += u(8.6);
    } else {
        left += draw::mini_plate(painter, style(), {left, height() / 2.0}, m_face.plate, 3.4) + u(1.2);
    }
    QRectF const words(left, u(0.8), width() - left - u(1), u(4.9));
    double const one_line = draw::width(m_face.name, u(3.4), true);
    if (one_line <= words.width())
        draw::text(painter, style(), words, m_face.name,
                   {4.4, true, colour(colours().ink), Qt::AlignLeft, 3.4});
    else
        draw::paragraph(painter, style(), words.adjusted(0, -u(0.4), 0, u(1.4)), m_face.name,
                        {2.8, true, colour(colours().ink), Qt::AlignLeft, 2.4}, 2);
    draw::text(painter, style(), {left, u(one_line <= words.width() ? 6.1 : 6.9), words.width(), u(2.4)},
               m_face.sub,
               {one_line <= words.width() ? 2.2 : 2.0, false, colour(colours().ink2), Qt::AlignLeft, 1.6});
}

void ProgressTicks::show_face(ProgressFace face) {
    if (face == m_face) return;
    m_face = std::move(face);
    setAccessibleName(m_face.notice);
    update();
}

void ProgressTicks::paint(QPainter& painter) {
    bool const opens = held() && !m_face.notice.isEmpty();
    paint_cell(painter, style(), rect(), opens ? colours().key : colours().pan);
    if (m_face.total <= 0) return;
    QRectF const words(u(1.6), u(1.0), width() - u(3.2), u(4.2));
    double const number =
        draw::text(painter, style(), words, QString::number(m_face.done), {3.2, true, colour(colours().ink)});
    // A notice needs the room more than the word for customers.
    QString const unit = m_face.notice.isEmpty() ? QLatin1Char(' ') + m_face.unit : QString();
    QString const rest = QStringLiteral(" / %1%2").arg(m_face.total).arg(unit);
    double const used = number + draw::text(painter, style(), words.adjusted(number, u(0.3), 0, 0), rest,
                                            {2.4, false, colour(colours().ink2)});
    QRectF const right = words.adjusted(used + u(1.4), u(0.2), 0, 0);
    if (m_face.notice.isEmpty())
        draw::text(painter, style(), right, m_face.amount,
                   {2.4, false, colour(colours().ink2), Qt::AlignRight, 1.8});
    else
        paint_notice(painter, right);
    QRectF const area(words.left(), u(5.9), words.width(), u(2.4));
    if (m_face.ticks.empty()) return;
    if (m_face.ticks.size() <= 60)
        paint_ticks(painter, area);
    else
        paint_bar(painter, area);
}

void ProgressTicks::paint_notice(QPainter& painter, QRectF right) {
    Tokens const& c = colours();
    if (m_face.more_notices > 0) {
        QString const more = QLatin1Char('+') + QString::number(m_face.more_notices);
        double const wide = draw::width(more, u(2.4), true) + u(1.4);
        QRectF const chip(right.right() - wide, right.center().y() - u(1.8), wide, u(3.6));
        draw::panel(painter, style(), chip, {colour(c.warn), {}, 0, draw::Edge::none, 0.4});
        draw::text(painter, style(), chip, more, {2.4, true, colour(c.on_warn), Qt::AlignHCenter});
        right.setRight(chip.left() - u(0.8));
    }
    // One line if it fits, two smaller ones if not.
    double const icon = u(3.2), wide = draw::width(m_face.notice, u(2.4), true);
    double const left = std::max(right.left(), right.right() - wide - icon - 1);
    paint_icon(painter, Icon::warn, {left, right.center().y() - u(1.2), u(2.4), u(2.4)}, colour(c.warn_text),
               colour(c.pan));
    draw::paragraph(painter, style(), {left + icon, u(0.4), right.right() - left - icon, u(5.2)},
                    m_face.notice, {2.4, true, colour(c.warn_text), Qt::AlignLeft, 1.6}, 2);
}

void ProgressTicks::paint_ticks(QPainter& painter, QRectF const& area) {
    auto const count = static_cast<double>(m_face.ticks.size());
    double const gap = count > 40 ? u(0.25) : u(0.4);
    double const wide = (area.width() - gap * (count - 1)) / count;
    QColor const ink = colour(colours().ink), open = colour(colours().ink3);
    double x = area.left();
    painter.setRenderHint(QPainter::Antialiasing);
    for (core::TickState const state : m_face.ticks) {
        QRectF const tick(x, area.bottom() - u(1.6), wide, u(1.6));
        painter.setPen(Qt::NoPen);
        if (state == core::TickState::done) {
            painter.setBrush(ink);
            painter.drawRoundedRect(tick, u(0.2), u(0.2));
        } else if (state == core::TickState::current) {
            painter.setBrush(colour(colours().go));
            painter.drawRoundedRect(QRectF(x, area.top(), wide, area.height()), u(0.2), u(0.2));
        } else {
            bool const striped = state == core::TickState::shorted;
            if (striped) painter.setBrush(draw::stripes(colour(colours().pan), ink, u(0.3)));
            if (!striped) painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(striped ? ink : open, u(0.2)));
            painter.drawRoundedRect(tick.adjusted(u(0.1), u(0.1), -u(0.1), -u(0.1)), u(0.2), u(0.2));
        }
        x += wide + gap;
    }
}

void ProgressTicks::paint_bar(QPainter& painter, QRectF const& area) {
    auto const count = static_cast<double>(m_face.ticks.size());
    auto const share = [&](core::TickState state) {
        return static_cast<double>(std::ranges::count(m_face.ticks, state)) / count * area.width();
    };
    QRectF const bar = area.adjusted(0, u(0.6), 0, 0);
    painter.fillRect(bar, colour(colours().track));
    double const done = share(core::TickState::done), shorted = share(core::TickState::shorted);
    painter.fillRect(QRectF(bar.left(), bar.top(), done, bar.height()), colour(colours().ink));
    painter.fillRect(QRectF(bar.left() + done, bar.top(), shorted, bar.height()),
                     draw::stripes(colour(colours().pan), colour(colours().ink), u(0.3)));
    painter.fillRect(QRectF(bar.left() + done + shorted, area.top(), u(0.8), area.height()),
                     colour(colours().go));
}

void HandsFreeKey::show(bool on) {
    if (on == m_on) return;
    m_on = on;
    update();
}

void HandsFreeKey::paint(QPainter& painter) {
    bool const inverted = m_on != held();
    paint_cell(painter, style(), rect(), inverted ? colours().ink : colours().pan);
    QColor const ink = colour(inverted ? colours().bg : colours().ink2);
    double const icon = u(style().english() ? 3.6 : 4.2);
    paint_icon(painter, Icon::hand, {u(1.6), height() / 2.0 - icon / 2, icon, icon}, ink, {});
    double const left = u(1.6) + icon + u(0.9);
    QRectF const words(left, 0, width() - left - u(0.6), height());
    draw::text(painter, style(), words.adjusted(0, -u(2.4), 0, 0), style().say(Word::hands_free),
               {style().english() ? 2.2 : 2.6, true, ink, Qt::AlignLeft, 1.6});
    draw::text(painter, style(), words.adjusted(0, u(3), 0, 0),
               style().say(m_on ? Word::is_on : Word::is_off), {2.0, false, ink});
}

DevicesFace devices_face(core::DeviceView const& devices, Language language) {
    DevicesFace face;
    bool const shared = devices.scale_company != core::Company::alone;
    if (shared || devices.scale_link == core::LinkState::silent) face.scale = Health::look;
    if (devices.scale_link == core::LinkState::down) face.scale = Health::stopped;
    switch (devices.printer_state) {
        case core::PrinterState::ready:
        case core::PrinterState::busy: break;
        case core::PrinterState::paper_low: face.printer = Health::look; break;
        case core::PrinterState::paper_out:
        case core::PrinterState::cover_open:
        case core::PrinterState::fault:
            face.printer = devices.printer_trouble == core::PrinterTrouble::too_hot ? Health::look : Health::stopped;
            break;
        case core::PrinterState::away: face.printer = Health::stopped; break;
    }
    if (!devices.hub_connected) {
        face.hub = Health::look;
        face.hub_words =
            say(Word::offline_brief, language,
                {QString::number(devices.unsent), QString::number(devices.oldest_unsent_ms / 60000)});
    }
    return face;
}

void paint_device(QPainter& painter, Style const& style, QPointF centre, Icon icon, Health health,
                  Rgb ground) {
    Tokens const& c = style.colours;
    double const half = style.u(1.8);
    QRectF const box(centre.x() - half, centre.y() - half, 2 * half, 2 * half);
    paint_icon(painter, icon, box, colour(health == Health::stopped ? c.stop : c.ink2));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPointF const mark(box.right() - style.u(0.2), box.bottom() - style.u(0.3));
    double const r = style.u(0.95);
    painter.setPen(QPen(colour(ground), style.u(0.3)));
    if (health == Health::good) {
        painter.setBrush(colour(c.go));
        painter.drawEllipse(mark, r, r);
    } else if (health == Health::look) {
        painter.setBrush(colour(c.warn_text));
        painter.drawPolygon(QPolygonF({{mark.x(), mark.y() - 1.3 * r},
                                       {mark.x() + 1.2 * r, mark.y() + r},
                                       {mark.x() - 1.2 * r, mark.y() + r}}));
    } else {
        QRectF const square(mark.x() - 1.1 * r, mark.y() - 1.1 * r, 2.2 * r, 2.2 * r);
        painter.setBrush(colour(c.stop_flood));
        painter.drawRect(square);
        painter.setPen(QPen(colour(c.white), style.u(0.4)));
        QRectF const cross = square.adjusted(0.5 * r, 0.5 * r, -0.5 * r, -0.5 * r);
        painter.drawLine(cross.topLeft(), cross.bottomRight());
        painter.drawLine(cross.topRight(), cross.bottomLeft());
    }
    painter.restore();
}

void DeviceDots::show_face(DevicesFace face) {
    if (face == m_face) return;
    m_face = std::move(face);
    setAccessibleName(m_face.hub_words);
    update();
}

void DeviceDots::paint(QPainter& painter) {
    Rgb const ground = held() ? colours().key : colours().pan;
    paint_cell(painter, style(), rect(), ground);
    bool const words = !m_face.hub_words.isEmpty();
    double const step = words ? u(4.7) : u(6.2);
    double x = words ? u(3.2) : width() / 2.0 - step;
    double const y = height() / 2.0;
    paint_device(painter, style(), {x, y}, Icon::scale, m_face.scale, ground);
    paint_device(painter, style(), {x += step, y}, Icon::printer, m_face.printer, ground);
    paint_device(painter, style(), {x += step, y}, m_face.hub == Health::good ? Icon::hub : Icon::huboff,
                 m_face.hub, ground);
    if (words)
        draw::paragraph(painter, style(), {x + u(3), 0, width() - x - u(3.6), 1.0 * height()},
                        m_face.hub_words, {2.2, true, colour(colours().warn_text), Qt::AlignLeft, 1.7}, 2);
}

void OperatorBadge::show(QString const& clock, QString const& name) {
    if (clock == m_clock && name == m_name) return;
    m_clock = clock;
    m_name = name;
    update();
}

void OperatorBadge::paint(QPainter& painter) {
    paint_cell(painter, style(), rect(), colours().pan);
    QRectF const box = QRectF(rect()).adjusted(u(0.8), 0, -u(1.2), 0);
    draw::text(painter, style(), box.adjusted(0, -u(2.4), 0, 0), m_clock,
               {3.4, true, colour(colours().ink), Qt::AlignRight});
    draw::text(painter, style(), box.adjusted(0, u(4), 0, 0), m_name,
               {2.2, false, colour(colours().ink2), Qt::AlignRight, 1.6});
}

}  // namespace bozhong::ui
