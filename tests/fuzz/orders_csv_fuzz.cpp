// Any bytes as an order file and as a load file: an answer or an error that names a place, never a crash; and
// what was taken is within the stated bounds.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sync/wire/orders_csv.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace bozhong;
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    auto const must = [](bool good) {
        if (!good) std::abort();
    };
    auto const orders = wire::read_orders_csv(bytes, "f");
    if (orders) {
        must(!orders->empty());
        for (auto const& row : *orders) {
            must(!row.line.order_no.empty() && row.line.order_no.size() <= 64 && row.product.size() <= 256);
            must(row.ordered.value.units > 0 && row.file_line >= 2);
            must((row.kind == domain::TaskKind::weighed) == row.ordered.mass().has_value());
        }
    } else {
        must(!orders.error().what.empty() && orders.error().where.starts_with("f"));
    }
    auto const loads = wire::read_loads_csv(bytes, "f");
    if (loads) {
        for (auto const& row : *loads) must(row.actual.value.units > 0 && !row.line_no.empty());
    } else {
        must(loads.error().where.starts_with("f"));
    }
    return 0;
}
