#pragma once
// A sort task: one order line (product × customer) as the hub handed it to this station.

#include <compare>
#include <cstdint>
#include <string>

#include "station/domain/mass.h"
#include "station/domain/tolerance.h"

namespace bozhong::domain {

/// Key of a line within its warehouse; both texts at most 64 bytes and kept byte for byte.
struct LineKey {
    std::string order_no;
    std::string line_no;
    friend auto operator<=>(LineKey const&, LineKey const&) = default;
};

enum class TaskKind { weighed, counted };
enum class TaskState { open, in_progress, done, shorted, cancelled };
/// What the hub allows for it now. A held or cancelled task leaves the list unless it is in hand.
enum class TaskStanding { active, held, cancelled };

/// What else an order service may say of a line: for its label; a table may walk by sort_no. Texts of at most
/// max_detail_bytes; the price is a decimal, of one ordered unit.
struct LineDetails {
    std::string spec, origin, shelf_life, sort_no, price;
    friend bool operator==(LineDetails const&, LineDetails const&) = default;
};
inline constexpr std::size_t max_detail_bytes = 64;

struct SortTask {
    std::string warehouse;
    std::string business_date;  ///< YYYY-MM-DD, not derived from a clock
    std::string wave;
    LineKey line;
    std::int64_t version = 1;     ///< rises with every change by the order service
    std::int64_t assignment = 1;  ///< rises with every move between stations
    std::string station;          ///< holder
    TaskStanding standing = TaskStanding::active;

    std::string sku;
    std::string product;
    std::string category;
    TaskKind kind = TaskKind::weighed;
    Amount ordered;
    std::string customer_code;
    std::string customer;
    std::string route;
    std::string driver;
    std::string tote;
    std::string note;
    LineDetails details;
    std::int64_t position = 0;   ///< order within its product: tote order
    ToleranceProfile tolerance;  ///< already chosen by customer × product, product, category, default
    friend bool operator==(SortTask const&, SortTask const&) = default;
};

}  // namespace bozhong::domain
