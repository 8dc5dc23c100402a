#include "ui/screens/record_screens.h"

#include <algorithm>

#include "station/core/pan_match.h"
#include "ui/screens/faces.h"

namespace bozhong::ui {

void InfoPanel::show(QString title, QStringList lines) {
    if (title == m_title && lines == m_lines) return;
    m_title = std::move(title);
    m_lines = std::move(lines);
    update();
}

void InfoPanel::paint(QPainter& painter) {
    Tokens const& c = colours();
    draw::panel(painter, style(), rect(), {colour(c.pan), colour(c.line), 0.2, draw::Edge::solid, 0.8});
    QRectF const box = QRectF(rect()).adjusted(u(1.6), u(1), -u(1.2), -u(1));
    draw::text(painter, style(), {box.left(), box.top(), box.width(), u(4.6)}, m_title,
               {3.2, true, colour(c.ink), Qt::AlignLeft, 2.0});
    double const room = box.height() - u(4.8);
    double const step = std::min(u(3.5), room / std::max<double>(1, static_cast<double>(m_lines.size())));
    double top = box.top() + u(4.8);
    for (QString const& line : m_lines) {
        draw::text(painter, style(), {box.left(), top, box.width(), step}, line,
                   {2.4, false, colour(c.ink2), Qt::AlignLeft, 1.6});
        top += step;
    }
}

RowScreen::RowScreen(Style const& style, Outlet const& outlet, char const* name, QWidget* parent)
    : Screen(style, outlet, name, parent),
      m_bar(style, outlet, this),
      m_info(new InfoPanel(style, "rowInfo", this)) {
    for (std::size_t at = 0; at < m_rows.size(); ++at) {
        m_rows.at(at) = new Row(style, ("row_" + std::to_string(at)).c_str(), this);
        m_rows.at(at)->on_press = [this, at] {
            std::size_t const index = m_page * rows_per_page + at;
            if (index < count()) m_selected = index;
            refresh();
        };
    }
    for (std::size_t at = 0; at < m_actions.size(); ++at) {
        m_actions.at(at) = new Key(style, ("actKey_" + std::to_string(at)).c_str(), this);
        m_actions.at(at)->on_press = [this, at] { act(at); };
    }
    for (std::size_t at = 0; at < m_foot.size(); ++at) {
        m_foot.at(at) = new Key(style, ("footKey_" + std::to_string(at)).c_str(), this);
        m_foot.at(at)->on_press = [this, at] {
            if (at == 0 && m_page > 0) --m_page;
            if (at == 1 && (m_page + 1) * rows_per_page < count()) ++m_page;
            if (at < 2) m_selected = m_page * rows_per_page;
            if (at >= 2) foot(at);
            refresh();
        };
    }
}

void RowScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), high = grid().height();
    bool const portrait = grid().portrait;
    double const acts = portrait ? wide - 2 * gap_u : 26;
    double const left = portrait ? acts : wide - 3 * gap_u - acts;
    double const top = bar_u + gap_u;
    double const acts_high = portrait ? 36 : high - gap_u - top;
    double const foot_y = portrait ? high - 2 * gap_u - acts_high - foot_u : high - gap_u - foot_u;
    double const tall = (foot_y - gap_u - top - 4 * gap_u) / 5;
    for (std::size_t at = 0; at < m_rows.size(); ++at)
        m_rows.at(at)->place(
            style().place(gap_u, top + static_cast<double>(at) * (tall + gap_u), left, tall));
    double const each = (left - 3 * gap_u) / 4;
    for (std::size_t at = 0; at < m_foot.size(); ++at)
        m_foot.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (each + gap_u), foot_y, each, foot_u));
    if (portrait) {
        double const half = (acts - 2 * gap_u) / 3, low = (acts_high - gap_u) / 2,
                     y = high - gap_u - acts_high;
        m_info->setGeometry(style().place(gap_u, y, half, low));
        for (std::size_t at = 0; at < m_actions.size(); ++at) {
            auto const cell = static_cast<int>(at) + 1;
            m_actions.at(at)->place(style().place(gap_u + (cell % 3) * (half + gap_u),
                                                  y + (cell / 3) * (low + gap_u), half, low));
        }
    }
    refresh();
}

void RowScreen::entered() {
    m_page = 0;
    m_selected = 0;
}

void RowScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    refresh();
}

void RowScreen::refresh() {
    if (m_selected >= count()) m_selected = count() == 0 ? 0 : count() - 1;
    while (m_page > 0 && m_page * rows_per_page >= count()) --m_page;
    for (std::size_t at = 0; at < m_rows.size(); ++at) {
        std::size_t const index = m_page * rows_per_page + at;
        RowFace row = index < count() ? face(index) : RowFace{};
        row.selected = index < count() && index == m_selected;
        m_rows.at(at)->show_face(std::move(row));
    }
    show_page_keys();
    show_words();
    for (Key* key : m_actions) key->setVisible(!key->face().text.isEmpty());
    if (grid().portrait) return;
    // The keys that have words share the column below the information.
    auto const shown = std::ranges::count_if(m_actions, [](Key* key) { return !key->face().text.isEmpty(); });
    double const top = bar_u + gap_u, info = 17.8, acts = 26, x = grid().width() - gap_u - acts;
    m_info->setGeometry(style().place(x, top, acts, info));
    double y = top + info + gap_u;
    auto const keys = static_cast<double>(std::max<std::ptrdiff_t>(1, shown));
    double const each = (grid().height() - gap_u - y - (keys - 1) * gap_u) / keys;
    for (Key* key : m_actions) {
        if (!key->isVisibleTo(this)) continue;
        key->place(style().place(x, y, acts, each));
        y += each + gap_u;
    }
}

