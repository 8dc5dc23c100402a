#pragma once
// The files an order platform sends: one wave's lines, and (for simulation and reconciliation) what each
// line's goods really weigh. Reading is all or nothing; an error names file, line, column and what was
// expected.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "station/domain/mass.h"
#include "station/domain/result.h"
#include "station/domain/task.h"

namespace bozhong::wire {

/// One order line. Texts are byte for byte those of the file. Required columns: wave, order_no, line_no,
/// customer_code, sku, product, kind, ordered, unit; optional: customer, route, driver, tote, category, note,
/// warehouse, business_date.
struct OrderRow {
    std::string warehouse;      ///< empty = the hub's default one
    std::string business_date;  ///< YYYY-MM-DD; empty = not told
    std::string wave;
    domain::LineKey line;
    std::string customer_code, customer, route, driver, tote;
    std::string sku, product, category;
    domain::TaskKind kind = domain::TaskKind::weighed;
    domain::Amount ordered;  ///< weighed: a mass unit; counted: whole pieces
    std::string note;
    std::vector<std::pair<std::string, std::string>> extras;  ///< unknown columns, in the file's order
    std::size_t file_line = 0;
};

/// What a line's goods weigh, or how many there are.
struct LoadRow {
    std::string line_no, sku, customer_code;
    domain::Amount actual;
    std::size_t file_line = 0;
};

/// `file` is the name errors show. UTF-8 with or without byte order mark, or GB18030; at most 100,000 lines,
/// 64 MiB.
domain::Result<std::vector<OrderRow>> read_orders_csv(std::string_view bytes, std::string const& file);
domain::Result<std::vector<LoadRow>> read_loads_csv(std::string_view bytes, std::string const& file);

/// True for the units things are counted in ("份", "piece", "box", …).
bool is_count_unit(std::string_view unit);

}  // namespace bozhong::wire
