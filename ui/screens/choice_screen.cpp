#include "ui/screens/choice_screen.h"

#include <algorithm>

#include "ui/screens/faces.h"

namespace bozhong::ui {

ChoiceScreen::ChoiceScreen(Style const& style, Outlet const& outlet, char const* name,
                           std::array<char const*, 3> choices, std::size_t foot_keys, QWidget* parent)
    : Screen(style, outlet, name, parent),
      m_header(style, outlet, this),
      m_plate(new CustomerPlate(style, this)),
      m_weight(new WeightPanel(style, this)) {
    for (std::size_t at = 0; at < 3; ++at) {
        m_choices.at(at) = new Key(style, choices.at(at), this);
        m_choices.at(at)->on_press = [this, at] { choose(at); };
    }
    for (std::size_t at = 0; at < foot_keys; ++at) {
        std::string const key = at == 0 ? "backKey" : "footKey_" + std::to_string(at);
        m_foot.push_back(new Key(style, key.c_str(), this));
        m_foot.back()->on_press = [this, at] { foot(at); };
    }
}

void ChoiceScreen::arrange() {
    double const wide = grid().width(), high = grid().height();
    double const inner = wide - 2 * gap_u;
    bool const portrait = grid().portrait;
    m_header.arrange();
    double const top = m_header.height_u() + gap_u;
    double const plate = portrait ? inner : grid().wide() ? 45 : 43.6;
    double const foot_y = high - gap_u - key_high_u;
    double y = top;
    if (portrait) {
        m_plate->place(style().place(gap_u, y, inner, 17.8));
        m_weight->setGeometry(style().place(gap_u, y + 17.8 + gap_u, inner, 30));
        y += 17.8 + 30 + 2 * gap_u;
    } else {
        // As high as on the sorting screen: plate and figure stay where they are.
        double const middle = high - gap_u - key_high_u - gap_u - 10.4 - gap_u - 13.6 - gap_u - top;
        m_plate->place(style().place(gap_u, top, plate, middle));
        m_weight->setGeometry(style().place(2 * gap_u + plate, top, wide - 3 * gap_u - plate, middle));
        y += middle + gap_u;
    }
    double const each = (inner - 2 * gap_u) / 3;
    for (std::size_t at = 0; at < 3; ++at)
        m_choices.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (each + gap_u), y, each, foot_y - gap_u - y));
    auto const count = static_cast<double>(m_foot.size());
    double const foot = (inner - (count - 1) * gap_u) / count;
    for (std::size_t at = 0; at < m_foot.size(); ++at)
        m_foot.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (foot + gap_u), foot_y, foot, key_high_u));
    m_weight->restyle();
}

void ChoiceScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    m_header.show_snapshot(snapshot);
    m_plate->show_face(plate_face(snapshot, style()));
    m_weight->show_face(weight_face(snapshot, look(), style()));
    show_keys();
}

namespace {

struct Reason {
    Word word;
    char const* name;
};
constexpr std::array reasons{Reason{Word::came_short, "came_short"}, Reason{Word::spoiled, "spoiled"},
                             Reason{Word::not_found, "not_found"}, Reason{Word::substitute, "substitute"}};

}  // namespace

ShortageScreen::ShortageScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : ChoiceScreen(style, outlet, "shortageScreen", {"shortPartKey", "shortOneKey", "shortRestKey"}, 5,
                   parent) {}

void ShortageScreen::entered() {
    m_reason = 0;
    m_armed = false;
}

void ShortageScreen::choose(std::size_t which) {
    static constexpr std::array what{"rest", "none", "all"};
    if (which == 2 && !m_armed) {
        m_armed = true;
        return show_keys();
    }
    core::KeyPressed key{
        .key = core::Key::shortage, .text = what.at(which), .reason = reasons.at(m_reason).name};
    if (m_snapshot.task) key.line = m_snapshot.task->line;
    outlet().press(std::move(key));
    outlet().back();
}

void ShortageScreen::foot(std::size_t which) {
    if (which == 0) return outlet().back();
    m_reason = which - 1;
    m_armed = false;
    show_keys();
}

