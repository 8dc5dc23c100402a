#include "ui/screens/sort_screen.h"

#include <algorithm>

#include "ui/screens/faces.h"

namespace bozhong::ui {

namespace {

constexpr double gauge_u = 13.6, queue_u = 10.4;

struct Action {
    char const* name;
    Icon icon;
    Word word;
};
constexpr std::array action_keys{
    Action{"shortKey", Icon::shortage, Word::shortage}, Action{"skipKey", Icon::skip, Word::skip},
    Action{"printKey", Icon::printer, Word::reprint},   Action{"tareKey", Icon::tare, Word::tare},
    Action{"zeroKey", Icon::zero, Word::zero},          Action{"moreKey", Icon::more, Word::more}};

}  // namespace

SortScreen::SortScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "sortScreen", parent),
      m_header(style, outlet, this),
      m_plate(new CustomerPlate(style, this)),
      m_weight(new WeightPanel(style, this)),
      m_gauge(new PortionGauge(style, this)),
      m_queue(style, outlet, this),
      m_confirm(new ConfirmKey(style, this)) {
    for (std::size_t at = 0; at < action_keys.size(); ++at)
        m_actions.at(at) = new Key(style, action_keys.at(at).name, this);
    m_confirm->on_press = [this] { press_confirm(); };
    m_plate->on_press = [this] {
        if (!m_fit.order_no.empty()) this->outlet().press({.key = core::Key::take_fit, .line = m_fit});
    };
    auto const key = [&outlet](core::Key which) {
        return [&outlet, which] { outlet.press({.key = which}); };
    };
    m_actions[0]->on_press = [&outlet] { outlet.open(Place::shortage); };
    m_actions[1]->on_press = key(core::Key::skip);
    m_actions[2]->on_press = key(core::Key::reprint);
    m_actions[3]->on_press = key(core::Key::tare);
    m_actions[4]->on_press = key(core::Key::zero);
    m_actions[5]->on_press = [&outlet] { outlet.open(Place::more); };
}

void SortScreen::press_confirm() {
    if (m_state == core::WeighState::dead) return outlet().open(Place::coach);
    if (m_check_due) return outlet().open(Place::check_weight);
    if (m_state == core::WeighState::over_hard || m_state == core::WeighState::under_hard)
        return outlet().with_supervisor({.key = core::Key::release});
    if (m_state == core::WeighState::no_task && !m_next_product.empty())
        return outlet().press({.key = core::Key::product, .text = m_next_product});
    if (m_state == core::WeighState::no_task && m_unpicked) return outlet().open(Place::products);
    outlet().press({.key = core::Key::confirm});
}

void SortScreen::arrange() {
    m_header.arrange();
    if (grid().portrait)
        arrange_portrait();
    else
        arrange_landscape();
    m_weight->restyle();
    m_gauge->restyle();
    update();
}

void SortScreen::arrange_landscape() {
    double const wide = grid().width(), high = grid().height();
    double const plate = grid().wide() ? 45 : 43.6, confirm = grid().wide() ? 40 : 37;
    double const actions_y = high - gap_u - key_high_u;
    double const queue_y = actions_y - gap_u - queue_u;
    double const gauge_y = queue_y - gap_u - gauge_u;
    double const top = 9.6 + gap_u, middle = gauge_y - gap_u - top;
    double const left_width = wide - 3 * gap_u - confirm;
    m_plate->place(style().place(gap_u, top, plate, middle));
    m_weight->setGeometry(style().place(2 * gap_u + plate, top, wide - 3 * gap_u - plate, middle));
    m_gauge->setGeometry(style().place(gap_u, gauge_y, wide - 2 * gap_u, gauge_u));
    m_queue.arrange(gap_u, queue_y, left_width);
    arrange_actions(gap_u, actions_y, left_width);
    m_confirm->place(style().place(wide - gap_u - confirm, queue_y, confirm, queue_u + gap_u + key_high_u));
}

void SortScreen::arrange_portrait() {
    double const wide = grid().width() - 2 * gap_u, high = grid().height();
    double const actions_y = high - gap_u - key_high_u;
    double const confirm_y = actions_y - gap_u - 17;
    double const queue_y = confirm_y - gap_u - queue_u;
    double const gauge_y = queue_y - gap_u - gauge_u;
    double const plate_y = m_header.height_u() + gap_u, weight_y = plate_y + 17.8 + gap_u;
    m_plate->place(style().place(gap_u, plate_y, wide, 17.8));
    m_weight->setGeometry(style().place(gap_u, weight_y, wide, gauge_y - gap_u - weight_y));
    m_gauge->setGeometry(style().place(gap_u, gauge_y, wide, gauge_u));
    m_queue.arrange(gap_u, queue_y, wide);
    m_confirm->place(style().place(gap_u, confirm_y, wide, 17));
    arrange_actions(gap_u, actions_y, wide);
}

void SortScreen::arrange_actions(double x, double y, double width) {
    auto const count = static_cast<double>(m_actions.size());
    double const each = (width - (count - 1) * gap_u) / count;
    for (Key* key : m_actions) {
        key->place(style().place(x, y, each, key_high_u));
        x += each + gap_u;
    }
}

void SortScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_state = snapshot.weight.state;
    m_check_due = m_state == core::WeighState::refused && snapshot.weight.refusal == core::Refusal::check_due;
    m_weigh_first = snapshot.weigh_first;
    m_fit = snapshot.fit ? snapshot.fit->line : domain::LineKey{};
    m_unpicked = !snapshot.product_done && !m_weigh_first;
    auto const next = std::ranges::find_if(snapshot.products, [](auto const& each) {
        return !each.current && each.done + each.shorted + each.hidden < each.total;
    });
    m_next_product = snapshot.product_done && next != snapshot.products.end() ? next->sku : std::string();
    StateLook const look = look_of(snapshot, style().language);
    // Figure, flood, gauge and key change in one frame.
    m_weight->show_face(weight_face(snapshot, look, style()));
    m_gauge->show_face({snapshot.gauge, mood_of(snapshot), snapshot.load_mode == "take_away"});
    m_confirm->show_look({look, snapshot.confirm.locked_ms, snapshot.confirm.hands_free_ms, false});
    m_plate->show_face(plate_face(snapshot, style()));
    m_header.show_snapshot(snapshot);
    m_queue.show_snapshot(snapshot);
    show_actions(snapshot);
}

void SortScreen::show_actions(core::Snapshot const& snapshot) {
    bool const task = snapshot.task.has_value();
    bool const scale = m_state != core::WeighState::dead;
    std::array const possible{task,  task,  snapshot.undo.seq != 0 || !snapshot.history.empty(),
                              scale, scale, true};
    for (std::size_t at = 0; at < action_keys.size(); ++at)
        m_actions.at(at)->set_face({.icon = action_keys.at(at).icon,
                                    .text = style().say(action_keys.at(at).word),
                                    .kind = possible.at(at) ? KeyKind::normal : KeyKind::dim});
}

}  // namespace bozhong::ui
