// Which rows a file for people has.
#include "sync/hub/export.h"
#include "sync/hub/hub.h"

namespace bozhong::hub {

using domain::Error;
using domain::ErrorKind;

namespace {

constexpr std::int64_t lines_most = 50'000;

Cell text(std::string value) {
    return {std::move(value), false};
}
Cell number(std::int64_t value) {
    return {std::to_string(value), true};
}
Cell number(std::optional<std::int64_t> value) {
    return value ? number(*value) : text("");
}
Cell yes(bool value) {
    return text(value ? "yes" : "");
}
std::string kg(std::int64_t mg) {
    return domain::in_unit(domain::Mass{mg}, domain::MassUnit::kg, 6).text();
}

Sheet results_table() {
    return {
        "results",
        {"business_date", "wave",        "route",      "order_no",     "line_no", "customer_code", "customer",
         "sku",           "product",     "lot",        "kind",         "ordered", "unit",          "qty",
         "qty_unit",      "actual_kg",   "actual_mg",  "actual_count", "state",   "entry",         "revision",
         "final",         "after_close", "after_lock", "corrections",  "reason"},
        {}};
}

std::vector<Cell> row_of(wire::ResultRow const& r, std::string const& route, std::string const& customer,
                         std::string const& product, std::int64_t corrections) {
    return {text(r.business_date), text(r.wave),
            text(route),           text(r.order_no),
            text(r.line_no),       text(r.customer_code),
            text(customer),        text(r.sku),
            text(product),         text(r.lot),
            text(r.kind),          text(r.ordered),
            text(r.unit),          text(r.qty),
            text(r.qty_unit),      text(r.actual_mg ? kg(*r.actual_mg) : ""),
            number(r.actual_mg),   number(r.actual_count),
            text(r.state),         text(r.entry),
            number(r.revision),    yes(r.final),
            yes(r.after_close),    yes(r.after_lock.value_or(false)),
            number(corrections),   text(r.reason)};
}

Sheet corrections_table() {
    return {"corrections",
            {"at",       "by",           "what",        "reason",        "business_date",
             "wave",     "order_no",     "line_no",     "customer_code", "sku",
             "product",  "qty_before",   "qty_after",   "unit",          "mg_before",
             "mg_after", "count_before", "count_after", "after_close",   "after_lock"},
            {}};
}

std::vector<Cell> row_of(wire::Correction const& c) {
    return {text(c.at),
            text(c.by),
            text(c.what),
            text(c.reason),
            text(c.business_date),
            text(c.wave),
            text(c.order_no),
            text(c.line_no),
            text(c.customer_code),
            text(c.sku),
            text(c.product),
            text(c.qty_before),
            text(c.qty_after),
            text(c.unit),
            number(c.mg_before),
            number(c.mg_after),
            number(c.count_before),
            number(c.count_after),
            yes(c.after_close),
            yes(c.after_lock)};
}

}  // namespace

Result<Export> Hub::export_results(std::string const& warehouse, ExportAsk const& ask) {
    if (ask.wave.empty() == ask.date.empty())
        return Error{ErrorKind::bad_input, "expected a wave or a business date, one of both", "wave",
                     "?wave=… or ?date=…"};
    if (ask.format != "csv" && ask.format != "xlsx" && ask.format != "jsonl")
        return Error{ErrorKind::bad_input, "expected csv, xlsx or jsonl", "format", ""};
    if (ask.table != "results" && ask.table != "corrections")
        return Error{ErrorKind::bad_input, "expected results or corrections", "table", ""};
    std::string const where = ask.wave.empty() ? "l.business_date = ?2" : "l.wave = ?2";
    auto const what = ask.wave.empty() ? ask.date : ask.wave;
    auto const lines = m_database->number("SELECT count(*) FROM lines l WHERE l.warehouse = ?1 AND " + where,
                                          warehouse, what);
    if (lines == 0) return Error{ErrorKind::not_found, "no line belongs to this", what, "check its name"};
    if (lines > lines_most)
        return Error{ErrorKind::bad_input, "more than " + std::to_string(lines_most) + " lines", what,
                     "ask wave by wave, or pull the results"};
    auto results = results_table();
    std::string jsonl;
    bool const all = ask.format == "xlsx";
    bool const json = ask.format == "jsonl";
    if (all || ask.table == "results") {
        for (auto const& r : m_database->run("SELECT r.row, l.route, l.customer, l.product, (SELECT count(*) "
                                             "FROM corrections c WHERE c.warehouse = "
                                             "l.warehouse AND c.order_no = l.order_no AND c.line_no = "
                                             "l.line_no) FROM lines l JOIN results r ON "
                                             "r.warehouse = l.warehouse AND r.order_no = l.order_no AND "
                                             "r.line_no = l.line_no AND r.revision = "
                                             "l.revision WHERE l.warehouse = ?1 AND " +
                                                 where + " ORDER BY l.wave, l.route, l.order_no, l.line_no",
                                             warehouse, what)) {
            if (json) {
                jsonl += r.text(0) + "\n";
                continue;
            }
            auto const row = wire::from_json<wire::ResultRow>(r.text(0));
            if (!row) return row.error();
            results.rows.push_back(row_of(*row, r.text(1), r.text(2), r.text(3), r.integer(4)));
        }
    }
    auto corrections = corrections_table();
    if (all || ask.table == "corrections") {
        CorrectionAsk next{.date = ask.date, .wave = ask.wave};
        for (bool more = true; more;) {
            auto page = this->corrections(warehouse, next);
            if (!page) return page.error();
            for (auto const& each : page->corrections) {
                if (json) jsonl += wire::to_json(each) + "\n";
                if (!json) corrections.rows.push_back(row_of(each));
            }
            more = page->more;
            next.after = page->next;
        }
    }
    if (json) return Export{"application/jsonl", std::move(jsonl)};
    if (!all)
        return Export{"text/csv; charset=utf-8", csv_of(ask.table == "results" ? results : corrections)};
    auto book = workbook_of({results, corrections});
    if (!book) return book.error();
    return Export{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                  std::move(book).value()};
}

}  // namespace bozhong::hub
