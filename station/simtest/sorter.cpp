#include "station/simtest/sorter.h"

#include <algorithm>
#include <utility>

namespace bozhong::simtest {

using core::Key;
using core::Refusal;
using core::WeighState;

Sorter::Sorter(Scheduler& scheduler, Judge& judge, Table& table, Dice dice, Habits habits)
    : m_scheduler(scheduler), m_judge(judge), m_table(table), m_dice(std::move(dice)), m_habits(habits) {
    m_table.look = [this] {
        auto const& pan = m_table.scale.pan;
        Taken taken;
        taken.load = m_on_pan ? m_load : 0;
        taken.goods_g = pan.goods_g - pan.zero_g();
        taken.said_g = m_table.scale.said_g;
        taken.scale_lied = m_table.scale.lying() || m_scheduler.now() < m_table.scale.lied_until;
        taken.complete = !m_on_pan || m_judge.load(m_load).complete;
        return taken;
    };
}

void Sorter::begin_shift() {
    m_at_work = true;
    m_busy = m_on_pan = false;
    m_table.scale.pan.goods_g = m_table.scale.pan.hand_g = 0;
    m_table.scale.wake();
    later(m_dice.between(500, 5'000), [this] { think(m_generation); });
}

void Sorter::end_shift() {
    m_at_work = false;
    ++m_generation;
    lift(false);
    press(Key::sign_out);
    m_scheduler.after(3'000, the_world, [this] { m_table.scale.sleep(); });
}

void Sorter::later(Millis wait, std::function<void()> work) {
    m_scheduler.after(wait, the_world, [this, generation = m_generation, work = std::move(work)] {
        if (generation == m_generation) work();
    });
}

bool Sorter::may(char const* what, Millis every) {
    auto& last = m_done_at[what];
    if (last != 0 && m_scheduler.now() < last + every) return false;
    last = m_scheduler.now();
    return true;
}

void Sorter::press(Key key) {
    core::KeyPressed with{.key = key};
    m_table.press_key(with);
}

void Sorter::press_confirm() {
    press(Key::confirm);
    if (!m_dice.chance(m_habits.double_tap)) return;
    for (auto const wait : {m_dice.between(20, 90), m_dice.between(120, 900)})
        later(wait, [this] { press(Key::confirm); });
}

void Sorter::think(std::uint64_t generation) {
    if (generation != m_generation || !m_at_work) return;
    if (m_table.up() && !m_busy && m_scheduler.now() >= m_ready_at) act();
    bool const watching = m_on_pan && !m_busy;
    m_scheduler.after(watching ? m_dice.between(120, 350) : m_dice.between(250, 700), the_world,
                      [this, generation] { think(generation); });
}

void Sorter::act() {
    auto const& screen = m_table.screen;
    if (!screen.signed_in) {
        // Where the station knows nobody yet, each try costs it the work of two PIN checks.
        if (may("sign_in", 60'000)) m_table.runner().sign_in("badge-" + m_table.name, "");
        return;
    }
    if (screen.label_decision) return decide_label();
    if (m_habits.hands_free && !screen.hands_free && may("hands_free", 30'000)) {
        core::KeyPressed on{.key = Key::hands_free};
        on.text = "on";
        return m_table.press_key(on);
    }
    if (!m_on_pan && screen.offer.seq != 0 && screen.printer_ready && may("offer", 1'500)) {
        core::KeyPressed print{.key = Key::label_print};
        print.seq = screen.offer.seq;
        print.incarnation = screen.offer.incarnation;
        return m_table.press_key(print);
    }
    if (type_a_weight()) return;
    if (m_on_pan) return with_load();
    if (do_what_was_told()) return;
    if (!screen.task || screen.product_done) return choose_product();
    if (screen.counted) return count();
    with_empty();
}

void Sorter::decide_label() {
    auto const& screen = m_table.screen;
    if (m_on_pan && m_dice.chance(0.3)) lift(false);
    if (screen.printer_ready && screen.offer.seq != 0) {
        if (!may("label", 800)) return;
        core::KeyPressed print{.key = Key::label_print};
        print.seq = screen.offer.seq;
        print.incarnation = screen.offer.incarnation;
        return m_table.press_key(print);
    }
    if (!m_done_at.contains("no printer")) m_done_at["no printer"] = m_scheduler.now();
    if (m_scheduler.now() - m_done_at["no printer"] < 15'000 || !may("by hand", 2'000)) return;
    m_done_at.erase("no printer");
    press(m_dice.chance(0.7) ? Key::label_by_hand : Key::label_wait);
}

void Sorter::choose_product() {
    auto const& open = m_table.screen.open_products;
    if (open.empty() || !may("product", 1'000)) return;
    core::KeyPressed go{.key = Key::product};
    go.text = m_dice.chance(0.5) ? open.back() : open.front();
    m_table.press_key(go);
}

/// Her scale has been out for a while: the bag goes on another one, and a supervisor types what that shows.
bool Sorter::type_a_weight() {
    auto const& screen = m_table.screen;
    bool const out = screen.state == WeighState::dead || screen.state == WeighState::stale;
    if (!out || !screen.task || screen.counted) m_done_at.erase("scale out");
    if (!out || !screen.task || screen.counted) return false;
    auto const since = m_done_at.emplace("scale out", m_scheduler.now()).first->second;
    if (m_scheduler.now() - since < 6'000 || !may("type", 5'000)) return false;
    if (m_on_pan) lift(false);
    std::int64_t const gross_mg =
        std::clamp<std::int64_t>(screen.aim_mg / 5'000 * 5'000, 150'000, 14'000'000);
    core::KeyPressed key{.key = Key::manual_weight};
    key.text = domain::in_unit(domain::Mass{gross_mg}, domain::MassUnit::kg, 3).text();
    key.detail = "0.050";
    key.where = "the scale of the next table";
    call_the_boss(key, gross_mg);
    return true;
}

/// Few of her PINs are typed, because a PIN is slow on purpose; after a right one the station goes on with
/// this key. Some are wrong: nothing may come of them.
void Sorter::call_the_boss(core::KeyPressed key, std::int64_t gross_mg) {
    key.reason = "looked at it";
    bool const by_pin = m_dice.chance(0.08);
    bool const wrong = by_pin && m_dice.chance(0.3);
    if (!wrong) m_judge.allowed(m_table.name, gross_mg);
    if (by_pin)
        return m_table.runner().authorise("badge-boss", wrong ? "407190" : HubProcess::supervisor_pin, key);
    key.person = "boss";
    m_table.press_key(key);
}

void Sorter::hear(std::string sku) {
    m_told = std::move(sku);
    m_told_at = m_scheduler.now();
}

/// For two minutes: her table may not have heard of it yet.
bool Sorter::do_what_was_told() {
    if (m_table.screen.product == m_told || m_scheduler.now() > m_told_at + 120'000) m_told.clear();
    if (m_told.empty() || !may("told", 2'000)) return false;
    core::KeyPressed go{.key = Key::product};
    go.text = m_told;
    m_table.press_key(go);
    return true;
}

void Sorter::count() {
    if (!may("count", 900)) return;
    press(Key::confirm);
    m_ready_at = m_scheduler.now() + m_habits.pause_ms;
    ++bags;
}

void Sorter::with_load() {
    auto const& screen = m_table.screen;
    if (screen.state == WeighState::recording) return;
    bool const taken = screen.state == WeighState::recorded || screen.refusal == Refusal::already_captured;
    if (taken || (screen.task && screen.line != m_line) || !screen.task) {
        if (taken && m_dice.chance(m_habits.swap) && screen.task) return swap_bags();
        return lift();
    }
    Millis const since = m_scheduler.now() - m_put_at;
    bool const all_there_is = screen.state == WeighState::under && screen.stable && since > 1'500;
    bool const hard = screen.state == WeighState::over_hard || screen.state == WeighState::under_hard;
    if (hard && may("release", 1'500)) return call_the_boss({.key = Key::release}, 0);
    if (all_there_is && may("insist", 1'000)) return press(Key::confirm);
    if (screen.possible && screen.locked_ms == 0 && screen.state != WeighState::hands_free &&
        may("confirm", 250))
        return press_confirm();
    if (m_dice.chance(m_habits.press_early)) press(Key::confirm);
    if (since > 12'000) {  // she takes it off, sets the scale to zero and begins again
        lift(false);
        later(900, [this] { press(Key::zero); });
    }
}

void Sorter::with_empty() {
    auto const& screen = m_table.screen;
    if (screen.done_something && !m_dice.chance(m_habits.second_bag)) {
        if (may("end_task", 600)) press(Key::end_task);
        return;
    }
    if (screen.state != WeighState::empty) {
        bool const wants_zero = screen.refusal == Refusal::residue || screen.refusal == Refusal::negative ||
                                screen.refusal == Refusal::not_zero;
        if (!wants_zero || !may("zero", 2'500)) return;
        m_table.scale.pan.goods_g = 0;
        return later(900, [this] { press(Key::zero); });
    }
    if (m_dice.chance(0.02)) return odd_moment();
    put_load();
}

/// What happens now and then between two bags.
void Sorter::odd_moment() {
    auto const& screen = m_table.screen;
    if (m_dice.chance(m_habits.undo) && screen.undo_possible) return press(Key::undo);
    if (m_dice.chance(m_habits.shortage)) {
        core::KeyPressed key{.key = Key::shortage};
        key.text = "none";
        return m_table.press_key(key);
    }
    if (m_dice.chance(0.3)) return press(Key::skip);
    if (m_dice.chance(0.3)) return press(Key::zero);
    if (m_dice.chance(0.2)) press(Key::sign_out);
}

void Sorter::put_load() {
    m_line = m_table.screen.line;
    double aim = static_cast<double>(std::max<std::int64_t>(m_table.screen.aim_mg, 150'000)) / 1'000;
    double const off = m_dice.chance(m_habits.too_much) ? 0.25 + 0.4 * m_dice.unit() : 0.02 * m_dice.bell();
    double const grams = std::clamp(aim * (1 + (m_dice.chance(0.5) ? off : -off)), 110.0, 14'500.0);
    m_load = m_judge.new_load(m_table.name);
    m_on_pan = true;
    m_put_at = m_scheduler.now();
    ++bags;
    if (m_dice.chance(m_habits.fill_by_hand)) return fill(grams);
    m_judge.load(m_load).complete = true;
    place(grams);
}

/// The hand comes down with the goods and lets go; sometimes it trembles on them for a while.
void Sorter::place(double grams) {
    auto& pan = m_table.scale.pan;
    pan.goods_g += grams;
    pan.hand_g = static_cast<double>(m_dice.between(0, 80));
    later(m_dice.between(50, 200), [this] { m_table.scale.pan.hand_g = 0; });
    if (!m_dice.chance(m_habits.tremble)) return;
    pan.tremble_g = static_cast<double>(m_dice.between(60, 400));
    later(m_dice.between(300, 1'500), [this] { m_table.scale.pan.tremble_g = 0; });
}

/// Handful after handful with pauses, the last ones inside the band.
void Sorter::fill(double grams) {
    m_busy = true;
    int const handfuls = static_cast<int>(m_dice.between(2, 5));
    Millis at = 0;
    for (int i = 0; i < handfuls; ++i) {
        bool const last = i + 1 == handfuls;
        later(at, [this, part = grams / handfuls, last] {
            place(part);
            if (!last) return;
            m_judge.load(m_load).complete = true;
            m_put_at = m_scheduler.now();
            m_busy = false;
        });
        at += m_dice.between(400, 2'500);
    }
}

void Sorter::lift(bool leave_leaf) {
    auto& pan = m_table.scale.pan;
    bool const leaf = leave_leaf && m_dice.chance(m_habits.residue);
    pan.goods_g = leaf ? static_cast<double>(m_dice.between(12, 90)) : 0;
    pan.hand_g = pan.tremble_g = 0;
    m_on_pan = false;
    m_done_at.erase("no printer");
    m_ready_at = m_scheduler.now() + m_dice.between(600, 1'200) + m_habits.pause_ms;
}

/// The next bag is on before the pan was ever at rest.
void Sorter::swap_bags() {
    m_busy = true;
    m_table.scale.pan.goods_g = 0;
    m_on_pan = false;
    later(m_dice.between(120, 260), [this] {
        m_busy = false;
        put_load();
    });
}

}  // namespace bozhong::simtest
