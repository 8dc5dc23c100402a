#include "tests/sync/hub/schedule_model.h"

#include <algorithm>

namespace bozhong::hub::test {

std::int64_t ModelLine::sum() const {
    std::int64_t mg = 0;
    for (auto const& each : weighings)
        if (each.state == "in_force") mg += each.mg;
    return mg;
}

bool ModelLine::bag() const {
    return std::ranges::any_of(
        weighings, [](auto const& each) { return each.state == "in_force" || each.state == "held"; });
}

bool ModelLine::labelled(std::uint64_t seq) const {
    return std::ranges::any_of(weighings, [&](auto const& each) {
        return each.table != k_hub && each.seq == seq && each.state != "voided" && each.state != "put_back";
    });
}

ModelWeighing* ModelLine::find(int table, std::uint64_t seq) {
    auto const found = std::ranges::find_if(
        weighings, [&](auto const& each) { return each.table == table && each.seq == seq; });
    return found == weighings.end() ? nullptr : &*found;
}

Model::Model(std::vector<int> const& holders) {
    for (int const table : holders) {
        lines.emplace_back();
        lines.back().given[1] = table;
    }
}

std::string Model::held_why(ModelLine const& line, int table, std::int64_t assignment) const {
    if (line.standing == "cancelled") return "cancelled";
    if (line.closed) return "closed";
    auto const given = line.given.find(assignment);
    if (given == line.given.end() || given->second != table) return "not_given";
    if (assignment == line.assignment) return {};
    std::int64_t const over = line.ended.at(assignment);
    bool const others = std::ranges::any_of(line.weighings, [&](auto const& each) {
        return each.state == "in_force" && each.accepted >= over && each.assignment != assignment;
    });
    return others ? "moved" : "";
}

void Model::weigh(std::size_t at, int table, std::uint64_t seq, std::int64_t assignment, std::int64_t mg) {
    auto& line = lines[at];
    auto const why = held_why(line, table, assignment);
    line.weighings.push_back({table, seq, assignment, mg, ++m_clock, why.empty() ? "in_force" : "held"});
    if (!why.empty()) {
        open.push_back({at, table, seq, false});
        if (why == "cancelled" && line.cancel && line.cancel->waiting_for == "station")
            *line.cancel = {"", "bag", line.cancel->table};
        return;
    }
    // A late one that fills the task takes it back, so that the other table stops.
    if (assignment == line.assignment || line.sum() < k_ordered || line.holder() == table) return;
    std::int64_t const before = line.assignment;
    move_to(line, table);
    line.ended[before] = std::ranges::max(line.weighings, {}, &ModelWeighing::accepted).accepted;
}

void Model::take_back(std::size_t at, int table, std::uint64_t seq, std::uint64_t of) {
    auto& line = lines[at];
    auto* found = line.find(table, of);
    if (found == nullptr) return;
    bool const late = found->state == "in_force" && (line.closed || line.standing == "cancelled");
    if (late || found->state == "corrected") return void(open.push_back({at, table, seq, true}));
    if (found->state != "in_force" && found->state != "held") return;
    found->state = "voided";
    std::erase_if(open,
                  [&](auto const& each) { return !each.of_void && each.table == table && each.seq == of; });
}

void Model::contact(int table) {
    for (auto& line : lines)
        if (line.cancel && line.cancel->waiting_for == "station" && line.cancel->table == table)
            *line.cancel = {"cancelled_unsorted", "", table};
}

void Model::move_to(ModelLine& line, int to) {
    line.ended[line.assignment] = ++m_clock;
    line.given[++line.assignment] = to;
}

bool Model::move(std::size_t at, int to) {
    auto& line = lines[at];
    if (line.closed || line.standing == "cancelled" || line.holder() == to) return false;
    move_to(line, to);
    return true;
}

bool Model::hold(std::size_t at) {
    auto& line = lines[at];
    if (line.closed) return false;
    if (line.standing == "active") line.standing = "held";
    return true;
}

bool Model::release(std::size_t at) {
    auto& line = lines[at];
    if (line.closed) return false;
    if (line.standing == "held") line.standing = "active";
    return true;
}

bool Model::cancel(std::size_t at) {
    auto& line = lines[at];
    if (line.standing == "cancelled") return true;
    if (line.shipped || line.closed) {
        line.cancel = {"refused_shipped", "", line.holder()};
        return true;
    }
    line.standing = "cancelled";
    line.cancel = {"", line.bag() ? "bag" : "station", line.holder()};
    return true;
}

void Model::drop_questions(std::size_t at) {
    std::erase_if(open, [&](auto const& each) { return each.line == at; });
}

bool Model::put_back(std::size_t at, std::uint64_t label) {
    auto& line = lines[at];
    if (!line.cancel || line.cancel->waiting_for != "bag" || !line.labelled(label)) return false;
    for (auto& each : line.weighings)
        if (each.state == "in_force" || each.state == "held") each.state = "put_back";
    drop_questions(at);
    *line.cancel = {"cancelled_put_back", "", line.cancel->table};
    return true;
}

bool Model::ship(std::size_t at) {
    auto& line = lines[at];
    if (line.standing == "held") return false;
    line.shipped = true;
    if (line.cancel && line.cancel->waiting_for == "bag") {
        *line.cancel = {"refused_shipped", "", line.cancel->table};
        line.standing = "active";
    }
    return true;
}

bool Model::close(std::size_t at) {
    auto& line = lines[at];
    if (line.closed) return true;
    line.closed = true;
    if (!line.cancel || !line.cancel->outcome.empty()) return true;
    if (line.cancel->waiting_for == "bag") {
        *line.cancel = {"refused_shipped", "", line.cancel->table};
        line.standing = "active";
    } else {
        line.cancel->outcome = "pending_station_offline";
    }
    return true;
}

bool Model::decide(ModelException const& about, std::string const& decision) {
    auto& line = lines[about.line];
    bool const counts = decision == "add" || decision == "replace";
    if (counts && (about.of_void || line.standing == "cancelled")) return false;
    if (decision == "replace")
        for (auto& each : line.weighings)
            if (each.state == "in_force") each.state = "superseded";
    auto* weighing = about.of_void ? nullptr : line.find(about.table, about.seq);
    if (weighing != nullptr && weighing->state == "held")
        weighing->state = counts ? "in_force" : decision == "put_back" ? "put_back" : "superseded";
    std::erase_if(open, [&](auto const& each) { return each.table == about.table && each.seq == about.seq; });
    if (decision == "put_back" && line.standing == "cancelled" && !line.bag() &&
        line.cancel->waiting_for == "bag")
        *line.cancel = {"cancelled_put_back", "", line.cancel->table};
    return true;
}

bool Model::correct(std::size_t at, int table, std::uint64_t seq, std::int64_t mg) {
    auto& line = lines[at];
    auto* found = line.find(table, seq);
    if (found == nullptr || found->state != "in_force" || line.standing == "cancelled" || found->mg == mg)
        return false;
    found->state = "corrected";
    std::int64_t const assignment = found->assignment;
    if (mg > 0) line.weighings.push_back({k_hub, ++m_corrections, assignment, mg, ++m_clock, "in_force"});
    return true;
}

}  // namespace bozhong::hub::test
