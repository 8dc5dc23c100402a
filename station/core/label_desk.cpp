#include "station/core/label_desk.h"

#include <algorithm>
#include <utility>

namespace bozhong::core {

using domain::LabelState;

namespace {

domain::Fact moved(domain::EventName const& label, LabelState state, std::string known_by,
                   std::string printer = {}, std::string detail = {}) {
    return domain::LabelMoved{
        label.seq, state, std::move(known_by), std::move(printer), std::move(detail), label.incarnation};
}

PrintLabel to_print(LabelItem const& item, bool other_printer) {
    bool const renamed = !(item.names == domain::BagNames{});
    return {item.label.seq,     item.of.seq, item.copy, other_printer, item.of.incarnation,
            item.label.incarnation, renamed};
}

/// Of a label that was handed over, with no word about its end.
bool in_doubt(LabelState state) {
    return state == LabelState::queued || state == LabelState::sending;
}

}  // namespace

std::vector<domain::Fact> LabelDesk::restore(std::vector<LabelRecord> const& labels,
                                             std::string const& incarnation) {
    std::vector<domain::Fact> facts;
    auto const whole = [&](std::string const& named) { return named.empty() ? incarnation : named; };
    for (auto const& record : labels) {
        domain::EventName const label{whole(record.incarnation), record.label};
        domain::EventName const of{whole(record.of_incarnation), record.of};
        if (auto const before = m_newest_of.find(of); before != m_newest_of.end()) resolve(before->second);
        m_newest_of[of] = label;
        auto& item = m_labels[label];
        item = LabelItem{
            .label = label, .of = of, .number = m_order.size(), .copy = record.copy, .state = record.state};
        item.names = record.names;
        item.restored = true;
        m_order.push_back(label);
        if (in_doubt(record.state)) {
            item.state = LabelState::unknown;
            facts.push_back(moved(label, LabelState::unknown, "restart"));
        }
        settle(item);
    }
    return facts;
}

void LabelDesk::queued(domain::EventName const& label, domain::EventName const& of, int copy,
                       domain::Instant now, domain::BagNames names) {
    if (auto const before = m_newest_of.find(of); before != m_newest_of.end()) resolve(before->second);
    m_newest_of[of] = label;
    auto& item = m_labels[label];
    item = LabelItem{.label = label, .of = of, .number = m_order.size(), .copy = copy, .queued_at = now};
    item.names = std::move(names);
    ++m_counts.queued;
    m_order.push_back(label);
    settle(item);
    m_waiting.push_back(label);
    ++m_revision;
}

LabelItem* LabelDesk::meant_by(domain::Seq label) {
    if (m_in_flight && m_in_flight->seq == label) return find(*m_in_flight);
    for (auto name = m_order.rbegin(); name != m_order.rend(); ++name)
        if (name->seq == label) return find(*name);
    return nullptr;
}

std::vector<domain::Fact> LabelDesk::changed(LabelChanged const& change) {
    auto* item = meant_by(change.label);
    if (!item || item->state == LabelState::voided || item->state == LabelState::printed) return {};
    ++m_revision;
    put(*item, change.state, change.known_by == domain::awaiting_word);
    settle(*item);
    item->begun = item->begun || !in_doubt(change.state) || change.state == LabelState::sending;
    if (in_doubt(change.state)) return {};
    if (m_in_flight == item->label) m_in_flight.reset();
    // What still waits for the printer's word is no fact: after a crash such a label is unknown.
    if (change.state == LabelState::sent && change.known_by == domain::awaiting_word) return {};
    if (change.state == LabelState::sent || change.state == LabelState::printed) item->resolved = true;
    settle(*item);
    if (!item->restored) ++m_totals[change.printer].of(change.state);
    return {moved(item->label, change.state, change.known_by, change.printer, change.detail)};
}

void LabelDesk::printer(PrinterSeen const& seen) {
    m_printer = seen;
    m_printer_known = true;
    ++m_revision;
}

bool LabelDesk::printer_ready() const {
    if (!m_printer_known) return true;
    switch (m_printer.state) {
        case PrinterState::ready:
        case PrinterState::busy:
        case PrinterState::paper_low: return true;
        case PrinterState::paper_out:
        case PrinterState::cover_open:
        case PrinterState::fault:
        case PrinterState::away: return false;
    }
    return false;
}

std::vector<domain::Fact> LabelDesk::time(domain::Instant now) {
    std::vector<domain::Fact> facts;
    for (auto const& label : m_waiting) {
        auto& item = m_labels[label];
        if (!item.wait && now >= *item.queued_at + m_begin_within) item.late = true;
    }
    auto const late = std::erase_if(m_waiting, [&](auto const& label) { return m_labels[label].late; });
    if (late > 0) ++m_revision;
    if (m_in_flight) {
        auto& item = m_labels[*m_in_flight];
        if (!item.begun && now >= *item.handed_at + m_begin_within) {
            put(item, LabelState::unknown);
            ++m_totals[m_printer.printer].unknown;
            settle(item);
            m_in_flight.reset();
            ++m_revision;
            facts.push_back(moved(item.label, LabelState::unknown, "no_answer", m_printer.printer));
        }
    }
    return facts;
}

std::optional<PrintLabel> LabelDesk::next(domain::Instant now) {
    if (m_in_flight || m_waiting.empty() || !printer_ready()) return std::nullopt;
    auto& item = m_labels[m_waiting.front()];
    m_waiting.erase(m_waiting.begin());
    m_in_flight = item.label;
    item.handed_at = now;
    ++m_revision;
    return to_print(item, false);
}

void LabelDesk::wait(domain::EventName const& label) {
    auto* item = find(label);
    if (!item || item->resolved) return;
    item->wait = true;
    item->late = false;
    bool const never_out = item->state == LabelState::queued && !item->handed_at;
    if (never_out && std::ranges::find(m_waiting, label) == m_waiting.end()) m_waiting.push_back(label);
    ++m_revision;
}

PrintLabel LabelDesk::send(domain::EventName const& label, domain::Instant now, bool other_printer) {
    auto& item = m_labels.at(label);
    std::erase(m_waiting, label);
    item.late = false;
    item.handed_at = now;
    m_in_flight = label;
    ++m_revision;
    return to_print(item, other_printer);
}

void LabelDesk::resolve(domain::EventName const& label) {
    auto* item = find(label);
    if (!item) return;
    item->resolved = true;
    settle(*item);
    std::erase(m_waiting, label);
    ++m_revision;
}

void LabelDesk::committed(domain::EventName const& label, LabelState state) {
    auto* item = find(label);
    if (!item) return;
    put(*item, state);
    settle(*item);
    if (state == LabelState::voided) resolve(label);
    ++m_revision;
}

void LabelDesk::put(LabelItem& item, LabelState state, bool awaited) {
    auto const counted = [&]() -> std::int64_t& {
        return item.awaited ? m_counts.printing : m_counts.of(item.state);
    };
    if (!item.restored) --counted();
    item.state = state;
    item.awaited = awaited && state == LabelState::sent;
    if (!item.restored) ++counted();
}

std::vector<PrinterTotals> LabelDesk::totals() const {
    std::vector<PrinterTotals> out;
    for (auto const& [printer, counts] : m_totals)
        if (!printer.empty()) out.push_back({printer, counts});
    return out;
}

void LabelDesk::settle(LabelItem const& item) {
    bool const out = item.state == LabelState::sent || item.state == LabelState::printed;
    if (item.resolved || out || item.state == LabelState::voided)
        m_open.erase(item.number);
    else
        m_open.insert(item.number);
}

LabelItem* LabelDesk::find(domain::EventName const& label) {
    auto const found = m_labels.find(label);
    return found == m_labels.end() ? nullptr : &found->second;
}

LabelItem const* LabelDesk::newest_of(domain::EventName const& of) const {
    auto const found = m_newest_of.find(of);
    return found == m_newest_of.end() ? nullptr : &m_labels.at(found->second);
}

std::vector<domain::EventName> LabelDesk::not_begun_of(domain::EventName const& of) const {
    std::vector<domain::EventName> out;
    auto const* item = newest_of(of);
    if (item && item->state == LabelState::queued && !item->handed_at) out.push_back(item->label);
    return out;
}

bool LabelDesk::needs_decision(LabelItem const& item) const {
    if (item.resolved || item.restored) return false;
    if (item.state == LabelState::failed) return true;
    bool const not_begun = item.state == LabelState::queued && !item.handed_at;
    return not_begun && (item.late || !printer_ready());
}

LabelItem const* LabelDesk::undecided() const {
    // Only the newest labels can be undecided: the station stops at the first.
    int looked_at = 0;
    for (auto number = m_open.rbegin(); number != m_open.rend() && looked_at < 64; ++number, ++looked_at) {
        if (auto const& item = m_labels.at(m_order[*number]); needs_decision(item)) return &item;
    }
    return nullptr;
}

LabelItem* LabelDesk::undecided() {
    return const_cast<LabelItem*>(std::as_const(*this).undecided());
}

LabelItem* LabelDesk::waited_for_copy() {
    if (!printer_ready()) return nullptr;
    auto* item = undecided();
    return item && item->wait && item->state == LabelState::failed ? item : nullptr;
}

std::vector<LabelItem const*> LabelDesk::offers() const {
    std::vector<LabelItem const*> out;
    for (auto number = m_open.rbegin(); number != m_open.rend() && out.size() < 50; ++number) {
        auto const& item = m_labels.at(m_order[*number]);
        bool const unsure = item.state == LabelState::unknown || item.state == LabelState::failed;
        bool const stuck = item.state == LabelState::queued && (item.late || needs_decision(item));
        if (!item.resolved && (unsure || stuck)) out.push_back(&item);
    }
    return out;
}

std::optional<domain::Instant> LabelDesk::wake_at() const {
    std::optional<domain::Instant> wake;
    auto const sooner = [&](domain::Instant at) { wake = wake ? std::min(*wake, at) : at; };
    for (auto const& label : m_waiting) {
        auto const& item = m_labels.at(label);
        if (!item.wait) sooner(*item.queued_at + m_begin_within);
    }
    if (m_in_flight) {
        auto const& item = m_labels.at(*m_in_flight);
        if (!item.begun) sooner(*item.handed_at + m_begin_within);
    }
    return wake;
}

}  // namespace bozhong::core