void RowScreen::show_page_keys() {
    m_foot[0]->set_face({.icon = Icon::up,
                         .text = style().say(Word::page_up),
                         .kind = m_page > 0 ? KeyKind::normal : KeyKind::dim,
                         .in_row = true});
    m_foot[1]->set_face({.icon = Icon::down,
                         .text = style().say(Word::page_down),
                         .kind = (m_page + 1) * rows_per_page < count() ? KeyKind::normal : KeyKind::dim,
                         .in_row = true});
}

void HistoryScreen::entered() {
    RowScreen::entered();
    m_asking = false;
    m_only = Only::all;
}

void HistoryScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    choose_shown();
    refresh();
}

void HistoryScreen::choose_shown() {
    m_shown.clear();
    if (m_only == Only::on_pan && on_pan() == 0) m_only = Only::all;
    auto const doubtful = [&](auto const& row) { return label_words(row, style().language).doubtful; };
    for (std::size_t at = 0; at < m_snapshot.history.size(); ++at) {
        auto const& row = m_snapshot.history[at];
        if (m_only == Only::all || (m_only == Only::unsure && doubtful(row)) ||
            (m_only == Only::on_pan && core::may_be_on_pan(row, m_snapshot.devices.check)))
            m_shown.push_back(at);
    }
    // Of those that are as heavy, the one whose label is in doubt is the likelier.
    if (m_only == Only::on_pan)
        std::ranges::stable_partition(m_shown, [&](std::size_t at) { return doubtful(m_snapshot.history[at]); });
}

std::ptrdiff_t HistoryScreen::on_pan() const {
    return std::ranges::count_if(m_snapshot.history,
                                 [&](auto const& row) { return core::may_be_on_pan(row, m_snapshot.devices.check); });
}

namespace {

struct VoidReason {
    Word word;
    char const* name;
};
constexpr std::array void_reasons{
    VoidReason{Word::wrong_product, "wrong_product"}, VoidReason{Word::wrong_customer, "wrong_customer"},
    VoidReason{Word::bag_broke, "bag_broke"}, VoidReason{Word::weighed_wrong, "weighed_wrong"}};

}  // namespace

RowFace HistoryScreen::face(std::size_t at) const {
    auto const& row = record(at);
    LabelWords const label = label_words(row, style().language);
    RowFace face;
    face.time = QString::fromStdString(row.time);
    face.code = QString::fromStdString(row.customer_code);
    face.product = QString::fromStdString(row.product);
    if (row.copy) face.tag = style().say(Word::copy_tag);
    if (row.manual) face.tag = style().say(Word::manual_tag);
    if (row.shortage) face.tag = style().say(Word::short_tag);
    face.amount = said_amount(row.amount, style().language);
    face.words = label.text;
    face.icon = label.icon;
    face.struck = row.voided;
    face.doubtful = label.doubtful;
    return face;
}

void HistoryScreen::show_words() {
    m_bar.show(style().say(Word::history_title),
               style().say(Word::history_sub, {QString::number(m_snapshot.history.size())}), m_snapshot);
    auto const unsure = std::ranges::count_if(
        m_snapshot.history, [&](auto const& row) { return label_words(row, style().language).doubtful; });
    auto const pan = on_pan();
    QString const words = pan > 0 ? style().say(Word::on_pan_count, {QString::number(pan)})
                                  : style().say(Word::unsure_count, {QString::number(unsure)});
    m_foot[2]->set_face({.icon = pan > 0 ? Icon::scale : Icon::warn,
                         .text = words,
                         .kind = m_only != Only::all ? KeyKind::inverted : KeyKind::normal,
                         .in_row = true});
    m_foot[3]->set_face({.icon = Icon::note,
                         .text = style().say(Word::labels_key, {QString::number(m_snapshot.offers.size())}),
                         .kind = m_snapshot.offers.empty() ? KeyKind::dim : KeyKind::normal,
                         .in_row = true});
    for (Key* key : m_actions) key->set_face({});
    if (m_shown.empty()) return m_info->show(style().say(Word::nothing_recorded_yet), {});
    auto const& row = record(m_selected);
    QStringList lines{QString::fromStdString(row.product), QString::fromStdString(row.customer_code),
                      style().say(Word::number_of, {QString::number(row.seq)})};
    m_info->show(said_amount(row.amount, style().language), lines);
    if (m_asking)
        show_reasons(row);
    else
        show_actions(row);
}

