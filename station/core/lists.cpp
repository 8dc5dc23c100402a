#include "station/core/lists.h"

namespace bozhong::core {

TaskView task_view(TaskItem const& item, bool current) {
    auto const& task = item.task;
    TaskView view{.line = task.line, .customer_code = task.customer_code, .customer = task.customer};
    view.route = task.route;
    view.driver = task.driver;
    view.tote = task.tote;
    view.note = task.note;
    view.order_no = task.line.order_no;
    view.sort_no = task.details.sort_no;
    view.ordered = ordered_text(task.ordered);
    view.unit = task.ordered.unit;
    view.counted = item.counted();
    if (item.counted()) {
        view.done_so_far = std::to_string(item.count);
        view.rest = std::to_string(std::max<std::int64_t>(0, item.pieces() - item.count));
    } else {
        view.done_so_far = figure(item.sum, task.ordered);
        view.rest = figure(std::max(Mass{}, task.ordered.mass().value_or(Mass{}) - item.sum), task.ordered);
    }
    view.bag = item.bags + 1;
    view.state = current && item.open() ? TickState::current : item.tick();
    if (item.bags > 0) view.actual = view.done_so_far;
    view.marked_taken = item.marked_taken;
    view.taken_why = item.taken_why;
    view.taken_to = item.taken_to;
    view.product = task.product;
    view.category = task.category;
    return view;
}

namespace {

ProductView group_view(TaskList const& tasks, TaskGroup const& group,
                       std::map<std::string, std::string> const& lots) {
    ProductView view;
    Mass done, total;
    bool pieces = true;
    std::int64_t count_done = 0, count_total = 0;
    domain::Amount unit;
    for (std::size_t const index : group.items) {
        auto const& item = tasks.items()[index];
        if (item.away) continue;
        if (view.total++ == 0) {
            view.sku = group.key;
            view.name = tasks.pick() ? item.task.customer : item.task.product;
            view.category = tasks.pick() ? item.task.route : item.task.category;
            unit = item.task.ordered;
        }
        auto const tick = &item == tasks.current() && item.open() ? TickState::current : item.tick();
        view.ticks.push_back(tick);
        view.hidden += item.open() && !tasks.shows(item) ? 1 : 0;
        view.done += item.done() ? 1 : 0;
        view.shorted += tick == TickState::shorted ? 1 : 0;
        view.skipped += tick == TickState::skipped ? 1 : 0;
        pieces = pieces && item.counted();
        count_done += item.count;
        count_total += item.counted() ? item.pieces() : 0;
        done += item.sum;
        total += item.task.ordered.mass().value_or(Mass{});
    }
    if (view.total == 0) return view;
    view.unit = pieces ? unit.unit : unit_text(unit);
    view.amount_done = pieces ? std::to_string(count_done) : figure(done, unit);
    view.amount_total = pieces ? std::to_string(count_total) : figure(total, unit);
    if (auto const lot = lots.find(group.key); lot != lots.end()) view.lot = lot->second;
    view.current = group.key == tasks.group_key();
    return view;
}

std::optional<int> average(TaskList const& tasks, TaskGroup const& group) {
    Mass done, ordered;
    for (std::size_t const index : group.items) {
        auto const& item = tasks.items()[index];
        if (item.counted() || !item.done() || item.bags == 0) continue;
        done += item.sum;
        ordered += item.task.ordered.mass().value_or(Mass{});
    }
    if (ordered.mg == 0) return std::nullopt;
    return static_cast<int>(domain::divide_half_even((done.mg - ordered.mg) * 1'000, ordered.mg));
}

/// Routes, then drivers, as people order them.
std::vector<WorkGroup> groups_of(TaskList const& tasks) {
    std::map<std::string_view, int> routes, drivers;
    for (auto const& item : tasks.items()) {
        if (!item.open()) continue;
        if (!item.task.route.empty()) ++routes[item.task.route];
        if (!item.task.driver.empty()) ++drivers[item.task.driver];
    }
    std::vector<WorkGroup> out;
    for (auto const& [kind, found] : {std::pair{OnlyFor::route, &routes}, std::pair{OnlyFor::driver, &drivers}}) {
        auto const first = static_cast<std::ptrdiff_t>(out.size());
        for (auto const& [name, open] : *found) out.push_back({kind, std::string(name), open});
        std::ranges::stable_sort(out.begin() + first, out.end(), [](WorkGroup const& a, WorkGroup const& b) {
            return compare_natural(a.name, b.name) < 0;
        });
    }
    return out;
}

}  // namespace

Station::State::Lists const& Station::State::current_lists() const {
    if (!lists) lists = std::make_shared<Lists>();
    auto& out = *lists;
    if (out.tasks_revision != tasks.revision()) {
        out.tasks_revision = tasks.revision();
        list_tasks(out);
    }
    if (out.customers_tasks != tasks.revision() || out.customers_labels != labels.revision()) {
        out.customers_tasks = tasks.revision();
        out.customers_labels = labels.revision();
        list_customers(out);
    }
    if (out.history_revision != history_revision || out.labels_revision != labels.revision()) {
        out.history_revision = history_revision;
        out.labels_revision = labels.revision();
        list_history(out);
    }
    return out;
}

void Station::State::list_tasks(Lists& out) const {
    std::vector<ProductView> products;
    out.queue.clear();
    out.product = {};
    out.average_permille.reset();
    for (auto const& group : tasks.groups()) {
        auto view = group_view(tasks, group, lots);
        if (view.total == 0) continue;
        if (view.current) out.product = view;
        products.push_back(std::move(view));
    }
    if (auto const* group = tasks.group(); group && !tasks.pick()) out.average_permille = average(tasks, *group);
    out.products = std::move(products);
    out.groups = groups_of(tasks);
    auto const next = tasks.upcoming();
    for (std::size_t i = 0; i < next.size() && i < 4; ++i)
        out.queue.push_back(task_view(tasks.items()[next[i]], false));
    out.queue_left = static_cast<int>(next.size() - out.queue.size());
}

/// Every task of the product in hand, with what became of its label.
void Station::State::list_customers(Lists& out) const {
    std::vector<TaskView> customers;
    if (auto const* group = tasks.group()) {
        for (std::size_t const index : group->items) {
            auto const& item = tasks.items()[index];
            if (item.away) continue;
            customers.push_back(task_view(item, &item == tasks.current()));
            auto const* made = item.bags > 0 ? record(item.weighed_by) : nullptr;
            auto const* label = made && made->in_force ? labels.newest_of(item.weighed_by) : nullptr;
            if (label) customers.back().label = label->state;
        }
    }
    out.customers = std::move(customers);
}

HistoryRow Station::State::history_row(Record const& made) const {
    HistoryRow row{.seq = made.seq,
                   .incarnation = made.incarnation,
                   .customer_code = made.customer_code,
                   .product = made.product};
    row.time = made.at.unix_ms == 0 ? "" : local_time(made.at, setup.utc_offset_minutes, false);
    row.amount = made.kind == domain::TaskKind::counted
                     ? std::to_string(made.count) + " " + made.ordered.unit
                     : amount_text(made.net, made.ordered);
    if (auto const* label = labels.newest_of({made.incarnation, made.seq})) {
        row.label = label->label.seq;
        row.label_state = label->state;
        row.copy = label->copy > 0;
    }
    row.bag = bag_words({made.incarnation, made.seq});
    row.voided = !made.in_force;
    row.manual = made.manual;
    row.preset_tare = made.preset_tare;
    if (made.kind != domain::TaskKind::counted) row.gross = made.gross, row.net = made.net;
    return row;
}

void Station::State::list_history(Lists& out) const {
    constexpr std::size_t most = 200;
    std::vector<HistoryRow> history;
    auto short_row = shorts.rbegin();
    auto const add_short = [&] {
        auto const* item = tasks.find(short_row->line);
        HistoryRow row{.seq = short_row->name.seq,
                       .incarnation = short_row->name.incarnation,
                       .time = local_time(short_row->at, setup.utc_offset_minutes, false)};
        row.customer_code = item ? item->task.customer_code : "";
        row.product = item ? item->task.product : "";
        row.voided = !item || item->shorted_by != short_row->name || !item->shorted;
        row.shortage = true;
        history.push_back(std::move(row));
        ++short_row;
    };
    std::size_t made_before = record_base + records.size();
    for (auto made = records.rbegin(); made != records.rend() && history.size() < most; ++made) {
        while (short_row != shorts.rend() && short_row->after >= made_before && history.size() < most)
            add_short();
        --made_before;
        history.push_back(history_row(*made));
    }
    while (short_row != shorts.rend() && history.size() < most) add_short();
    out.history = std::move(history);

    out.offers.clear();
    for (auto const* item : labels.offers()) {
        LabelOffer offer{.label = item->label.seq,
                         .of = item->of.seq,
                         .state = item->state,
                         .incarnation = item->label.incarnation};
        if (auto const* made = record(item->of)) {
            offer.product = made->product;
            offer.customer_code = made->customer_code;
            offer.code = made->customer_code;
            offer.amount = made->kind == domain::TaskKind::counted
                               ? std::to_string(made->count) + " " + made->ordered.unit
                               : amount_text(made->net, made->ordered);
        }
        out.offers.push_back(std::move(offer));
    }
}

}  // namespace bozhong::core
