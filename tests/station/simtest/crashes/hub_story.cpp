// The hub: orders in, events of a station applied and acknowledged, a decision, results out.

#include "sync/hub/hub.h"
#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"
#include "tests/station/simtest/crashes/story.h"
#include "tests/sync/wire/samples.h"

namespace bozhong::crashes {
namespace {

using domain::Done, domain::Error, domain::ErrorKind, domain::Head, domain::Status;
using hub::Author, hub::Hub;

std::string const file = "h/hub.db";
Author const central{Author::Kind::central, "central", "main", {}};

domain::Result<std::unique_ptr<Hub>> open_hub(MemoryDisk& disk) {
    auto database = hub::open_sqlite(file, &disk);
    if (!database) return database.error();
    hub::Settings settings;
    settings.key = "key of the test";
    return std::make_unique<Hub>(std::move(*database), settings, [] { return 1'790'000'000'000; });
}

wire::OrderLine line(std::string const& line_no, std::string const& order_no = "O1") {
    wire::OrderLine out;
    out.wave = "W1";
    out.order_no = order_no;
    out.line_no = line_no;
    out.customer_code = "A-017";
    out.customer = "客户";
    out.route = "R1";
    out.sku = "1001";
    out.product = "奶白菜";
    out.kind = "weighed";
    out.ordered = "4";
    out.unit = "斤";
    return out;
}

/// A table whose keys are always the same, so that a restarted hub hears the same station.
class Table {
  public:
    explicit Table(wire::KeyPair keys, std::string station)
        : m_keys(std::move(keys)), m_station(std::move(station)) {}
    void weigh(std::string const& line_no, std::int64_t assignment) {
        auto fact = samples::weighed("O1", line_no, 1'950'000);
        fact.task.assignment = assignment;
        domain::StoredEvent event;
        event.id = {m_station, "00000000000000a1", m_events.size() + 1};
        event.type = "weighed";
        event.payload = wire::encode(fact, samples::stamp());
        event.previous_hash = m_events.empty() ? wire::no_previous_hash : m_events.back().hash;
        event.hash = wire::hash_event(event);
        m_events.push_back(event);
    }
    [[nodiscard]] wire::EventBatch batch() const {
        wire::EventBatch out;
        out.station = m_station;
        out.incarnation = m_events.back().id.incarnation;
        out.events = m_events;
        out.signature = wire::sign_head(m_keys.secret_key, m_station,
                                        {out.incarnation, m_events.back().id.seq, m_events.back().hash});
        return out;
    }
    [[nodiscard]] std::string const& station() const { return m_station; }
    [[nodiscard]] std::string const& public_key() const { return m_keys.public_key; }

  private:
    wire::KeyPair m_keys;
    std::string m_station;
    std::vector<domain::StoredEvent> m_events;
};

wire::KeyPair const& keys() {
    static wire::KeyPair const made = wire::make_key_pair();
    return made;
}

/// Without the time of the answer.
std::vector<std::string> rows_of(Hub& hub) {
    std::vector<std::string> out;
    auto const page = hub.results("main", "", 1000);
    if (!page) return out;
    for (auto const& row : page->results) out.push_back(wire::to_json(wire::ResultsPage{{row}, "", false}));
    return out;
}

class HubLife final : public Life {
  public:
    explicit HubLife(MemoryDisk& disk) : m_disk(disk) { told.file = file; }

    std::vector<Deed> deeds() override {
        return {{"open a new hub", false, [this] { return open(); }},
                {"import", true, [this] { return import(); }},
                {"enrol one", false, [this] { return enrol(m_one); }},
                {"enrol two", false, [this] { return enrol(m_two); }},
                {"assign to one", true, [this] { return assign("T01"); }},
                {"a batch", true, [this] { return m_one.weigh("1", 1), m_one.weigh("2", 1), post(m_one); }},
                {"the same batch again", true, [this] { return post(m_one); }},
                {"assign to two", true, [this] { return assign("T02"); }},
                {"a batch of two", true, [this] { return m_two.weigh("3", 2), post(m_two); }},
                {"a late batch, held", true, [this] { return m_one.weigh("3", 1), post(m_one); }},
                {"results", true, [this] { return told.rows = rows_of(*m_hub), Status(Done{}); }},
                {"decide", true, [this] { return decide(); }},
                {"close", true, [this] { return close(); }},
                {"last results", true, [this] { return told.rows = rows_of(*m_hub), Status(Done{}); }}};
    }

