#include "sync/hub/weighing_row.h"

#include "sync/hub/bag_store.h"
#include "sync/wire/enum_names.h"

namespace bozhong::hub {

namespace {

struct Figures {
    std::int64_t gross = 0, tare = 0, net = 0, count = 0;
    std::string kind, entry, indication, unit;
    bool preset = false;
};

Figures figures(domain::Weighed const& weighed) {
    Figures f{.gross = weighed.gross.mg, .net = weighed.net.mg, .kind = "weighed"};
    for (auto const& tare : weighed.tares) {
        f.tare += tare.mass.mg;
        f.preset = f.preset || tare.kind == domain::TareKind::preset;
    }
    f.entry = std::string(wire::text(weighed.entry));
    f.indication = weighed.indication.value;
    f.unit = weighed.indication.unit;
    return f;
}

Figures figures(domain::Counted const& counted) {
    return {.count = counted.count, .kind = "counted", .entry = "manual"};
}

Figures figures_of(domain::Fact const& fact) {
    auto const* counted = std::get_if<domain::Counted>(&fact);
    return counted != nullptr ? figures(*counted) : figures(std::get<domain::Weighed>(fact));
}

}  // namespace

domain::TaskFacts const* task_of(domain::Fact const& fact) {
    if (auto const* weighed = std::get_if<domain::Weighed>(&fact)) return &weighed->task;
    if (auto const* counted = std::get_if<domain::Counted>(&fact)) return &counted->task;
    return nullptr;
}

void add_weighing(Database& database, std::string const& warehouse, EventId const& event,
                  domain::Fact const& fact, std::optional<domain::Stamp> const& stamp,
                  std::string const& state, std::int64_t commit) {
    auto const& task = *task_of(fact);
    auto const f = figures_of(fact);
    database.run(
        "INSERT INTO weighings "
        "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,'','',0)",
        event.station, event.incarnation, event.seq, warehouse, task.line.order_no, task.line.line_no, f.kind,
        task.assignment, f.gross, f.tare, f.net, f.count, f.entry, f.preset, f.indication, f.unit,
        stamp ? domain::rfc3339(stamp->at) : "", task.lot, state, commit,
        ordered_amount(task.ordered, f.kind == "counted"),
        names_text({task.customer_code, task.customer, task.route, task.driver, task.tote}));
}

}  // namespace bozhong::hub
