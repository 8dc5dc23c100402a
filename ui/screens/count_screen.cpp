#include "ui/screens/count_screen.h"

#include <algorithm>
#include <charconv>

#include "ui/screens/faces.h"

namespace bozhong::ui {

namespace {

constexpr qint64 armed_for_ms = 5000;
constexpr double pad_u = 38.4, queue_u = 10.4;

struct Action {
    char const* name;
    Icon icon;
    Word word;
};
constexpr std::array count_keys{
    Action{"shortKey", Icon::shortage, Word::shortage},   Action{"skipKey", Icon::skip, Word::skip},
    Action{"printKey", Icon::printer, Word::reprint},     Action{"listKey", Icon::list, Word::customer_list},
    Action{"historyKey", Icon::clock, Word::history_key}, Action{"moreKey", Icon::more, Word::more}};

std::int64_t whole(std::string const& digits) {
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

}  // namespace

void CountPanel::show_face(CountFace face) {
    if (face == m_face) return;
    m_face = std::move(face);
    update();
}

void CountPanel::paint(QPainter& painter) {
    Tokens const& c = colours();
    bool const blue = m_face.flood == Flood::blue;
    QColor const ink = colour(blue ? c.white : c.ink), second = colour(blue ? c.rec_second : c.ink2);
    QColor const edge = colour(blue ? c.white : m_face.flood == Flood::red_edge ? c.stop : c.line);
    draw::panel(painter, style(), rect(),
                {colour(blue ? c.rec_flood : c.pan), edge, 0.4, draw::Edge::solid, 0.8});
    QRectF const box = QRectF(rect()).adjusted(u(2.4), u(1.6), -u(2.4), -u(1.4));
    draw::text(painter, style(), {box.left(), box.top(), box.width(), u(5.8)}, m_face.phrase,
               {style().english() ? 3.8 : 4.4, true, ink, Qt::AlignLeft, 2.4});
    double const size = std::min(18.0, (box.height() / u(1) - 9) / 0.8);
    QRectF const middle(box.left(), box.top() + u(5.8), box.width(), box.height() - u(9.4));
    double const unit = draw::width(m_face.unit, u(6.4), true) + u(2);
    double const count = std::min(draw::width(m_face.count, u(size), true), middle.width() - unit);
    double const left = middle.center().x() - (count + unit) / 2;
    draw::text(painter, style(), {left, middle.top(), count + 1, middle.height()}, m_face.count,
               {size, true, ink, Qt::AlignLeft, 6});
    QRectF const unit_box(left + count + u(2), middle.center().y() + u(size * 0.367) - u(4.8), unit, u(4.8));
    draw::text(painter, style(), unit_box, m_face.unit, {6.4, true, ink, Qt::AlignLeft});
    QRectF const foot(box.left(), box.bottom() - u(3), box.width(), u(3));
    double x = draw::text(painter, style(), foot, m_face.ordered_label, {2.4, false, second}) + u(0.8);
    x += draw::text(painter, style(), foot.adjusted(x, 0, 0, 0), m_face.ordered, {2.4, true, ink}) + u(2.2);
    draw::text(painter, style(), foot.adjusted(x, 0, 0, 0), m_face.hint,
               {2.4, false, second, Qt::AlignLeft, 1.6});
}

CountScreen::CountScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "countScreen", parent),
      m_header(style, outlet, this),
      m_plate(new CustomerPlate(style, this)),
      m_panel(new CountPanel(style, this)),
      m_pad(style, PadOrder::calculator, this),
      m_all(new Key(style, "allAsOrderedKey", this)),
      m_queue(style, outlet, this),
      m_confirm(new ConfirmKey(style, this)) {
    for (std::size_t at = 0; at < count_keys.size(); ++at)
        m_actions.at(at) = new Key(style, count_keys.at(at).name, this);
    m_actions[0]->on_press = [&outlet] { outlet.open(Place::shortage); };
    m_actions[1]->on_press = [&outlet] { outlet.press({.key = core::Key::skip}); };
    m_actions[2]->on_press = [&outlet] { outlet.press({.key = core::Key::reprint}); };
    m_actions[3]->on_press = [&outlet] { outlet.open(Place::customers); };
    m_actions[4]->on_press = [&outlet] { outlet.open(Place::history); };
    m_actions[5]->on_press = [&outlet] { outlet.open(Place::more); };
    m_confirm->on_press = [&outlet] { outlet.press({.key = core::Key::confirm}); };
    m_all->on_press = [this] { press_all(); };
    m_pad.on_digit = [this](char which) { digit(which); };
    m_pad.on_delete = [this] {
        enter(m_typed.empty() ? std::string() : m_typed.substr(0, m_typed.size() - 1));
    };
    m_pad.on_last = [this] {
        if (!m_snapshot.task) return;
        enter(std::to_string(whole(m_snapshot.task->ordered)));
        m_typed.clear();
    };
}

void CountScreen::arrange() {
    m_header.arrange();
    if (grid().portrait)
        arrange_portrait();
    else
        arrange_landscape();
}

void CountScreen::arrange_landscape() {
    double const wide = grid().width(), high = grid().height();
    double const plate = grid().wide() ? 45 : 43.6, left = wide - 3 * gap_u - pad_u;
    double const actions_y = high - gap_u - key_high_u, queue_y = actions_y - gap_u - queue_u;
    double const top = m_header.height_u() + gap_u, all_y = queue_y - gap_u - key_high_u;
    double const rest = all_y - gap_u - top, pad_x = 2 * gap_u + left;
    m_plate->place(style().place(gap_u, top, plate, rest));
    m_panel->setGeometry(style().place(2 * gap_u + plate, top, left - plate - gap_u, rest));
    m_all->place(style().place(gap_u, all_y, left, key_high_u));
    m_queue.arrange(gap_u, queue_y, left);
    arrange_actions(actions_y, left);
    m_pad.arrange(pad_x, top, pad_u, actions_y - gap_u - top);
    m_confirm->place(style().place(pad_x, actions_y, pad_u, key_high_u));
}

/// Queue, confirm and actions lie where the sorting screen has them; what is counted stands beside the pad.
void CountScreen::arrange_portrait() {
    double const wide = grid().width(), high = grid().height();
    double const all = wide - 2 * gap_u, left = all - gap_u - pad_u;
    double const actions_y = high - gap_u - key_high_u, confirm_y = actions_y - gap_u - 17;
    double const queue_y = confirm_y - gap_u - queue_u, top = m_header.height_u() + gap_u;
    double const all_y = queue_y - gap_u - key_high_u, plate = 28, panel_y = top + plate + gap_u;
    m_plate->place(style().place(gap_u, top, left, plate));
    m_panel->setGeometry(style().place(gap_u, panel_y, left, all_y - gap_u - panel_y));
    m_all->place(style().place(gap_u, all_y, left, key_high_u));
    m_pad.arrange(2 * gap_u + left, top, pad_u, queue_y - gap_u - top);
    m_queue.arrange(gap_u, queue_y, all);
    m_confirm->place(style().place(gap_u, confirm_y, all, 17));
    arrange_actions(actions_y, all);
}

void CountScreen::arrange_actions(double y, double width) {
    double const each = (width - 5 * gap_u) / 6;
    double x = gap_u;
    for (Key* key : m_actions) {
        key->place(style().place(x, y, each, key_high_u));
        x += each + gap_u;
    }
}

void CountScreen::entered() {
    m_typed.clear();
    m_since_armed.invalidate();
}

void CountScreen::show_snapshot(core::Snapshot const& snapshot) {
    domain::LineKey const line = snapshot.task ? snapshot.task->line : domain::LineKey{};
    if (line != m_line) entered();
    m_line = line;
    m_snapshot = snapshot;
    m_header.show_snapshot(snapshot);
    m_plate->show_face(plate_face(snapshot, style()));
    m_queue.show_snapshot(snapshot);
    show_entry();
}

void CountScreen::digit(char which) {
    if (m_typed.size() < 5) enter(m_typed + which);
}

void CountScreen::enter(std::string number) {
    m_typed = std::move(number);
    outlet().press({.key = core::Key::count, .number = whole(m_typed)});
    show_entry();
}

bool CountScreen::armed() const {
    return m_since_armed.isValid() && m_since_armed.elapsed() < armed_for_ms;
}

void CountScreen::press_all() {
    if (armed()) {
        m_since_armed.invalidate();
        outlet().press({.key = core::Key::count_all});
    } else {
        m_since_armed.start();
    }
    show_entry();
}

void CountScreen::show_entry() {
    auto const& s = m_snapshot;
    QString const unit = s.task ? unit_word(s.task->unit, style().language) : QString();
    QString const count = QString::fromStdString(!m_typed.empty() ? m_typed : s.count_entry);
    StateLook const look = look_of(s, style().language);
    bool const recorded = s.weight.state == core::WeighState::recorded;
    bool const refused = s.weight.refused_by_press && s.weight.refusal != core::Refusal::none;
    CountFace face;
    face.phrase = recorded || refused ? look.phrase : style().say(Word::count_then_confirm);
    face.flood = recorded ? Flood::blue : refused ? Flood::red_edge : Flood::plain;
    face.count = count;
    face.unit = unit;
    face.ordered_label = style().say(Word::ordered);
    face.ordered = s.task ? amount(s.task->ordered, s.task->unit, style().language) : QString();
    face.hint = style().say(Word::whole_numbers);
    m_panel->show_face(std::move(face));
    StateLook key;
    key.face = count.isEmpty() ? ConfirmFace::idle : ConfirmFace::go;
    key.key_icon = Icon::check;
    key.key = style().say(Word::confirm);
    key.key_sub = style().say(Word::record, {count + QLatin1Char(' ') + unit});
    m_confirm->show_look({key, 0, -1, true});
    auto const waiting = std::ranges::count_if(s.customers, [](auto const& each) {
        return each.state == core::TickState::open || each.state == core::TickState::current ||
               each.state == core::TickState::skipped;
    });
    auto const open = waiting - s.product.hidden;  // the others are not touched
    bool const again = armed();
    m_all->set_face({.icon = Icon::list,
                     .text = style().say(Word::all_as_ordered),
                     .sub = style().say(again ? Word::all_again : Word::all_left, {QString::number(open)}),
                     .kind = again ? KeyKind::warn : KeyKind::normal,
                     .in_row = true,
                     .text_u = 3.4,
                     .pips = 2,
                     .pips_filled = again ? 1 : 0});
    m_pad.set_last({.text = style().say(Word::as_ordered), .text_u = 3.0});
    for (std::size_t at = 0; at < count_keys.size(); ++at)
        m_actions.at(at)->set_face(
            {.icon = count_keys.at(at).icon, .text = style().say(count_keys.at(at).word)});
}

}  // namespace bozhong::ui