    std::string refuses() override {
        if (m_hub == nullptr || !m_hub->database().broken()) return "";
        auto const before = m_disk.operations();
        if (import().ok()) return "a hub that met an error of the disk goes on";
        return m_disk.operations() == before ? "" : "a broken hub touches the disk";
    }

  private:
    template <class F>
    Status write(F&& body) {
        auto const done = m_hub->write(body);
        if (!done) return done.error();
        return Done{};
    }
    Status open() {
        auto opened = open_hub(m_disk);
        if (!opened) return opened.error();
        m_hub = std::move(*opened);
        return Done{};
    }
    Status import() {
        return write([&] {
            return m_hub->import("main", {{line("1"), line("2"), line("3")}, "", false}, central);
        });
    }
    Status enrol(Table const& table) {
        auto const code = m_hub->write([&] {
            return m_hub->make_code("main", {table.station(), table.station()}, central);
        });
        if (!code) return code.error();
        return write([&] { return m_hub->enrol({code->code, table.public_key(), "test"}); });
    }
    Status assign(std::string const& to) {
        return write([&] { return m_hub->assign("main", {to, "1001", "W1", "", ""}, central); });
    }
    Status post(Table const& table) {
        auto const answer = m_hub->write([&] { return m_hub->append(table.station(), table.batch()); });
        if (!answer) return answer.error();
        told.heads[table.station()].push_back({answer->incarnation, answer->acknowledged, answer->head_hash});
        return Done{};
    }
    Status decide() {
        auto const held = m_hub->exceptions("main", "open", 0, 10);
        if (!held) return held.error();
        if (held->exceptions.empty()) return Error{ErrorKind::not_found, "nothing is held", "", ""};
        return write([&] {
            return m_hub->decide("main", held->exceptions[0].id, {"add", "two bags"}, central);
        });
    }
    Status close() {
        return write([&] { return m_hub->close("main", {"order", "O1", "W1", true, "end"}, central); });
    }

    MemoryDisk& m_disk;
    std::unique_ptr<Hub> m_hub;
    Table m_one{keys(), "T01"}, m_two{keys(), "T02"};
};

std::string judge_acknowledged(Hub& hub, std::string const& station, std::vector<Head> const& told) {
    for (auto const& head : told) {
        auto const page = hub.events(station, head.incarnation, static_cast<std::int64_t>(head.seq) - 1, 1);
        if (!page || page->events.empty())
            return "acknowledged and lost: " + station + " " + std::to_string(head.seq);
        if (page->events[0].hash != head.hash) return "acknowledged and another: " + station;
    }
    return "";
}

std::string judge_sums(Hub& hub) {
    auto& store = hub.database();
    if (store.number("SELECT count(*) FROM weighings") != store.number("SELECT count(*) FROM events"))
        return "a weighing is not applied exactly once";
    if (store.number(
            "SELECT count(*) FROM lines l WHERE actual_mg != (SELECT coalesce(sum(net_mg), 0) FROM "
            "weighings w WHERE w.order_no = l.order_no AND w.line_no = l.line_no AND state = 'in_force')") !=
        0)
        return "a line is not the sum of its weighings in force";
    if (store.one("PRAGMA integrity_check")->text(0) != "ok") return "the hub's file is damaged";
    return store.failure() ? store.failure()->text() : "";
}

std::string judge(MemoryDisk& disk, Witness& told) {
    auto opened = open_hub(disk);
    if (!opened) return "the hub does not start: " + opened.error().text();
    auto& hub = **opened;
    for (auto const& [station, heads] : told.heads)
        if (auto const wrong = judge_acknowledged(hub, station, heads); !wrong.empty()) return wrong;
    auto const rows = rows_of(hub);
    if (rows.size() < told.rows.size() || !std::equal(told.rows.begin(), told.rows.end(), rows.begin()))
        return "the results that were pulled are others now";
    if (auto const wrong = judge_sums(hub); !wrong.empty()) return wrong;
    auto const again = hub.write([&] { return hub.import("main", {{line("1", "O2")}, "", false}, central); });
    if (!again) return "the hub cannot go on: " + again.error().text();
    told.rows = rows_of(hub);
    return "";
}

}  // namespace

Story hub_story() {
    return {"hub", [](MemoryDisk& disk) { return std::make_unique<HubLife>(disk); }, judge};
}

}  // namespace bozhong::crashes
