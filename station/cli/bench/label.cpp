// Different labels one after the other, from the stored row to the printer's bytes, on one core. The floor is
// libqrencode alone on the same QR texts: the part that nobody who prints such a label can leave out.

#include <qrencode.h>

#include "station/cli/bench/label_press.h"
#include "station/cli/bench/rows.h"
#include "station/cli/bench/samples.h"
#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"

namespace bozhong::cli::bench {

namespace {

std::vector<domain::StoredEvent> rows_of_a_shift(int count) {
    std::vector<domain::StoredEvent> rows;
    for (int n = 0; n < count; ++n) {
        domain::StoredEvent row{{station_id, "9f2c51d07a3be846", static_cast<domain::Seq>(n + 1)}, "weighed"};
        row.payload = wire::encode(nth_weighed(n), stamp_now());
        row.previous_hash = wire::no_previous_hash;
        row.hash = wire::hash_event(row);
        rows.push_back(std::move(row));
    }
    return rows;
}

double a_second(std::size_t count, Clock::time_point begin) {
    return static_cast<double>(count) * 1000.0 / milliseconds_since(begin);
}

}  // namespace

domain::Result<Rows> bench_label(Sizes const& sizes) {
    auto const press = LabelPress::open();
    if (!press.ok()) return press.error();
    auto const rows = rows_of_a_shift(sizes.count(2000, 3));
    Row row{"label", "row to ESC/POS bytes, 60x40", "labels/s", {}, "libqrencode alone", {}, {}};
    for (int run = 0; run < sizes.runs; ++run) {
        std::vector<std::string> codes;
        auto const begin = Clock::now();
        for (auto const& stored : rows) {
            auto const content = (*press)->content(stored, 0);
            if (!content.ok()) return content.error();
            auto const bytes = (*press)->bytes(*content);
            if (!bytes.ok()) return bytes.error();
            keep(bytes->size());
            codes.push_back(content->qr);
        }
        row.ours.add({a_second(rows.size(), begin)});
        auto const bare = Clock::now();
        for (auto const& code : codes) {
            QRcode* const made = QRcode_encodeString(code.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
            if (made == nullptr)
                return domain::Error{domain::ErrorKind::corrupt, "libqrencode makes no code", code, ""};
            keep(made->data[0]);
            QRcode_free(made);
        }
        row.floor.add({a_second(codes.size(), bare)});
    }
    return Rows{std::move(row)};
}

}  // namespace bozhong::cli::bench
