// Random schedules of tables, order service, supervisor and pullers against the model: whatever comes in what
// order, each weighing, each cancel and each sum is what the rules say, and no puller misses a revision.
// BOZHONG_SCHEDULES says how many; BOZHONG_SEED draws others.

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <set>

#include "sync/wire/feed_codec.h"
#include "tests/support/seed.h"
#include "tests/sync/hub/rig.h"
#include "tests/sync/hub/schedule_model.h"

namespace bozhong::hub::test {
namespace {

constexpr std::size_t k_lines = 3;
constexpr int k_steps = 40, k_schedules_a_hub = 20;
// No sum of these lies between the band and the amount, so that both say the same of "filled".
constexpr std::int64_t k_masses[] = {300'000, 900'000, 2'000'000, 2'100'000};

/// A table with what it believes: the tasks it holds, by what it stored of its feed, and what it has not
/// sent.
struct Stand {
    Table table;
    std::map<std::string, std::int64_t> holds;  ///< order number → assignment
    std::size_t read = 0;                       ///< of the stored feed
    domain::Seq sent = 0;
    struct Note {
        std::size_t line;
        domain::Seq seq, of;  ///< of 0: a weighing
        std::int64_t assignment, mg;
    };
    std::vector<Note> unsent, weighed;

    void read_feed() {
        for (; read < table.stored.size(); ++read) {
            auto const fact = wire::decode_feed(table.stored[read]);
            ASSERT_TRUE(fact.ok());
            if (auto const* given = std::get_if<domain::TaskGiven>(&*fact)) {
                bool const active = given->task.standing == domain::TaskStanding::active;
                if (active) holds[given->task.line.order_no] = given->task.assignment;
                if (!active) holds.erase(given->task.line.order_no);
            }
            if (auto const* taken = std::get_if<domain::TaskTaken>(&*fact)) holds.erase(taken->line.order_no);
        }
    }
};

/// The order service: takes a page of random size now and then, and remembers every row.
struct Puller {
    Rig& rig;
    std::string cursor;
    std::vector<std::string> rows;
    bool pull(std::size_t limit) {
        auto const page =
            rig.call("GET", "/v1/main/results?limit=" + std::to_string(limit) + "&cursor=" + cursor, "",
                     rig.central())
                .as<wire::ResultsPage>();
        for (auto const& row : page.results) rows.push_back(row_of(row));
        cursor = page.next;
        return page.more;
    }
    static std::string row_of(wire::ResultRow const& row) {
        return row.cursor + " " + row.order_no + " " + std::to_string(row.revision) + " " +
               std::to_string(row.actual_mg.value_or(0));
    }
};

std::map<std::string, int>& counts() {
    static std::map<std::string, int> all;
    return all;
}

class Schedule {
  public:
    Schedule(Rig& rig, Puller& puller, std::array<Stand*, 2> stands, unsigned seed, int number)
        : m_rig(rig),
          m_puller(puller),
          m_stands(stands),
          m_random(seed),
          m_number(number),
          m_model(std::vector<int>(k_lines, 0)) {
        for (std::size_t i = 0; i < k_lines; ++i)
            m_lines.push_back(weighed_line("S" + std::to_string(number) + "-" + std::to_string(i), "1", "4"));
        for (auto& line : m_lines) line.sku = "SKU" + std::to_string(number);
        EXPECT_EQ(rig.import(m_lines).status, 200);
        // The hub chooses a table; the schedule begins with all lines at the first.
        wire::AssignRequest request{m_stands[0]->table.id(), m_lines[0].sku, "", "", "", {}};
        auto const moved = call("POST", "assign", wire::to_json(request)).as<wire::AssignAnswer>().moved;
        if (moved == 0) return;
        std::vector<int> const other(k_lines, 1);
        m_model = Model(other);
        for (std::size_t i = 0; i < k_lines; ++i) m_model.move(i, 0);
    }

    void run() {
        for (int each : {0, 1}) contact(each);
        for (int step = 0; step < k_steps && !testing::Test::HasFailure(); ++step) one_step();
        for (int each : {0, 1}) contact(each);
        compare();
        if (testing::Test::HasFailure())
            for (auto const& each : m_story) std::printf("  %s\n", each.c_str());
    }

