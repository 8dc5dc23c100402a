#pragma once
// Which members of the domain's structs stand in JSON, under which name and in which order: told once, for
// the writer and the reader alike. A mass is named with _mg. A field that a released type gets later is an
// optional one: absent while it has its default, so that old bytes are read and written as they were.

#include <concepts>
#include <type_traits>

#include "station/domain/facts.h"
#include "station/domain/feed.h"

namespace bozhong::wire {

template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

void fields(auto& a, Is<domain::LineKey> auto& f) {
    a("order_no", f.order_no);
    a("line_no", f.line_no);
}
void fields(auto& a, Is<domain::Amount> auto& f) {
    a("value", f.value);
    a("unit", f.unit);
}
void fields(auto& a, Is<domain::Indication> auto& f) {
    a("value", f.value);
    a("unit", f.unit);
}
void fields(auto& a, Is<domain::EventId> auto& f) {
    a("station", f.station);
    a("incarnation", f.incarnation);
    a("seq", f.seq);
}
void fields(auto& a, Is<domain::Stamp> auto& f) {
    a("at", f.at);
    a("clock_good", f.clock_good);
    a("person", f.person);
    a("feed_position", f.feed_position);
}
void fields(auto& a, Is<domain::Started> auto& f) {
    a("software", f.software);
    a("checksum", f.checksum);
    a("boot_id", f.boot_id);
    a("reason", f.reason);
    a("previous_incarnation", f.previous_incarnation);
    a("previous_hash", f.previous_hash);
    a("previous_seq", f.previous_seq);
    a("clock_quality", f.clock_quality);
    a("witnesses", f.witnesses);
}
void fields(auto& a, Is<domain::SignedIn> auto& f) {
    a("person", f.person);
    a("name", f.name);
    a("by", f.by);
    a("rights", f.rights);
    a.optional("people_age_s", f.people_age_s);
}
void fields(auto& a, Is<domain::SignedOut> auto& f) {
    a("person", f.person);
    a("why", f.why);
}
void fields(auto& a, Is<domain::SignInFailed> auto& f) {
    a("person", f.person);
    a("by", f.by);
    a("failures", f.failures);
}
void fields(auto& a, Is<domain::Tare> auto& f) {
    a("kind", f.kind);
    a("name", f.name);
    a("mass_mg", f.mass);
}
void fields(auto& a, Is<domain::LineDetails> auto& f) {
    a.optional("spec", f.spec);
    a.optional("origin", f.origin);
    a.optional("shelf_life", f.shelf_life);
    a.optional("sort_no", f.sort_no);
    a.optional("price", f.price);
}
void fields(auto& a, Is<domain::TaskFacts> auto& f) {
    a("line", f.line);
    a("warehouse", f.warehouse);
    a("business_date", f.business_date);
    a("wave", f.wave);
    a("version", f.version);
    a("assignment", f.assignment);
    a("feed_position", f.feed_position);
    a("sku", f.sku);
    a("product", f.product);
    a("category", f.category);
    a("customer_code", f.customer_code);
    a("customer", f.customer);
    a("route", f.route);
    a("driver", f.driver);
    a("tote", f.tote);
    a("note", f.note);
    a.optional("details", f.details);
    a("ordered", f.ordered);
    a("lot", f.lot);
    a("bag", f.bag);
    a("bags", f.bags);
}
void fields(auto& a, Is<domain::Weighed> auto& f) {
    a("task", f.task);
    a("entry", f.entry);
    a("gross_mg", f.gross);
    a("net_mg", f.net);
    a("tares", f.tares);
    a("indication", f.indication);
    a("shown", f.shown);
    a("scale", f.scale);
    a("scale_version", f.scale_version);
    a("stability", f.stability);
    a("trigger", f.trigger);
    a("zone", f.zone);
    a("profile", f.profile);
    a("below_min", f.below_min);
    a("released_by", f.released_by);
    a("person", f.person);
    a("person_name", f.person_name);
    a("settled", f.settled);
    a("settle_unit", f.settle_unit);
    a("reason", f.reason);
    a("read_on", f.read_on);
    a("mode", f.mode);
    a.optional("released_by_incarnation", f.released_by_incarnation);
    a.optional("recovers", f.recovers);
    a.optional("recovers_incarnation", f.recovers_incarnation);
}
void fields(auto& a, Is<domain::Counted> auto& f) {
    a("task", f.task);
    a("count", f.count);
    a("trigger", f.trigger);
    a("person", f.person);
    a("person_name", f.person_name);
    a.optional("recovers", f.recovers);
    a.optional("recovers_incarnation", f.recovers_incarnation);
    a.optional("reason", f.reason);
    a.optional("read_on", f.read_on);
}
void fields(auto& a, Is<domain::Shorted> auto& f) {
    a("line", f.line);
    a("missing", f.missing);
    a("unit", f.unit);
    a("reason", f.reason);
    a("person", f.person);
}
void fields(auto& a, Is<domain::ShortUndone> auto& f) {
    a("line", f.line);
    a("of", f.of);
    a("person", f.person);
    a.optional("of_incarnation", f.of_incarnation);
}
void fields(auto& a, Is<domain::Voided> auto& f) {
    a("of", f.of);
    a("line", f.line);
    a("reason", f.reason);
    a("person", f.person);
    a("released_by", f.released_by);
    a.optional("of_incarnation", f.of_incarnation);
}
void fields(auto& a, Is<domain::TaskEnded> auto& f) {
    a("line", f.line);
    a("reason", f.reason);
    a("person", f.person);
}
void fields(auto& a, Is<domain::TaskReopened> auto& f) {
    a("line", f.line);
    a("reason", f.reason);
    a("person", f.person);
}
void fields(auto& a, Is<domain::Skipped> auto& f) {
    a("line", f.line);
    a("person", f.person);
}
void fields(auto& a, Is<domain::Released> auto& f) {
    a("line", f.line);
    a("what", f.what);
    a("load", f.load);
    a("gross_mg", f.gross);
    a("person", f.person);
    a("reason", f.reason);
}
void fields(auto& a, Is<domain::LotChanged> auto& f) {
    a("sku", f.sku);
    a("lot", f.lot);
    a("previous", f.previous);
    a("person", f.person);
}
void fields(auto& a, Is<domain::BagNames> auto& f) {
    a.optional("customer_code", f.customer_code);
    a.optional("customer", f.customer);
    a.optional("route", f.route);
    a.optional("driver", f.driver);
    a.optional("tote", f.tote);
}
void fields(auto& a, Is<domain::LabelQueued> auto& f) {
    a("of", f.of);
    a("template_name", f.template_name);
    a("template_version", f.template_version);
    a("copy", f.copy);
    a.optional("of_incarnation", f.of_incarnation);
    a.optional("names", f.names);
}
void fields(auto& a, Is<domain::LabelMoved> auto& f) {
    a("label", f.label);
    a("state", f.state);
    a("known_by", f.known_by);
    a("printer", f.printer);
    a("detail", f.detail);
    a.optional("label_incarnation", f.label_incarnation);
}
void fields(auto& a, Is<domain::LabelHandwritten> auto& f) {
    a("label", f.label);
    a("code", f.code);
    a("person", f.person);
    a.optional("label_incarnation", f.label_incarnation);
}
void fields(auto& a, Is<domain::ScaleZeroed> auto& f) {
    a("scale", f.scale);
    a("ok", f.ok);
    a("detail", f.detail);
    a("person", f.person);
}
void fields(auto& a, Is<domain::ScaleTared> auto& f) {
    a("scale", f.scale);
    a("ok", f.ok);
    a("detail", f.detail);
    a("person", f.person);
}
void fields(auto& a, Is<domain::ScaleChanged> auto& f) {
    a("scale", f.scale);
    a("what", f.what);
    a("before", f.before);
    a("after", f.after);
}
void fields(auto& a, Is<domain::CheckWeighed> auto& f) {
    a("scale", f.scale);
    a("nominal_mg", f.nominal);
    a("shown_mg", f.shown);
    a("ok", f.ok);
    a("person", f.person);
}
void fields(auto& a, Is<domain::SettingsChanged> auto& f) {
    a("what", f.what);
    a("before", f.before);
    a("after", f.after);
    a("person", f.person);
}
void fields(auto& a, Is<domain::ClockJumped> auto& f) {
    a("before", f.before);
    a("after", f.after);
}
void fields(auto& a, Is<domain::StorageLow> auto& f) {
    a("free_bytes", f.free_bytes);
}
void fields(auto& a, Is<domain::FaultSeen> auto& f) {
    a("part", f.part);
    a("fault", f.fault);
    a("detail", f.detail);
}
/// An unknown event has no fields of ours; its stored bytes are what is passed on.
void fields(auto&, Is<domain::UnknownFact> auto&) {}

void fields(auto& a, Is<domain::Limit> auto& f) {
    a("permille", f.permille);
    a("absolute_mg", f.absolute);
}
void fields(auto& a, Is<domain::ToleranceProfile> auto& f) {
    a("name", f.name);
    a("green_under", f.green_under);
    a("green_over", f.green_over);
    a("red_under", f.red_under);
    a("red_over", f.red_over);
    a("pick", f.pick);
}
void fields(auto& a, Is<domain::SortTask> auto& f) {
    a("warehouse", f.warehouse);
    a("business_date", f.business_date);
    a("wave", f.wave);
    a("line", f.line);
    a("version", f.version);
    a("assignment", f.assignment);
    a("station", f.station);
    a("standing", f.standing);
    a("sku", f.sku);
    a("product", f.product);
    a("category", f.category);
    a("kind", f.kind);
    a("ordered", f.ordered);
    a("customer_code", f.customer_code);
    a("customer", f.customer);
    a("route", f.route);
    a("driver", f.driver);
    a("tote", f.tote);
    a("note", f.note);
    a.optional("details", f.details);
    a("position", f.position);
    a("tolerance", f.tolerance);
}
void fields(auto& a, Is<domain::Person> auto& f) {
    a("id", f.id);
    a("name", f.name);
    a("role", f.role);
    a("rights", f.rights);
    a("badge", f.badge);
    a("pin_hash", f.pin_hash);
    a("active", f.active);
}
void fields(auto& a, Is<domain::TaskGiven> auto& f) {
    a("task", f.task);
}
void fields(auto& a, Is<domain::TaskTaken> auto& f) {
    a("line", f.line);
    a("why", f.why);
    a("to_station", f.to_station);
}
void fields(auto& a, Is<domain::PersonGiven> auto& f) {
    a("person", f.person);
}
void fields(auto& a, Is<domain::LotGiven> auto& f) {
    a("sku", f.sku);
    a("lot", f.lot);
}
void fields(auto& a, Is<domain::DecisionGiven> auto& f) {
    a("event", f.event);
    a("line", f.line);
    a("decision", f.decision);
    a("reason", f.reason);
    a("person", f.person);
}
void fields(auto& a, Is<domain::BagTask> auto& f) {
    a("bag", f.bag);
    a("line", f.line);
    a("kind", f.kind);
    a("open", f.open);
    a("counted", f.counted);
    a("ordered", f.ordered);
    a("in_bag", f.in_bag);
    a("keep", f.keep);
    a("take", f.take);
    a("product", f.product);
    a("customer_code", f.customer_code);
    a("tote", f.tote);
    a.optional("names", f.names);
    a.optional("reason", f.reason);
}
void fields(auto& a, Is<domain::FeedRestarted> auto& f) {
    a("generation", f.generation);
}
void fields(auto&, Is<domain::UnknownFeed> auto&) {}

}  // namespace bozhong::wire
