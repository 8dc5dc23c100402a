#include "drivers/printer/spool.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "drivers/printer/escpos.h"

namespace bozhong::printer {
namespace {

using domain::LabelState;

constexpr std::string_view k_clearing_id = "~~~~";
constexpr std::size_t k_half_command = 16;

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;  // clang 14 does not deduce aggregates

}  // namespace

std::string_view name(State state) {
    switch (state) {
        case State::ready: return "ready";
        case State::busy: return "busy";
        case State::paper_out: return "paper_out";
        case State::paper_low: return "paper_low";
        case State::cover_open: return "cover_open";
        case State::fault: return "fault";
        case State::away: return "away";
    }
    std::abort();
}

std::string process_id_of(domain::Seq label) {
    // Three printable characters and a letter, so that no label ever shares its id with a clearing.
    std::string id(4, 'L');
    for (int i = 3; i > 0; --i) {
        id[static_cast<std::size_t>(i)] = static_cast<char>('0' + label % 64);
        label /= 64;
    }
    return id;
}

Spool::Spool(Profile const& profile, std::string printer, SpoolTimes times)
    : m_profile(profile), m_printer(std::move(printer)), m_times(times), m_parser(profile.language) {}

// ---- labels ----

void Spool::submit(domain::Seq label, Encoded encoded, Instant now) {
    if (m_queue.size() >= k_queue_max) return report(label, LabelState::failed, "queue full");
    m_queue.push_back({label, std::move(encoded), now});
    begin_if_possible(now);
}

void Spool::begin_if_possible(Instant now) {
    if (m_phase != Phase::idle || m_queue.empty() || m_unwritten > 0) return;
    // Only a round of questions answered just now lets a label begin; a printer that cannot answer is
    // believed.
    if (m_profile.answers_status) return start_round(now);
    if (!all_conditions().clean()) return;
    m_job = std::move(m_queue.front());
    m_queue.pop_front();
    enter(Phase::sending, now);
    report(m_job->label, LabelState::sending, "begun");
    see(State::busy);
    send_next_segment(now);
}

void Spool::send_next_segment(Instant now) {
    send(m_job->encoded.segments[m_job->next_segment++], now);
    auto& sent = std::get<Send>(m_outputs.back());
    sent.of_label = true;
    sent.ends_label = m_job->next_segment == m_job->encoded.segments.size();
}

void Spool::all_sent(Instant now) {
    bool const last_word = m_profile.confirm == Confirm::none;
    report(m_job->label, LabelState::sent, last_word ? "accepted" : domain::awaiting_word);
    if (last_word && m_profile.one_way()) {
        m_job.reset();
        enter(Phase::idle, now);
        see_condition();
        return begin_if_possible(now);
    }
    enter(last_word ? Phase::settling : Phase::confirming, now);
    m_next_round = last_word || m_profile.confirms_by_status() ? now : now + m_times.poll_in_flight;
    m_was_busy = false;
}

void Spool::take_word(Instant now) {
    m_phase_since = now;
    if (!m_profile.answers_status) return conclude_printed(now);
    enter(Phase::settling, now);
    if (m_asked.empty()) start_round(now);
}

void Spool::conclude_printed(Instant now) {
    if (m_profile.confirm != Confirm::none)
        report(m_job->label, LabelState::printed, std::string(name(m_profile.confirm)));
    m_job.reset();
    enter(Phase::idle, now);
    see_condition();
}

void Spool::conclude_unknown(std::string known_by, std::string detail, Instant now) {
    m_flush_bytes = std::max<std::size_t>(m_job->encoded.flush_bytes, 1);
    m_words_owed = m_profile.confirm == Confirm::gs_r && m_phase != Phase::settling &&
                           m_job->next_segment == m_job->encoded.segments.size()
                       ? 1
                       : 0;
    report(m_job->label, LabelState::unknown, std::move(known_by), std::move(detail));
    m_job.reset();
    enter(Phase::clearing, now);
    m_next_round = now;
}

void Spool::expire_waiting(Instant now) {
    while (!m_queue.empty() && now - m_queue.front().queued >= m_times.not_begun) {
        report(m_queue.front().label, LabelState::failed, "not begun", all_conditions().reason());
        m_queue.pop_front();
    }
}

// ---- the link ----

void Spool::on_open(Instant now) {
    m_parser.reset();
    m_asked.clear();
    m_misses = 0;
    m_unwritten = 0;
    m_reopen_at.reset();
    m_condition = m_port = {};
    enter(m_flush_bytes > 0 ? Phase::clearing : Phase::idle, now);
    m_next_round = now;
    // What the last connection, or the last process, left half sent would take the first questions for its
    // picture.
    std::size_t const half = m_first_open || m_flush_bytes > 0 ? longest_picture() : k_half_command;
    send(end_half_sent(m_profile, half, m_flush_bytes > 0), now);
    m_first_open = false;
    if (!m_profile.answers_status) see_condition();
    on_time(now);
}

void Spool::on_lost(std::string const& why, Instant now) {
    if (in_flight()) conclude_unknown("link lost", why, now);
    go_away(now);
    m_reopen_at = now + m_times.reopen;
    see(State::away, why);
}

void Spool::on_arrived(Instant now) {
    if (m_phase != Phase::away || !m_reopen_at) return;
    m_reopen_at = now;
    on_time(now);
}

void Spool::reopen(Instant now) {
    if (in_flight()) conclude_unknown("link lost", "no answer", now);
    go_away(now);
    m_outputs.emplace_back(Reopen{});
}

void Spool::go_away(Instant now) {
    // The sign of a clearing that was cut off may still come over the next connection.
    if (m_phase == Phase::clearing && m_flushed_at && !m_sign_at) ++m_words_owed;
    enter(Phase::away, now);
    m_asked.clear();
    m_unwritten = 0;
    m_next_round.reset();
    m_reopen_at.reset();
}

void Spool::on_written(std::size_t count, Instant now) {
    m_progress_at = now;
    m_unwritten -= std::min(count, m_unwritten);
    if (m_unwritten > 0) return;
    if (m_phase == Phase::sending) {
        if (m_job->next_segment < m_job->encoded.segments.size()) return send_next_segment(now);
        return all_sent(now);
    }
    if (m_phase == Phase::clearing && m_flushed_at && m_profile.confirm == Confirm::none) return cleared(now);
    if (m_next_round && now >= *m_next_round) start_round(now);
    begin_if_possible(now);
}

void Spool::send(std::string bytes, Instant now) {
    if (bytes.empty()) return;
    if (m_unwritten == 0) m_progress_at = now;
    m_unwritten += bytes.size();
    m_outputs.emplace_back(Send{std::move(bytes)});
}

void Spool::on_port_status(std::uint8_t status, Instant now) {
    Condition const port = port_condition(status);
    // A printer that answers for itself is asked; of its port only the paper is believed, for it answers
    // through endpoint 0 when the pipe is blocked. The other bits differ from maker to maker.
    Condition before = std::exchange(m_port, {});
    if (m_profile.one_way()) m_port = port;
    m_port.paper_end = port.paper_end;
    if (!(before == m_port)) condition_changed(now);
}

// ---- what the printer says ----

void Spool::start_round(Instant now) {
    if (!m_profile.answers_status || !m_asked.empty() || m_unwritten > 0) return;
    m_next_round.reset();
    m_round_at = now;
    // In one write: asked one after the other, the answers' ways would stand between a label and its bag.
    if (m_profile.language == Language::escpos) return ask({1, 2, 4}, now);
    ask({1}, now);
}

void Spool::ask(std::initializer_list<int> questions, Instant now) {
    std::string bytes;
    for (int const n : questions) bytes += status_question(m_profile, n);
    m_asked.insert(m_asked.end(), questions);
    m_asked_at = now;
    send(std::move(bytes), now);
}

void Spool::on_bytes(std::span<std::byte const> bytes, Instant now) {
    m_parser.feed(bytes, [&](Answer const& answer) { take(answer, now); });
}

void Spool::take(Answer const& answer, Instant now) {
    bool const waits = m_phase == Phase::confirming ||
                       (m_phase == Phase::sending && m_job->next_segment == m_job->encoded.segments.size());
    std::visit(
        Overloaded{
            [&](RealTimeStatus const& status) { take_real_time(status.value, now); },
            [&](StatusBack const& status) {
                apply_status_back(m_condition, status);
                condition_changed(now);
            },
            [&](PlainByte const&) {
                if (m_profile.confirm != Confirm::gs_r) return;
                if (waits) {
                    if (m_phase == Phase::sending) all_sent(now);
                    return take_word(now);
                }
                if (m_phase != Phase::clearing) return;
                if (!m_flushed_at) {
                    m_words_owed = std::max(0, m_words_owed - 1);
                    return;
                }
                m_sign_at = now;
                if (++m_signs > m_words_owed) cleared(now);
            },
            [&](Block const& block) {
                if (m_profile.confirm != Confirm::process_id || block.header != 0x37) return;
                if (waits && block.text == "\x22" + process_id_of(m_job->label)) {
                    if (m_phase == Phase::sending) all_sent(now);
                    return take_word(now);
                }
                if (m_phase == Phase::clearing && m_flushed_at && block.text.substr(1) == k_clearing_id)
                    cleared(now);
            },
            [&](FlowControl const&) {},
            [&](WholeStatus const& status) { take_whole_status(status.condition, now); },
            [&](Garbage const&) { ++m_garbage; },
        },
        answer);
}

void Spool::take_real_time(std::uint8_t value, Instant now) {
    if (m_asked.empty()) return;  // the answer to a question given up
    int const n = m_asked.front();
    m_asked.erase(m_asked.begin());
    m_asked_at = now;
    m_misses = 0;
    apply_real_time(m_condition, n, value);
    if (n == 2 && value & 0x40) ask({3}, now);  // the details of an error, while there is one
    if (m_asked.empty()) round_finished(now);
}

void Spool::take_whole_status(Condition const& condition, Instant now) {
    if (m_asked.empty()) return;  // the answer to a question given up
    m_asked.clear();
    m_misses = 0;
    m_condition = condition;
    round_finished(now);
}

/// Idle proves nothing by itself: the printer may not have come to the label yet.
bool Spool::says_printed(Condition const& condition) {
    m_was_busy = m_was_busy || condition.busy;
    if (!condition.clean()) return false;
    return m_profile.confirm == Confirm::in_turn || (m_profile.confirm == Confirm::idle && m_was_busy);
}

void Spool::round_finished(Instant now) {
    Condition const condition = all_conditions();
    m_next_round = now + (m_phase == Phase::idle && m_queue.empty() ? m_times.poll : m_times.poll_in_flight);
    if (m_phase == Phase::confirming && m_profile.confirms_by_status())
        m_next_round = now + m_times.poll_printing;
    if (m_phase != Phase::idle || m_queue.empty() || !condition.clean()) see_condition();
    switch (m_phase) {
        case Phase::idle:
            if (m_condition.recoverable || m_condition.cutter) {
                m_flush_bytes = std::max<std::size_t>(m_flush_bytes, 1);
                enter(Phase::clearing, now);
                return clear_printer(now);
            }
            if (!condition.clean() || m_queue.empty()) return;
            m_job = std::move(m_queue.front());
            m_queue.pop_front();
            enter(Phase::sending, now);
            report(m_job->label, LabelState::sending, "begun");
            see(State::busy);
            return send_next_segment(now);
        case Phase::confirming:
        case Phase::sending:
            if (condition.broken()) return conclude_unknown(condition.reason(), "while it was printing", now);
            if (m_phase != Phase::confirming || !m_profile.confirms_by_status()) return;
            // Paused, it may have been told to forget the label.
            if (!condition.working())
                return conclude_unknown(condition.reason(), "while it was printing", now);
            if (!says_printed(condition)) return;
            conclude_printed(now);
            m_next_round = now + m_times.poll;
            return begin_if_possible(now);
        case Phase::settling:
            // Questions that were on their way when the word came may have been answered before it.
            if (m_round_at < m_phase_since) return start_round(now);
            if (condition.broken()) return conclude_unknown(condition.reason(), "after its answer", now);
            if (!condition.clean()) return;
            conclude_printed(now);
            m_next_round = now + m_times.poll;
            return begin_if_possible(now);
        case Phase::clearing:
            // A status answered at once may be older than the clearing, so it must hold for a while.
            if (m_flushed_at && m_profile.confirms_by_status() && condition.clean() &&
                now - *m_flushed_at >= m_times.quiet)
                return cleared(now);
            return clear_printer(now);
        case Phase::away: return;
    }
}

void Spool::condition_changed(Instant now) {
    Condition const condition = all_conditions();
    if (in_flight() && condition.broken()) conclude_unknown(condition.reason(), "while it was printing", now);
    see_condition();
    if (condition.clean() && m_phase == Phase::clearing && !m_flushed_at) m_next_round = now;
    begin_if_possible(now);
}

void Spool::answer_missing(Instant now) {
    m_asked.clear();
    ++m_misses;
    m_next_round = now;
    // While a label is on its way nothing more is asked: only its confirmation, or the want of it, decides.
    if (m_phase == Phase::confirming && !m_profile.confirms_by_status()) m_next_round.reset();
    if (m_phase == Phase::settling)
        conclude_unknown("no answer", "to the status question after its word", now);
    // Some are silent while paper or head want a person, and idle afterwards: the label may be lost by then.
    if (m_phase == Phase::confirming && m_profile.confirm == Confirm::idle)
        conclude_unknown("no answer", "to the status question while it was printing", now);
    if (m_misses < 2) return;
    see(State::away, "no answer to status questions");
    if (m_phase == Phase::idle || m_phase == Phase::clearing) reopen(now);
}

// ---- after trouble ----

void Spool::clear_printer(Instant now) {
    if (m_flushed_at) return;
    Condition const condition = all_conditions();
    if (m_condition.recoverable || m_condition.cutter) return send(clear_after_error(), now);
    if (!condition.clean()) return;
    m_flushed_at = now;
    m_sign_at.reset();
    m_signs = 0;
    send(flush_and_confirm(m_profile, m_flush_bytes, k_clearing_id), now);
}

void Spool::cleared(Instant now) {
    m_flush_bytes = 0;
    m_words_owed = 0;
    enter(Phase::idle, now);
    m_next_round = now + m_times.poll;
    see_condition();
    begin_if_possible(now);
}

// ---- time ----

void Spool::on_time(Instant now) {
    expire_waiting(now);
    if (m_phase == Phase::away) {
        if (m_reopen_at && now >= *m_reopen_at) reopen(now);
        return;
    }
    if (m_unwritten > 0 && now - m_progress_at >= m_times.stalled) {
        see(m_seen && all_conditions().broken() ? m_seen->state : State::fault, "takes no bytes");
        if (in_flight()) conclude_unknown("stalled", "the printer stopped taking bytes", now);
        return reopen(now);
    }
    if (!m_asked.empty() && now - m_asked_at >= m_times.answer) answer_missing(now);
    if ((m_phase == Phase::confirming || m_phase == Phase::settling) && now - m_phase_since >= patience()) {
        if (m_profile.confirm == Confirm::none)
            conclude_printed(now);
        else
            conclude_unknown("no answer", "the printer did not confirm", now);
    }
    if (m_phase == Phase::clearing && m_flushed_at) {
        if (m_sign_at && now - *m_sign_at >= m_times.quiet) return cleared(now);
        if (!m_sign_at && now - *m_flushed_at >= m_times.confirm) return reopen(now);
    }
    if (m_phase == Phase::clearing && !m_profile.answers_status && m_unwritten == 0) clear_printer(now);
    if (m_next_round && now >= *m_next_round) start_round(now);
}

Spool::Instant Spool::wake_at(Instant now) const {
    Instant at = now + m_times.poll;
    auto const sooner = [&](Instant other) { at = std::min(at, other); };
    if (!m_queue.empty()) sooner(m_queue.front().queued + m_times.not_begun);
    if (m_reopen_at) sooner(*m_reopen_at);
    if (m_phase == Phase::away) return at;
    if (m_unwritten > 0) sooner(m_progress_at + m_times.stalled);
    if (!m_asked.empty()) sooner(m_asked_at + m_times.answer);
    if (m_next_round && m_unwritten == 0) sooner(*m_next_round);
    if (m_phase == Phase::confirming || m_phase == Phase::settling) sooner(m_phase_since + patience());
    if (m_sign_at) sooner(*m_sign_at + m_times.quiet);
    return std::max(at, now + domain::milliseconds(1));
}

// ---- saying it ----

std::vector<Output> Spool::take_outputs() {
    return std::exchange(m_outputs, {});
}

void Spool::report(domain::Seq label, LabelState state, std::string known_by, std::string detail) {
    m_outputs.emplace_back(
        domain::LabelMoved{label, state, std::move(known_by), m_printer, std::move(detail)});
}

void Spool::see(State state, std::string detail, Trouble trouble) {
    Seen seen{state, std::move(detail), trouble};
    if (m_seen == seen) return;
    m_seen = seen;
    m_outputs.emplace_back(std::move(seen));
}

void Spool::see_condition() {
    Condition const condition = all_conditions();
    if (m_phase == Phase::away) return;
    if (condition.paper_end) return see(State::paper_out);
    if (condition.cover_open) return see(State::cover_open);
    if (!condition.working()) return see(State::fault, condition.reason(), condition.trouble());
    if (condition.busy) return see(State::busy);
    if (m_phase != Phase::idle) return see(State::busy);
    see(condition.paper_near_end ? State::paper_low : State::ready);
}

void Spool::enter(Phase phase, Instant now) {
    m_phase = phase;
    m_phase_since = now;
    m_flushed_at.reset();
    m_sign_at.reset();
}

std::size_t Spool::longest_picture() const {
    return static_cast<std::size_t>(m_profile.band_rows) * static_cast<std::size_t>(m_profile.dots_wide / 8) +
           k_half_command;
}

/// An answer in its turn that comes late may be one given after somebody changed the roll.
domain::milliseconds Spool::patience() const {
    return m_profile.confirm == Confirm::in_turn ? m_times.stalled : m_times.confirm;
}

bool Spool::in_flight() const {
    return m_phase == Phase::sending || m_phase == Phase::confirming || m_phase == Phase::settling;
}

Condition Spool::all_conditions() const {
    Condition condition = m_condition;
    condition.paper_end |= m_port.paper_end;
    condition.offline |= m_port.offline;
    condition.recoverable |= m_port.recoverable;
    return condition;
}

}  // namespace bozhong::printer
