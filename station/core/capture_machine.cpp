#include "station/core/capture_machine.h"

#include <algorithm>
#include <utility>

namespace bozhong::core {

using domain::Mass;

CaptureMachine::Step CaptureMachine::begin_load(Step step) {
    ++m_load;
    m_phase = Phase::on_pan;
    m_fell = false;
    // What lay there between the two loads lies under this one now.
    if (m_after_removal && m_low_level) m_residue = true;
    m_unproven = m_after_removal && step == Step::load_began;
    m_after_removal = m_low_level = false;
    return step;
}

CaptureMachine::Step CaptureMachine::see(Pan const& pan, domain::ScaleRecord const& record) {
    m_before = m_gross;
    m_gross = *pan.gross;
    m_net = *pan.net;
    m_e = record.e;
    if (differs()) return see_difference(pan, record);
    switch (m_phase) {
        case Phase::empty: return see_empty(pan, record);
        case Phase::on_pan: return see_on_pan(pan, record);
        case Phase::captured: return see_captured(pan, record);
    }
    return Step::nothing;
}

void CaptureMachine::note_residue(Pan const& pan, Mass limit, domain::ScaleRecord const& record) {
    // Two readings at zero clear it before the scale calls them stable: she does not wait that long between
    // bags.
    if (domain::abs(m_gross) <= record.e && domain::abs(m_before) <= record.e)
        m_residue = m_low_level = false;
    if (!pan.stable) return;
    Mass const size = domain::abs(m_gross);
    if (size < record.e * 2) {
        m_residue = false;
        m_after_removal = false;
    } else if (size <= limit) {
        m_residue = true;
    }
}

/// Between two loads: was the pan seen at zero, or only at 2–20 e? Then something may have remained there,
/// even if the next load came before the scale called it stable. A pan that springs back swings around its
/// level: one reading there proves nothing, two after each other do.
void CaptureMachine::note_low_level() {
    if (domain::abs(m_gross) < m_e * 2) {
        m_low_level = false;
        m_zero_between = true;
    } else if (m_gross.mg > 0 && m_gross <= m_e * 20) {
        bool const again = m_before >= m_e * 2 && m_before <= m_e * 20;
        if (again || !m_zero_between) m_low_level = true;
    }
}

CaptureMachine::Step CaptureMachine::see_empty(Pan const& pan, domain::ScaleRecord const& record) {
    // Right after a removal up to 20 e at rest is what remained; from a clean zero only the empty span
    // itself.
    Mass const limit = m_after_removal || m_residue ? record.e * 20 : record.e * 5;
    note_residue(pan, limit, record);
    if (m_after_removal) note_low_level();
    if (m_gross <= record.e * 5) return Step::nothing;
    if ((m_after_removal || m_residue) && m_gross <= record.e * 20) return Step::nothing;
    return begin_load(Step::load_began);
}

CaptureMachine::Step CaptureMachine::see_on_pan(Pan const& pan, domain::ScaleRecord const& record) {
    m_empty_run = m_gross <= record.e * 5 ? m_empty_run + 1 : 0;
    // The pan sprang back above what remained on it: that was no load.
    bool const held = pan.stable || domain::abs(m_gross - m_before) <= record.e;
    bool const remains = m_unproven && held && m_gross <= record.e * 20;
    if (pan.stable) m_unproven = false;
    if (m_empty_run == 0 && !remains) return Step::nothing;
    m_phase = Phase::empty;
    m_after_removal = true;
    note_residue(pan, record.e * 20, record);
    note_low_level();
    return Step::removed;
}

CaptureMachine::Step CaptureMachine::see_captured(Pan const& pan, domain::ScaleRecord const& record) {
    Mass const fall = m_captured_gross - m_gross;
    if (fall.mg * 5 >= m_captured_net.mg * 4) {
        if (!m_fell) m_zero_between = false;
        m_low = m_fell ? std::min(m_low, m_gross) : m_gross;
        m_fell = true;
        note_low_level();
    }
    // A single frame near zero may be a glitch; two, or one at rest, are an empty pan.
    m_empty_run = m_gross <= record.e * 5 ? m_empty_run + 1 : 0;
    bool const empty = m_empty_run >= 2 || (m_empty_run == 1 && pan.stable);
    bool const rest = m_fell && pan.stable;
    if (!empty && !rest) return Step::nothing;
    if (rest && m_gross > record.e * 20) {
        m_rose = m_gross - m_low > record.e * 5;
        m_after_removal = true;
        return begin_load(Step::swapped);
    }
    m_phase = Phase::empty;
    m_fell = false;
    m_after_removal = true;
    note_residue(pan, record.e * 20, record);
    return Step::removed;
}

CaptureMachine::Step CaptureMachine::see_difference(Pan const& pan, domain::ScaleRecord const& record) {
    bool const take = m_mode == LoadMode::take_away;
    m_net = take ? m_base - m_gross : m_gross - m_base;
    if (auto const exchanged = see_exchange(pan, record)) return *exchanged;
    if (!m_base_known) {
        m_net = Mass{};
        // The first level at rest: an empty pan to pile on, or a full crate to take from.
        if (pan.stable && (!take || m_gross >= record.minimum())) {
            m_base = take ? m_gross : Mass{};
            m_base_known = true;
        }
        return Step::nothing;
    }
    return see_change(pan, record);
}

/// An empty pan is no portion of anybody. The next crate is another one, heavier or lighter, and its first
/// level at rest counts; on a pan without a pile the first bag is seen coming like any other.
std::optional<CaptureMachine::Step> CaptureMachine::see_exchange(Pan const& pan,
                                                                 domain::ScaleRecord const& record) {
    bool const take = m_mode == LoadMode::take_away, low = m_gross <= record.e * 5;
    m_empty_run = low ? m_empty_run + 1 : 0;
    bool const empty = m_empty_run >= 2 || (m_empty_run == 1 && pan.stable);
    if (take) {
        if (!low && m_crate_gone) {
            m_crate_gone = m_base_known = false;
            m_net = Mass{};
            return let_go();
        }
        m_crate_gone = m_crate_gone || empty;
        return std::nullopt;
    }
    if (empty && (m_pile || m_phase != Phase::empty)) {
        m_pile = false;
        m_base = m_net = Mass{};
        m_base_known = m_after_removal = true;
        note_residue(pan, record.e * 20, record);
        return let_go();
    }
    bool const cleared = m_after_removal || m_residue;
    if (m_pile || m_phase != Phase::empty || !cleared) return std::nullopt;
    return see_empty(pan, record);
}

CaptureMachine::Step CaptureMachine::let_go() {
    return std::exchange(m_phase, Phase::empty) == Phase::empty ? Step::nothing : Step::removed;
}

CaptureMachine::Step CaptureMachine::see_change(Pan const& pan, domain::ScaleRecord const& record) {
    if (m_net < -(record.e * 5) && pan.stable) {
        // Refilled, or bags carried away: a new base, and nothing is booked for it.
        m_base = m_gross;
        m_net = Mass{};
        return let_go();
    }
    if (m_phase == Phase::on_pan) return domain::abs(m_net) <= record.e * 5 ? let_go() : Step::nothing;
    if (m_net > record.e * 5)
        return begin_load(m_phase == Phase::captured ? Step::swapped : Step::load_began);
    // A leaf that falls back into the crate, or off the pile, makes the next load no lighter.
    if (m_net <= -(record.e * 2) && pan.stable) m_base = m_gross;
    return Step::nothing;
}

void CaptureMachine::captured(std::uint64_t load) {
    if (load != m_load || m_phase != Phase::on_pan) return;
    m_phase = Phase::captured;
    m_captured_gross = m_booked_gross;
    m_captured_net = m_booked_net;
    m_low_level = false;
    m_fell = false;
    m_empty_run = 0;
    if (differs()) m_base = m_booked_gross;
    m_pile = true;
}

void CaptureMachine::undone() {
    if (m_phase != Phase::captured) return;
    m_phase = Phase::on_pan;
    ++m_load;
    if (!differs()) return;
    Mass const change = m_captured_net;
    m_base = m_mode == LoadMode::take_away ? m_captured_gross + change : m_captured_gross - change;
}

void CaptureMachine::forget() {
    auto const load = m_load;
    auto const mode = m_mode;
    *this = CaptureMachine{};
    m_mode = mode;
    m_load = load + 1;
}

void CaptureMachine::move_on() {
    if (differs() && m_phase == Phase::captured) m_phase = Phase::empty;
}

}  // namespace bozhong::core
