// Order lines in: idempotent by (warehouse, order_no, line_no), all or nothing.
#include <boost/json.hpp>
#include <map>

#include "sync/hub/details.h"
#include "sync/hub/hub.h"

namespace bozhong::hub {
namespace {

using domain::Error;
using domain::ErrorKind;

std::string place_of(wire::OrderLine const& line) {
    return line.row > 0 ? "row " + std::to_string(line.row) : line.order_no + "/" + line.line_no;
}

std::string wrong_in(wire::OrderLine const& l) {
    for (auto const& [name, text] : {std::pair{"wave", &l.wave},
                                     {"order_no", &l.order_no},
                                     {"line_no", &l.line_no},
                                     {"customer_code", &l.customer_code},
                                     {"sku", &l.sku}}) {
        if (!good_id(*text)) return std::string(name) + " must be 1 to 64 bytes without control characters";
    }
    for (auto const& [name, text] : {std::pair{"route", &l.route}, {"tote", &l.tote}}) {
        if (!text->empty() && !good_id(*text))
            return std::string(name) + " must be at most 64 bytes without control characters";
    }
    for (auto const* text :
         {&l.customer, &l.driver, &l.product, &l.category, &l.unit, &l.note, &l.business_date}) {
        if (text->size() > 512) return "a text is longer than 512 bytes";
    }
    if (auto wrong = wrong_in_details(l.extras); !wrong.empty()) return wrong;
    if (l.product.empty()) return "product is empty";
    auto const ordered = domain::Decimal::parse(l.ordered);
    if (!ordered || ordered->units <= 0)
        return "ordered must be a decimal above 0, not \"" + l.ordered + "\"";
    domain::Amount const amount{*ordered, l.unit};
    if (l.kind == "weighed") {
        auto const mass = amount.mass();
        if (!mass) return "a weighed line needs a unit of mass, not \"" + l.unit + "\"";
        if (mass->mg > 100'000'000'000) return "ordered is more than 100 t";
    } else if (l.kind == "counted") {
        if (l.unit.empty() || domain::mass_unit(l.unit))
            return "a counted line needs a unit that counts, not \"" + l.unit + "\"";
        if (ordered->short_text().find('.') != std::string::npos)
            return "a counted line needs whole pieces, not " + l.ordered;
    } else {
        return "kind must be weighed or counted, not \"" + l.kind + "\"";
    }
    return {};
}

/// The first number in the tote's name, so that tasks come in tote order; the file's row where it has none.
std::int64_t place_in_walk(wire::OrderLine const& l) {
    auto const start = l.tote.find_first_of("0123456789");
    if (start == std::string::npos) return 1'000'000 + l.row;
    std::int64_t number = 0;
    for (std::size_t i = start; i < l.tote.size() && i < start + 6 && l.tote[i] >= '0' && l.tote[i] <= '9';
         ++i) {
        number = number * 10 + (l.tote[i] - '0');
    }
    return number;
}

std::vector<std::pair<char const*, std::string const*>> content(wire::OrderLine const& l) {
    return {{"wave", &l.wave},
            {"business_date", &l.business_date},
            {"customer_code", &l.customer_code},
            {"customer", &l.customer},
            {"route", &l.route},
            {"driver", &l.driver},
            {"tote", &l.tote},
            {"sku", &l.sku},
            {"product", &l.product},
            {"category", &l.category},
            {"kind", &l.kind},
            {"ordered", &l.ordered},
            {"unit", &l.unit},
            {"note", &l.note}};
}

std::string content_text(wire::OrderLine const& l) {
    boost::json::object all;
    for (auto const& [name, text] : content(l)) all[name] = *text;
    boost::json::object extras;
    for (auto const& [name, text] : l.extras) extras[name] = text;
    all["extras"] = extras;
    return boost::json::serialize(all);
}

std::vector<std::string> changed_fields(std::string const& before, wire::OrderLine const& l) {
    auto const old = boost::json::parse(before).get_object();
    auto const fresh = boost::json::parse(content_text(l)).get_object();
    std::vector<std::string> names;
    for (auto const& item : fresh) {
        auto const* had = old.if_contains(item.key());
        if (had == nullptr || *had != item.value()) names.emplace_back(item.key());
    }
    return names;
}

Status check(std::vector<wire::OrderLine> const& lines) {
    std::map<LineKey, wire::OrderLine const*> seen;
    for (auto const& l : lines) {
        if (auto const wrong = wrong_in(l); !wrong.empty()) {
            return Error{ErrorKind::bad_input, wrong, place_of(l),
                         "mend the line and send the whole file again; nothing was applied"};
        }
        auto const [first, fresh] = seen.try_emplace({l.order_no, l.line_no}, &l);
        if (!fresh) {
            return Error{
                ErrorKind::conflict, "line " + l.order_no + "/" + l.line_no + " stands twice in this file",
                place_of(*first->second) + " and " + place_of(l), "keep one of them; nothing was applied"};
        }
    }
    return domain::Done{};
}

}  // namespace

namespace {

struct Import {
    Database& database;
    std::string const& warehouse;
    std::int64_t number;  ///< of this import
    wire::ImportAnswer answer;

