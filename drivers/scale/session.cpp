#include "drivers/scale/session.h"

#include <algorithm>

namespace bozhong::scale {
namespace {

bool shows_zero(domain::Reading const& reading) {
    auto const& value = reading.indication.value;
    return reading.range == domain::Range::ok && value && value->units == 0;
}

/// For scales that answer no command: the display itself tells whether it was obeyed.
bool shows_effect(Command command, domain::Reading const& reading) {
    if (reading.stable == domain::Known::no) return false;
    switch (command) {
        case Command::zero: return shows_zero(reading);
        case Command::tare: return shows_zero(reading) && reading.kind != domain::WeightKind::gross;
        case Command::clear_tare: return reading.kind == domain::WeightKind::gross;
        case Command::preset_tare: return reading.kind == domain::WeightKind::net;
        case Command::read:
        case Command::stream_on: return true;
        case Command::stream_off:
        case Command::reset: return false;
    }
    return false;
}

}  // namespace

Session::Session(Protocol protocol, SessionSettings settings)
    : m_protocol(std::move(protocol)),
      m_settings(std::move(settings)),
      m_decoder(m_protocol, m_settings.default_unit) {}

milliseconds Session::silent_after() const {
    return std::clamp(3 * m_settings.expected_interval, milliseconds{500}, milliseconds{900});
}

Actions Session::start(Instant now) {
    Actions out;
    m_retry_at = now;
    open(out);
    return out;
}

void Session::open(Actions& out) {
    m_link = LinkState::opening;
    out.emplace_back(OpenLink{});
}

void Session::retry_later(Instant now) {
    m_link = LinkState::waiting;
    m_retry_at = now + m_retry_delay;
    m_retry_delay = std::min(m_retry_delay * 2, longest_retry);
}

Actions Session::on_open(Instant now) {
    Actions out;
    m_link = LinkState::open;
    m_decoder.reset();
    m_company.reset();
    m_last_reading.reset();
    m_last_frame = m_reopen_from = now;
    m_strange_bytes = m_high_bytes = 0;
    m_drop_frame = !polled();
    if (polled()) {
        // A stream of an earlier owner may still run; the reset ends it and names the scale.
        std::string hello = m_protocol.encode(Command::reset, {});
        m_greeting = !hello.empty();
        m_poll_at = m_greeting ? now + hello_wait : now;
        if (m_greeting) out.emplace_back(SendBytes{std::move(hello)});
        if (!m_greeting) poll(now, out);
    }
    return out;
}

Actions Session::on_link_lost(std::string const& why, Instant now) {
    Actions out;
    if (m_pending) finish_command(false, "connection lost", now, out);
    retry_later(now);
    set_health(Health::down, why, out);
    return out;
}

Actions Session::on_bytes(std::span<std::byte const> bytes, Instant now) {
    Actions out;
    m_strange_bytes += bytes.size();
    m_high_bytes += static_cast<std::uint64_t>(std::count_if(
        bytes.begin(), bytes.end(), [](std::byte b) { return (b & std::byte{0x80}) != std::byte{0}; }));
    auto const skipped = m_decoder.counters().skipped;
    m_decoder.feed(bytes, [&](Decoded& decoded) {
        m_strange_bytes = m_high_bytes = 0;
        if (m_drop_frame)
            m_drop_frame = false;
        else
            take(decoded.event, now, out);
    });
    mark_overtaken(out);
    m_company.heard(bytes.size(), m_decoder.counters().skipped - skipped);
    judge_company(out);
    return out;
}

/// What a stalled line delivers at once was not sent at once: only the last of it tells what lies there now.
void Session::mark_overtaken(Actions& out) {
    domain::Reading* before = nullptr;
    for (Action& action : out) {
        auto* reading = std::get_if<domain::Reading>(&action);
        if (reading == nullptr) continue;
        if (before != nullptr) before->overtaken = true;
        before = reading;
    }
}

void Session::take(ScaleEvent& event, Instant now, Actions& out) {
    if (m_protocol.follow_up) {
        auto const bytes = m_protocol.follow_up(event);
        if (!bytes.empty()) out.emplace_back(SendBytes{std::string(bytes)});
    }
    if (auto const* fault = std::get_if<Fault>(&event)) {
        if (m_pending) finish_command(false, fault->fault, now, out);
        return;
    }
    m_last_frame = m_reopen_from = now;
    if (auto* reading = std::get_if<domain::Reading>(&event)) {
        m_last_reading = *reading;
        take_reading(std::move(*reading), now, out);
    } else if (std::holds_alternative<Unchanged>(event)) {
        if (m_last_reading) take_reading(*m_last_reading, now, out);
    } else if (auto const* reply = std::get_if<Reply>(&event)) {
        if (m_pending && reply->to == m_pending->command) finish_command(reply->ok, reply->reason, now, out);
    } else if (auto const* ignored = std::get_if<Ignored>(&event)) {
        take_identity(*ignored, now, out);
    }
}

void Session::take_reading(domain::Reading reading, Instant now, Actions& out) {
    if (m_greeting) return;  // of the stream that the reset is about to end
    m_company.answered();
    m_retry_delay = first_retry;
    if (polled() && !asks_each()) m_poll_at = now + m_protocol.poll_every;
    if (m_health != Health::up) set_health(Health::up, std::string(advice(m_company.finding())), out);
    reading.at = now;
    if (m_protocol.always_net && !reading.tare) reading.kind = domain::WeightKind::unknown;
    bool const effect =
        m_pending && !m_protocol.answers_commands && shows_effect(m_pending->command, reading);
    out.emplace_back(std::move(reading));
    if (effect) finish_command(true, {}, now, out);
}

void Session::take_identity(Ignored const& identity, Instant now, Actions& out) {
    bool const expected = m_greeting || (m_pending && m_pending->command == Command::reset);
    if (!identity.what.view().starts_with("serial number")) return;
    bool const other = !m_identity.empty() && identity.what != m_identity;
    m_identity = std::string(identity.what);
    // A scale that names itself unasked has just been switched on; what it showed before no longer counts.
    if (!expected || other)
        set_health(Health::down, (other ? "another scale, " : "restarted, ") + m_identity, out);
    if (m_pending && m_pending->command == Command::reset) finish_command(true, {}, now, out);
    m_greeting = false;
    poll(now, out);
}

Actions Session::command(Command command, std::string_view argument, Instant now) {
    Actions out;
    std::string bytes = m_protocol.encode(command, argument);
    std::string reason;
    if (bytes.empty())
        reason = "this scale has no such command";
    else if (m_pending)
        reason = "busy with another command";
    else if (m_health != Health::up)
        reason = "scale not connected";
    if (!reason.empty()) {
        out.emplace_back(CommandDone{command, false, std::move(reason)});
        return out;
    }
    m_pending = Pending{command, now + reply_timeout};
    out.emplace_back(SendBytes{std::move(bytes)});
    return out;
}

void Session::finish_command(bool ok, std::string_view reason, Instant now, Actions& out) {
    out.emplace_back(CommandDone{m_pending->command, ok, std::string(reason)});
    m_pending.reset();
    // The command ended the stream, and the scale was not expected to say anything else meanwhile.
    if (polled() && m_link == LinkState::open) {
        m_last_frame = now;
        poll(now, out);
    }
}

void Session::poll(Instant now, Actions& out) {
    m_greeting = false;
    m_poll_at = now + m_protocol.poll_every;
    out.emplace_back(SendBytes{question()});
    if (asks_each()) m_company.asked();
}

bool Session::asks_each() const {
    return m_protocol.polls_by_reading || m_protocol.encode(Command::stream_on, {}).empty();
}

std::string Session::question() const {
    return m_protocol.encode(asks_each() ? Command::read : Command::stream_on, {});
}

Actions Session::on_time(Instant now) {
    Actions out;
    if (m_link == LinkState::waiting && now >= m_retry_at) open(out);
    if (m_link != LinkState::open) return out;
    if (m_pending && now >= m_pending->deadline) finish_command(false, "no answer", now, out);
    if (now >= silence_at()) set_health(Health::silent, silence_detail(), out);
    if (now >= m_reopen_from + silent_after() + reopen_after) {
        if (m_pending) finish_command(false, "no answer", now, out);
        out.emplace_back(CloseLink{});
        retry_later(now);
        return out;
    }
    if (polled() && !m_pending && now >= m_poll_at) poll(now, out);
    return out;
}

/// Bytes that are no frames are another trouble than none at all; 7E1 read as 8N1 shows as bit 7 in half of
/// them.
std::string Session::silence_detail() const {
    if (m_strange_bytes <= m_protocol.frame_max) return "no data";
    if (m_high_bytes * 4 > m_strange_bytes)
        return "bytes but no good frame, many with bit 7 set: check parity and data bits";
    return "bytes but no good frame: check protocol and line settings";
}

/// A polled scale says nothing while it works on a command, so its silence counts from the command's end.
Instant Session::silence_at() const {
    if (polled() && m_pending) return m_pending->deadline;
    return m_last_frame + silent_after();
}

std::optional<Instant> Session::wake_at() const {
    if (m_link == LinkState::waiting) return m_retry_at;
    if (m_link != LinkState::open) return std::nullopt;
    Instant next = m_reopen_from + silent_after() + reopen_after;
    if (m_health != Health::silent) next = std::min(next, silence_at());
    if (m_pending) next = std::min(next, m_pending->deadline);
    if (polled() && !m_pending) next = std::min(next, m_poll_at);
    return next;
}

SharedWatch::Finding Session::company() const {
    return m_health == Health::up ? m_company.finding() : SharedWatch::Finding::alone;
}

void Session::judge_company(Actions& out) {
    if (!m_company.judge() || m_health != Health::up) return;
    out.emplace_back(HealthChanged{m_health, std::string(advice(company())), company()});
}

void Session::set_health(Health health, std::string detail, Actions& out) {
    // Why a link is down is news by itself: a port that is gone is another trouble than one that is held.
    if (m_health == health && (health != Health::down || m_detail == detail)) return;
    m_health = health;
    m_detail = detail;
    out.emplace_back(HealthChanged{health, std::move(detail), company()});
}

}  // namespace bozhong::scale
