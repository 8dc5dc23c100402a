#include "station/cli/bench/sorting_table.h"

#include <algorithm>
#include <utility>

namespace bozhong::cli::bench {

namespace {

using domain::Mass;

domain::ScaleRecord scale_record(bool large) {
    domain::ScaleRecord record;
    record.id = "S1";
    record.unit = "kg";
    record.e = record.d = large ? domain::grams(20) : domain::grams(5);
    record.max = large ? domain::grams(60'000) : domain::grams(15'000);
    return record;
}

sim::ScaleNature nature(bool large) {
    auto const record = scale_record(large);
    return {record.max.mg, record.d.mg, Surroundings::settle_ms};
}

core::Station station(std::vector<domain::SortTask> tasks, bool large) {
    core::StationSetup setup;
    setup.station = "T1";
    setup.warehouse = "main";
    setup.scales = {scale_record(large)};
    core::Restored restored;
    restored.head.incarnation = "00000000000000b1";
    for (auto& task : tasks) restored.tasks.push_back({std::move(task)});
    return core::Station(std::move(setup), std::move(restored));
}

}  // namespace

SortingTable::SortingTable(std::vector<domain::SortTask> tasks, bool large, unsigned seed)
    : m_station(station(std::move(tasks), large)), m_scale(nature(large), seed) {
    domain::Person person{.id = "p1", .name = "p1"};
    person.rights = {domain::Right::capture, domain::Right::correct_own};
    handle(core::SignInAccepted{person, "badge"});
    m_scale.power_up(0);
    pass(2'000);
}

void SortingTable::put(std::int64_t load_mg) {
    m_load = load_mg;
    m_scale.pan().put(load_mg, m_now);
}

void SortingTable::show_weight() {
    auto const shown = m_scale.update(m_now);
    domain::Reading reading;
    reading.mass = domain::to_mass({shown.units, shown.decimals}, shown.unit);
    reading.indication = {domain::Decimal{shown.units, shown.decimals}, "kg"};
    reading.kind = domain::WeightKind::gross;
    reading.stable = shown.stable ? domain::Known::yes : domain::Known::no;
    reading.at_zero = shown.units == 0 ? domain::Known::yes : domain::Known::no;
    reading.at = time();
    handle(core::ReadingSeen{reading, "S1"});
}

void SortingTable::pass(int ms) {
    for (int done = 0; done < ms; done += step_ms) {
        m_now += step_ms;
        for (std::size_t at = 0; at < m_later.size();) {
            if (m_later[at].at > m_now) {
                ++at;
                continue;
            }
            auto const due = std::move(m_later[at]);
            m_later.erase(m_later.begin() + static_cast<std::ptrdiff_t>(at));
            if (std::holds_alternative<core::LabelChanged>(due.event)) ++m_labels_out;
            handle(due.event);
        }
        if (m_now % Surroundings::display_ms == 0) show_weight();
        if (m_now % 50 == 0) handle(core::TimePassed{});
    }
}

bool SortingTable::pass_until(std::function<bool(core::Snapshot const&)> const& condition) {
    for (auto const end = m_now + 60'000; m_now < end; pass(step_ms))
        if (condition(look())) return true;
    return false;
}

void SortingTable::keep(core::Append append) {
    auto const first = m_head.seq + 1;
    for (auto const& fact : append.facts) m_recorded += std::holds_alternative<domain::Weighed>(fact) ? 1 : 0;
    m_head.seq += static_cast<domain::Seq>(append.facts.size());
    m_later.push_back({m_now + Surroundings::commit_ms, core::Committed{append.ticket, m_head, first}});
}

void SortingTable::handle(core::Event const& event) {
    for (auto& effect : m_station.handle(event, time())) {
        if (auto* append = std::get_if<core::Append>(&effect)) keep(std::move(*append));
        if (auto const* label = std::get_if<core::PrintLabel>(&effect))
            m_later.push_back(
                {m_now + Surroundings::label_ms,
                 core::LabelChanged{label->label, domain::LabelState::printed, "status", "P1", ""}});
    }
}

}  // namespace bozhong::cli::bench