    void note(wire::OrderLine const& l, char const* change, std::vector<std::string> fields) {
        if (answer.changes.size() < 10'000)
            answer.changes.push_back({l.order_no, l.line_no, change, std::move(fields)});
    }
    void add(wire::OrderLine const& l) {
        ++answer.added;
        note(l, "added", {});
        database.run("INSERT INTO orders VALUES(?1,?2,'open',0) ON CONFLICT DO NOTHING", warehouse,
                     l.order_no);
        database.run(
            "INSERT INTO lines "
            "VALUES(?1,?2,?3,?4,?5,1,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,"
            "'active','',0,'open','','',0,0,0,0,0,?21)",
            warehouse, l.order_no, l.line_no, l.wave, l.business_date, content_text(l), l.customer_code,
            l.customer, l.route, l.driver, l.tote, l.sku, l.product, l.category, l.kind, l.ordered, l.unit,
            l.note, details_text(l.extras), place_in_walk(l), number);
    }
    void change(wire::OrderLine const& l, std::string const& before) {
        ++answer.changed;
        note(l, "changed", changed_fields(before, l));
        database.run(
            "UPDATE lines SET version = version + 1, content = ?4, wave = ?5, business_date = ?6, "
            "customer_code = ?7,"
            " customer = ?8, route = ?9, driver = ?10, tote = ?11, sku = ?12, product = ?13, category = ?14, "
            "kind = ?15,"
            " ordered = ?16, unit = ?17, note = ?18, place = ?19, extras = ?20, ended = CASE WHEN ordered <> "
            "?16 THEN '' "
            "ELSE ended END"
            " WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3",
            warehouse, l.order_no, l.line_no, content_text(l), l.wave, l.business_date, l.customer_code,
            l.customer, l.route, l.driver, l.tote, l.sku, l.product, l.category, l.kind, l.ordered, l.unit,
            l.note, place_in_walk(l), details_text(l.extras));
    }
};

}  // namespace

Result<wire::ImportAnswer> Hub::import(std::string const& warehouse, wire::ImportRequest const& request,
                                       Author const& author) {
    if (static_cast<std::int64_t>(request.lines.size()) > m_settings.orders_lines) {
        return Error{ErrorKind::bad_input, "more lines than one import may have", "lines",
                     "split the file by wave"};
    }
    if (auto good = check(request.lines); !good) return good.error();
    Import import{*m_database, warehouse, next("import"), {}};
    std::vector<LineKey> changed;
    std::set<LineKey> in_file;
    for (auto const& l : request.lines) {
        if (!l.warehouse.empty() && l.warehouse != warehouse) {
            return Error{ErrorKind::bad_input, "this line is of warehouse " + l.warehouse, place_of(l),
                         "send it to that warehouse"};
        }
        in_file.insert({l.order_no, l.line_no});
        auto const had = m_database->one(
            "SELECT l.content, o.state FROM orders o LEFT JOIN lines l ON l.warehouse = o.warehouse AND "
            "l.order_no = o.order_no"
            " AND l.line_no = ?3 WHERE o.warehouse = ?1 AND o.order_no = ?2",
            warehouse, l.order_no, l.line_no);
        bool const exists = had && !had->null(0);
        if (exists && had->text(0) == content_text(l)) {
            ++import.answer.unchanged;
            continue;
        }
        if (had && had->text(1) == "closed") {
            return Error{ErrorKind::refused, "order " + l.order_no + " is closed", place_of(l),
                         "use a new order; nothing was applied"};
        }
        if (is_locked(warehouse, l.business_date))
            return Error{ErrorKind::refused, "business day " + l.business_date + " is locked", place_of(l),
                         "use another day; nothing was applied"};
        if (auto const old = exists ? line(warehouse, {l.order_no, l.line_no}) : std::nullopt) remember_order(*old);
        exists ? import.change(l, had->text(0)) : import.add(l);
        if (exists) changed.push_back({l.order_no, l.line_no});
    }
    if (!request.replace_wave.empty()) {
        for (auto const& old :
             lines(warehouse, "l.wave = ?2 AND l.standing <> 'cancelled' ORDER BY l.place, l.order_no, l.line_no", {request.replace_wave})) {
            if (in_file.contains(old.key)) continue;
            ++import.answer.cancelled;
            if (import.answer.changes.size() < 10'000)
                import.answer.changes.push_back({old.key.order_no, old.key.line_no, "cancelled", {}});
            cancel_line(old, "replaced by a later file");
        }
    }
    for (auto const& key : changed) {
        settle_line(warehouse, key);
        if (auto const now = line(warehouse, key); now && now->standing == "active" && !now->station.empty())
            give(*now);
    }
    settle_unknown(warehouse);
    assign_unassigned(warehouse);
    import.answer.unassigned = m_database->number(
        "SELECT count(*) FROM lines WHERE warehouse = ?1 AND station = '' AND standing = 'active'",
        warehouse);
    import.answer.dry_run = request.dry_run;
    if (!request.dry_run && import.answer.added + import.answer.changed + import.answer.cancelled > 0) {
        audit(warehouse, "import", author, "", "",
              boost::json::serialize(boost::json::object{{"added", import.answer.added},
                                                         {"changed", import.answer.changed},
                                                         {"cancelled", import.answer.cancelled},
                                                         {"replace_wave", request.replace_wave}}));
    }
    return import.answer;
}

std::string decision_payload(std::string const& at, Author const& author, std::string const& right,
                             std::string const& reason, std::string const& detail) {
    boost::system::error_code wrong;
    auto parsed = boost::json::parse(detail.empty() ? "{}" : detail, wrong);
    return boost::json::serialize(boost::json::object{{"v", 1},
                                                      {"at", at},
                                                      {"author", author.name()},
                                                      {"right", right},
                                                      {"reason", reason},
                                                      {"detail", parsed}});
}

}  // namespace bozhong::hub