  private:
    Reply call(std::string const& method, std::string const& path, std::string const& body = {}) {
        return m_rig.call(method, "/v1/main/" + path, body, m_rig.supervisor());
    }
    std::size_t draw(std::size_t size) { return m_random() % size; }
    /// Told when it ends badly.
    void tell(std::string const& what, std::size_t line, std::int64_t a = 0, std::int64_t b = 0,
              std::int64_t c = 0) {
        m_story.push_back(what + " line " + std::to_string(line) + ": " + std::to_string(a) + " " +
                          std::to_string(b) + " " + std::to_string(c));
    }

    void one_step() {
        std::size_t const line = draw(k_lines);
        switch (draw(17)) {
            case 0:
            case 1:
            case 2:
            case 3: return weigh(static_cast<int>(draw(2)));
            case 4: return take_back(static_cast<int>(draw(2)));
            case 5:
            case 6: return send(static_cast<int>(draw(2)));
            case 7:
            case 8: return contact(static_cast<int>(draw(2)));
            case 9:
            case 10: return move(line, static_cast<int>(draw(2)));
            case 11: return stop(line);
            case 12: return put_back(line);
            case 13: return draw(3) == 0 ? leave(line) : decide();
            case 14: return decide();
            case 15: return void(m_puller.pull(1 + draw(9)));
            default: return correct(line);
        }
    }

    void weigh(int at) {
        Stand& stand = *m_stands[at];
        std::size_t const line = draw(k_lines);
        auto const held = stand.holds.find(m_lines[line].order_no);
        if (held == stand.holds.end()) return;
        std::int64_t const mg = k_masses[draw(std::size(k_masses))];
        auto const seq = stand.table.weigh(m_lines[line], mg, held->second);
        stand.unsent.push_back({line, seq, 0, held->second, mg});
        stand.weighed.push_back(stand.unsent.back());
    }
    void take_back(int at) {
        Stand& stand = *m_stands[at];
        if (stand.weighed.empty()) return;
        auto const what = stand.weighed[draw(stand.weighed.size())];
        auto const seq =
            stand.table.add(domain::Voided{what.seq, {m_lines[what.line].order_no, "1"}, "slip", "p1", ""});
        stand.unsent.push_back({what.line, seq, what.seq, 0, 0});
    }
    /// What is new, behind some of what was sent before.
    void send(int at) {
        Stand& stand = *m_stands[at];
        domain::Seq const last = stand.table.events.size();
        if (last == 0) return;
        domain::Seq const again = std::min<domain::Seq>(stand.sent, draw(6));
        domain::Seq const from = stand.sent + 1 - again;
        if (from > last) return;
        EXPECT_EQ(stand.table.post(stand.table.batch(from, last)).status, 200);
        stand.sent = last;
        for (auto const& note : std::exchange(stand.unsent, {})) {
            tell(note.of == 0 ? "arrives: weighing" : "arrives: void", note.line, at, note.seq,
                 note.of == 0 ? note.mg : note.of);
            if (note.of == 0) m_model.weigh(note.line, at, note.seq, note.assignment, note.mg);
            if (note.of != 0) m_model.take_back(note.line, at, note.seq, note.of);
        }
    }
    void contact(int at) {
        Stand& stand = *m_stands[at];
        send(at);
        tell("contact of a table,", 0, at);
        stand.table.catch_up();
        stand.read_feed();
        m_model.contact(at);
        for (std::size_t i = 0; i < k_lines; ++i) {
            auto const& line = m_model.lines[i];
            auto const held = stand.holds.find(m_lines[i].order_no);
            if (line.closed || line.shipped) continue;  // what left the house is nobody's to weigh
            bool const has = line.standing == "active" && line.holder() == at;
            EXPECT_EQ(held != stand.holds.end(), has) << "what the table holds of " << m_lines[i].order_no;
            if (has && held != stand.holds.end()) {
                EXPECT_EQ(held->second, line.assignment);
            }
        }
    }

