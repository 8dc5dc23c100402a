// Different labels one after the other, from the stored row to the printer's bytes, on one core: how many a
// second, how long one takes beside QPainter with libqrencode, and the first with its fonts and template.

#include <time.h>

#include <algorithm>
#include <boost/json.hpp>

#include "station/cli/bench/bench_process.h"
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

/// Of this thread: another program's turn is no part of a label.
double processor_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Times {
    double row = 0, drawing = 0;  ///< from the row, and from what it says, to the bytes
};

domain::Result<Times> print_one(LabelPress const& press, domain::StoredEvent const& stored) {
    double const begin = processor_ms();
    auto const content = press.content(stored, 0);
    if (!content.ok()) return content.error();
    double const drawing = processor_ms();
    auto const bytes = press.bytes(*content);
    if (!bytes.ok()) return bytes.error();
    keep(bytes->size());
    double const end = processor_ms();
    return Times{end - begin, end - drawing};
}

domain::Result<std::vector<double>> painted_by_qt(std::size_t count, std::string const& dir) {
    auto const said = output_of("bozhong-bench-screen", {"--labels", std::to_string(count)},
                                dir + "/label.log", {{"QT_QPA_PLATFORM", "offscreen"}});
    if (!said.ok()) return said.error();
    auto const begin = said->find('{');  // Qt may say things before it
    boost::system::error_code error;
    auto const value =
        boost::json::parse(std::string_view(*said).substr(std::min(begin, said->size())), error);
    std::vector<double> times;
    if (!error && value.is_object())
        for (auto const& one : value.at("label_ms").as_array()) times.push_back(one.to_number<double>());
    if (times.empty())
        return domain::Error{domain::ErrorKind::corrupt, "measured nothing", "bozhong-bench-screen --labels",
                             ""};
    return times;
}

/// Each label by itself, its drawing beside QPainter's; and the first of all, from nothing.
domain::Result<Rows> one_by_one(std::vector<domain::StoredEvent> const& rows, Sizes const& sizes) {
    std::string const unit = "ms of a core";
    Row each{"label", "one label, row to ESC/POS bytes", unit, {}, {}, {}, {}};
    Row drawn{"label", "of it: layout, drawing, bytes", unit, {}, "QPainter: the same texts and codes", {}, {}};
    Row first{"label", "the first: fonts, template, label", unit, {}, {}, {}, {}};
    for (int run = 0; run < sizes.runs; ++run) {
        double const begin = processor_ms();
        auto const press = LabelPress::open();
        if (!press.ok()) return press.error();
        if (auto const made = print_one(**press, rows.front()); !made.ok()) return made.error();
        first.ours.add({processor_ms() - begin});
        std::vector<double> from_row, drawing;
        for (auto const& stored : rows) {
            auto const made = print_one(**press, stored);
            if (!made.ok()) return made.error();
            from_row.push_back(made->row);
            drawing.push_back(made->drawing);
        }
        each.ours.add(std::move(from_row));
        drawn.ours.add(std::move(drawing));
        auto painted = painted_by_qt(rows.size(), sizes.dir);
        if (!painted.ok()) return painted.error();
        drawn.floor.add(std::move(painted).value());
    }
    each.tail_at_most(5);
    drawn.at_most_floors(1.0 / 3);
    first.at_most(20);
    return Rows{std::move(each), std::move(drawn), std::move(first)};
}

}  // namespace

domain::Result<Rows> bench_label(Sizes const& sizes) {
    auto const press = LabelPress::open();
    if (!press.ok()) return press.error();
    auto const rows = rows_of_a_shift(sizes.count(2000, 3));
    Row row{"label", "row to ESC/POS bytes, 60x40", "labels/s", {}, {}, {}, {}};
    for (int run = 0; run < sizes.runs; ++run) {
        auto const begin = Clock::now();
        for (auto const& stored : rows) {
            auto const content = (*press)->content(stored, 0);
            if (!content.ok()) return content.error();
            auto const bytes = (*press)->bytes(*content);
            if (!bytes.ok()) return bytes.error();
            keep(bytes->size());
        }
        row.ours.add({a_second(rows.size(), begin)});
    }
    auto out = one_by_one(rows, sizes);
    if (!out.ok()) return out.error();
    out->insert(out->begin(), std::move(row));
    return out;
}

}  // namespace bozhong::cli::bench
