#pragma once
// Half a year without a hub: orders for 180 days, and what a sorter makes of them, through the journal's own
// append.

#include <functional>
#include <map>
#include <string>

#include "station/cli/bench/whole_system.h"
#include "station/domain/result.h"
#include "station/domain/task.h"
#include "sync/wire/messages.h"

namespace bozhong::cli::bench {

struct HalfYear {
    int days = 180;
    int lines_a_day = 0;
    static constexpr int bags_a_line =
        5;  ///< weighings; of each comes a label, sent and printed: four events

    static HalfYear of(int weighings, bool tiny);
    [[nodiscard]] int lines() const { return days * lines_a_day; }
    [[nodiscard]] int weighings() const { return lines() * bags_a_line; }
    [[nodiscard]] std::string wave(int day) const;
    /// The order file of one day.
    [[nodiscard]] std::string orders_csv(int day) const;
};

/// A hub is started and every day's orders reach over it the station, which is ended then; the hub stays.
domain::Status order_half_year(WholeSystem& system, HalfYear const& half_year);

/// Weighs every bag of every task in the journal at `path`, in the order of the tasks; 64 bags share one
/// commit and one time stamp, else what is stored is what a station stores. The mass of each bag follows from
/// its number.
domain::Status weigh_all(std::string const& path, HalfYear const& half_year);

/// What the journal says of each wave, line by line, read event by event: for the comparison with the hub.
domain::Result<std::map<std::string, wire::ReconcileRequest>> sums_by_wave(std::string const& path);

}  // namespace bozhong::cli::bench
