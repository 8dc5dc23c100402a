// Receipts and returns: goods announced by the order platform, and what of them has come.
#include <algorithm>
#include <map>

#include "sync/hub/handover_parts.h"

namespace bozhong::hub {
namespace {

using domain::Done;
using domain::Error;
using domain::ErrorKind;

std::string at(std::size_t i, char const* field) {
    return "lines[" + std::to_string(i) + "]." + field;
}

/// A figure of goods in its unit: milligrams or pieces.
struct Figure {
    std::int64_t mg = 0, count = 0;
};
Result<Figure> figure(std::string const& text, std::string const& unit, std::string const& kind, std::string const& where) {
    auto const value = domain::Decimal::parse(text);
    if (!value || value->units < 0)
        return Error{ErrorKind::bad_input, "expected a decimal of at least 0, not \"" + text + "\"", where, ""};
    if (kind == "weighed") {
        auto const mass = domain::Amount{*value, unit}.mass();
        if (!mass) return Error{ErrorKind::bad_input, "a weighed line needs a unit of mass, not \"" + unit + "\"", where, ""};
        if (mass->mg > 100'000'000'000) return Error{ErrorKind::bad_input, "more than 100 t", where, ""};
        return Figure{mass->mg, 0};
    }
    auto const whole = domain::Decimal::parse(value->short_text());
    if (!whole || whole->decimals != 0 || whole->units > 1'000'000'000)
        return Error{ErrorKind::bad_input, "a counted line needs whole pieces, not " + text, where, ""};
    return Figure{0, whole->units};
}

Status good_line(wire::GoodsLine const& l, std::size_t i) {
    for (auto const& [field, text] : {std::pair{"line_no", &l.line_no}, {"sku", &l.sku}})
        if (!good_id(*text))
            return Error{ErrorKind::bad_input, "must be 1 to 64 bytes without control characters", at(i, field), ""};
    for (auto const& [field, text] :
         {std::pair{"product", &l.product}, {"lot", &l.lot}, {"unit", &l.unit}, {"order_no", &l.order_no}, {"order_line", &l.order_line}})
        if (text->size() > text_max) return Error{ErrorKind::bad_input, "at most 512 bytes", at(i, field), ""};
    if (l.kind != "weighed" && l.kind != "counted")
        return Error{ErrorKind::bad_input, "must be weighed or counted, not \"" + l.kind + "\"", at(i, "kind"), ""};
    if (l.kind == "counted" && (l.unit.empty() || domain::mass_unit(l.unit)))
        return Error{ErrorKind::bad_input, "a counted line needs a unit that counts, not \"" + l.unit + "\"", at(i, "unit"), ""};
    if (auto const expected = figure(l.expected, l.unit, l.kind, at(i, "expected")); !expected) return expected.error();
    return Done{};
}

/// A return is of goods that have left this house.
Status was_sold(Database& database, std::string const& warehouse, wire::GoodsLine const& l, std::size_t i) {
    if (l.order_no.empty())
        return Error{ErrorKind::bad_input, "a return names the order line that comes back", at(i, "order_no"), ""};
    auto const row = database.one(
        "SELECT o.shipped, l.sku, l.kind FROM lines l JOIN orders o ON o.warehouse = l.warehouse AND o.order_no = l.order_no "
        "WHERE l.warehouse = ?1 AND l.order_no = ?2 AND l.line_no = ?3",
        warehouse, l.order_no, l.order_line);
    if (!row) return Error{ErrorKind::not_found, "no such order line", at(i, "order_no"), "check order_no and order_line"};
    if (!row->flag(0)) return Error{ErrorKind::conflict, "this order has not left the house", at(i, "order_no"), "cancel it instead"};
    if (row->text(1) != l.sku || row->text(2) != l.kind)
        return Error{ErrorKind::conflict, "the order line is of " + row->text(1) + ", " + row->text(2), at(i, "sku"), ""};
    return Done{};
}

Status matches(wire::GoodsRequest const& announced, wire::GoodsConfirm const& come) {
    std::map<std::string, wire::GoodsLine const*> open;
    for (auto const& l : announced.lines) open[l.line_no] = &l;
    for (std::size_t i = 0; i < come.lines.size(); ++i) {
        auto const& c = come.lines[i];
        auto const found = open.find(c.line_no);
        if (found == open.end())
            return Error{ErrorKind::conflict, "line \"" + c.line_no + "\" was not announced, or stands twice", at(i, "line_no"), ""};
        if (!c.to.empty() && c.to != "stock" && c.to != "waste")
            return Error{ErrorKind::bad_input, "must be stock or waste, not \"" + c.to + "\"", at(i, "to"), ""};
        if (c.lot.size() > text_max || c.reason.size() > text_max)
            return Error{ErrorKind::bad_input, "at most 512 bytes", at(i, c.lot.size() > text_max ? "lot" : "reason"), ""};
        if (auto const f = figure(c.actual, found->second->unit, found->second->kind, at(i, "actual")); !f) return f.error();
        open.erase(found);
    }
    if (!open.empty())
        return Error{ErrorKind::bad_input, "line " + open.begin()->first + " is missing", "lines",
                     "name every announced line; 0 where nothing came"};
    return Done{};
}

}  // namespace

Status good_header(std::string const& number, std::string const& business_date,
                   std::vector<std::pair<char const*, std::string const*>> const& texts) {
    if (!good_id(number))
        return Error{ErrorKind::bad_input, "must be 1 to 64 bytes without control characters", "number", ""};
    if (!is_date(business_date)) return Error{ErrorKind::bad_input, "expected a date as 2026-03-02", "business_date", ""};
    for (auto const& [field, text] : texts)
        if (text->size() > text_max) return Error{ErrorKind::bad_input, "at most 512 bytes", field, ""};
    return Done{};
}

Result<wire::Handover> Handovers::put(HandoverKind kind, std::string const& number, wire::GoodsRequest const& request) {
    if (auto good = good_header(number, request.business_date, {{"party", &request.party}, {"note", &request.note}}); !good)
        return good.error();
    if (request.lines.empty() || request.lines.size() > lines_max)
        return Error{ErrorKind::bad_input, "1 to " + std::to_string(lines_max) + " lines", "lines", ""};
    std::set<std::string> seen;
    for (std::size_t i = 0; i < request.lines.size(); ++i) {
        auto const& l = request.lines[i];
        if (auto good = good_line(l, i); !good) return good.error();
        if (!seen.insert(l.line_no).second) return Error{ErrorKind::conflict, "stands twice", at(i, "line_no"), "keep one of them"};
        if (kind != HandoverKind::goods_return) continue;
        if (auto good = was_sold(m_hub.database(), m_warehouse, l, i); !good) return good.error();
    }
    return keep(kind, number, request.business_date, wire::to_json(request));
}

Result<wire::Handover> Handovers::confirm(HandoverKind kind, std::string const& number, wire::GoodsConfirm const& come) {
    auto const found = find(kind, number);
    if (!found) return no_such(kind, number);
    auto const confirmed = wire::to_json(come);
    if (found->state == "confirmed" && found->confirmed == confirmed) return shown(kind, *found);
    if (found->state != "open") return ended(kind, number, found->state);
    auto const announced = wire::from_json<wire::GoodsRequest>(found->content);
    if (!announced) return announced.error();
    if (auto good = matches(announced.value(), come); !good) return good.error();
    for (auto const& c : come.lines) {
        if (c.to == "waste") continue;
        auto const& l = *std::find_if(announced->lines.begin(), announced->lines.end(),
                                      [&](auto const& each) { return each.line_no == c.line_no; });
        auto const f = figure(c.actual, l.unit, l.kind, "actual").value();
        m_hub.database().run("INSERT INTO handover_goods VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)", m_warehouse, name(kind), number,
                             l.line_no, found->business_date, l.sku, l.product, c.lot.empty() ? l.lot : c.lot, f.mg, f.count);
    }
    end(kind, number, "confirmed", confirmed, "");
    return read(kind, number);
}

void show_goods(std::string const& content, std::string const& confirmed, wire::Handover& out) {
    auto const request = wire::from_json<wire::GoodsRequest>(content);
    if (!request) return;
    out.party = request->party, out.note = request->note;
    std::map<std::string, wire::GoodsCome> came;
    if (!confirmed.empty())
        if (auto const come = wire::from_json<wire::GoodsConfirm>(confirmed))
            for (auto const& c : come->lines) came[c.line_no] = c;
    for (auto const& l : request->lines) {
        wire::HandoverLine line{l.line_no, l.sku, l.product, l.lot, l.kind, l.expected, "", l.unit, "", "", l.order_no, l.order_line, ""};
        if (auto const c = came.find(l.line_no); c != came.end()) {
            line.actual = c->second.actual, line.reason = c->second.reason;
            line.to = c->second.to.empty() ? "stock" : c->second.to;
            if (!c->second.lot.empty()) line.lot = c->second.lot;
        }
        out.lines.push_back(std::move(line));
    }
}

}  // namespace bozhong::hub
