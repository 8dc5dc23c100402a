#pragma once
// Judges a run by the invariants, from outside: what lay on the pans, what screens said, what came out on
// paper, what the hub had acknowledged; and at settled points what journals, hub and pulled results hold. It
// is no copy of the product's rules: a multiset of loads, events and papers, and sums.

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "station/domain/facts.h"
#include "station/simtest/press.h"
#include "station/simtest/story.h"
#include "sync/hub/api.h"

namespace bozhong::simtest {

/// One placement of goods on a pan.
struct Load {
    std::string station;
    bool complete = false;  ///< she has finished filling it
    std::set<domain::EventId> events;
};

/// The moment a station took a weight: what really lay there.
struct Taken {
    std::uint64_t load = 0;
    double goods_g = 0;       ///< on the pan, from where the scale had its zero
    double said_g = 0;        ///< the same when the scale last said something: what a press can know
    bool scale_lied = false;  ///< frozen or flag stuck: nobody could know
    bool complete = true;
    bool hands_free = false;
};

/// One weighing or count as the journal took it.
struct Booked {
    std::uint64_t load = 0;
    std::int64_t net_mg = 0, count = 0;
    domain::LineKey line;
    bool shown = false, on_paper = false, voided = false, lost = false;
};

struct Violation {
    std::string when, invariant, what;
};

class Judge {
  public:
    explicit Judge(Story& story) : m_story(story) {}

    // What is seen while it happens.
    std::uint64_t new_load(std::string const& station);
    Load& load(std::uint64_t number) { return m_loads[number]; }
    void taken(std::string const& station, Taken taken);
    void appended(std::string const& station, domain::Head const& head, std::span<domain::Fact const> facts);
    void not_appended(std::string const& station, std::span<domain::Fact const> facts);
    /// A person with the right lets one thing happen there, soon: a red load (0), or a typed weight with this
    /// gross.
    void allowed(std::string const& station, std::int64_t gross_mg);
    /// The screen goes on after the oldest weighing of this process; `recorded`: with that word.
    void shown(std::string const& station, bool recorded);
    void process_began(std::string const& station);
    void paper(Paper const& paper);
    /// An answer of the hub on its way to a station.
    void acknowledged(std::string const& station, hub::Request const& request, hub::Answer const& answer);
    /// The hub's store was put back: what it acknowledged since may be gone.
    void hub_was_restored() { m_acknowledged.clear(); }
    /// This station's disk lied, or was replaced: unsent events may be gone.
    void may_lose(std::string const& station) { ++m_disks[station]; }

    void violated(std::string const& invariant, std::string const& what);
    [[nodiscard]] std::vector<Violation> const& violations() const { return m_violations; }

    using EventKey = domain::EventId;
    [[nodiscard]] std::map<EventKey, Booked>& booked() { return m_booked; }
    [[nodiscard]] std::vector<Paper> const& papers() const { return m_papers; }
    [[nodiscard]] std::map<std::pair<std::string, std::string>, domain::Seq> const& acknowledged() const {
        return m_acknowledged;
    }
    /// The hub has acknowledged it, and was not put back since.
    [[nodiscard]] bool hub_has(EventKey const& id) const;
    /// Two different events had this name; which of them a journal holds depends on whose disk it is.
    [[nodiscard]] bool disputed(EventKey const& id) const { return m_disputed.contains(id); }
    /// The journal was asked to take this and answered with an error: it may have it or not.
    [[nodiscard]] bool was_tried(std::string const& station, domain::Weighed const& fact) const;
    [[nodiscard]] bool loses(std::string const& station) const { return m_disks.contains(station); }
    /// How often its disk has lied or was replaced so far.
    [[nodiscard]] int disk_of(std::string const& station) const {
        auto const found = m_disks.find(station);
        return found == m_disks.end() ? 0 : found->second;
    }
    std::int64_t weighings = 0, counts = 0, lost = 0;

  private:
    void named(std::string const& station, domain::Head const& head, domain::Seq count);
    void weighed(std::string const& station, EventKey const& id, domain::Weighed const& fact);
    void judge_author(std::string const& station, domain::Weighed const& fact);
    void take_leave(std::string const& station, std::int64_t gross_mg, std::string const& what);
    void judge_weight(std::string const& station, domain::Weighed const& fact, Taken const& taken);
    void voided(std::string const& station, std::string const& incarnation, domain::Voided const& fact);

    Story& m_story;
    std::map<std::uint64_t, Load> m_loads;
    std::uint64_t m_last_load = 0;
    std::map<std::string, std::deque<Taken>> m_taken;       ///< by station: taken, not yet in the journal
    std::map<std::string, std::deque<EventKey>> m_unshown;  ///< in the journal, not yet said
    struct Leave {
        Millis at;
        std::int64_t gross_mg;
    };
    std::map<std::string, std::vector<Leave>> m_leaves;
    std::map<EventKey, Booked> m_booked;
    std::map<std::string, std::set<std::pair<domain::LineKey, std::int64_t>>> m_tried;
    /// By station and incarnation: in which append each number was used, as a short digest of its head.
    std::map<std::pair<std::string, std::string>, std::map<domain::Seq, std::size_t>> m_names;
    std::set<EventKey> m_disputed;
    std::vector<Paper> m_papers;
    std::map<std::pair<std::string, std::string>, domain::Seq> m_acknowledged;
    std::map<std::string, int> m_disks;
    std::vector<Violation> m_violations;
};

/// "T1 0011223344556677 12".
std::string text(domain::EventId const& id);

}  // namespace bozhong::simtest
