#include "station/cli/bench/scripted_sorter.h"

#include <cmath>
#include <string>

namespace bozhong::cli::bench {

namespace {

using core::Key;
using core::WeighState;

constexpr double grams_mg = 1'000;

std::vector<domain::SortTask> tasks_for(Way way, int bags, simtest::Dice& dice) {
    std::vector<domain::SortTask> tasks;
    for (int number = 0; number < bags; ++number) {
        domain::SortTask task;
        task.warehouse = "main";
        task.wave = "W1";
        task.line = {"O" + std::to_string(number), "1"};
        task.station = "T1";
        bool const pick = way.booking == Booking::pick;
        task.sku = pick ? "sku" + std::to_string(number) : "sku";
        task.product = task.sku;
        task.customer_code = pick ? "A-001" : "A-" + std::to_string(number);
        task.ordered = {{dice.between(4, 16) * 5, 1}, "斤"};
        task.position = number;
        tasks.push_back(std::move(task));
    }
    return tasks;
}

bool right(WeighState state) {
    return state == WeighState::in_band || state == WeighState::hands_free;
}

/// The load rests and the screen says what it thinks of it.
bool judged(core::Snapshot const& look) {
    switch (look.weight.state) {
        case WeighState::in_band:
        case WeighState::hands_free:
        case WeighState::under:
        case WeighState::under_soft:
        case WeighState::under_hard:
        case WeighState::over_soft:
        case WeighState::over_hard:
        case WeighState::no_task:
        case WeighState::recorded: return true;
        default: return false;
    }
}

double wanted_g(core::Snapshot const& look) {
    auto const& of = look.task ? *look.task : look.queue.front();
    auto const amount = domain::Decimal::parse(look.task ? of.rest : of.ordered);
    return static_cast<double>(domain::to_mass(*amount, domain::MassUnit::jin)->mg) / grams_mg;
}

}  // namespace

ScriptedSorter::ScriptedSorter(Way way, int bags, unsigned seed)
    : m_way(way), m_bags(bags), m_dice(simtest::Dice::of(seed, "sorter")) {
    bool const large = way.booking == Booking::take_away || way.booking == Booking::accumulate;
    m_table = std::make_unique<SortingTable>(tasks_for(way, bags, m_dice), large, seed);
    if (way.booking == Booking::pick) m_table->press({.key = Key::mode, .text = "pick"});
    if (way.booking == Booking::weigh_first) m_table->press({.key = Key::walk, .text = "load"});
    if (way.booking == Booking::take_away) m_table->press({.key = Key::load_mode, .text = "take_away"});
    if (way.booking == Booking::accumulate) m_table->press({.key = Key::load_mode, .text = "accumulate"});
    if (way.hands_free) m_table->press({.key = Key::hands_free, .text = "on"});
    // Orders come at any moment of the scale's display.
    m_table->pass(static_cast<int>(m_dice.between(50, 60)) * 10);
}

/// Work the goods want, whatever the table is like.
void ScriptedSorter::do_hands(Motion const& motion) {
    m_shift.hands_alone += motion.mods * mod_ms / 1'000.0;
    m_table->pass(motion.mods * mod_ms);
}

/// Looking, deciding and keys: what the table costs her.
void ScriptedSorter::do_for_table(Motion const& motion) {
    m_table->pass(motion.mods * mod_ms);
}

void ScriptedSorter::add(double grams) {
    double const sign = m_way.booking == Booking::take_away ? -1 : 1;
    m_table->put(m_table->on_pan_mg() + std::llround(sign * grams * grams_mg));
    m_lies_since = m_table->now_ms();
}

double ScriptedSorter::missing_g(core::Snapshot const& look) const {
    if (!look.task) return 0;
    return static_cast<double>(look.gauge.aim_mg - look.gauge.value_mg) / grams_mg;
}

bool ScriptedSorter::begin_crate() {
    if (m_table->on_pan_mg() > 9'000'000) return true;
    do_hands(crate);
    m_table->put(0);
    m_table->pass(1'000);
    m_table->put(50'000'000);
    return m_table->pass_until([](auto const& look) { return look.weight.stable; });
}

bool ScriptedSorter::fill() {
    if (m_way.booking == Booking::pick) do_hands(to_goods);
    if (m_way.booking == Booking::take_away && !begin_crate()) return false;
    double const first = wanted_g(m_table->look()) * (1 + portion_off * m_dice.bell());
    if (m_way.booking != Booking::take_away) {
        do_hands(portion);
        add(first);
        return true;
    }
    // The crate grows lighter with each handful.
    for (int handful = 0; handful < 2; ++handful) {
        do_hands({"", "", handful == 0 ? crate_portion.mods - 11 : 11});
        add(first / 2);
    }
    return true;
}

/// A touch on the plate, or on the big key where nobody is in hand.
bool ScriptedSorter::give_to_another(core::Snapshot const& look) {
    do_for_table(big_key);
    bool const first = look.weigh_first;
    m_table->press(first ? core::KeyPressed{.key = Key::confirm}
                         : core::KeyPressed{.key = Key::take_fit, .line = look.fit->line});
    ++m_shift.given;
    return m_table->pass_until(
        [](auto const& now) { return right(now.weight.state) || now.weight.state == WeighState::recorded; });
}

/// Adds or takes out until the screen calls it right; true when a key was touched last.
bool ScriptedSorter::until_right() {
    bool touched = false, added = false;
    // Hands-free there is nothing to decide about a load that is right: she waits for the tone.
    auto const decide = [&](core::Snapshot const& look) {
        return judged(look) && !(m_way.hands_free && right(look.weight.state));
    };
    for (int tries = 0; tries < 12; ++tries) {
        if (!m_table->pass_until(decide)) return false;
        if (m_table->look().weight.state == WeighState::recorded) break;
        do_for_table(read_and_decide);
        auto look = m_table->look();
        if (right(look.weight.state) || look.weight.state == WeighState::recorded) break;
        if (look.fit && (m_way.offers || look.weigh_first)) {
            touched = give_to_another(look);
            break;
        }
        double const away = look.weigh_first
                                ? wanted_g(look) - static_cast<double>(m_table->on_pan_mg()) / grams_mg
                                : missing_g(look);
        do_hands(adjust);
        added = true;
        auto const before = m_lies_since;
        add(away * (1 + adjust_off * m_dice.bell()));
        m_lies_since = before;
        m_table->pass(Surroundings::display_ms);
    }
    m_shift.adjusted += added ? 1 : 0;
    return record(touched);
}

bool ScriptedSorter::record(bool touched) {
    auto const recorded = [](auto const& look) { return look.weight.state == WeighState::recorded; };
    if (!m_way.hands_free) {
        // After a touch on the plate the hand is on its way already; on the big key it has to rest a moment.
        do_for_table(touched && m_way.booking == Booking::weigh_first ? again : big_key);
        auto const free = [](auto const& look) { return look.confirm.locked_ms == 0; };
        if (touched && !m_table->pass_until(free)) return false;
        m_table->press({.key = Key::confirm});
    }
    if (!m_table->pass_until(recorded)) return false;
    do_for_table(notice);
    return true;
}

void ScriptedSorter::label() {
    do_hands(take_label);
    while (!m_table->label_out()) m_table->pass(10);
    do_hands(stick);
}

bool ScriptedSorter::clear_pile() {
    for (; m_pile > 0; --m_pile) {
        do_hands(pile_off);
        m_table->put(m_pile == 1 ? 0 : m_table->on_pan_mg() * (m_pile - 1) / m_pile);
        do_hands(trolley);
    }
    return m_table->pass_until([](auto const& look) { return look.weight.at_zero && look.weight.stable; });
}

void ScriptedSorter::after_recorded() {
    if (!stays()) {
        if (!m_way.hands_free) do_for_table(back);
        do_hands(lift);
        m_table->put(0);
    }
    m_shift.at_scale += static_cast<double>(m_table->now_ms() - m_lies_since) / 1'000;
    label();
    if (m_way.booking == Booking::accumulate)
        ++m_pile;
    else
        do_hands(m_way.booking == Booking::pick ? beside : to_tote);
}

bool ScriptedSorter::one_bag() {
    if (m_way.booking == Booking::accumulate && m_table->on_pan_mg() > 50'000'000 && !clear_pile())
        return false;
    auto const ready = [&](auto const& look) {
        return look.weight.state == WeighState::empty && (look.task || look.weigh_first);
    };
    // In pick mode nothing is left of an order sooner or later, in the others of a product.
    if (!m_table->pass_until(ready)) return false;
    if (!fill() || !until_right()) return false;
    after_recorded();
    ++m_shift.bags;
    return true;
}

std::optional<Shift> ScriptedSorter::work() {
    auto const begun = m_table->now_ms();
    for (int bag = 0; bag < m_bags; ++bag)
        if (!one_bag()) return std::nullopt;
    if (m_pile > 0 && !clear_pile()) return std::nullopt;
    m_shift.seconds = static_cast<double>(m_table->now_ms() - begun) / 1'000;
    return m_shift;
}

}  // namespace bozhong::cli::bench
