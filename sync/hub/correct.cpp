// Corrections made at the hub: a figure of a person stands for a weighing or count, whose event stays as it
// is.
#include <boost/json.hpp>

#include "sync/hub/hub.h"

namespace bozhong::hub {

using domain::Done;
using domain::Error;
using domain::ErrorKind;

namespace {

/// No load of a sorting table comes near it, and no sum of a line can leave 64 bits.
constexpr domain::Mass most{100'000'000'000};
constexpr std::int64_t most_pieces = 1'000'000;

struct Figure {
    std::int64_t net_mg = 0, count = 0;
};

Error bad(std::string what, std::string field) {
    return {ErrorKind::bad_input, std::move(what), std::move(field), ""};
}

/// What the person wrote, in the unit of the line's kind. Zero takes the weighing out.
Result<Figure> figure_of(std::string const& kind, wire::CorrectRequest const& request) {
    auto const value = domain::Decimal::parse(request.qty);
    if (!value || value->units < 0) return bad("expected a number that is not negative, like 2.05", "qty");
    if (kind == "counted") {
        if (value->decimals != 0 || value->units > most_pieces) return bad("expected whole pieces", "qty");
        return Figure{.count = value->units};
    }
    auto const mass = domain::Amount{*value, request.unit}.mass();
    if (!mass) return bad("expected a unit of mass, like 斤, kg or g", "unit");
    if (*mass > most) return bad("more than one table can weigh", "qty");
    return Figure{.net_mg = mass->mg};
}

}  // namespace

Result<wire::LedgerPage> Hub::weighings(std::string const& warehouse, LineKey const& key) {
    if (!line(warehouse, key))
        return Error{ErrorKind::not_found, "no such order line", key.order_no + "/" + key.line_no, ""};
    wire::LedgerPage page;
    for (auto const* state : {"in_force", "held", "corrected", "voided", "superseded", "put_back"})
        for (auto& weighing : weighings_of(*m_database, warehouse, key, state))
            page.weighings.push_back({state, std::move(weighing)});
    return page;
}

Status Hub::correct(std::string const& warehouse, wire::CorrectRequest const& request, Author const& author) {
    if (request.reason.empty() || request.reason.size() > 512)
        return bad("a correction needs a reason of at most 512 bytes", "reason");
    EventId const event{request.station, request.incarnation, request.seq};
    auto const row = m_database->one(
        "SELECT order_no, line_no, kind, assignment, lot, net_mg, count, state, ordered_then, names, of_station, "
        "of_incarnation, of_seq FROM weighings WHERE "
        "warehouse = ?1 "
        "AND station = ?2 AND incarnation = ?3 AND seq = ?4",
        warehouse, event.station, event.incarnation, event.seq);
    std::string const name = event.station + " " + event.incarnation + " " + std::to_string(event.seq);
    if (!row) return Error{ErrorKind::not_found, "no such weighing", name, ""};
    if (row->text(7) != "in_force")
        return Error{
            ErrorKind::conflict, "this weighing does not count: " + row->text(7), name,
            row->text(7) == "held" ? "decide about it among the exceptions" : "look at the line again"};
    LineKey const key{row->text(0), row->text(1)};
    auto const found = line(warehouse, key);
    if (!found || found->standing == "cancelled")
        return Error{ErrorKind::conflict, "the line is cancelled", key.order_no + "/" + key.line_no, ""};
    auto const figure = figure_of(row->text(2), request);
    if (!figure.ok()) return figure.error();
    if (figure->net_mg == row->integer(5) && figure->count == row->integer(6))
        return Error{ErrorKind::conflict, "that is what it says already", "qty", ""};

    m_database->run(
        "UPDATE weighings SET state = 'corrected' WHERE station = ?1 AND incarnation = ?2 AND seq = ?3",
        event.station, event.incarnation, event.seq);
    EventId const bag = row->text(10).empty()
                            ? event
                            : EventId{row->text(10), row->text(11), static_cast<domain::Seq>(row->integer(12))};
    if (figure->net_mg > 0 || figure->count > 0) {
        // Under the hub's own name, which no station can bear: a station's id has no colon.
        m_database->run(
            "INSERT INTO weighings "
            "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,0,?9,?10,'manual',0,?11,?12,?13,?14,'in_force',"
            "?15,?16,?17,?18,?19,?20)",
            "hub:" + warehouse, generation(), next("corrections/" + warehouse), warehouse, key.order_no,
            key.line_no, row->text(2), row->integer(3), figure->net_mg, figure->count, request.qty,
            request.unit, now(), row->text(4), next("commit"), row->integer(8), row->text(9), bag.station, bag.incarnation,
            bag.seq);
    }
    mark_late(*found, author, request.reason);
    settle_line(warehouse, key);
    note_correction(*found, "correct", author, request.reason);
    if (event.station != "hub:" + warehouse) tell(event, key, "correct", request.reason, author.name());
    audit(warehouse, "correct", author, "correct_any", request.reason,
          boost::json::serialize(boost::json::object{{"order_no", key.order_no},
                                                     {"line_no", key.line_no},
                                                     {"station", event.station},
                                                     {"incarnation", event.incarnation},
                                                     {"seq", event.seq},
                                                     {"before_mg", row->integer(5)},
                                                     {"before_count", row->integer(6)},
                                                     {"after_mg", figure->net_mg},
                                                     {"after_count", figure->count}}));
    return Done{};
}

}  // namespace bozhong::hub
