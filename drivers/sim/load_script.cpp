#include "drivers/sim/load_script.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "station/domain/decimal.h"

namespace bozhong::sim {
namespace {

using domain::Error;
using domain::ErrorKind;

std::vector<std::string> fields(std::string line) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> out;
    std::istringstream in(line);
    for (std::string field; std::getline(in, field, ',');) out.push_back(field);
    return out;
}

std::size_t column(std::vector<std::string> const& names, std::string const& name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

domain::Result<std::vector<std::string>> read_loads(std::string const& path) {
    std::ifstream file(path);
    if (!file)
        return Error{ErrorKind::unavailable, "cannot be opened", path, "check the path and its rights"};
    std::string line;
    std::getline(file, line);
    auto const names = fields(line);
    auto const kg = std::min(column(names, "actual"), column(names, "kg"));
    auto const unit = column(names, "actual_unit");
    if (kg == names.size()) return Error{ErrorKind::bad_input, "no column actual or kg", path + ":1", {}};
    std::vector<std::string> out;
    for (int number = 2; std::getline(file, line); ++number) {
        auto const row = fields(line);
        if (unit < row.size() && row[unit] != "kg") continue;
        if (kg >= row.size() || !domain::Decimal::parse(row[kg]))
            return Error{
                ErrorKind::bad_input, "not a number of kilograms", path + ":" + std::to_string(number), {}};
        out.push_back(row[kg]);
    }
    return out;
}

LoadScript::LoadScript(boost::asio::any_io_executor executor, ScaleSim& sim, std::vector<std::string> loads,
                       int hold_ms, int gap_ms, OnPut on_put)
    : m_sim(sim),
      m_loads(std::move(loads)),
      m_hold_ms(hold_ms),
      m_gap_ms(gap_ms),
      m_on_put(std::move(on_put)),
      m_timer(executor) {}

void LoadScript::run(std::function<void()> on_end) {
    m_on_end = std::move(on_end);
    next();
}

void LoadScript::next() {
    if (m_lies_on) {
        m_sim.command("remove");
        ++m_next;
    } else if (m_next == m_loads.size()) {
        return m_on_end();
    } else {
        m_sim.command("put " + m_loads[m_next]);
        m_on_put(m_next + 1, m_loads[m_next]);
    }
    m_lies_on = !m_lies_on;
    m_timer.expires_after(std::chrono::milliseconds(m_lies_on ? m_hold_ms : m_gap_ms));
    m_timer.async_wait([self = shared_from_this()](boost::system::error_code error) {
        if (!error) self->next();
    });
}

}  // namespace bozhong::sim
