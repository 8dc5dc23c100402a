// Results: one row a revision, in commit order. The cursor is a position and a running digest of the rows up
// to it, so that a cursor of another hub, or of rows that a restore took away, is recognised as unknown.
#include <charconv>

#include "sync/hub/hub.h"
#include "sync/wire/messages.h"

namespace bozhong::hub {
namespace {

std::string entry_of(std::vector<wire::ResultWeighing> const& weighings) {
    bool scale = false, manual = false;
    for (auto const& w : weighings) (w.entry == "manual" ? manual : scale) = true;
    if (scale && manual) return "mixed";
    return manual ? "manual" : "scale";
}

std::string result_state(Line const& line) {
    if (line.standing == "cancelled") return "cancelled";
    if (line.standing == "held") return "held";
    return line.state == "in_progress" ? "partial" : line.state;
}

struct Cursor {
    std::int64_t position = 0;
    std::string token;
};

std::optional<Cursor> read_cursor(std::string const& text) {
    auto const dash = text.find('-');
    Cursor cursor;
    auto const* const end = text.data() + (dash == std::string::npos ? 0 : dash);
    auto const [stop, wrong] = std::from_chars(text.data(), end, cursor.position);
    if (dash == std::string::npos || wrong != std::errc() || stop != end) return std::nullopt;
    cursor.token = text.substr(dash + 1);
    return cursor;
}

}  // namespace

void Hub::publish(Line const& line) {
    if (line.state == "open" && line.standing == "active" && line.revision == 0) return;
    wire::ResultRow row;
    row.warehouse = line.warehouse;
    row.business_date = line.business_date;
    row.wave = line.wave;
    row.order_no = line.key.order_no;
    row.line_no = line.key.line_no;
    row.order_version = line.version;
    row.customer_code = line.customer_code;
    row.sku = line.sku;
    row.kind = line.kind;
    row.state = result_state(line);
    row.final = line.closed;
    row.after_close = line.after_close;
    if (line.after_lock) row.after_lock = true;
    row.ordered = line.ordered;
    row.unit = line.unit;
    row.reason = line.reason;
    row.weighings = weighings_of(*m_database, line.warehouse, line.key, "in_force");
    row.entry = row.weighings.empty() ? "" : entry_of(row.weighings);
    if (auto const lot = m_database->one("SELECT lot FROM weighings WHERE warehouse = ?1 AND order_no = ?2 "
                                         "AND line_no = ?3 AND state = 'in_force'"
                                         " ORDER BY accepted_at DESC LIMIT 1",
                                         line.warehouse, line.key.order_no, line.key.line_no)) {
        row.lot = lot->text(0);
    }
    std::tie(row.qty, row.qty_unit) = settled(line);
    (line.kind == "counted" ? row.actual_count : row.actual_mg) =
        line.kind == "counted" ? line.actual_count : line.actual_mg;

    auto const content = digest(wire::to_json(row));
    auto const last = m_database->one(
        "SELECT content FROM results WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3 ORDER BY "
        "revision DESC LIMIT 1",
        line.warehouse, line.key.order_no, line.key.line_no);
    if (last && last->text(0) == content) return;
    row.revision = line.revision + 1;
    auto const position = next("results/" + line.warehouse);
    auto const before = m_database->one("SELECT token FROM results WHERE warehouse = ?1 AND position = ?2",
                                        line.warehouse, position - 1);
    // The hub's life is in it: a restored hub never gives out a cursor that meant other rows before.
    auto const token =
        digest(generation() + (before ? before->text(0) : line.warehouse) + wire::to_json(row)).substr(0, 16);
    row.cursor = std::to_string(position) + "-" + token;
    auto const number = [](std::optional<std::int64_t> v) { return v ? Value(*v) : Value(); };
    m_database->run("INSERT INTO results VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)", line.warehouse,
                    position, row.order_no, row.line_no, row.revision, row.wave, row.state,
                    number(row.actual_mg), number(row.actual_count), content, wire::to_json(row), token);
    m_database->run("UPDATE lines SET revision = ?4 WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3",
                    line.warehouse, row.order_no, row.line_no, row.revision);
}

Result<wire::ResultsPage> Hub::results(std::string const& warehouse, std::string const& cursor,
                                       std::int64_t limit) {
    limit = std::clamp<std::int64_t>(limit, 1, m_settings.page_rows);
    std::int64_t after = 0;
    if (!cursor.empty()) {
        auto const asked = read_cursor(cursor);
        auto const known =
            asked ? m_database->one("SELECT token FROM results WHERE warehouse = ?1 AND position = ?2",
                                    warehouse, asked->position)
                  : std::nullopt;
        if (!known || known->text(0) != asked->token) {
            return domain::Error{domain::ErrorKind::bad_input, "this cursor is not one of this hub", "cursor",
                                 "was the hub restored? see results/generation for the cursor to go on from, "
                                 "then reconcile"};
        }
        after = asked->position;
    }
    wire::ResultsPage page;
    page.next = cursor;
    for (auto const& row : m_database->run(
             "SELECT row FROM results WHERE warehouse = ?1 AND position > ?2 ORDER BY position LIMIT ?3",
             warehouse, after, limit + 1)) {
        if (static_cast<std::int64_t>(page.results.size()) == limit) {
            page.more = true;
            break;
        }
        auto result = wire::from_json<wire::ResultRow>(row.text(0));
        if (!result) return result.error();
        page.next = result->cursor;
        page.results.push_back(std::move(result).value());
    }
    return page;
}

wire::ResultsGeneration Hub::results_generation(std::string const& warehouse) {
    auto const said = [this](std::string const& name) {
        auto const row = m_database->one("SELECT value FROM meta WHERE name = ?1", name);
        return row ? row->text(0) : std::string();
    };
    return {generation(), said("restored_at"), said("resume/" + warehouse)};
}

}  // namespace bozhong::hub