    void move(std::size_t line, int to) {
        wire::AssignRequest const request{m_stands[to]->table.id(),       "", "", "", "",
                                          {{m_lines[line].order_no, "1"}}};
        bool const moved = call("POST", "assign", wire::to_json(request)).as<wire::AssignAnswer>().moved == 1;
        tell("move to", line, to, moved);
        EXPECT_EQ(moved, m_model.move(line, to)) << "move";
        counts()["moves"] += moved;
    }
    bool said(std::size_t line, std::string const& what, std::string const& body) {
        int const status = call("POST", "orders/" + m_lines[line].order_no + "/" + what, body).status;
        tell(what, line, status);
        EXPECT_TRUE(status == 200 || status == 409) << what << " " << status;
        return status == 200;
    }
    void stop(std::size_t line) {
        auto const body = wire::to_json(wire::StopRequest{"", "x"});
        switch (draw(3)) {
            case 0: EXPECT_EQ(said(line, "hold", body), m_model.hold(line)) << "hold"; return;
            case 1: EXPECT_EQ(said(line, "release", body), m_model.release(line)) << "release"; return;
            default: EXPECT_EQ(said(line, "cancel", body), m_model.cancel(line)) << "cancel"; return;
        }
    }
    void put_back(std::size_t line) {
        domain::Seq label = 1;
        for (auto const& each : m_model.lines[line].weighings)
            if (each.table != k_hub && draw(2) == 0) label = each.seq;
        char digits[8];
        std::snprintf(digits, sizeof digits, "%06llu", static_cast<unsigned long long>(label));
        EXPECT_EQ(said(line, "put-back", wire::to_json(wire::PutBackRequest{"1", digits})),
                  m_model.put_back(line, label))
            << "put back";
    }
    void leave(std::size_t line) {
        if (draw(2) == 0) {
            EXPECT_EQ(said(line, "ship", ""), m_model.ship(line)) << "ship";
            return;
        }
        wire::CloseRequest const request{"order", m_lines[line].order_no, "", true, "x"};
        EXPECT_EQ(call("POST", "close", wire::to_json(request)).status, 200);
        tell("close", line);
        m_model.close(line);
    }
    std::vector<wire::HeldWeighing> questions() {
        auto page = call("GET", "exceptions?limit=500").as<wire::HeldPage>().exceptions;
        std::erase_if(page, [&](auto const& each) { return !mine(each.order_no); });
        return page;
    }
    void decide() {
        auto const asked = questions();
        EXPECT_EQ(asked.size(), m_model.open.size()) << "open exceptions";
        if (asked.empty()) return;
        auto const& one = asked[draw(asked.size())];
        int const table = one.weighing.station == m_stands[0]->table.id() ? 0 : 1;
        auto const about = std::ranges::find_if(m_model.open, [&](auto const& each) {
            return each.table == table && each.seq == one.weighing.seq;
        });
        ASSERT_NE(about, m_model.open.end());
        static constexpr char const* words[] = {"add", "replace", "keep_first", "put_back"};
        std::string const word = words[draw(4)];
        int const status = call("POST", "exceptions/" + std::to_string(one.id) + "/decide",
                                wire::to_json(wire::DecideRequest{word, "seen"}))
                               .status;
        tell(word, about->line, table, static_cast<std::int64_t>(about->seq), status);
        EXPECT_EQ(status == 200, m_model.decide(ModelException(*about), word)) << word << " " << one.why;
        ++counts()["decisions"];
    }
    void correct(std::size_t line) {
        auto const& all = m_model.lines[line].weighings;
        if (all.empty()) return;
        auto const one = all[draw(all.size())];
        if (one.table == k_hub) return;
        bool const out = draw(4) == 0;
        auto& stand = *m_stands[one.table];
        wire::CorrectRequest const request{
            stand.table.id(), stand.table.incarnation(), one.seq, out ? "0" : "0.6", "kg", "seen"};
        bool const done = call("POST", "weighings/correct", wire::to_json(request)).status == 200;
        tell("correct", line, one.table, static_cast<std::int64_t>(one.seq), done);
        EXPECT_EQ(done, m_model.correct(line, one.table, one.seq, out ? 0 : 600'000))
            << "correct " << one.state;
    }

    [[nodiscard]] bool mine(std::string const& order_no) const {
        return order_no.starts_with("S" + std::to_string(m_number) + "-");
    }
    /// "T01 7 in_force"; what a person put in the place of something is told by its mass.
    [[nodiscard]] std::multiset<std::string> ledger(std::size_t line) {
        std::multiset<std::string> out;
        auto const page =
            call("GET", "orders/" + m_lines[line].order_no + "/lines/1/weighings").as<wire::LedgerPage>();
        for (auto const& each : page.weighings) {
            bool const hub = each.weighing.station.starts_with("hub:");
            out.insert(hub ? "hub " + std::to_string(each.weighing.net_mg) + " " + each.state
                           : each.weighing.station + " " + std::to_string(each.weighing.seq) + " " +
                                 each.state);
        }
        return out;
    }
    [[nodiscard]] std::multiset<std::string> wanted(ModelLine const& line) const {
        std::multiset<std::string> out;
        for (auto const& each : line.weighings)
            out.insert(each.table == k_hub ? "hub " + std::to_string(each.mg) + " " + each.state
                                           : m_stands[each.table]->table.id() + " " +
                                                 std::to_string(each.seq) + " " + each.state);
        return out;
    }
    void compare() {
        std::map<std::string, std::int64_t> settled;
        for (auto const& row : m_rig.all_results()) settled[row.order_no] = row.actual_mg.value_or(0);
        for (std::size_t i = 0; i < k_lines; ++i) {
            auto const& line = m_model.lines[i];
            auto const& order = m_lines[i].order_no;
            EXPECT_EQ(ledger(i), wanted(line)) << order;
            for (auto const& each : line.weighings) ++counts()["weighings " + each.state];
            if (line.standing != "cancelled") {
                EXPECT_EQ(settled[order], line.sum()) << order;
            }
            auto const stops = call("GET", "orders/" + order).as<wire::StopAnswer>().lines;
            EXPECT_EQ(stops.size(), line.cancel ? 1U : 0U) << order;
            if (line.cancel && stops.size() == 1) {
                EXPECT_EQ(stops[0].outcome, line.cancel->outcome) << order;
                ++counts()["cancels " +
                           (stops[0].outcome.empty() ? "looking for a bag or a table" : stops[0].outcome)];
                EXPECT_EQ(stops[0].waiting_for, line.cancel->waiting_for) << order;
            }
        }
        EXPECT_EQ(questions().size(), m_model.open.size());
    }

    Rig& m_rig;
    Puller& m_puller;
    std::array<Stand*, 2> m_stands;
    std::mt19937 m_random;
    int m_number;
    std::vector<std::string> m_story;
    Model m_model;
    std::vector<wire::OrderLine> m_lines;
};

int schedules() {
    char const* const wanted = std::getenv("BOZHONG_SCHEDULES");
    return wanted != nullptr ? std::atoi(wanted) : 1000;
}

TEST(Schedules, AreWhatTheModelSays) {
    int const count = schedules();
    unsigned const drawn = bozhong::test::seed_offset();
    for (int first = 0; first < count && !HasFailure(); first += k_schedules_a_hub) {
        Rig rig;
        Stand one{Table(rig, "T01")}, two{Table(rig, "T02")};
        Puller puller{rig, {}, {}};
        for (int number = first; number < std::min(count, first + k_schedules_a_hub) && !HasFailure();
             ++number) {
            unsigned const seed = static_cast<unsigned>(number) + drawn;
            SCOPED_TRACE("schedule of seed " + std::to_string(seed));
            one.weighed.clear(), two.weighed.clear();
            Schedule(rig, puller, {&one, &two}, seed, number).run();
        }
        while (puller.pull(100)) {
        }
        std::vector<std::string> all;
        for (auto const& row : rig.all_results()) all.push_back(Puller::row_of(row));
        EXPECT_EQ(puller.rows, all) << "a puller missed a row, or saw one that is not there";
        counts()["rows pulled"] += static_cast<int>(all.size());
    }
    std::printf("%d schedules", count);
    for (auto const& [what, times] : counts()) std::printf(", %d %s", times, what.c_str());
    std::printf("\n");
}

}  // namespace
}  // namespace bozhong::hub::test
