// What people changed of settled figures, and the business days that the order service has locked; the rules
// of both stand in docs/hub.md.
#include <boost/json.hpp>

#include "station/domain/time.h"
#include "sync/hub/hub.h"

namespace bozhong::hub {

using domain::Done;
using domain::Error;
using domain::ErrorKind;

bool is_date(std::string_view text) {
    constexpr std::string_view form = "dddd-dd-dd";
    if (text.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return false;
    return true;
}

namespace {

constexpr std::string_view day_columns =
    "SELECT k.business_date, k.locked_ms, k.author, k.reason,"
    " (SELECT count(*) FROM lines l WHERE l.warehouse = k.warehouse AND l.business_date = k.business_date),"
    " (SELECT count(*) FROM corrections c WHERE c.warehouse = k.warehouse AND c.business_date = "
    "k.business_date AND "
    "c.after_lock = 1) FROM locks k WHERE k.warehouse = ?1";

wire::LockedDay day_of(Row const& r) {
    return {r.text(0), domain::rfc3339({r.integer(1)}), r.text(2), r.text(3), r.integer(4), r.integer(5)};
}

}  // namespace

bool Hub::is_locked(std::string const& warehouse, std::string const& business_date) {
    return m_database
        ->one("SELECT 1 FROM locks WHERE warehouse = ?1 AND business_date = ?2", warehouse, business_date)
        .has_value();
}

/// A day is locked when it has been settled: what of it is still open would never be.
Result<wire::LockedDays> Hub::lock(std::string const& warehouse, wire::LockRequest const& request,
                                   Author const& author) {
    auto const& date = request.business_date;
    if (!is_date(date))
        return Error{ErrorKind::bad_input, "expected a date as 2026-03-02", "business_date", ""};
    if (request.reason.size() > 512) return Error{ErrorKind::bad_input, "at most 512 bytes", "reason", ""};
    if (!is_locked(warehouse, date)) {
        auto const counted = m_database->one(
            "SELECT count(*), count(*) FILTER (WHERE o.state <> 'closed') FROM lines l JOIN orders o ON "
            "o.warehouse = l.warehouse "
            "AND o.order_no = l.order_no WHERE l.warehouse = ?1 AND l.business_date = ?2",
            warehouse, date);
        auto const all = counted ? counted->integer(0) : 0;
        auto const open = counted ? counted->integer(1) : 0;
        if (all == 0) return Error{ErrorKind::not_found, "no line is of this day", date, "check the date"};
        if (open > 0)
            return Error{ErrorKind::conflict, std::to_string(open) + " lines of this day are not closed",
                         date, "close their orders, routes or waves first"};
        m_database->run("INSERT INTO locks VALUES(?1,?2,?3,?4,?5)", warehouse, date, now_ms(), author.name(),
                        request.reason);
        audit(warehouse, "lock", author, "", request.reason,
              boost::json::serialize(boost::json::object{{"business_date", date}, {"lines", all}}));
    }
    wire::LockedDays out;
    for (auto const& r :
         m_database->run(std::string(day_columns) + " AND k.business_date = ?2", warehouse, date))
        out.days.push_back(day_of(r));
    return out;
}

wire::LockedDays Hub::locked_days(std::string const& warehouse) {
    wire::LockedDays out;
    for (auto const& r :
         m_database->run(std::string(day_columns) + " ORDER BY k.business_date DESC LIMIT 400", warehouse))
        out.days.push_back(day_of(r));
    return out;
}

/// Before the line is settled anew, so that its revision says it.
void Hub::mark_late(Line const& before, Author const& author, std::string const& reason) {
    if (!before.closed) return;
    m_database->run(
        "UPDATE lines SET after_close = 1, after_lock = ?4, reason = ?5 WHERE warehouse = ?1 AND order_no = "
        "?2 AND "
        "line_no = ?3",
        before.warehouse, before.key.order_no, before.key.line_no,
        is_locked(before.warehouse, before.business_date), author.name() + ": " + reason);
}

/// After it: what a person's word has changed. What changes nothing is in the hub's journal only.
void Hub::note_correction(Line const& before, std::string const& what, Author const& author,
                          std::string const& reason) {
    auto const after = line(before.warehouse, before.key);
    if (!after || (after->actual_mg == before.actual_mg && after->actual_count == before.actual_count))
        return;
    m_database->run("INSERT INTO corrections VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16)",
                    before.warehouse, next("changes/" + before.warehouse), now_ms(), author.name(), what,
                    reason, before.business_date, before.wave, before.key.order_no, before.key.line_no,
                    before.actual_mg, after->actual_mg, before.actual_count, after->actual_count,
                    before.closed, before.closed && is_locked(before.warehouse, before.business_date));
}

Result<wire::CorrectionPage> Hub::corrections(std::string const& warehouse, CorrectionAsk const& ask) {
    auto const limit = std::clamp<std::int64_t>(ask.limit, 1, m_settings.page_rows);
    wire::CorrectionPage page;
    page.next = ask.after;
    for (auto const& r :
         m_database->run("SELECT id, at_ms, author, what, reason, business_date, wave, order_no, line_no, "
                         "mg_before, mg_after, "
                         "count_before, count_after, after_close, after_lock FROM corrections WHERE "
                         "warehouse = ?1 AND id > ?2 AND "
                         "(?3 = '' OR business_date = ?3) AND (?4 = '' OR wave = ?4) AND (?5 = 0 OR "
                         "after_lock = 1) ORDER BY id LIMIT ?6",
                         warehouse, ask.after, ask.date, ask.wave, ask.after_lock, limit + 1)) {
        if (static_cast<std::int64_t>(page.corrections.size()) == limit) {
            page.more = true;
            break;
        }
        wire::Correction c;
        c.id = page.next = r.integer(0);
        c.at = domain::rfc3339({r.integer(1)});
        std::size_t i = 2;
        for (auto* text : {&c.by, &c.what, &c.reason, &c.business_date, &c.wave, &c.order_no, &c.line_no})
            *text = r.text(i++);
        for (auto* number : {&c.mg_before, &c.mg_after, &c.count_before, &c.count_after})
            *number = r.integer(i++);
        c.after_close = r.flag(i++);
        c.after_lock = r.flag(i);
        if (auto found = line(warehouse, {c.order_no, c.line_no})) {
            c.customer_code = found->customer_code;
            c.sku = found->sku;
            c.product = found->product;
            found->actual_mg = c.mg_before, found->actual_count = c.count_before;
            std::tie(c.qty_before, c.unit) = settled(*found);
            found->actual_mg = c.mg_after, found->actual_count = c.count_after;
            c.qty_after = settled(*found).first;
        }
        page.corrections.push_back(std::move(c));
    }
    return page;
}

}  // namespace bozhong::hub
