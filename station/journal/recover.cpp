#include "station/journal/recover.h"

#include <algorithm>
#include <map>
#include <set>

#include "station/domain/task_facts.h"
#include "station/domain/tolerance.h"
#include "station/journal/reader.h"
#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/feed_codec.h"
#include "sync/wire/label_maker.h"

namespace bozhong::journal {

using domain::Error, domain::ErrorKind, domain::EventName, domain::Fact, domain::Result, domain::Seq;

std::string name(Finding finding) {
    switch (finding) {
        case Finding::present: return "present";
        case Finding::lost: return "lost";
        case Finding::recovered: return "recovered";
        case Finding::other_station: return "other_station";
        case Finding::contradicts: return "contradicts";
        case Finding::forged: return "forged";
        case Finding::unreadable: return "unreadable";
        case Finding::again: return "again";
    }
    std::abort();
}

std::int64_t Losses::count(Finding finding) const {
    return std::ranges::count(labels, finding, &Found::finding);
}

namespace {

EventName name_of(wire::LabelClaim const& claim) {
    return {claim.event.incarnation, claim.event.seq};
}

/// What the journal can say to a label.
struct Known {
    std::string station;
    std::map<EventName, std::string> hashes;  ///< of weighings and counts
    std::map<std::string, Seq> last;          ///< of each incarnation
    std::set<EventName> recovered;
    std::set<std::string> keys;

    [[nodiscard]] bool signed_here(std::string_view key_id, std::string_view bytes,
                                   std::string_view signature) const {
        return std::ranges::any_of(keys, [&](std::string const& key) {
            auto const verify = wire::label_verifier(key);
            return verify && verify(key_id, bytes, signature);
        });
    }
};

Result<Known> read_known(std::string const& path, std::string const& public_key) {
    auto reader = Reader::open(path);
    if (!reader) return reader.error();
    Known known;
    known.station = reader->station();
    if (!public_key.empty()) known.keys.insert(public_key);
    Query keys(reader->database(), "SELECT DISTINCT public_key FROM signature");
    while (keys.next()) known.keys.insert(wire::to_hex(keys.text(0)));
    Query entered(reader->database(), "SELECT incarnation, seq FROM recovered");
    while (entered.next()) known.recovered.insert({entered.text(0), static_cast<Seq>(entered.integer(1))});
    auto const read = reader->each([&](domain::StoredEvent const& event) {
        known.last[event.id.incarnation] = event.id.seq;
        if (event.type == "weighed" || event.type == "counted")
            known.hashes[{event.id.incarnation, event.id.seq}] = event.hash;
        return true;
    });
    if (!read) return read.error();
    return known;
}

/// Why a signed label of this station does not belong to the event under its number; empty when it does.
std::string contradiction(wire::LabelClaim const& claim, Known const& known) {
    auto const stored = known.hashes.find(name_of(claim));
    if (stored == known.hashes.end()) return "the journal has another event under this number";
    if (!stored->second.starts_with(claim.short_hash)) return "its hash is not that of the event";
    return {};
}

Finding judge(wire::LabelClaim const& claim, Known const& known, std::string& why) {
    auto const last = known.last.find(claim.event.incarnation);
    bool const stored = last != known.last.end() && claim.event.seq <= last->second;
    if (known.recovered.contains(name_of(claim))) return Finding::recovered;
    if (!stored) return Finding::lost;
    why = contradiction(claim, known);
    return why.empty() ? Finding::present : Finding::contradicts;
}

Found look_at(Scan const& scan, Known const& known) {
    Found out{scan, Finding::unreadable, {}, {}, {}};
    auto const tab = scan.text.find('\t');
    auto const code = scan.text.substr(0, tab);
    if (tab != std::string::npos) out.order = scan.text.substr(tab + 1);
    bool ours = false;
    auto const claim = wire::read_label_payload(code, [&](auto key_id, auto bytes, auto signature) {
        ours = known.signed_here(key_id, bytes, signature);
        return true;
    });
    if (!claim) return out.why = claim.error().what, out;
    out.claim = *claim;
    if (claim->event.station != known.station) {
        out.finding = Finding::other_station;
    } else if (!ours) {
        out.finding = Finding::forged;
        out.why = "no key of this station signed it";
    } else {
        out.finding = judge(*claim, known, out.why);
    }
    return out;
}

std::vector<Gap> gaps_of(std::vector<Found> const& labels, Known const& known) {
    std::map<std::string, Gap> gaps;
    for (auto const& label : labels) {
        if (label.finding != Finding::lost && label.finding != Finding::recovered) continue;
        auto const& [station, incarnation, seq] = label.claim.event;
        auto const last = known.last.find(incarnation);
        auto& gap = gaps[incarnation];
        gap.incarnation = incarnation;
        gap.from = last == known.last.end() ? 1 : last->second + 1;
        gap.to = std::max(gap.to, seq);
        ++gap.proved;
    }
    std::vector<Gap> out;
    for (auto& [incarnation, gap] : gaps) {
        // The original may have come back after it was entered again: then nothing is missing.
        if (gap.to < gap.from) continue;
        gap.unknown = static_cast<std::int64_t>(gap.to - gap.from + 1) - gap.proved;
        out.push_back(gap);
    }
    return out;
}

}  // namespace

Result<Losses> find_losses(std::string const& path, std::vector<Scan> const& scans,
                           std::string const& public_key) {
    if (scans.size() > max_scans)
        return Error{ErrorKind::bad_input, "more than 100,000 labels", std::to_string(scans.size()),
                     "split them"};
    auto const known = read_known(path, public_key);
    if (!known) return known.error();
    Losses out;
    out.station = known->station;
    std::set<EventName> seen;
    for (auto const& scan : scans) {
        auto found = look_at(scan, *known);
        bool const counts = found.finding == Finding::lost || found.finding == Finding::recovered;
        if (counts && !seen.insert(name_of(found.claim)).second) found.finding = Finding::again;
        out.labels.push_back(std::move(found));
    }
    out.gaps = gaps_of(out.labels, *known);
    return out;
}

namespace {

/// The tasks the feed ever gave this table, as last told.
class Tasks {
  public:
    static Result<Tasks> read(std::string const& path) {
        auto reader = Reader::open(path);
        if (!reader) return reader.error();
        Tasks out;
        Query rows(reader->database(),
                   "SELECT position, kind, body FROM feed WHERE kind='task' ORDER BY position");
        while (rows.next()) {
            auto fact = wire::decode_feed({rows.integer(0), rows.text(1), rows.text(2)});
            if (!fact) continue;
            if (auto* given = std::get_if<domain::TaskGiven>(&*fact))
                out.m_tasks[given->task.line] = given->task;
        }
        out.m_feed_position = reader->database().integer("SELECT max(position) FROM feed");
        if (!reader->database().ok()) return reader->database().error();
        return out;
    }

