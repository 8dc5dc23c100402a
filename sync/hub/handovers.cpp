// What every document has in common: kept, changed while open, ended once, shown.
#include "sync/hub/handovers.h"

#include <boost/json.hpp>

#include "station/domain/time.h"
#include "sync/hub/handover_parts.h"

namespace bozhong::hub {

using domain::Error;
using domain::ErrorKind;

std::string name(HandoverKind kind) {
    switch (kind) {
        case HandoverKind::receipt: return "receipt";
        case HandoverKind::goods_return: return "return";
        case HandoverKind::outbound: return "outbound";
        case HandoverKind::shipment: return "shipment";
    }
    return {};
}

Error no_such(HandoverKind kind, std::string const& number) {
    return {ErrorKind::not_found, "no " + name(kind) + " has this number", number, "check the number, or send it first"};
}
Error ended(HandoverKind kind, std::string const& number, std::string const& state) {
    return {ErrorKind::conflict, "this " + name(kind) + " is " + state, number, "use a new number"};
}

std::optional<Handovers::Stored> Handovers::find(HandoverKind kind, std::string const& number) {
    auto const r = m_hub.database().one(
        "SELECT number, version, state, business_date, content, confirmed, made_ms, ended_ms, author, reason FROM handovers "
        "WHERE warehouse = ?1 AND kind = ?2 AND number = ?3",
        m_warehouse, name(kind), number);
    if (!r) return std::nullopt;
    return Stored{r->text(0), r->integer(1), r->text(2), r->text(3),    r->text(4),
                  r->text(5), r->integer(6), r->integer(7), r->text(8), r->text(9)};
}

Result<wire::Handover> Handovers::keep(HandoverKind kind, std::string const& number, std::string const& business_date,
                                       std::string const& content) {
    auto const had = find(kind, number);
    if (had && had->content == content) return shown(kind, *had);
    if (had && had->state != "open") return ended(kind, number, had->state);
    m_hub.database().run(
        "INSERT INTO handovers VALUES(?1,?2,?3,1,'open',?4,?5,'',?6,0,?7,'') ON CONFLICT(warehouse, kind, number) DO "
        "UPDATE SET version = handovers.version + 1, business_date = excluded.business_date, content = excluded.content",
        m_warehouse, name(kind), number, business_date, content, m_hub.now_ms(), m_author.name());
    return read(kind, number);
}

void Handovers::end(HandoverKind kind, std::string const& number, std::string const& state,
                    std::string const& confirmed, std::string const& reason) {
    m_hub.database().run(
        "UPDATE handovers SET state = ?4, confirmed = ?5, ended_ms = ?6, author = ?7, reason = ?8 WHERE warehouse = ?1 AND "
        "kind = ?2 AND number = ?3",
        m_warehouse, name(kind), number, state, confirmed, m_hub.now_ms(), m_author.name(), reason);
    m_hub.audit(m_warehouse, name(kind) + "_" + state, m_author, "", reason,
                boost::json::serialize(boost::json::object{{"number", number}}));
}

Result<wire::Handover> Handovers::read(HandoverKind kind, std::string const& number) {
    auto const found = find(kind, number);
    if (!found) return no_such(kind, number);
    return shown(kind, *found);
}

Result<wire::Handover> Handovers::cancel(HandoverKind kind, std::string const& number, std::string const& reason) {
    auto const found = find(kind, number);
    if (!found) return no_such(kind, number);
    if (reason.size() > text_max) return Error{ErrorKind::bad_input, "at most 512 bytes", "reason", ""};
    if (found->state == "confirmed") return ended(kind, number, found->state);
    if (found->state == "open") {
        end(kind, number, "cancelled", "", reason);
        m_hub.database().run("DELETE FROM handover_orders WHERE warehouse = ?1 AND kind = ?2 AND number = ?3", m_warehouse,
                             name(kind), number);
    }
    return read(kind, number);
}

wire::Handover Handovers::shown(HandoverKind kind, Stored const& stored) {
    wire::Handover out;
    out.kind = name(kind);
    out.number = stored.number;
    out.version = stored.version;
    out.state = stored.state;
    out.business_date = stored.business_date;
    out.made_at = domain::rfc3339({stored.made_ms});
    if (stored.ended_ms > 0) out.ended_at = domain::rfc3339({stored.ended_ms});
    out.by = stored.author;
    out.reason = stored.reason;
    if (brings_goods(kind)) {
        show_goods(stored.content, stored.confirmed, out);
    } else if (auto const request = wire::from_json<wire::LeavingRequest>(stored.content)) {
        out.route = request->route, out.driver = request->driver, out.vehicle = request->vehicle, out.note = request->note;
        out.orders = request->orders;
        show_orders(out);
    }
    return out;
}

}  // namespace bozhong::hub
