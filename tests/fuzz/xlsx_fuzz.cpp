// Any bytes as a workbook: text or an error that names the file, never a crash, and no further than the limits.
#include "sync/wire/orders_csv.h"
#include "sync/wire/xlsx.h"
#include "tests/fuzz/text_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace bozhong;
    wire::XlsxLimits limits;
    limits.part_bytes = limits.text_bytes = 1u << 20;
    auto const csv = wire::csv_of_xlsx(fuzz::text_of(data, size), "f", limits);
    if (!csv) {
        fuzz::must(!csv.error().what.empty());
        return 0;
    }
    fuzz::must(csv->size() <= limits.text_bytes + (1u << 20));
    auto const orders = wire::read_orders_csv(*csv, "f");
    fuzz::must(orders.ok() || orders.error().where.starts_with("f"));
    return 0;
}
