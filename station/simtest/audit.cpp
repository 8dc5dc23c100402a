#include "station/simtest/audit.h"

#include <sodium.h>

#include <set>

#include "station/journal/reader.h"
#include "station/journal/verify.h"
#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"

namespace bozhong::simtest {

using domain::EventId;
using domain::LabelState;

namespace {

class Digest {
  public:
    Digest() { crypto_generichash_init(&m_state, nullptr, 0, 32); }
    void add(std::string const& text) {
        crypto_generichash_update(&m_state, reinterpret_cast<unsigned char const*>(text.data()), text.size());
    }
    std::string text() {
        std::string out(32, '\0');
        crypto_generichash_final(&m_state, reinterpret_cast<unsigned char*>(out.data()), out.size());
        return wire::to_hex(out);
    }

  private:
    crypto_generichash_state m_state;
};

bool of_interest(std::string const& type) {
    return type == "weighed" || type == "counted" || type == "voided" || type == "label_queued" ||
           type == "label_state";
}

/// Where every label of a journal stands, by the events alone.
std::map<EventId, LabelState> labels_of(JournalDump const& dump) {
    std::map<EventId, LabelState> states;
    std::vector<std::string> incarnations;
    for (auto const& event : dump.events) {
        if (incarnations.empty() || incarnations.back() != event.id.incarnation)
            incarnations.push_back(event.id.incarnation);
        auto const fact = dump.facts.find(event.id);
        if (fact == dump.facts.end()) continue;
        if (std::holds_alternative<domain::LabelQueued>(fact->second)) states[event.id] = LabelState::queued;
        auto const* moved = std::get_if<domain::LabelMoved>(&fact->second);
        if (moved == nullptr) continue;
        // Without an incarnation, a number this one has not used for a label names the label of an earlier
        // one.
        for (auto of = incarnations.rbegin(); of != incarnations.rend(); ++of) {
            if (!moved->label_incarnation.empty() && moved->label_incarnation != *of) continue;
            auto const found = states.find({dump.station, *of, moved->label});
            if (found == states.end()) continue;
            found->second = moved->state;
            break;
        }
    }
    return states;
}

}  // namespace

JournalDump read_journal(Judge& judge, std::string const& station, MemoryDisk& disk,
                         std::string const& path) {
    JournalDump dump;
    dump.station = station;
    auto reader = journal::Reader::open(path, disk);
    if (!reader.ok()) {
        judge.violated("I-1", station + ": its journal cannot be read: " + reader.error().text());
        return dump;
    }
    Digest digest;
    auto const read = reader->each([&](domain::StoredEvent const& event) {
        digest.add(event.id.incarnation + std::to_string(event.id.seq) + event.hash);
        if (of_interest(event.type))
            if (auto fact = wire::decode(event.type, event.payload); fact.ok())
                dump.facts.emplace(event.id, *fact);
        dump.events.push_back({event.id, event.type, "", "", event.hash});
        dump.events.back().id.station = station;
        return true;
    });
    if (!read.ok())
        judge.violated("I-1", station + ": its journal cannot be read to its end: " + read.error().text());
    dump.digest = digest.text();
    auto const verdict = journal::verify(path, {}, disk);
    if (!verdict.ok()) judge.violated("I-4", station + ": " + verdict.error().text());
    if (verdict.ok() && !verdict->ok)
        judge.violated("I-4/I-5", station + ": verify says " + verdict->why + " at " + verdict->incarnation +
                                      " " + std::to_string(verdict->seq));
    return dump;
}

namespace {

void audit_names(Judge& judge, JournalDump const& dump) {
    std::map<std::string, domain::Seq> heads;
    for (auto const& event : dump.events) {
        auto& head = heads[event.id.incarnation];
        if (event.id.seq != head + 1)
            judge.violated("I-3", dump.station + ": " + text(event.id) + " follows " + std::to_string(head));
        head = event.id.seq;
    }
}

void audit_witnesses(Judge& judge, JournalDump const& dump) {
    for (auto& [id, booked] : judge.booked()) {
        if (id.station != dump.station || booked.lost || judge.disputed(id)) continue;
        auto const found = dump.facts.find(id);
        if (found == dump.facts.end()) {
            booked.lost = true;
            ++judge.lost;
            if (!judge.loses(dump.station))
                judge.violated("I-1", "recorded and gone: " + text(id) + (booked.shown ? ", shown" : "") +
                                          (booked.on_paper ? ", on paper" : ""));
            if (judge.hub_has(id)) judge.violated("I-7", "lost although the hub had it: " + text(id));
            continue;
        }
        auto const* weighed = std::get_if<domain::Weighed>(&found->second);
        auto const* counted = std::get_if<domain::Counted>(&found->second);
        bool const same = weighed != nullptr
                              ? weighed->net.mg == booked.net_mg && weighed->task.line == booked.line
                              : counted != nullptr && counted->count == booked.count;
        if (!same) judge.violated("I-3", "another content under a used name: " + text(id));
    }
}

void audit_unseen(Judge& judge, JournalDump const& dump) {
    for (auto const& [id, fact] : dump.facts) {
        auto const* weighed = std::get_if<domain::Weighed>(&fact);
        if (weighed == nullptr || judge.booked().contains(id)) continue;
        if (!judge.was_tried(dump.station, *weighed))
            judge.violated("I-2", "a weighing that nobody asked for: " + text(id));
        judge.booked()[id] = {0, weighed->net.mg, 0, weighed->task.line};
    }
}

/// What left on paper stands in the journal, with the same figures.
void audit_paper(Judge& judge, JournalDump const& dump, Paper const& paper) {
    auto const& content = paper.content;
    if (judge.disputed(content.event)) return;
    auto const fact = dump.facts.find(content.event);
    if (fact == dump.facts.end()) {
        if (!judge.loses(dump.station))
            judge.violated("I-1",
                           "a label left for a weighing that is in no journal: " + text(content.event));
        return;
    }
    auto const* weighed = std::get_if<domain::Weighed>(&fact->second);
    auto const* counted = std::get_if<domain::Counted>(&fact->second);
    bool const same =
        weighed != nullptr
            ? content.net_mg == weighed->net.mg && content.actual == weighed->settled &&
                  content.net_kg == domain::in_unit(weighed->net, domain::MassUnit::kg, 3).text()
            : counted != nullptr && content.actual == std::to_string(counted->count);
    if (!same)
        judge.violated("I-15", "the label says other figures than the journal: " + text(content.event));
}

/// How often a label came out, by the disk that the station had then.
using Prints = std::map<EventId, std::map<int, int>>;

/// Finds the label that a paper is of.
class Labels {
  public:
    explicit Labels(JournalDump const& dump) : states(labels_of(dump)), m_dump(dump) {}
    /// The press knows who asked; two incarnations may ask for a copy of one weighing under the same number.
    [[nodiscard]] EventId on(Paper const& paper) const {
        EventId const id{m_dump.station, paper.incarnation, paper.label};
        return states.contains(id) && weighing_of(id) == paper.content.event
                   ? id
                   : EventId{m_dump.station, "asked by nobody", paper.label};
    }

