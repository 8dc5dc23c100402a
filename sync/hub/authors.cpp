// Who made an event, and had that person still the right for it when the hub took it in? A table that is away
// hears late that a right was taken away. What was done meanwhile stays in force; a supervisor is told of it,
// once for each person and table, with every event.
#include "sync/hub/ingest.h"
#include "sync/hub/weighing_row.h"

namespace bozhong::hub {
namespace {

struct Deed {
    std::string person;
    Right right = Right::capture;
    LineKey line;
};

/// What the event did under whose right; nothing of an event that needs none.
struct Deeds {
    using Found = std::optional<Deed>;
    Found operator()(domain::Weighed const& f) const {
        auto const right = f.entry == domain::Entry::manual ? Right::enter_weight
                           : f.below_min                    ? Right::below_minimum
                                                            : Right::capture;
        return Deed{f.person, right, f.task.line};
    }
    Found operator()(domain::Counted const& f) const { return Deed{f.person, Right::capture, f.task.line}; }
    Found operator()(domain::Voided const& f) const {
        bool const own = f.released_by.empty();
        return Deed{own ? f.person : f.released_by, own ? Right::correct_own : Right::correct_any, f.line};
    }
    Found operator()(domain::Released const& f) const { return Deed{f.person, Right::release_red, f.line}; }
    Found operator()(domain::Shorted const& f) const { return Deed{f.person, Right::capture, f.line}; }
    Found operator()(domain::ShortUndone const& f) const { return Deed{f.person, Right::capture, f.line}; }
    Found operator()(domain::TaskEnded const& f) const { return Deed{f.person, Right::capture, f.line}; }
    Found operator()(domain::TaskReopened const& f) const { return Deed{f.person, Right::capture, f.line}; }
    Found operator()(domain::CheckWeighed const& f) const {
        return Deed{f.person, Right::configure_devices, {}};
    }
    template <class T>
    Found operator()(T const&) const {
        return std::nullopt;
    }
};

}  // namespace

/// A person whom this hub does not know is not judged: after a restore its list of people may be the older
/// one.
void Ingest::judge_author(domain::StoredEvent const& event) {
    auto const deed = std::visit(Deeds{}, *m_applied.fact);
    if (!deed || deed->person.empty()) return;
    auto const known = m_database.one("SELECT active FROM people WHERE warehouse = ?1 AND id = ?2",
                                      m_warehouse, deed->person);
    if (!known) return;
    auto const rights = m_hub.rights(m_warehouse, deed->person);
    bool const any = deed->right == Right::correct_own && rights.contains(Right::correct_any);
    if (known->flag(0) && (any || rights.contains(deed->right))) return;
    flag(event, deed->person, deed->right, deed->line);
}

void Ingest::flag(domain::StoredEvent const& event, std::string const& person, Right right,
                  LineKey const& line) {
    auto open = m_database.number(
        "SELECT id FROM exceptions WHERE warehouse = ?1 AND state = 'open' AND kind = 'flagged' AND station "
        "= ?2 AND "
        "person = ?3",
        m_warehouse, m_station, person);
    if (open == 0)
        open = m_database.number(
            "INSERT INTO exceptions(warehouse, kind, why, state, station, incarnation, seq, hash, order_no, "
            "line_no, owner, received_ms, decided_by, reason, person) "
            "VALUES(?1,'flagged','right_revoked','open',?2,?3,?4,?5,?6,?7,'supervisor',?8,'','',?9) "
            "RETURNING id",
            m_warehouse, m_station, event.id.incarnation, event.id.seq, event.hash, line.order_no,
            line.line_no, m_hub.now_ms(), person);
    m_database.run("INSERT INTO flagged VALUES(?1,?2,?3,?4,?5,?6,?7,?8)", m_station, event.id.incarnation,
                   event.id.seq, open, event.type, right_name(right), line.order_no, line.line_no);
}

}  // namespace bozhong::hub