void ShortageScreen::show_keys() {
    auto const& s = m_snapshot;
    std::string const unit = s.task ? s.task->unit : s.weight.unit;
    QString const figure =
        amount(s.weight.figure.empty() ? "0" : s.weight.figure, s.weight.unit, style().language);
    QString const missing = amount(s.weight.delta, unit, style().language);
    QString const code = s.task ? QString::fromStdString(s.task->customer_code) : QString();
    auto const open = std::ranges::count_if(s.customers, [](auto const& each) {
        return each.state == core::TickState::open || each.state == core::TickState::current ||
               each.state == core::TickState::skipped;
    });
    QString const rest = missing.isEmpty() ? style().say(Word::record, {figure})
                                           : style().say(Word::short_rest_sub, {figure, missing});
    m_choices[0]->set_face({.text = style().say(Word::short_rest),
                            .sub = rest,
                            .text_u = grid().portrait ? 3.0 : 3.8,
                            .picture = Picture::bag_part});
    m_choices[1]->set_face({.text = style().say(Word::short_none),
                            .sub = style().say(Word::short_none_sub, {code}),
                            .text_u = grid().portrait ? 3.0 : 3.8,
                            .picture = Picture::bag_empty});
    QString const count = QString::number(open);
    m_choices[2]->set_face(
        {.text = style().say(Word::short_all),
         .sub = style().say(m_armed ? Word::short_all_again : Word::short_all_sub, {count}),
         .kind = m_armed ? KeyKind::warn : KeyKind::normal,
         .text_u = grid().portrait ? 3.0 : 3.8,
         .picture = Picture::bags_empty});
    m_foot[0]->set_face({.icon = Icon::back, .text = style().say(Word::back), .in_row = true, .text_u = 3.0});
    for (std::size_t at = 0; at < reasons.size(); ++at)
        m_foot.at(at + 1)->set_face({.icon = at == m_reason ? Icon::check : Icon::none,
                                     .text = style().say(reasons.at(at).word),
                                     .kind = at == m_reason ? KeyKind::inverted : KeyKind::normal,
                                     .in_row = !grid().portrait,
                                     .text_u = style().english() ? 2.6 : 3.0});
}

StateLook ShortageScreen::look() const {
    StateLook look;
    look.icon = Icon::shortage;
    QString const product = m_snapshot.task && !m_snapshot.task->product.empty()
                                ? QString::fromStdString(m_snapshot.task->product)
                                : QString::fromStdString(m_snapshot.product.name);
    look.phrase = style().say(Word::not_enough, {product});
    look.then = style().say(Word::choose);
    return look;
}

LabelDecisionScreen::LabelDecisionScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : ChoiceScreen(style, outlet, "labelDecisionScreen", {"labelOtherKey", "labelWriteKey", "labelWaitKey"},
                   3, parent) {}

void LabelDecisionScreen::choose(std::size_t which) {
    static constexpr std::array keys{core::Key::label_other, core::Key::label_by_hand, core::Key::label_wait};
    core::KeyPressed key{.key = keys.at(which)};
    if (!m_snapshot.offers.empty()) {
        key.seq = m_snapshot.offers.front().label;
        key.incarnation = m_snapshot.offers.front().incarnation;
        key.text = m_snapshot.offers.front().code;
    }
    outlet().press(std::move(key));
}

void LabelDecisionScreen::foot(std::size_t which) {
    if (which == 0) return outlet().open(Place::coach);
    if (which == 1) return outlet().open(Place::offers);
    outlet().open(Place::history);
}

void LabelDecisionScreen::show_keys() {
    QString const code =
        m_snapshot.offers.empty() ? QString() : QString::fromStdString(m_snapshot.offers.front().code);
    m_choices[0]->set_face({.text = style().say(Word::label_other),
                            .sub = style().say(Word::label_other_sub),
                            .text_u = grid().portrait ? 3.0 : 3.8,
                            .picture = Picture::two_printers});
    m_choices[1]->set_face({.text = style().say(Word::label_write),
                            .sub = style().say(Word::label_write_sub, {code}),
                            .text_u = grid().portrait ? 3.0 : 3.8,
                            .picture = Picture::write_code});
    m_choices[2]->set_face({.text = style().say(Word::label_wait),
                            .sub = style().say(Word::label_wait_sub),
                            .text_u = grid().portrait ? 3.0 : 3.8,
                            .picture = Picture::wait_printer});
    m_foot[0]->set_face({.icon = Icon::printer, .text = style().say(Word::fix_printer), .in_row = true});
    m_foot[1]->set_face({.icon = Icon::note,
                         .text = style().say(Word::labels_key, {QString::number(m_snapshot.offers.size())}),
                         .in_row = true});
    m_foot[2]->set_face({.icon = Icon::clock, .text = style().say(Word::history_key), .in_row = true});
}

StateLook LabelDecisionScreen::look() const {
    StateLook look;
    look.flood = Flood::red_edge;
    look.icon = Icon::printer;
    look.phrase = style().say(Word::label_stuck);
    look.then = style().say(Word::choose);
    return look;
}

}  // namespace bozhong::ui
