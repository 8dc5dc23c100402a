#include "station/simtest/office.h"

#include <algorithm>
#include <utility>

namespace bozhong::simtest {
namespace {

constexpr Millis patience = 12'000;
constexpr char const* base = "/v1/main";

}  // namespace

Office::Office(Scheduler& scheduler, Story& story, Judge& judge, HubProcess& hub, Dice dice,
               OfficeHabits habits, std::vector<std::string> tables)
    : way(scheduler, hub, Dice(dice.raw())),
      m_scheduler(scheduler),
      m_story(story),
      m_judge(judge),
      m_hub(hub),
      m_dice(std::move(dice)),
      m_habits(habits),
      m_tables(std::move(tables)) {}

hub::Request Office::request(std::string const& method, std::string const& path, std::string const& body) {
    hub::Request out;
    auto const question = path.find('?');
    out.method = method;
    out.path = path.substr(0, question);
    if (question != std::string::npos) out.query = path.substr(question + 1);
    out.authorization = std::string("Bearer ") + HubProcess::token;
    out.body = body;
    if (method != "GET") out.idempotency_key = "key-" + std::to_string(++m_keys);
    return out;
}

void Office::ask(hub::Request request, Then then) {
    auto const answered = std::make_shared<bool>(false);
    auto const again = [this, request, then, answered](Millis wait) {
        if (std::exchange(*answered, true)) return;
        m_scheduler.after(wait, the_world, [this, request, then] { ask(request, then); });
    };
    way.send(
        the_world, request,
        [answered, then, again](hub::Answer const& answer) {
            if (answer.status >= 500) return again(1'000);
            if (!std::exchange(*answered, true)) then(answer);
        },
        [again] { again(1'000); });
    m_scheduler.after(patience, the_world, [again] { again(0); });
}

void Office::give(std::string const& path, std::string const& body, Then then) {
    auto const given = request("POST", std::string(base) + path, body);
    ask(given, [this, given, then = std::move(then)](hub::Answer const& answer) {
        m_given.push_back(given);
        then(answer);
    });
}

void Office::hub_was_restored() {
    m_hub_restored = m_giving_again = true;
    give_again(0, ++m_restores);
}

void Office::give_again(std::size_t next, std::uint64_t restore) {
    if (restore != m_restores) return;
    m_giving_again = next < m_given.size();
    if (m_giving_again)
        ask(m_given[next], [this, next, restore](hub::Answer const&) { give_again(next + 1, restore); });
}

void Office::appoint_people() {
    hub::Author const install{hub::Author::Kind::central, "install", "main", {}};
    auto& hub = m_hub.hub();
    auto const put = [&](std::string const& id, wire::PersonRequest const& person) {
        auto const done = hub.write([&] { return hub.put_person("main", id, person, install); });
        if (!done.ok()) m_judge.violated("set-up", done.error().text());
    };
    put("admin", {"管理员", "administrator", "", "", HubProcess::password, {}, true});
    put("boss", {"王", "supervisor", "badge-boss", HubProcess::supervisor_pin, "", {}, true});
    for (auto const& table : m_tables)
        put("p-" + table, {"李 " + table, "sorter", "badge-" + table, "", "", {}, true});
}

wire::OrderLine Office::make_line(int day, int number) {
    wire::OrderLine line;
    line.wave = "W" + std::to_string(day);
    line.business_date = "2026-11-" + std::to_string(100 + day % 28 + 1).substr(1);
    int const customers = 40;
    int const customer = number % customers, product = number / customers;
    line.order_no = line.wave + "-O" + std::to_string(customer);
    line.line_no = std::to_string(product);
    line.customer_code = "A-" + std::to_string(1000 + customer).substr(1);
    line.customer = "餐馆 " + std::to_string(customer);
    line.route = "R" + std::to_string(customer % 4);
    line.driver = "司机";
    line.tote = "T" + std::to_string(1000 + customer).substr(1);
    line.sku = line.wave + "-" + std::to_string(1001 + product);
    line.product = "菜 " + std::to_string(product);
    bool const counted = product % 8 == 7;
    line.kind = counted ? "counted" : "weighed";
    line.ordered = std::to_string(m_dice.between(1, counted ? 6 : 12));
    line.unit = counted ? "份" : product % 3 == 0 ? "kg" : "斤";
    if (line.unit == "kg") line.ordered = std::to_string(m_dice.between(1, 6));
    return line;
}

void Office::import_wave(int day) {
    m_lines.clear();
    m_held.clear();
    int const wanted = m_habits.lines_per_table * static_cast<int>(m_tables.size());
    for (int number = 0; number < wanted; ++number) m_lines.push_back(make_line(day, number));
    for (std::size_t from = 0; from < m_lines.size(); from += 1'000) {
        wire::ImportRequest import;
        for (std::size_t i = from; i < std::min(m_lines.size(), from + 1'000); ++i) {
            m_lines[i].row = static_cast<std::int64_t>(i) + 2;
            import.lines.push_back(m_lines[i]);
        }
        give("/orders/import", wire::to_json(import), [this](hub::Answer const& answer) {
            if (answer.status != 200)
                m_judge.violated("office", "an import was refused: " + answer.body.substr(0, 200));
        });
    }
    m_story.tell("office",
                 "wave " + std::to_string(day) + " of " + std::to_string(m_lines.size()) + " lines");
}

void Office::begin_shift() {
    auto const generation = ++m_generation;
    m_scheduler.after(m_habits.every_ms, the_world, [this, generation] { work(generation); });
    m_scheduler.after(60'000, the_world, [this, generation] { pull_now_and_then(generation); });
}

void Office::end_shift() {
    ++m_generation;
}

void Office::work(std::uint64_t generation) {
    if (generation != m_generation) return;
    one_matter();
    m_scheduler.after(m_habits.every_ms / 2 + m_dice.between(0, m_habits.every_ms), the_world,
                      [this, generation] { work(generation); });
}

void Office::one_matter() {
    if (m_lines.empty()) return;
    auto& line =
        m_lines[static_cast<std::size_t>(m_dice.between(0, static_cast<Millis>(m_lines.size()) - 1))];
    std::vector<std::function<void()>> matters;
    if (m_habits.changes) matters.emplace_back([&] { change_amount(line); });
    if (m_habits.holds) matters.emplace_back([&] { stop("hold", line); });
    if (m_habits.cancels) matters.emplace_back([&] { stop("cancel", line); });
    if (m_habits.ships) matters.emplace_back([&] { stop("ship", line); });
    if (m_habits.moves) {
        matters.emplace_back([&] { move(line); });
        matters.emplace_back([&] { move(line); });
    }
    if (!matters.empty()) m_dice.pick(matters)();
}

void Office::change_amount(wire::OrderLine& line) {
    line.ordered = std::to_string(m_dice.between(1, 12));
    m_story.tell("office", line.order_no + "/" + line.line_no + " is now " + line.ordered + " " + line.unit);
    give("/orders/import", wire::to_json(wire::ImportRequest{{line}, "", false}), [](hub::Answer const&) {});
}

void Office::stop(std::string const& what, wire::OrderLine const& line) {
    auto const path = "/orders/" + line.order_no + "/";
    bool const whole = what == "ship" || m_dice.chance(0.3);
    // A shipped order is over: rarely, or the night has nothing left to do.
    if (what == "ship" && !m_dice.chance(0.2)) return;
    if (what == "cancel" && whole && !m_dice.chance(0.2)) return;
    m_story.tell("office", what + " " + line.order_no + (whole ? "" : "/" + line.line_no));
    auto const body = wire::to_json(wire::StopRequest{whole ? "" : line.line_no, "customer called"});
    give(path + what, body, [](hub::Answer const&) {});
    if (what != "hold") return;
    m_held.push_back(line.order_no);
    m_scheduler.after(m_dice.between(60'000, 600'000), the_world,
                      [this, path, body] { give(path + "release", body, [](hub::Answer const&) {}); });
}

void Office::move(wire::OrderLine const& line) {
    wire::AssignRequest assign;
    assign.to = m_dice.pick(m_tables);
    assign.reason = "too much there";
    auto const at = at_work ? at_work() : AtWork{};
    if (m_dice.chance(0.6)) {
        bool const in_hand = !at.product.empty() && !m_dice.chance(0.3);
        assign.sku = in_hand ? at.product : line.sku;
        auto others = m_tables;
        std::erase(others, at.table);
        if (in_hand && !others.empty()) assign.to = m_dice.pick(others);
        if (told) told(assign.to, assign.sku);
    } else {
        assign.lines = {{line.order_no, line.line_no}};
    }
    m_story.tell("office", "moves " + (assign.sku.empty() ? line.order_no + "/" + line.line_no : assign.sku) +
                               " to " + assign.to);
    ask(request("POST", std::string(base) + "/assign", wire::to_json(assign)), [](hub::Answer const&) {});
}

}  // namespace bozhong::simtest