void HistoryScreen::show_actions(core::HistoryRow const& row) {
    KeyKind const kind = row.voided ? KeyKind::dim : KeyKind::normal;
    m_actions[0]->set_face({.icon = Icon::printer,
                            .text = style().say(Word::reprint),
                            .sub = style().say(Word::marked_copy),
                            .kind = kind});
    m_actions[1]->set_face({.icon = Icon::scale,
                            .text = style().say(Word::reweigh),
                            .sub = style().say(Word::reweigh_sub),
                            .kind = kind});
    m_actions[2]->set_face({.icon = Icon::voided,
                            .text = style().say(Word::void_it),
                            .sub = style().say(Word::void_sub),
                            .kind = row.voided ? KeyKind::dim : KeyKind::bad});
}

void HistoryScreen::show_reasons(core::HistoryRow const& row) {
    m_info->show(style().say(Word::void_why, {QString::fromStdString(row.customer_code)}),
                 {said_amount(row.amount, style().language), QString::fromStdString(row.product)});
    for (std::size_t at = 0; at < void_reasons.size(); ++at)
        m_actions.at(at)->set_face({.text = style().say(void_reasons.at(at).word), .kind = KeyKind::bad});
    m_actions[4]->set_face({.icon = Icon::back, .text = style().say(Word::back), .in_row = true});
}

void HistoryScreen::send(core::KeyPressed key) {
    using domain::Right;
    auto const& person = m_snapshot.person;
    // What is one's own to correct is the last thing done; everything else wants somebody with the right.
    bool const last = key.seq == m_snapshot.undo.seq;
    bool const may =
        person && (person->may(Right::correct_any) || (last && person->may(Right::correct_own)));
    if (may || key.key == core::Key::reprint) {
        outlet().press(std::move(key));
        if (key.key == core::Key::reweigh) outlet().back();
    } else {
        outlet().with_supervisor(std::move(key));
    }
}

void HistoryScreen::act(std::size_t which) {
    if (m_shown.empty()) return;
    auto const& row = record(m_selected);
    if (m_asking) {
        m_asking = false;
        if (which < void_reasons.size())
            send({.key = core::Key::void_event, .reason = void_reasons.at(which).name, .seq = row.seq, .incarnation = row.incarnation});
        return refresh();
    }
    if (row.voided) return;
    if (which == 0) send({.key = core::Key::reprint, .seq = row.seq, .incarnation = row.incarnation});
    if (which == 1) send({.key = core::Key::reweigh, .seq = row.seq, .incarnation = row.incarnation});
    if (which == 2) m_asking = true;
    refresh();
}

void HistoryScreen::foot(std::size_t which) {
    if (which == 3) {
        if (!m_snapshot.offers.empty()) outlet().open(Place::offers);
        return;
    }
    Only const other = on_pan() > 0 ? Only::on_pan : Only::unsure;
    m_only = m_only == Only::all ? other : Only::all;
    choose_shown();
}

OffersScreen::OffersScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : RowScreen(style, outlet, "labelOffersScreen", parent) {}

RowFace OffersScreen::face(std::size_t at) const {
    auto const& offer = m_snapshot.offers.at(at);
    core::HistoryRow row;
    row.label = offer.label;
    row.label_state = offer.state;
    LabelWords const label = label_words(row, style().language);
    RowFace face;
    face.time = QString::fromStdString(offer.code);
    face.code = QString::fromStdString(offer.customer_code);
    face.product = QString::fromStdString(offer.product);
    face.amount = said_amount(offer.amount, style().language);
    face.words = label.text;
    face.icon = label.icon;
    face.doubtful = label.doubtful;
    return face;
}

void OffersScreen::show_words() {
    m_bar.show(style().say(Word::offers),
               style().say(Word::offers_sub, {QString::number(m_snapshot.offers.size())}), m_snapshot);
    m_foot[2]->set_face({.icon = Icon::clock, .text = style().say(Word::history_key), .in_row = true});
    m_foot[3]->set_face({.icon = Icon::printer, .text = style().say(Word::fix_printer), .in_row = true});
    for (Key* key : m_actions) key->set_face({});
    if (m_snapshot.offers.empty()) return m_info->show(style().say(Word::none_left), {});
    auto const& offer = m_snapshot.offers.at(m_selected);
    m_info->show(said_amount(offer.amount, style().language),
                 {QString::fromStdString(offer.product), QString::fromStdString(offer.customer_code)});
    m_actions[0]->set_face(
        {.icon = Icon::printer, .text = style().say(Word::print_now), .kind = KeyKind::primary});
    m_actions[1]->set_face({.text = style().say(Word::label_write),
                            .sub = style().say(Word::label_write_sub, {QString::fromStdString(offer.code)}),
                            .picture = Picture::write_code});
}

void OffersScreen::act(std::size_t which) {
    if (m_snapshot.offers.empty() || which > 1) return;
    auto const& offer = m_snapshot.offers.at(m_selected);
    core::Key const key = which == 0 ? core::Key::label_print : core::Key::label_by_hand;
    outlet().press({.key = key, .text = offer.code, .seq = offer.label, .incarnation = offer.incarnation});
}

void OffersScreen::foot(std::size_t which) {
    outlet().open(which == 2 ? Place::history : Place::coach);
}

}  // namespace bozhong::ui
