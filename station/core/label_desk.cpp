#include "station/core/label_desk.h"

#include <algorithm>
#include <utility>

namespace bozhong::core {

using domain::LabelState;

std::vector<domain::Fact> LabelDesk::restore(std::vector<LabelRecord> const& labels,
                                             domain::Head const& head) {
    std::vector<domain::Fact> facts;
    auto const in_doubt = [&](LabelRecord const& record) {
        if (record.state != LabelState::queued && record.state != LabelState::sending) return false;
        facts.push_back(domain::LabelMoved{record.label, LabelState::unknown, "restart", "", ""});
        return true;
    };
    for (auto const& record : labels) {
        if (!record.incarnation.empty() && record.incarnation != head.incarnation) {
            // Until this incarnation has used the number itself, it still names the label of the earlier one.
            if (record.label > head.seq) in_doubt(record);
            continue;
        }
        auto& item = m_labels[record.label];
        item = LabelItem{.label = record.label, .of = record.of, .copy = record.copy, .state = record.state};
        item.restored = true;
        auto& newest = m_newest_of[record.of];
        if (newest != 0 && newest != record.label) m_labels[std::min(newest, record.label)].resolved = true;
        newest = std::max(newest, record.label);
        if (in_doubt(record)) item.state = LabelState::unknown;
    }
    return facts;
}

void LabelDesk::queued(domain::Seq label, domain::LabelQueued const& fact, domain::Instant now) {
    auto& newest = m_newest_of[fact.of];
    if (newest != 0) resolve(newest);
    newest = label;
    m_labels[label] = LabelItem{.label = label, .of = fact.of, .copy = fact.copy, .queued_at = now};
    m_waiting.push_back(label);
    ++m_revision;
}

std::vector<domain::Fact> LabelDesk::changed(LabelChanged const& change) {
    auto* item = find(change.label);
    if (!item || item->state == LabelState::voided || item->state == LabelState::printed) return {};
    ++m_revision;
    item->state = change.state;
    item->begun = item->begun || change.state != LabelState::queued;
    bool const answered = change.state != LabelState::queued && change.state != LabelState::sending;
    if (answered && m_in_flight == change.label) m_in_flight.reset();
    // That sending began is no fact worth a transaction: after a crash such a label is unknown either way.
    if (!answered) return {};
    if (change.state == LabelState::sent || change.state == LabelState::printed) item->resolved = true;
    return {domain::LabelMoved{change.label, change.state, change.known_by, change.printer, change.detail}};
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
    for (domain::Seq const label : m_waiting) {
        auto& item = m_labels[label];
        if (!item.wait && now >= *item.queued_at + m_begin_within) item.late = true;
    }
    auto const late = std::erase_if(m_waiting, [&](domain::Seq label) { return m_labels[label].late; });
    if (late > 0) ++m_revision;
    if (m_in_flight) {
        auto& item = m_labels[*m_in_flight];
        if (!item.begun && now >= *item.handed_at + m_begin_within) {
            item.state = LabelState::unknown;
            m_in_flight.reset();
            ++m_revision;
            facts.push_back(
                domain::LabelMoved{item.label, LabelState::unknown, "no_answer", m_printer.printer, ""});
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
    return PrintLabel{item.label, item.of, item.copy, false};
}

void LabelDesk::wait(domain::Seq label) {
    auto* item = find(label);
    if (!item || item->resolved) return;
    item->wait = true;
    item->late = false;
    bool const never_out = item->state == LabelState::queued && !item->handed_at;
    if (never_out && std::ranges::find(m_waiting, label) == m_waiting.end()) m_waiting.push_back(label);
    ++m_revision;
}

PrintLabel LabelDesk::send(domain::Seq label, domain::Instant now, bool other_printer) {
    auto& item = m_labels.at(label);
    std::erase(m_waiting, label);
    item.late = false;
    item.handed_at = now;
    m_in_flight = label;
    ++m_revision;
    return {item.label, item.of, item.copy, other_printer};
}

void LabelDesk::resolve(domain::Seq label) {
    auto* item = find(label);
    if (!item) return;
    item->resolved = true;
    std::erase(m_waiting, label);
    ++m_revision;
}

void LabelDesk::committed(domain::LabelMoved const& fact) {
    auto* item = find(fact.label);
    if (!item) return;
    item->state = fact.state;
    if (fact.state == LabelState::voided) resolve(fact.label);
    ++m_revision;
}

LabelItem* LabelDesk::find(domain::Seq label) {
    auto const found = m_labels.find(label);
    return found == m_labels.end() ? nullptr : &found->second;
}

LabelItem const* LabelDesk::newest_of(domain::Seq of) const {
    auto const found = m_newest_of.find(of);
    return found == m_newest_of.end() ? nullptr : &m_labels.at(found->second);
}

std::vector<domain::Seq> LabelDesk::not_begun_of(domain::Seq of) const {
    std::vector<domain::Seq> out;
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
    for (auto item = m_labels.rbegin(); item != m_labels.rend() && looked_at < 64; ++item, ++looked_at) {
        if (needs_decision(item->second)) return &item->second;
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
    for (auto item = m_labels.rbegin(); item != m_labels.rend() && out.size() < 50; ++item) {
        bool const unsure =
            item->second.state == LabelState::unknown || item->second.state == LabelState::failed;
        bool const stuck =
            item->second.state == LabelState::queued && (item->second.late || needs_decision(item->second));
        if (!item->second.resolved && (unsure || stuck)) out.push_back(&item->second);
    }
    return out;
}

std::optional<domain::Instant> LabelDesk::wake_at() const {
    std::optional<domain::Instant> wake;
    auto const sooner = [&](domain::Instant at) { wake = wake ? std::min(*wake, at) : at; };
    for (domain::Seq const label : m_waiting) {
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
