#include "station/simtest/mutant_parts.h"

#include <algorithm>
#include <utility>

#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"

namespace bozhong::simtest {

using domain::Head;
using domain::Result;

void EarlyWord::flush() {
    if (m_facts.empty()) return;
    auto const facts = std::exchange(m_facts, {});
    static_cast<void>(inside().append(facts, m_stamp).ok());
}

Result<Head> EarlyWord::append(std::span<domain::Fact const> facts, domain::Stamp const& stamp) {
    flush();
    if (!std::exchange(m_started, true))
        return inside().append(facts, stamp);  // a `started` may come before it
    m_facts.assign(facts.begin(), facts.end());
    m_stamp = stamp;
    auto head = inside().head();
    head.seq += facts.size();
    return head;
}

Result<Head> EarlyLabel::append(std::span<domain::Fact const> facts, domain::Stamp const& stamp) {
    auto const* weighed = facts.size() >= 2 ? std::get_if<domain::Weighed>(&facts[0]) : nullptr;
    if (weighed != nullptr) {
        auto const head = inside().head();
        auto made = stamp;
        made.feed_position = inside().feed_position();
        domain::StoredEvent event{{m_table.name, head.incarnation, head.seq + 1},
                                  "weighed",
                                  wire::encode(facts[0], made),
                                  head.hash,
                                  ""};
        event.hash = wire::hash_event(event);
        if (auto content = m_table.make_label(event, 0); content.ok())
            m_table.press.take_early({event.id.seq + 1, std::move(content).value()});
    }
    return ForwardingJournal::append(facts, stamp);
}

Result<Head> TwiceBooked::append(std::span<domain::Fact const> facts, domain::Stamp const& stamp) {
    bool const weighed = !facts.empty() && std::holds_alternative<domain::Weighed>(facts[0]);
    if (!weighed || ++m_weighings % 40 != 0) return ForwardingJournal::append(facts, stamp);
    static_cast<void>(ForwardingJournal::append(facts, stamp).ok());
    return ForwardingJournal::append(facts, stamp);
}

void CountedIncarnations::count() {
    auto const heads = inside().heads();
    m_next = heads.ok() ? heads->size() + 1 : 1;
}

Result<Head> CountedIncarnations::open_incarnation(std::string const& reason, domain::Stamp const& stamp) {
    count();
    auto opened = inside().open_incarnation(reason, stamp);
    m_next = 0;
    return opened;
}

domain::Status CountedIncarnations::take_back(std::span<domain::StoredEvent const> events) {
    count();
    auto taken = inside().take_back(events);
    m_next = 0;
    return taken;
}

void LateDatabase::begin() {
    if (m_open == 0) return inside().begin();
}

domain::Status LateDatabase::commit() {
    if (++m_open < 20) return domain::Done{};
    m_open = 0;
    return inside().commit();
}

void LateDatabase::rollback() {
    m_open = 0;
    inside().rollback();
}

}  // namespace bozhong::simtest
