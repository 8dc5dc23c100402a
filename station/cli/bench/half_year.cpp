#include "station/cli/bench/half_year.h"

#include <algorithm>
#include <vector>

#include "station/cli/bench/journal_question.h"
#include "station/cli/bench/samples.h"
#include "station/domain/mass.h"
#include "station/journal/journal.h"
#include "station/journal/reader.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/feed_codec.h"

namespace bozhong::cli::bench {

using namespace std::chrono_literals;

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr int bags_a_commit = 64;

/// 2.250 … 2.749 kg: five of them are in the green band of 25 斤, four are not.
domain::Mass bag_mass(std::int64_t number) {
    return domain::grams(2250 + number * 7919 % 500);
}

domain::Weighed weighed_bag(domain::SortTask const& task, int bag, std::int64_t number) {
    domain::Weighed out = nth_weighed(0);
    auto& facts = out.task;
    facts.line = task.line;
    facts.business_date = task.business_date;
    facts.wave = task.wave;
    facts.version = task.version;
    facts.assignment = task.assignment;
    facts.sku = task.sku;
    facts.product = task.product;
    facts.category = task.category;
    facts.customer_code = task.customer_code;
    facts.customer = task.customer;
    facts.route = task.route;
    facts.driver = task.driver;
    facts.tote = task.tote;
    facts.ordered = task.ordered;
    facts.bag = bag;
    facts.bags = bag;
    out.gross = out.net = bag_mass(number);
    auto const grams = std::to_string(out.net.mg / 1000);
    out.indication.value = grams.substr(0, 1) + "." + grams.substr(1);
    out.settled = domain::settle(out.net, domain::MassUnit::jin).text();
    return out;
}

/// The tasks in the order in which they came.
domain::Result<std::vector<domain::SortTask>> tasks_of(std::string const& path) {
    auto reader = journal::Reader::open(path);
    if (!reader.ok()) return reader.error();
    std::vector<domain::SortTask> out;
    journal::Query rows(reader->database(),
                        "SELECT position, kind, body FROM feed WHERE kind='task' ORDER BY position");
    while (rows.next()) {
        auto fact = wire::decode_feed({rows.integer(0), rows.text(1), rows.text(2)});
        if (!fact.ok()) return fact.error();
        if (auto* given = std::get_if<domain::TaskGiven>(&*fact)) out.push_back(std::move(given->task));
    }
    if (!reader->database().ok()) return reader->database().error();
    return out;
}

/// Four facts a bag, committed 64 bags at a time.
class Sorter {
  public:
    Sorter(app::Journal& journal, HalfYear const& half_year) : m_journal(journal), m_half_year(half_year) {
        m_begin_ms = stamp_now().at.unix_ms - half_year.days * day_ms;
    }

    domain::Status put(domain::SortTask const& task, int bag) {
        auto const label = m_journal.head().seq + m_facts.size() + 2;
        m_facts.emplace_back(weighed_bag(task, bag, m_number++));
        m_facts.emplace_back(domain::LabelQueued{0, "bag", 1, 0});
        m_facts.emplace_back(domain::LabelMoved{label, domain::LabelState::sent, "accepted", "printer", ""});
        m_facts.emplace_back(domain::LabelMoved{label, domain::LabelState::printed, "gs_r", "printer", ""});
        return m_facts.size() < std::size_t{4 * bags_a_commit} ? domain::Status(domain::Done{}) : commit();
    }

    domain::Status commit() {
        if (m_facts.empty()) return domain::Done{};
        auto stamp = stamp_now();
        stamp.at.unix_ms = m_begin_ms + m_number * m_half_year.days * day_ms / m_half_year.weighings();
        auto const done = m_journal.append(m_facts, stamp);
        m_facts.clear();
        return done.ok() ? domain::Status(domain::Done{}) : domain::Status(done.error());
    }

  private:
    app::Journal& m_journal;
    HalfYear const& m_half_year;
    std::int64_t m_begin_ms = 0, m_number = 0;
    std::vector<domain::Fact> m_facts;
};

}  // namespace

HalfYear HalfYear::of(int weighings, bool tiny) {
    HalfYear out;
    if (tiny) out.days = 2;
    out.lines_a_day = std::max(1, (weighings + out.days * bags_a_line - 1) / (out.days * bags_a_line));
    return out;
}

std::string HalfYear::wave(int day) const {
    return "H" + std::to_string(1000 + day);
}

std::string HalfYear::orders_csv(int day) const {
    std::string out =
        "wave,order_no,line_no,customer_code,customer,route,driver,tote,sku,product,category,kind,ordered,"
        "unit,note\n";
    for (int n = 0; n < lines_a_day; ++n) {
        auto const task = nth_task(n);
        for (auto const& field :
             {wave(day), wave(day) + task.line.order_no.substr(2), task.line.line_no, task.customer_code,
              task.customer, task.route, task.driver, task.tote, task.sku, task.product, task.category})
            out += field + ',';
        out += "weighed,25,斤,\n";
    }
    return out;
}

domain::Status order_half_year(WholeSystem& system, HalfYear const& half_year) {
    if (auto const up = system.start_hub(); !up.ok()) return up;
    if (auto const known = system.enrol(); !known.ok()) return known;
    for (int day = 0; day < half_year.days; ++day)
        if (auto const done = system.import_orders(half_year.orders_csv(day)); !done.ok()) return done;
    if (auto const up = system.start_station(); !up.ok()) return up;
    bool const there = wait_until(
        [&] {
            pause(100ms);
            return ask_journal(system.journal(), "SELECT count(*) FROM task") >= half_year.lines();
        },
        600s);
    system.stop_station();
    if (there) return domain::Done{};
    return domain::Error{domain::ErrorKind::timeout, "the orders do not reach the station", system.dir(),
                         "the logs there say more"};
}

domain::Status weigh_all(std::string const& path, HalfYear const& half_year) {
    auto const tasks = tasks_of(path);
    if (!tasks.ok()) return tasks.error();
    journal::OpenOptions options;
    options.station = station_id;
    options.stamp = stamp_now();
    auto const journal = journal::open_journal(path, options);
    if (!journal.ok()) return journal.error();
    Sorter sorter(**journal, half_year);
    for (auto const& task : *tasks)
        for (int bag = 1; bag <= HalfYear::bags_a_line; ++bag)
            if (auto const done = sorter.put(task, bag); !done.ok()) return done;
    if (auto const done = sorter.commit(); !done.ok()) return done;
    return (*journal)->mark_clean_end();
}

domain::Result<std::map<std::string, wire::ReconcileRequest>> sums_by_wave(std::string const& path) {
    auto reader = journal::Reader::open(path);
    if (!reader.ok()) return reader.error();
    std::map<std::string, std::map<domain::LineKey, std::int64_t>> sums;
    auto const read = reader->each([&](domain::StoredEvent const& event) {
        if (event.type != "weighed") return true;
        auto const fact = wire::decode(event.type, event.payload);
        auto const* weighed = fact.ok() ? std::get_if<domain::Weighed>(&*fact) : nullptr;
        if (weighed != nullptr) sums[weighed->task.wave][weighed->task.line] += weighed->net.mg;
        return true;
    });
    if (!read.ok()) return read.error();
    std::map<std::string, wire::ReconcileRequest> out;
    for (auto const& [wave, lines] : sums)
        for (auto const& [line, net_mg] : lines)
            out[wave].lines.push_back(
                {line.order_no, line.line_no, std::nullopt, std::nullopt, net_mg, std::nullopt});
    return out;
}

}  // namespace bozhong::cli::bench
