#include "station/cli/bench/samples.h"

#include <array>
#include <chrono>

#include "sync/wire/feed_codec.h"

namespace bozhong::cli::bench {

namespace {

constexpr int products = 25;
constexpr std::array names{"苋菜", "上海青", "红椒(2)", "姜蒜小米椒组合装(小份)", "西峡花菇(1)"};

}  // namespace

domain::SortTask nth_task(int n) {
    domain::SortTask task;
    int const product = n % products, customer = 100 + n / products;
    task.warehouse = "main";
    task.business_date = "2026-11-21";
    task.wave = "W1";
    task.station = station_id;
    task.customer_code =
        std::string(1, static_cast<char>('A' + customer % 6)) + "-" + std::to_string(customer);
    task.customer = "火锅店" + std::to_string(customer);
    task.line = {"W1-" + task.customer_code, std::to_string(n + 1)};
    task.sku = "P" + std::to_string(1000 + product);
    task.product =
        std::string(names.at(static_cast<std::size_t>(product) % names.size())) + std::to_string(product);
    task.category = "叶菜";
    task.ordered = {{4, 0}, "斤"};
    task.route = "R" + std::to_string(customer % 9);
    task.driver = "司机" + std::to_string(customer % 9);
    task.tote = "T" + std::to_string(customer);
    task.position = customer;
    return task;
}

domain::Weighed nth_weighed(int n) {
    auto const task = nth_task(n);
    domain::Weighed weighed;
    domain::TaskFacts& facts = weighed.task;
    facts.line = task.line;
    facts.warehouse = task.warehouse;
    facts.business_date = task.business_date;
    facts.wave = task.wave;
    facts.version = facts.assignment = 1;
    facts.sku = task.sku;
    facts.product = task.product;
    facts.category = task.category;
    facts.customer_code = task.customer_code;
    facts.customer = task.customer;
    facts.route = task.route;
    facts.driver = task.driver;
    facts.tote = task.tote;
    facts.ordered = task.ordered;
    weighed.gross = weighed.net = domain::grams(2025);
    weighed.indication = {"2.025", "kg"};
    weighed.shown = domain::WeightKind::gross;
    weighed.scale = "scale1";
    weighed.scale_version = 1;
    weighed.stability = "flag";
    weighed.trigger = "key";
    weighed.profile = "default";
    weighed.person = "07";
    weighed.person_name = "员工 07";
    weighed.settled = "4.05";
    weighed.settle_unit = "斤";
    weighed.mode = "normal";
    return weighed;
}

std::vector<domain::FeedItem> feed_of_tasks(int count) {
    std::vector<domain::FeedItem> items;
    for (int n = 0; n < count; ++n) {
        auto body = wire::encode_feed(domain::TaskGiven{nth_task(n)});
        items.push_back({n + 1, std::move(body.kind), std::move(body.body)});
    }
    return items;
}

domain::Person sorter() {
    domain::Person person{.id = "07", .name = "员工 07"};
    person.rights = {domain::Right::capture, domain::Right::correct_own};
    return person;
}

domain::Stamp stamp_now() {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return {{std::chrono::duration_cast<domain::milliseconds>(now).count()}, true, "07"};
}

}  // namespace bozhong::cli::bench
