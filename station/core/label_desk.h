#pragma once
// Labels and what she must decide about them. The queue lives here, not in the printer: a label is handed
// over only when the printer can begin it, one at a time, so that none comes out by itself long after its bag
// has gone.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "station/core/effect.h"
#include "station/core/event.h"
#include "station/core/label_counts.h"
#include "station/core/restored.h"

namespace bozhong::core {

struct LabelItem {
    domain::EventName label, of;
    std::size_t number = 0;  ///< of all labels of this run, in their order
    int copy = 0;
    domain::BagNames names = {};  ///< in the place of those at the weighing; empty = as weighed
    domain::LabelState state = domain::LabelState::queued;
    std::optional<domain::Instant> queued_at, handed_at;
    bool begun = false;
    bool awaited = false;  ///< all taken, the printer's word is still to come
    bool late = false;      ///< not begun in time: offered, never printed by itself
    bool wait = false;      ///< she waits for the printer: goes out when it is ready
    bool resolved = false;  ///< decided, or followed by a newer label of the same weighing
    bool restored = false;  ///< of an earlier run: offered, but stops nobody
};

class LabelDesk {
  public:
    explicit LabelDesk(domain::milliseconds begin_within) : m_begin_within(begin_within) {}

    /// Labels of an earlier run that may or may not have come out become unknown; the facts say so.
    std::vector<domain::Fact> restore(std::vector<LabelRecord> const& labels, std::string const& incarnation);
    void queued(domain::EventName const& label, domain::EventName const& of, int copy, domain::Instant now,
                domain::BagNames names = {});
    /// The printer's word; the facts to keep of it.
    std::vector<domain::Fact> changed(LabelChanged const& change);
    void printer(PrinterSeen const& seen);
    /// Deadlines; facts about labels the printer never answered for.
    std::vector<domain::Fact> time(domain::Instant now);
    /// The label to hand to the printer now.
    std::optional<PrintLabel> next(domain::Instant now);
    void resolve(domain::EventName const& label);
    /// She waits for the printer: this label goes out when it is ready, however late.
    void wait(domain::EventName const& label);
    /// She asks for a label that never began: it goes out now.
    PrintLabel send(domain::EventName const& label, domain::Instant now, bool other_printer);
    /// A state that is durable now.
    void committed(domain::EventName const& label, domain::LabelState state);

    [[nodiscard]] LabelItem* find(domain::EventName const& label);
    /// A printer knows the number alone: it means the label it has, else the newest of that number.
    [[nodiscard]] LabelItem* meant_by(domain::Seq label);
    [[nodiscard]] LabelItem const* newest_of(domain::EventName const& of) const;
    [[nodiscard]] std::vector<domain::EventName> not_begun_of(domain::EventName const& of) const;
    /// The newest label for which printing failed and nothing was decided.
    [[nodiscard]] LabelItem* undecided();
    [[nodiscard]] LabelItem const* undecided() const;
    /// A failed label she waits for, when the printer is ready again: it needs a copy.
    [[nodiscard]] LabelItem* waited_for_copy();
    [[nodiscard]] std::vector<LabelItem const*> offers() const;  ///< newest first, at most 50
    [[nodiscard]] bool printer_ready() const;
    [[nodiscard]] PrinterSeen const& seen() const { return m_printer; }
    [[nodiscard]] std::optional<domain::Instant> wake_at() const;
    [[nodiscard]] LabelCounts const& counts() const { return m_counts; }
    [[nodiscard]] std::vector<PrinterTotals> totals() const;
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }

  private:
    /// Every change of a state goes through here, so that the counts are right.
    void put(LabelItem& item, domain::LabelState state, bool awaited = false);
    [[nodiscard]] bool needs_decision(LabelItem const& item) const;
    /// After every change of a state or a decision: whether somebody may still have to look at this label.
    void settle(LabelItem const& item);

    std::map<domain::EventName, LabelItem> m_labels;
    std::vector<domain::EventName> m_order;  ///< all of them, oldest first
    std::set<std::size_t> m_open;            ///< numbers of those not known to be out and not decided
    std::map<domain::EventName, domain::EventName> m_newest_of;
    std::vector<domain::EventName> m_waiting;  ///< not handed over yet, oldest first
    std::optional<domain::EventName> m_in_flight;
    PrinterSeen m_printer;
    bool m_printer_known = false;
    domain::milliseconds m_begin_within;
    LabelCounts m_counts;
    std::map<std::string, LabelCounts> m_totals;  ///< by printer
    std::uint64_t m_revision = 1;
};

}  // namespace bozhong::core
