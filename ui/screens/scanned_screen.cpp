#include "ui/screens/scanned_screen.h"

namespace bozhong::ui {

void ScanPanel::show(ScanWords words) {
    m_words = std::move(words);
    setAccessibleName(m_words.what);
    update();
}

void ScanPanel::paint(QPainter& painter) {
    Tokens const& c = colours();
    draw::panel(painter, style(), rect(),
                {colour(c.pan), colour(m_words.bad ? c.stop : c.line), 0.4, draw::Edge::solid, 0.8});
    QRectF const box = QRectF(rect()).adjusted(u(2.4), u(2), -u(2.4), -u(2));
    QRectF const icon(box.left(), box.center().y() - u(4.5), u(9), u(9));
    paint_icon(painter, m_words.icon, icon, colour(m_words.bad ? c.stop : c.ink), colour(c.pan));
    QRectF const words = box.adjusted(u(11.4), 0, 0, 0);
    double const half = words.height() / 2;
    draw::paragraph(painter, style(), words.adjusted(0, 0, 0, -half), m_words.what,
                    {4.8, true, colour(c.ink), Qt::AlignLeft, 2.8}, 2);
    draw::paragraph(painter, style(), words.adjusted(0, half, 0, 0), m_words.then,
                    {3.2, false, colour(c.ink2), Qt::AlignLeft, 2.4}, 3);
}

ScannedScreen::ScannedScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : HistoryScreen(style, outlet, "scannedScreen", parent), m_panel(new ScanPanel(style, this)) {
    for (std::size_t at = 1; at < m_rows.size(); ++at) m_rows.at(at)->hide();
}

/// Below the record, or in its place where there is none.
void ScannedScreen::place_panel(bool below_record) {
    auto const drawn = [&](std::size_t at) {
        return m_rows.at(at)->drawn().translated(m_rows.at(at)->pos()).toRect();
    };
    m_panel->setGeometry(drawn(below_record ? 1 : 0).united(drawn(m_rows.size() - 1)));
}

void ScannedScreen::show_snapshot(core::Snapshot const& snapshot) {
    // The next label begins anew, whatever was half asked of the last one.
    if (snapshot.scan.number != m_snapshot.scan.number) entered();
    HistoryScreen::show_snapshot(snapshot);
}

void ScannedScreen::choose_shown() {
    m_shown.clear();
    if (m_snapshot.scan.found == core::ScanFound::record) m_shown.push_back(0);
}

void ScannedScreen::show_words() {
    HistoryScreen::show_words();
    m_bar.show(style().say(Word::scan_title), QString(), m_snapshot);
    m_panel->show(scan_words(m_snapshot.scan, style().language));
    bool const there = !m_shown.empty();
    m_rows[0]->setVisible(there);
    m_info->setVisible(there);
    place_panel(there);
    m_foot[2]->set_face({.icon = Icon::clock, .text = style().say(Word::history_key), .in_row = true});
}

void ScannedScreen::foot(std::size_t which) {
    if (which == 2) return outlet().open(Place::history);
    HistoryScreen::foot(which);
}

}  // namespace bozhong::ui
