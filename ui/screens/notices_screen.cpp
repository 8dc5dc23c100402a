#include "ui/screens/notices_screen.h"

#include <algorithm>

#include "ui/text/phrases.h"

namespace bozhong::ui {

namespace {

struct Remedy {
    Icon icon;
    Word word;
    std::optional<Place> place;  ///< none: presses `key`, or only goes back to the scale
    std::optional<core::Key> key = std::nullopt;
};

Remedy remedy_of(core::Notice const& notice, core::Snapshot const& snapshot) {
    using core::NoticeKind;
    Remedy const recent{Icon::clock, Word::history_key, Place::history};
    Remedy const list{Icon::list, Word::customer_list, Place::customers};
    Remedy const devices{Icon::scale, Word::devices, Place::devices};
    switch (notice.kind) {
        case NoticeKind::task_moved:
        case NoticeKind::task_held:
        case NoticeKind::amount_changed: return list;
        case NoticeKind::task_cancelled:
        case NoticeKind::weighed_elsewhere:
        case NoticeKind::decision:
        case NoticeKind::recovered: return recent;
        case NoticeKind::hub_away:
        case NoticeKind::hub_stopped:
        case NoticeKind::disk_low:
        case NoticeKind::disk_slow:
        case NoticeKind::clock_wrong:
        case NoticeKind::scale_stuck:
        case NoticeKind::scale_caller:
        case NoticeKind::unsteady: return devices;
        case NoticeKind::scale_asked_twice:
        case NoticeKind::scale_torn: return {Icon::scale, Word::how_to_fix, Place::coach};
        case NoticeKind::label_unsure:
            if (snapshot.offers.empty()) return recent;
            return {Icon::note, Word::offers_key, Place::offers};
        case NoticeKind::take_out: return {Icon::scale, Word::show_bag, std::nullopt, core::Key::show_bag};
        case NoticeKind::relabel: return {Icon::printer, Word::show_bag, std::nullopt, core::Key::show_bag};
        case NoticeKind::printer: return {Icon::printer, Word::fix_printer, Place::coach};
        case NoticeKind::check_due: return {Icon::scale, Word::check_title, Place::check_weight};
        case NoticeKind::tared_at_indicator:
        case NoticeKind::zero_wanders: return {Icon::zero, Word::zero, std::nullopt, core::Key::zero};
        case NoticeKind::use_other_scale: return {Icon::back, Word::back, std::nullopt};
    }
    std::abort();
}

/// The figures of some change while it is the same thing that wants a look.
bool same_thing(core::Notice const& a, core::Notice const& b) {
    return a.kind == b.kind && (a.kind == core::NoticeKind::hub_away || a.figures == b.figures);
}

}  // namespace

void NoticeRow::show(QString words, bool over) {
    if (words == m_words && over == m_over) return;
    m_words = std::move(words);
    m_over = over;
    setAccessibleName(m_words);
    update();
}

void NoticeRow::paint(QPainter& painter) {
    if (m_words.isEmpty()) return;
    Tokens const& c = colours();
    draw::panel(painter, style(), rect(), {colour(c.pan), colour(c.line), 0.2, draw::Edge::solid, 0.8});
    QRectF const box = QRectF(rect()).adjusted(u(1.8), u(0.8), -u(1.6), -u(0.8));
    QRectF const icon(box.left(), box.center().y() - u(2), u(4), u(4));
    paint_icon(painter, m_over ? Icon::ok : Icon::warn, icon, colour(m_over ? c.ink3 : c.warn_text),
               colour(c.pan));
    draw::paragraph(painter, style(), box.adjusted(u(5.6), 0, 0, 0), m_words,
                    {3.4, !m_over, colour(m_over ? c.ink3 : c.ink), Qt::AlignLeft, 2.4}, 2);
}

NoticesScreen::NoticesScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "noticesScreen", parent), m_bar(style, outlet, this) {
    for (std::size_t at = 0; at < rows_per_page; ++at) {
        m_rows.at(at) = new NoticeRow(style, ("noticeRow_" + std::to_string(at)).c_str(), this);
        m_keys.at(at) = new Key(style, ("noticeKey_" + std::to_string(at)).c_str(), this);
        m_keys.at(at)->on_press = [this, at] { act(m_page * rows_per_page + at); };
    }
    for (std::size_t at = 0; at < m_foot.size(); ++at) {
        m_foot.at(at) = new Key(style, ("footKey_" + std::to_string(at)).c_str(), this);
        m_foot.at(at)->on_press = [this, at] { turn(at == 1); };
    }
}

void NoticesScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), keys = 26, words = wide - 3 * gap_u - keys;
    double const top = bar_u + gap_u, foot_y = grid().height() - gap_u - foot_u;
    double const high = std::min((foot_y - top) / static_cast<double>(rows_per_page) - gap_u, 16.0);
    for (std::size_t at = 0; at < rows_per_page; ++at) {
        double const y = top + static_cast<double>(at) * (high + gap_u);
        m_rows.at(at)->setGeometry(style().place(gap_u, y, words, high));
        m_keys.at(at)->place(style().place(2 * gap_u + words, y, keys, high));
    }
    double const half = (wide - 3 * gap_u) / 2;
    m_foot[0]->place(style().place(gap_u, foot_y, half, foot_u));
    m_foot[1]->place(style().place(2 * gap_u + half, foot_y, half, foot_u));
    refresh();
}

void NoticesScreen::entered() {
    m_shown.clear();
    m_page = 0;
}

void NoticesScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    follow(snapshot.notices);
    refresh();
}

// Nothing moves under her finger: what is over keeps its row, what is new comes last, until she looks again.
void NoticesScreen::follow(std::vector<core::Notice> const& notices) {
    for (auto& row : m_shown) row.over = true;
    for (auto const& notice : notices) {
        auto const known =
            std::ranges::find_if(m_shown, [&](auto const& row) { return same_thing(row.notice, notice); });
        if (known == m_shown.end())
            m_shown.push_back({notice, false});
        else
            *known = {notice, false};
    }
}

std::size_t NoticesScreen::most_page() const {
    return m_shown.empty() ? 0 : (m_shown.size() - 1) / rows_per_page;
}

void NoticesScreen::turn(bool down) {
    if (down && m_page < most_page()) ++m_page;
    if (!down && m_page > 0) --m_page;
    refresh();
}

void NoticesScreen::refresh() {
    auto const standing = std::ranges::count(m_shown, false, &Shown::over);
    m_bar.show(style().say(Word::notices_title), style().say(Word::notices_sub, {QString::number(standing)}),
               m_snapshot);
    for (std::size_t at = 0; at < rows_per_page; ++at) {
        std::size_t const index = m_page * rows_per_page + at;
        bool const there = index < m_shown.size();
        m_rows.at(at)->setVisible(there);
        m_keys.at(at)->setVisible(there);
        if (!there) continue;
        auto const& [notice, over] = m_shown[index];
        m_rows.at(at)->show(notice_text(notice, style().language), over);
        Remedy const remedy = remedy_of(notice, m_snapshot);
        m_keys.at(at)->set_face({.icon = over ? Icon::check : remedy.icon,
                                 .text = style().say(over ? Word::notice_over : remedy.word),
                                 .kind = over ? KeyKind::dim : KeyKind::normal,
                                 .in_row = true});
    }
    m_foot[0]->set_face({.icon = Icon::up,
                         .text = style().say(Word::page_up),
                         .kind = m_page > 0 ? KeyKind::normal : KeyKind::dim,
                         .in_row = true});
    m_foot[1]->set_face({.icon = Icon::down,
                         .text = style().say(Word::page_down),
                         .kind = m_page < most_page() ? KeyKind::normal : KeyKind::dim,
                         .in_row = true});
}

void NoticesScreen::act(std::size_t at) {
    if (at >= m_shown.size() || m_shown[at].over) return;
    auto const bag = m_shown[at].notice.bag;
    Remedy const remedy = remedy_of(m_shown[at].notice, m_snapshot);
    if (remedy.place) return outlet().open(*remedy.place);
    outlet().back();
    if (remedy.key) outlet().press({.key = *remedy.key, .seq = bag.seq, .incarnation = bag.incarnation});
}

}  // namespace bozhong::ui
