#include "ui/screens/queue_row.h"

#include "ui/screens/faces.h"

namespace bozhong::ui {

void WalkArrow::paint(QPainter& painter) {
    // Left hands walk the other way.
    if (style().left_handed) {
        painter.translate(width(), 0);
        painter.scale(-1, 1);
    }
    paint_icon(painter, Icon::next, rect(), colour(colours().ink3));
}

QueueRow::QueueRow(Style const& style, Outlet const& outlet, QWidget* parent)
    : m_style(style),
      m_undo(new UndoKey(style, parent)),
      m_arrow(new WalkArrow(style, parent)),
      m_more(new Key(style, "queueMoreKey", parent)),
      m_only(new Key(style, "onlyKey", parent)) {
    m_only->on_press = [&outlet] { outlet.press({.key = core::Key::only}); };
    m_undo->on_press = [&outlet] { outlet.press({.key = core::Key::undo}); };
    for (std::size_t at = 0; at < m_tiles.size(); ++at) {
        std::string const name = "queueTile_" + std::to_string(at);
        m_tiles.at(at) = new QueueTile(style, name.c_str(), parent);
        m_tiles.at(at)->on_press = [this, at, &outlet] {
            if (!m_lines.at(at).order_no.empty())
                outlet.press({.key = core::Key::go_to, .line = m_lines.at(at)});
        };
    }
    m_more->on_press = [&outlet] { outlet.open(Place::customers); };
}

void QueueRow::arrange(double x, double y, double width) {
    bool const portrait = m_style.grid.portrait;
    double const undo = portrait ? 27 : 24, more = 9.6, high = 10.4;
    // The fewest tiles that are still wide enough for a gloved finger share what is left.
    double const room = width - undo - more - 2 * gap_u - 2.6;
    m_shown =
        std::min<std::size_t>(portrait ? 2 : 4, static_cast<std::size_t>((room + gap_u) / (10.6 + gap_u)));
    auto const count = static_cast<double>(m_shown);
    double const tile = (room - (count - 1) * gap_u) / count;
    m_undo->place(m_style.place(x, y, undo, high));
    m_arrow->setGeometry(m_style.place(x + undo + gap_u - 0.1, y + high / 2 - 1.2, 2.4, 2.4));
    double left = x + undo + gap_u + 2.6;
    m_beside_only = m_shown - (portrait ? 1 : 2);
    double const only_left = left + static_cast<double>(m_beside_only) * (tile + gap_u);
    m_only->place(m_style.place(only_left, y, left + room - only_left, high));
    for (std::size_t at = 0; at < m_tiles.size(); ++at) {
        if (at >= m_shown) m_tiles.at(at)->hide();
        if (at >= m_shown) continue;
        m_tiles.at(at)->place(m_style.place(left, y, tile, high));
        left += tile + gap_u;
    }
    m_more->place(m_style.place(left, y, more, high));
}

void QueueRow::show_snapshot(core::Snapshot const& snapshot) {
    m_undo->show_face(undo_face(snapshot, m_style));
    bool const only = snapshot.work.only != core::OnlyFor::everybody;
    std::size_t const shown = only ? m_beside_only : m_shown;
    m_only->setVisible(only);
    m_only->set_face({.text = work_words(snapshot.work, m_style),
                      .sub = m_style.say(Word::only_hides, {QString::number(snapshot.product.hidden)}),
                      .kind = KeyKind::warn,
                      .text_u = m_style.grid.portrait ? 2.2 : 0});
    for (std::size_t at = 0; at < m_tiles.size(); ++at) {
        m_tiles.at(at)->setVisible(at < shown);
        bool const there = at < snapshot.queue.size() && at < shown;
        m_lines.at(at) = there ? snapshot.queue[at].line : domain::LineKey{};
        m_tiles.at(at)->show_face(queue_face(snapshot, at, m_style));
    }
    auto const beyond =
        static_cast<int>(snapshot.queue.size() > shown ? snapshot.queue.size() - shown : 0);
    int const left = snapshot.queue_left + beyond;
    m_more->set_face({.icon = left > 0 ? Icon::none : Icon::list,
                      .text = left > 0 ? QStringLiteral("+%1").arg(left) : QString(),
                      .kind = KeyKind::dashed,
                      .text_u = 3.1});
}

}  // namespace bozhong::ui
