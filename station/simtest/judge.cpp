#include "station/simtest/judge.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sync/wire/messages.h"

namespace bozhong::simtest {
namespace {

constexpr std::size_t violations_most = 20;
/// What is shown is rounded to a division and may rest one division from the truth.
constexpr double tolerance_g = 7.6;

}  // namespace

std::string text(domain::EventId const& id) {
    return id.station + " " + id.incarnation + " " + std::to_string(id.seq);
}

void Judge::violated(std::string const& invariant, std::string const& what) {
    if (m_violations.size() >= violations_most) return;
    m_violations.push_back({m_story.time(), invariant, what});
    m_story.tell("JUDGE", invariant + " violated: " + what);
}

std::uint64_t Judge::new_load(std::string const& station) {
    m_loads[++m_last_load].station = station;
    if (m_loads.size() > 5'000) m_loads.erase(m_loads.begin());
    return m_last_load;
}

void Judge::process_began(std::string const& station) {
    m_taken[station].clear();
    m_unshown[station].clear();
}

void Judge::taken(std::string const& station, Taken taken) {
    m_taken[station].push_back(taken);
}

/// A name is used once. Excused is what nobody but a lying or replaced disk ever had: it is in dispute from
/// then on.
void Judge::named(std::string const& station, domain::Head const& head, domain::Seq count) {
    auto& names = m_names[{station, head.incarnation}];
    auto const digest = std::hash<std::string>{}(head.hash);
    for (auto seq = head.seq - count + 1; seq <= head.seq; ++seq) {
        auto const [place, fresh] = names.emplace(seq, digest);
        if (fresh || std::exchange(place->second, digest) == digest) continue;
        EventKey const id{station, head.incarnation, seq};
        m_disputed.insert(id);
        if (hub_has(id) || !loses(station))
            violated("I-3", "this name was used before with other content: " + text(id));
    }
}

bool Judge::hub_has(EventKey const& id) const {
    auto const mark = m_acknowledged.find({id.station, id.incarnation});
    return mark != m_acknowledged.end() && mark->second >= id.seq;
}

void Judge::appended(std::string const& station, domain::Head const& head,
                     std::span<domain::Fact const> facts) {
    named(station, head, facts.size());
    domain::Seq seq = head.seq - facts.size();
    for (auto const& fact : facts) {
        EventKey const id{station, head.incarnation, ++seq};
        if (auto const* weighed_fact = std::get_if<domain::Weighed>(&fact))
            weighed(station, id, *weighed_fact);
        if (auto const* counted = std::get_if<domain::Counted>(&fact)) {
            ++counts;
            if (!m_taken[station].empty()) m_taken[station].pop_front();
            m_booked[id] = {0, 0, counted->count, counted->task.line};
            m_unshown[station].push_back(id);
        }
        if (auto const* released = std::get_if<domain::Released>(&fact))
            take_leave(station, 0, "a release by " + released->person);
        if (auto const* void_fact = std::get_if<domain::Voided>(&fact))
            voided(station, head.incarnation, *void_fact);
    }
}

void Judge::not_appended(std::string const& station, std::span<domain::Fact const> facts) {
    for (auto const& fact : facts) {
        bool const booking =
            std::holds_alternative<domain::Weighed>(fact) || std::holds_alternative<domain::Counted>(fact);
        if (booking && !m_taken[station].empty()) m_taken[station].pop_front();
        if (auto const* it = std::get_if<domain::Weighed>(&fact))
            m_tried[station].insert({it->task.line, it->net.mg});
    }
}

bool Judge::was_tried(std::string const& station, domain::Weighed const& fact) const {
    auto const tried = m_tried.find(station);
    return tried != m_tried.end() && tried->second.contains({fact.task.line, fact.net.mg});
}

void Judge::weighed(std::string const& station, EventKey const& id, domain::Weighed const& fact) {
    ++weighings;
    auto& queue = m_taken[station];
    Taken taken;
    if (fact.entry == domain::Entry::scale && queue.empty()) {
        violated("I-2", "a weighing that no screen was seen to take: " + text(id));
    } else if (!queue.empty()) {
        taken = queue.front();
        queue.pop_front();
    }
    m_booked[id] = {taken.load, fact.net.mg, 0, fact.task.line};
    m_unshown[station].push_back(id);
    judge_author(station, fact);
    if (fact.entry == domain::Entry::scale) judge_weight(station, fact, taken);
    if (taken.load == 0) return;
    auto& load = m_loads[taken.load];
    load.events.insert(id);
    std::size_t in_force = 0;
    for (auto const& each : load.events) in_force += m_booked[each].voided ? 0 : 1;
    if (in_force > 1) violated("I-2", "one load, two weighings in force: " + text(id));
}

void Judge::allowed(std::string const& station, std::int64_t gross_mg) {
    m_leaves[station].push_back({m_story.now(), gross_mg});
}

/// Each leave is good for one thing, and for ten minutes: what waits for a slow disk is written late.
void Judge::take_leave(std::string const& station, std::int64_t gross_mg, std::string const& what) {
    auto& leaves = m_leaves[station];
    std::erase_if(leaves, [&](Leave const& leave) { return m_story.now() - leave.at > 600'000; });
    auto const found = std::ranges::find(leaves, gross_mg, &Leave::gross_mg);
    if (found == leaves.end())
        return violated("I-18", station + ": " + what + ", and nobody with the right was there");
    leaves.erase(found);
}

void Judge::judge_author(std::string const& station, domain::Weighed const& fact) {
    bool const typed = fact.entry == domain::Entry::manual;
    if (typed) take_leave(station, fact.gross.mg, "a typed weight by " + fact.person);
    if (fact.person != (typed ? "boss" : "p-" + station))
        violated("I-18", station + ": a weighing by \"" + fact.person + "\"");
}

void Judge::judge_weight(std::string const& station, domain::Weighed const& fact, Taken const& taken) {
    if (taken.scale_lied) return;
    double const shown = static_cast<double>(fact.gross.mg) / 1'000;
    auto const about = station + " took " + std::to_string(fact.gross.mg / 1'000) + " g, on the pan lay " +
                       std::to_string(std::lround(taken.goods_g)) + " g";
    double const wrong = std::min(std::abs(shown - taken.goods_g), std::abs(shown - taken.said_g));
    if (wrong > tolerance_g) violated("I-16", about);
    std::int64_t tares = 0;
    for (auto const& tare : fact.tares) tares += tare.mass.mg;
    if (fact.net.mg != fact.gross.mg - tares) violated("I-15", "net is not gross less tares: " + about);
    if (taken.load == 0) violated("I-2", "nothing was put on the pan for this: " + about);
    if (fact.trigger == "hands_free" && !taken.complete)
        violated("I-2", "booked while she was filling: " + about);
}

void Judge::voided(std::string const& station, std::string const& incarnation, domain::Voided const& fact) {
    auto const& named = fact.of_incarnation.empty() ? incarnation : fact.of_incarnation;
    if (auto const found = m_booked.find({station, named, fact.of});
        found != m_booked.end() && found->second.line == fact.line) {
        found->second.voided = true;
        return;
    }
    for (auto& [id, booked] : m_booked)
        if (id.station == station && id.seq == fact.of && booked.line == fact.line) booked.voided = true;
}

void Judge::shown(std::string const& station, bool recorded) {
    auto& queue = m_unshown[station];
    if (queue.empty() && recorded) violated("I-1", station + " says recorded, and nothing is in its journal");
    if (queue.empty()) return;
    m_booked[queue.front()].shown = true;
    queue.pop_front();
}

void Judge::paper(Paper const& paper) {
    m_papers.push_back(paper);
    m_papers.back().disk = disk_of(paper.station);
    auto const found = m_booked.find(paper.content.event);
    if (found != m_booked.end()) found->second.on_paper = true;
}

void Judge::acknowledged(std::string const& station, hub::Request const& request, hub::Answer const& answer) {
    if (request.method != "POST" || !request.path.ends_with("/events") || answer.status != 200) return;
    auto const said = wire::from_json<wire::BatchAnswer>(answer.body);
    if (!said.ok()) return violated("I-9", "an answer that is none: " + answer.body.substr(0, 80));
    auto& mark = m_acknowledged[{station, said->incarnation}];
    mark = std::max(mark, said->acknowledged);
}

}  // namespace bozhong::simtest
