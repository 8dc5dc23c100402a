#include "sync/wire/messages.h"

#include "sync/wire/message_json.h"

namespace bozhong::wire {

// Each message is described once, by fields(); a MessageWriter and a MessageReader walk the same description,
// so the two directions cannot differ.

template <class F>
void fields(F& f, ProblemItem& m) {
    f.may("where", m.where);
    f.must("what", m.what);
}
template <class F>
void fields(F& f, Problem& m) {
    f.must("type", m.type);
    f.must("title", m.title);
    f.must("status", m.status);
    f.may("detail", m.detail);
    f.may("field", m.field);
    f.may("todo", m.todo);
    f.may("errors", m.errors);
}
template <class F>
void fields(F& f, EnrolRequest& m) {
    f.must("code", m.code);
    f.must("public_key", m.public_key);
    f.may("software", m.software);
}
template <class F>
void fields(F& f, EnrolAnswer& m) {
    f.must("station", m.station);
    f.must("warehouse", m.warehouse);
    f.may("name", m.name);
    f.must("secret", m.secret);
    f.must("feed_cursor", m.feed_cursor);
    f.must("station_number", m.station_number);
    f.must("short_first", m.short_first);
    f.must("short_count", m.short_count);
    f.must("key_id", m.key_id);
    f.may("now", m.now);
}
template <class F>
void fields(F& f, OrderLine& m) {
    f.may("row", m.row);
    f.may("warehouse", m.warehouse);
    f.must("wave", m.wave);
    f.may("business_date", m.business_date);
    f.must("order_no", m.order_no);
    f.must("line_no", m.line_no);
    f.must("customer_code", m.customer_code);
    f.may("customer", m.customer);
    f.may("route", m.route);
    f.may("driver", m.driver);
    f.may("tote", m.tote);
    f.must("sku", m.sku);
    f.must("product", m.product);
    f.may("category", m.category);
    f.must("kind", m.kind);
    f.must("ordered", m.ordered);
    f.must("unit", m.unit);
    f.may("note", m.note);
    f.may("extras", m.extras);
}
template <class F>
void fields(F& f, ImportRequest& m) {
    f.must("lines", m.lines);
    f.may("replace_wave", m.replace_wave);
    f.may("dry_run", m.dry_run);
}
template <class F>
void fields(F& f, LineChange& m) {
    f.must("order_no", m.order_no);
    f.must("line_no", m.line_no);
    f.must("change", m.change);
    f.may("fields", m.fields);
}
template <class F>
void fields(F& f, ImportAnswer& m) {
    f.must("added", m.added);
    f.must("changed", m.changed);
    f.must("unchanged", m.unchanged);
    f.must("cancelled", m.cancelled);
    f.may("unassigned", m.unassigned);
    f.may("dry_run", m.dry_run);
    f.may("changes", m.changes);
}
template <class F>
void fields(F& f, StopRequest& m) {
    f.may("line_no", m.line_no);
    f.may("reason", m.reason);
}
template <class F>
void fields(F& f, CancelLine& m) {
    f.must("order_no", m.order_no);
    f.must("line_no", m.line_no);
    f.must("outcome", m.outcome);
    f.may("waiting_for", m.waiting_for);
    f.may("decide_by", m.decide_by);
    f.may("reason", m.reason);
}
template <class F>
void fields(F& f, StopAnswer& m) {
    f.must("order_no", m.order_no);
    f.must("state", m.state);
    f.must("lines", m.lines);
}
template <class F>
void fields(F& f, PutBackRequest& m) {
    f.must("line_no", m.line_no);
    f.must("label", m.label);
}
template <class F>
void fields(F& f, domain::FeedItem& m) {
    f.must("position", m.position);
    f.must("kind", m.kind);
    f.must("body", m.body);
}
template <class F>
void fields(F& f, FeedPage& m) {
    f.must("items", m.items);
    f.must("next", m.next);
    f.may("more", m.more);
    f.may("now", m.now);
}
template <class F>
void fields(F& f, domain::StoredEvent& m) {
    f.may("station", m.id.station);
    f.may("incarnation", m.id.incarnation);
    f.must("seq", m.id.seq);
    f.must("type", m.type);
    f.must("payload", m.payload);
    f.must("previous_hash", m.previous_hash);
    f.must("hash", m.hash);
}
template <class F>
void fields(F& f, ResultsGeneration& m) {
    f.must("generation", m.generation);
    f.may("since", m.since);
    f.may("resume_cursor", m.resume_cursor);
}
template <class F>
void fields(F& f, Seal& m) {
    f.must("station", m.station);
    f.must("public_key", m.public_key);
    f.must("events", m.events);
    f.must("batches", m.batches);
    f.must("heads", m.heads);
    f.must("digest", m.digest);
    f.must("signature", m.signature);
}
template <class F>
void fields(F& f, EventBatch& m) {
    f.must("station", m.station);
    f.must("incarnation", m.incarnation);
    f.must("events", m.events);
    f.must("signature", m.signature);
    f.may("feed_position", m.feed_position);
    f.may("unsent", m.unsent);
}
template <class F>
void fields(F& f, Quarantine& m) {
    f.must("from", m.from);
    f.must("why", m.why);
}
template <class F>
void fields(F& f, BatchAnswer& m) {
    f.must("incarnation", m.incarnation);
    f.must("acknowledged", m.acknowledged);
    f.may("head_hash", m.head_hash);
    f.may("quarantine", m.quarantine);
    f.may("now", m.now);
}
template <class F>
void fields(F& f, MarkIncarnation& m) {
    f.must("incarnation", m.incarnation);
    f.must("seq", m.seq);
    f.must("hash", m.hash);
    f.may("quarantine", m.quarantine);
}
template <class F>
void fields(F& f, Mark& m) {
    f.must("station", m.station);
    f.may("latest", m.latest);
    f.must("incarnations", m.incarnations);
}
template <class F>
void fields(F& f, EventPage& m) {
    f.must("events", m.events);
    f.may("more", m.more);
}
template <class F>
void fields(F& f, ResultWeighing& m) {
    f.must("station", m.station);
    f.must("incarnation", m.incarnation);
    f.must("seq", m.seq);
    f.may("at", m.at);
    f.may("indication", m.indication);
    f.may("scale_unit", m.scale_unit);
    f.may("gross_mg", m.gross_mg);
    f.may("tare_mg", m.tare_mg);
    f.may("net_mg", m.net_mg);
    f.may("count", m.count);
    f.may("pt", m.pt);
    f.may("entry", m.entry);
    f.may("assignment", m.assignment);
}
template <class F>
void fields(F& f, ResultRow& m) {
    f.must("warehouse", m.warehouse);
    f.may("business_date", m.business_date);
    f.must("wave", m.wave);
    f.must("order_no", m.order_no);
    f.must("line_no", m.line_no);
    f.may("order_version", m.order_version);
    f.must("revision", m.revision);
    f.may("cursor", m.cursor);
    f.may("customer_code", m.customer_code);
    f.may("sku", m.sku);
    f.may("lot", m.lot);
    f.must("kind", m.kind);
    f.must("state", m.state);
    f.may("final", m.final);
    f.may("after_close", m.after_close);
    f.may("ordered", m.ordered);
    f.may("unit", m.unit);
    f.may("qty", m.qty);
    f.may("qty_unit", m.qty_unit);
    f.nullable("actual_mg", m.actual_mg);
    f.nullable("actual_count", m.actual_count);
    f.may("entry", m.entry);
    f.may("reason", m.reason);
    f.may("substituted_sku", m.substituted_sku);
    f.may("weighings", m.weighings);
    f.may("after_lock", m.after_lock);
}
template <class F>
void fields(F& f, ResultsPage& m) {
    f.must("results", m.results);
    f.must("next", m.next);
    f.may("more", m.more);
}
template <class F>
void fields(F& f, LineKey& m) {
    f.must("order_no", m.order_no);
    f.must("line_no", m.line_no);
}
template <class F>
void fields(F& f, AssignRequest& m) {
    f.must("to", m.to);
    f.may("sku", m.sku);
    f.may("wave", m.wave);
    f.may("from", m.from);
    f.may("reason", m.reason);
    f.may("lines", m.lines);
}
template <class F>
void fields(F& f, AssignAnswer& m) {
    f.must("to", m.to);
    f.must("moved", m.moved);
    f.may("unchanged", m.unchanged);
    f.may("refused", m.refused);
}
template <class F>
void fields(F& f, FlaggedEvent& m) {
    f.must("incarnation", m.incarnation);
    f.must("seq", m.seq);
    f.must("type", m.type);
    f.must("needed", m.needed);
    f.may("order_no", m.order_no);
    f.may("line_no", m.line_no);
}
template <class F>
void fields(F& f, HeldWeighing& m) {
    f.must("id", m.id);
    f.must("kind", m.kind);
    f.must("why", m.why);
    f.must("state", m.state);
    f.must("order_no", m.order_no);
    f.must("line_no", m.line_no);
    f.may("product", m.product);
    f.may("customer_code", m.customer_code);
    f.may("ordered", m.ordered);
    f.may("unit", m.unit);
    f.may("owner", m.owner);
    f.may("decided_by", m.decided_by);
    f.may("reason", m.reason);
    f.may("received_at", m.received_at);
    f.must("weighing", m.weighing);
    f.may("in_force", m.in_force);
    f.may("payload", m.payload);
    f.may("other_payload", m.other_payload);
    f.may("person", m.person);
    f.may("flagged_total", m.flagged_total);
    f.may("flagged", m.flagged);
}
template <class F>
void fields(F& f, HeldPage& m) {
    f.must("exceptions", m.exceptions);
    f.may("more", m.more);
}
template <class F>
void fields(F& f, DecideRequest& m) {
    f.must("decision", m.decision);
    f.must("reason", m.reason);
}
template <class F>
void fields(F& f, LedgerWeighing& m) {
    f.must("state", m.state);
    f.must("weighing", m.weighing);
}
template <class F>
void fields(F& f, LedgerPage& m) {
    f.must("weighings", m.weighings);
}
template <class F>
void fields(F& f, CorrectRequest& m) {
    f.must("station", m.station);
    f.must("incarnation", m.incarnation);
    f.must("seq", m.seq);
    f.must("qty", m.qty);
    f.may("unit", m.unit);
    f.must("reason", m.reason);
}
template <class F>
void fields(F& f, LeaveBagRequest& m) {
    f.must("station", m.station);
    f.must("incarnation", m.incarnation);
    f.must("seq", m.seq);
    f.must("kind", m.kind);
    f.must("reason", m.reason);
}
template <class F>
void fields(F& f, Departure& m) {
    f.may("route", m.route);
    f.must("departs_at", m.departs_at);
}
template <class F>
void fields(F& f, DeparturesRequest& m) {
    f.must("departures", m.departures);
}
template <class F>
void fields(F& f, CloseRequest& m) {
    f.must("scope", m.scope);
    f.must("id", m.id);
    f.may("wave", m.wave);
    f.may("short_open", m.short_open);
    f.may("reason", m.reason);
}
template <class F>
void fields(F& f, CloseAnswer& m) {
    f.must("scope", m.scope);
    f.must("id", m.id);
    f.must("state", m.state);
    f.must("open_tasks", m.open_tasks);
    f.must("held", m.held);
    f.may("unknown_labels", m.unknown_labels);
    f.may("open_cancels", m.open_cancels);
    f.may("shorted", m.shorted);
    f.may("bag_tasks", m.bag_tasks);
    f.may("unsent_stations", m.unsent_stations);
}
template <class F>
void fields(F& f, LockRequest& m) {
    f.must("business_date", m.business_date);
    f.may("reason", m.reason);
}
template <class F>
void fields(F& f, LockedDay& m) {
    f.must("business_date", m.business_date);
    f.must("locked_at", m.locked_at);
    f.must("locked_by", m.locked_by);
    f.may("reason", m.reason);
    f.must("lines", m.lines);
    f.must("differences", m.differences);
}
template <class F>
void fields(F& f, LockedDays& m) {
    f.must("days", m.days);
}
template <class F>
void fields(F& f, Correction& m) {
    f.must("id", m.id);
    f.must("at", m.at);
    f.must("by", m.by);
    f.must("what", m.what);
    f.must("reason", m.reason);
    f.must("business_date", m.business_date);
    f.must("wave", m.wave);
    f.must("order_no", m.order_no);
    f.must("line_no", m.line_no);
    f.may("customer_code", m.customer_code);
    f.may("sku", m.sku);
    f.may("product", m.product);
    f.must("qty_before", m.qty_before);
    f.must("qty_after", m.qty_after);
    f.must("unit", m.unit);
    f.must("mg_before", m.mg_before);
    f.must("mg_after", m.mg_after);
    f.must("count_before", m.count_before);
    f.must("count_after", m.count_after);
    f.must("after_close", m.after_close);
    f.must("after_lock", m.after_lock);
}
template <class F>
void fields(F& f, CorrectionPage& m) {
    f.must("corrections", m.corrections);
    f.must("next", m.next);
    f.may("more", m.more);
}
template <class F>
void fields(F& f, ReconcileLine& m) {
    f.must("order_no", m.order_no);
    f.must("line_no", m.line_no);
    f.nullable("revision", m.revision);
    f.nullable("state", m.state);
    f.nullable("actual_mg", m.actual_mg);
    f.nullable("actual_count", m.actual_count);
}
template <class F>
void fields(F& f, ReconcileRequest& m) {
    f.must("lines", m.lines);
    f.may("digest", m.digest);
}
template <class F>
void fields(F& f, Difference& m) {
    f.must("order_no", m.order_no);
    f.must("line_no", m.line_no);
    f.may("station", m.station);
    f.must("what", m.what);
    f.may("hub", m.hub);
    f.may("theirs", m.theirs);
}
template <class F>
void fields(F& f, StationSum& m) {
    f.must("station", m.station);
    f.must("weighings", m.weighings);
    f.must("in_force", m.in_force);
    f.must("held", m.held);
    f.must("voided", m.voided);
    f.must("net_mg", m.net_mg);
    f.must("count", m.count);
}
template <class F>
void fields(F& f, ReconcileAnswer& m) {
    f.must("wave", m.wave);
    f.must("digest", m.digest);
    f.must("lines", m.lines);
    f.must("results", m.results);
    f.must("weighings", m.weighings);
    f.must("actual_mg", m.actual_mg);
    f.must("actual_count", m.actual_count);
    f.may("stations", m.stations);
    f.must("differences", m.differences);
}
template <class F>
void fields(F& f, CodeRequest& m) {
    f.must("station", m.station);
    f.may("name", m.name);
}
template <class F>
void fields(F& f, CodeAnswer& m) {
    f.must("code", m.code);
    f.must("station", m.station);
    f.must("expires", m.expires);
}
template <class F>
void fields(F& f, PersonRequest& m) {
    f.must("name", m.name);
    f.must("role", m.role);
    f.may("badge", m.badge);
    f.may("pin", m.pin);
    f.may("password", m.password);
    f.may("rights", m.rights);
    f.may("active", m.active);
}
template <class F>
void fields(F& f, LotRequest& m) {
    f.must("lot", m.lot);
}
template <class F>
void fields(F& f, SignInRequest& m) {
    f.must("person", m.person);
    f.must("password", m.password);
}
template <class F>
void fields(F& f, SignInAnswer& m) {
    f.must("person", m.person);
    f.must("name", m.name);
    f.must("role", m.role);
    f.must("csrf", m.csrf);
    f.may("warehouse", m.warehouse);
    f.may("rights", m.rights);
}
template <class F>
void fields(F& f, Health& m) {
    f.must("status", m.status);
    f.must("version", m.version);
    f.must("now", m.now);
    f.must("ready", m.ready);
}

BOZHONG_MESSAGE(Problem);
BOZHONG_MESSAGE(EnrolRequest);
BOZHONG_MESSAGE(EnrolAnswer);
BOZHONG_MESSAGE(ImportRequest);
BOZHONG_MESSAGE(ImportAnswer);
BOZHONG_MESSAGE(StopRequest);
BOZHONG_MESSAGE(StopAnswer);
BOZHONG_MESSAGE(PutBackRequest);
BOZHONG_MESSAGE(FeedPage);
BOZHONG_MESSAGE(EventBatch);
BOZHONG_MESSAGE(ResultsGeneration);
BOZHONG_MESSAGE(Seal);
BOZHONG_MESSAGE(BatchAnswer);
BOZHONG_MESSAGE(Mark);
BOZHONG_MESSAGE(EventPage);
BOZHONG_MESSAGE(ResultRow);
BOZHONG_MESSAGE(ResultsPage);
BOZHONG_MESSAGE(AssignRequest);
BOZHONG_MESSAGE(AssignAnswer);
BOZHONG_MESSAGE(HeldPage);
BOZHONG_MESSAGE(DecideRequest);
BOZHONG_MESSAGE(LedgerPage);
BOZHONG_MESSAGE(CorrectRequest);
BOZHONG_MESSAGE(LeaveBagRequest);
BOZHONG_MESSAGE(DeparturesRequest);
BOZHONG_MESSAGE(CloseRequest);
BOZHONG_MESSAGE(CloseAnswer);
BOZHONG_MESSAGE(ReconcileRequest);
BOZHONG_MESSAGE(ReconcileAnswer);
BOZHONG_MESSAGE(CodeRequest);
BOZHONG_MESSAGE(CodeAnswer);
BOZHONG_MESSAGE(PersonRequest);
BOZHONG_MESSAGE(LotRequest);
BOZHONG_MESSAGE(LockRequest);
BOZHONG_MESSAGE(LockedDays);
BOZHONG_MESSAGE(Correction);
BOZHONG_MESSAGE(CorrectionPage);
BOZHONG_MESSAGE(SignInRequest);
BOZHONG_MESSAGE(SignInAnswer);
BOZHONG_MESSAGE(Health);
#undef BOZHONG_MESSAGE

}  // namespace bozhong::wire