    std::map<EventId, LabelState> const states;

  private:
    [[nodiscard]] EventId weighing_of(EventId const& label) const {
        auto const& queued = std::get<domain::LabelQueued>(m_dump.facts.at(label));
        return {label.station, queued.of_incarnation.empty() ? label.incarnation : queued.of_incarnation,
                queued.of};
    }
    JournalDump const& m_dump;
};

/// What an earlier disk has printed, the one that stands for it now need not know.
void audit_label(Judge& judge, EventId const& label, LabelState state, std::map<int, int> const& prints) {
    int const disk = judge.disk_of(label.station);
    int const now = prints.contains(disk) ? prints.at(disk) : 0;
    for (auto const& [of, times] : prints)
        if (times > 1) judge.violated("I-17", "printed twice: " + text(label));
    if (state == LabelState::printed && prints.empty())
        judge.violated("I-17", "printed, and no paper: " + text(label));
    bool const never = state == LabelState::failed || state == LabelState::voided;
    if (never && now != 0) judge.violated("I-17", "failed or void, and on paper: " + text(label));
}

void audit_labels(Judge& judge, JournalDump const& dump) {
    Prints prints;
    Labels const labels(dump);
    for (auto const& paper : judge.papers()) {
        if (paper.station != dump.station) continue;
        auto const label = labels.on(paper);
        ++prints[label][paper.disk];
        audit_paper(judge, dump, paper);
        bool const lost = judge.loses(dump.station);
        if (!labels.states.contains(label) && !lost)
            judge.violated("I-17", "a paper that no label asked for: " + text(label));
    }
    for (auto const& [label, state] : labels.states)
        if (!judge.disputed(label)) audit_label(judge, label, state, prints[label]);
}

}  // namespace

void audit_station(Judge& judge, JournalDump const& dump) {
    audit_names(judge, dump);
    audit_witnesses(judge, dump);
    audit_unseen(judge, dump);
    audit_labels(judge, dump);
}

namespace {

/// Station against hub, event by event: the same bytes under the same name, on both sides.
void audit_events(Judge& judge, hub::Database& database, JournalDump const& dump, bool all_sent) {
    std::map<EventId, std::string> there;
    for (auto const& row :
         database.run("SELECT incarnation, seq, hash FROM events WHERE station = ?1", dump.station))
        there[{dump.station, row.text(0), static_cast<domain::Seq>(row.integer(1))}] = row.text(2);
    // An incarnation in quarantine is decided by people, from the offending number on.
    std::map<std::string, domain::Seq> aside;
    for (auto const& row :
         database.run("SELECT incarnation, quarantine_from FROM incarnations WHERE station = ?1 AND "
                      "quarantine_from > 0",
                      dump.station))
        aside[row.text(0)] = static_cast<domain::Seq>(row.integer(1));
    std::size_t here = 0;
    for (auto const& event : dump.events) {
        auto const found = there.find(event.id);
        auto const from = aside.find(event.id.incarnation);
        bool const in_question = from != aside.end() && event.id.seq >= from->second;
        if (found == there.end()) {
            if (all_sent && from == aside.end()) judge.violated("I-8", "the hub lacks " + text(event.id));
            continue;
        }
        ++here;
        if (!in_question && found->second != event.hash)
            judge.violated("I-3", "hub and station differ at " + text(event.id));
    }
    if (here != there.size())
        judge.violated("I-6", dump.station + ": the hub has " + std::to_string(there.size() - here) +
                                  " events that the station lacks");
}

/// Every weighing of every journal stands once at the hub, with the same figures.
void audit_weighings(Judge& judge, hub::Database& database, std::vector<JournalDump> const& dumps) {
    std::map<EventId, hub::Row> rows;
    for (auto& row : database.run(
             "SELECT station, incarnation, seq, net_mg, count, order_no, line_no, state FROM weighings"))
        rows.emplace(EventId{row.text(0), row.text(1), static_cast<domain::Seq>(row.integer(2))}, row);
    for (auto const& dump : dumps) {
        std::set<EventId> known;
        for (auto const& row :
             database.run("SELECT incarnation, seq FROM events WHERE station = ?1 AND type IN "
                          "('weighed','counted')",
                          dump.station))
            known.insert({dump.station, row.text(0), static_cast<domain::Seq>(row.integer(1))});
        for (auto const& [id, fact] : dump.facts) {
            auto const* weighed = std::get_if<domain::Weighed>(&fact);
            auto const* counted = std::get_if<domain::Counted>(&fact);
            if ((weighed == nullptr && counted == nullptr) || !known.contains(id) || judge.disputed(id))
                continue;
            auto const found = rows.find(id);
            if (found == rows.end()) {
                judge.violated("I-11", "the hub has the event and no weighing of it: " + text(id));
                continue;
            }
            auto const line = weighed != nullptr ? weighed->task.line : counted->task.line;
            bool const same = found->second.text(5) == line.order_no &&
                              found->second.text(6) == line.line_no &&
                              (weighed == nullptr || found->second.integer(3) == weighed->net.mg) &&
                              (counted == nullptr || found->second.integer(4) == counted->count);
            if (!same) judge.violated("I-15", "the hub has other figures: " + text(id));
            rows.erase(found);
        }
    }
    for (auto const& [id, row] : rows)
        if (!judge.loses(id.station))
            judge.violated("I-8", "a weighing at the hub that no journal has: " + text(id));
}

/// Nothing is in force under an assignment that a later one had already weighed after, but what a person
/// decided.
void audit_moved(Judge& judge, hub::Database& database) {
    for (auto const& row : database.run(
             "WITH ruled AS (SELECT * FROM weighings w WHERE state = 'in_force' AND NOT EXISTS (SELECT 1 "
             "FROM "
             "exceptions e WHERE e.station = w.station AND e.incarnation = w.incarnation AND e.seq = w.seq)) "
             "SELECT a.station, a.seq, b.station, b.seq, a.order_no, a.line_no, a.assignment, b.assignment "
             "FROM ruled a JOIN ruled b ON a.warehouse = b.warehouse AND a.order_no = b.order_no AND "
             "a.line_no = b.line_no AND a.assignment < b.assignment AND a.accepted_at > b.accepted_at"))
        judge.violated("I-10", "in force although weighed elsewhere before it came: " + row.text(0) + " " +
                                   std::to_string(row.integer(1)) + " after " + row.text(2) + " " +
                                   std::to_string(row.integer(3)) + ", " + row.text(4) + "/" + row.text(5) +
                                   ", assignments " + std::to_string(row.integer(6)) + " and " +
                                   std::to_string(row.integer(7)));
}

/// Sums of what is in force.
void audit_sums(Judge& judge, hub::Database& database) {
    for (auto const& row : database.run(
             "SELECT l.order_no, l.line_no, l.actual_mg, l.actual_count, coalesce(sum(w.net_mg),0), "
             "coalesce(sum(w.count),0) FROM lines l LEFT JOIN weighings w ON w.warehouse = l.warehouse AND "
             "w.order_no = l.order_no AND w.line_no = l.line_no AND w.state = 'in_force' GROUP BY 1, 2, 3, "
             "4"))
        if (row.integer(2) != row.integer(4) || row.integer(3) != row.integer(5))
            judge.violated("I-10", row.text(0) + "/" + row.text(1) + ": the line says " + row.text(2) +
                                       std::to_string(row.integer(2)) + " mg, its weighings " +
                                       std::to_string(row.integer(4)) + " mg");
    audit_moved(judge, database);
}

}  // namespace

void audit_hub(Judge& judge, hub::Database& database, std::vector<JournalDump> const& dumps, bool all_sent) {
    for (auto const& dump : dumps) audit_events(judge, database, dump, all_sent);
    audit_weighings(judge, database, dumps);
    audit_sums(judge, database);
}

void audit_results(Judge& judge, hub::Database& database, std::vector<wire::ResultRow> const& pulled) {
    std::map<std::pair<std::string, std::string>, wire::ResultRow const*> newest;
    for (auto const& row : pulled) newest[{row.order_no, row.line_no}] = &row;
    for (auto const& row :
         database.run("SELECT order_no, line_no, kind, actual_mg, actual_count, revision FROM lines "
                      "WHERE revision > 0")) {
        auto const found = newest.find({row.text(0), row.text(1)});
        auto const name = row.text(0) + "/" + row.text(1);
        if (found == newest.end()) {
            judge.violated("I-12", name + " has a result that nobody was given");
            continue;
        }
        auto const& result = *found->second;
        if (result.revision != row.integer(5))
            judge.violated("I-12",
                           name + ": revision " + std::to_string(row.integer(5)) + " was passed over");
        std::int64_t net = 0, count = 0;
        for (auto const& weighing : result.weighings) net += weighing.net_mg, count += weighing.count;
        bool const weighed = row.text(2) == "weighed";
        if (weighed && (result.actual_mg != row.integer(3) || net != row.integer(3)))
            judge.violated("I-10", name + ": settled " + std::to_string(result.actual_mg.value_or(-1)) +
                                       " mg, weighed " + std::to_string(row.integer(3)) + " mg");
        if (!weighed && (result.actual_count != row.integer(4) || count != row.integer(4)))
            judge.violated("I-10", name + ": settled and counted differ");
        auto const unit = domain::mass_unit(result.qty_unit);
        if (weighed && unit && domain::settle(domain::Mass{net}, *unit).text() != result.qty)
            judge.violated("I-15", name + ": " + result.qty + " " + result.qty_unit + " is not its weight");
    }
}

std::string hub_digest(hub::Database& database) {
    Digest digest;
    for (auto const& row :
         database.run("SELECT station, incarnation, seq, hash FROM events ORDER BY 1, 2, 3"))
        digest.add(row.text(0) + row.text(1) + std::to_string(row.integer(2)) + row.text(3));
    for (auto const& row : database.run("SELECT row FROM results ORDER BY position")) digest.add(row.text(0));
    for (auto const& row :
         database.run("SELECT station, incarnation, seq, state FROM weighings ORDER BY 1, 2, 3"))
        digest.add(row.text(0) + row.text(1) + std::to_string(row.integer(2)) + row.text(3));
    return digest.text();
}

}  // namespace bozhong::simtest