    /// ORDER/LINE, or ORDER when it has one line here.
    [[nodiscard]] domain::SortTask const* find(std::string const& order, std::string& why) const {
        auto const slash = order.rfind('/');
        if (slash != std::string::npos) {
            auto const exact = m_tasks.find({order.substr(0, slash), order.substr(slash + 1)});
            if (exact != m_tasks.end()) return &exact->second;
        }
        domain::SortTask const* found = nullptr;
        int lines = 0;
        for (auto const& [line, task] : m_tasks)
            if (line.order_no == order) found = &task, ++lines;
        if (order.empty()) why = "which order? write a tab and ORDER/LINE behind the code";
        if (!order.empty() && lines == 0) why = "this table never had order " + order;
        if (lines > 1)
            why = "order " + order + " has " + std::to_string(lines) + " lines here: write ORDER/LINE";
        return lines == 1 ? found : nullptr;
    }

    [[nodiscard]] std::int64_t feed_position() const { return m_feed_position; }

  private:
    std::map<domain::LineKey, domain::SortTask> m_tasks;
    std::int64_t m_feed_position = 0;
};

Fact entry(wire::LabelClaim const& claim, domain::SortTask const& task, std::int64_t feed_position,
           domain::Person const& person, std::string const& reason) {
    std::string const read_on = "label " + claim.event.incarnation + " " + std::to_string(claim.event.seq);
    auto const facts = domain::task_facts(task, feed_position);
    if (claim.count) {
        domain::Counted out{facts, *claim.count, "label", person.id, person.name};
        out.recovers = claim.event.seq;
        out.recovers_incarnation = claim.event.incarnation;
        out.reason = reason;
        out.read_on = read_on;
        return out;
    }
    domain::Weighed out{.task = facts, .entry = domain::Entry::manual};
    out.net = out.gross = {claim.net_mg.value_or(0)};
    out.indication = {domain::in_unit(out.net, domain::MassUnit::kg, 6).text(), "kg"};
    out.shown = domain::WeightKind::net;
    out.stability = "typed";
    out.trigger = "label";
    out.profile = task.tolerance.name;
    if (auto const ordered = task.ordered.mass())
        out.zone = domain::band(task.tolerance, *ordered).zone(out.net);
    out.person = person.id;
    out.person_name = person.name;
    auto const unit = domain::mass_unit(task.ordered.unit);
    out.settled = domain::settle(out.net, unit.value_or(domain::MassUnit::kg)).text();
    out.settle_unit = unit ? task.ordered.unit : "kg";
    out.reason = reason;
    out.read_on = read_on;
    out.mode = "normal";
    out.recovers = claim.event.seq;
    out.recovers_incarnation = claim.event.incarnation;
    return out;
}

/// Asked of the file before anything is written to it.
Result<domain::Person> who_may(std::string const& path, std::string const& id) {
    auto reader = Reader::open(path);
    if (!reader) return reader.error();
    Query row(reader->database(),
              "SELECT f.position, f.kind, f.body FROM person p JOIN feed f USING (position) WHERE p.id=?");
    if (!row.with(id).next())
        return Error{ErrorKind::no_right, "this table does not know the person", id,
                     "name somebody of this table"};
    auto const fact = wire::decode_feed({row.integer(0), row.text(1), row.text(2)});
    auto const* given = fact ? std::get_if<domain::PersonGiven>(&*fact) : nullptr;
    if (given == nullptr || !given->person.active || !given->person.may(domain::Right::enter_weight))
        return Error{ErrorKind::no_right, "this person may not enter a weight", id, "ask a supervisor"};
    return given->person;
}

std::vector<std::string> witnesses(Losses const& losses) {
    std::vector<std::string> out;
    for (auto const& gap : losses.gaps)
        out.push_back("label " + gap.incarnation + ":" + std::to_string(gap.to));
    return out;
}

domain::Status write(app::Journal& journal, Recovery& recovery, std::vector<Fact> const& facts,
                     std::vector<std::size_t> const& of, domain::Stamp const& stamp) {
    for (std::size_t done = 0; done < facts.size();) {
        auto const some = std::min(max_facts, facts.size() - done);
        auto const head = journal.append(std::span(facts).subspan(done, some), stamp);
        if (!head) return head.error();
        for (std::size_t i = 0; i < some; ++i) recovery.labels[of[done + i]].seq = head->seq - some + 1 + i;
        recovery.head = *head;
        done += some;
    }
    return journal.mark_clean_end();
}

/// The lost weighings whose task is known, as facts, and which label each is of.
void make_entries(Losses const& losses, Tasks const& tasks, domain::Person const& person,
                  std::string const& reason, Recovery& out, std::vector<Fact>& facts,
                  std::vector<std::size_t>& of) {
    for (auto const& label : losses.labels) {
        if (label.finding != Finding::lost) continue;
        auto& entered = out.labels.emplace_back(Entered{label, 0, ""});
        auto const* task = tasks.find(label.order, entered.why);
        if (task == nullptr) continue;
        bool const counted = task->kind == domain::TaskKind::counted;
        if (label.claim.count.has_value() != counted) {
            entered.why = counted ? "the task counts pieces, the label says a weight"
                                  : "the task wants a weight, the label counts pieces";
            continue;
        }
        of.push_back(out.labels.size() - 1);
        facts.push_back(entry(label.claim, *task, tasks.feed_position(), person, reason));
    }
}

}  // namespace

Result<Recovery> enter_again(std::string const& path, Losses const& losses, Entering const& by,
                             OpenOptions options) {
    if (by.reason.empty())
        return Error{ErrorKind::bad_input, "an entry by hand needs a reason", "--reason", ""};
    auto const tasks = Tasks::read(path);
    if (!tasks) return tasks.error();
    auto const person = who_may(path, by.person);
    if (!person) return person.error();
    Recovery out;
    std::vector<Fact> facts;
    std::vector<std::size_t> of;
    make_entries(losses, *tasks, *person, by.reason, out, facts, of);
    if (facts.empty()) return out;
    // The labels are ahead of this disk: no number of the incarnation that lost something may be used again.
    options.reason = "recover";
    options.witnesses = witnesses(losses);
    options.stamp.person = by.person;
    auto journal = open_journal(path, options);
    if (!journal) return journal.error();
    if (auto const written = write(**journal, out, facts, of, options.stamp); !written)
        return written.error();
    return out;
}

}  // namespace bozhong::journal
