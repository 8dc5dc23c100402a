#include "sync/hub/database.h"

namespace bozhong::hub {
namespace {

// Texts are kept byte for byte (BINARY collation is SQLite's default; what PostgreSQL reads instead of these words is
// in postgres_schema()). Times are unix milliseconds noted by the
// hub; no order follows from them.
constexpr std::string_view first = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE counters(name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE stations(
  station TEXT PRIMARY KEY, warehouse TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL UNIQUE,
  secret_hash TEXT NOT NULL, public_key TEXT NOT NULL, key_id TEXT NOT NULL, active INTEGER NOT NULL,
  enrolled_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL, unsent INTEGER NOT NULL, oldest_unsent_ms INTEGER NOT NULL,
  feed_head INTEGER NOT NULL, feed_stored INTEGER NOT NULL, software TEXT NOT NULL, short_next INTEGER NOT NULL);
CREATE TABLE codes(
  code_hash TEXT PRIMARY KEY, warehouse TEXT NOT NULL, station TEXT NOT NULL, name TEXT NOT NULL,
  expires_ms INTEGER NOT NULL, used INTEGER NOT NULL);
CREATE TABLE people(
  warehouse TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, rights TEXT NOT NULL,
  badge TEXT NOT NULL, pin_hash TEXT NOT NULL, password_hash TEXT NOT NULL, active INTEGER NOT NULL,
  failures INTEGER NOT NULL, wait_until_ms INTEGER NOT NULL, PRIMARY KEY(warehouse, id));
CREATE TABLE lots(warehouse TEXT NOT NULL, sku TEXT NOT NULL, lot TEXT NOT NULL, PRIMARY KEY(warehouse, sku));
CREATE TABLE orders(
  warehouse TEXT NOT NULL, order_no TEXT NOT NULL, state TEXT NOT NULL, shipped INTEGER NOT NULL,
  PRIMARY KEY(warehouse, order_no));
CREATE TABLE closings(
  warehouse TEXT NOT NULL, scope TEXT NOT NULL, wave TEXT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY(warehouse, scope, wave, id));
CREATE TABLE lines(
  warehouse TEXT NOT NULL, order_no TEXT NOT NULL, line_no TEXT NOT NULL, wave TEXT NOT NULL,
  business_date TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL, customer_code TEXT NOT NULL,
  customer TEXT NOT NULL, route TEXT NOT NULL, driver TEXT NOT NULL, tote TEXT NOT NULL, sku TEXT NOT NULL,
  product TEXT NOT NULL, category TEXT NOT NULL, kind TEXT NOT NULL, ordered TEXT NOT NULL, unit TEXT NOT NULL,
  note TEXT NOT NULL, extras TEXT NOT NULL, place INTEGER NOT NULL, standing TEXT NOT NULL, station TEXT NOT NULL,
  assignment INTEGER NOT NULL, state TEXT NOT NULL, ended TEXT NOT NULL, reason TEXT NOT NULL,
  actual_mg INTEGER NOT NULL, actual_count INTEGER NOT NULL, revision INTEGER NOT NULL, after_close INTEGER NOT NULL,
  PRIMARY KEY(warehouse, order_no, line_no));
CREATE INDEX lines_by_wave ON lines(warehouse, wave, sku);
CREATE INDEX lines_by_station ON lines(station, state);
CREATE TABLE assignments(
  warehouse TEXT NOT NULL, order_no TEXT NOT NULL, line_no TEXT NOT NULL, assignment INTEGER NOT NULL,
  station TEXT NOT NULL, ended_at INTEGER NOT NULL, PRIMARY KEY(warehouse, order_no, line_no, assignment));
CREATE TABLE feed(
  station TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY(station, position));
CREATE INDEX feed_by_subject ON feed(station, subject, position);
CREATE TABLE incarnations(
  station TEXT NOT NULL, incarnation TEXT NOT NULL, acknowledged INTEGER NOT NULL, head_hash TEXT NOT NULL,
  public_key TEXT NOT NULL, opened_at INTEGER NOT NULL, quarantine_from INTEGER NOT NULL, quarantine_why TEXT NOT NULL,
  PRIMARY KEY(station, incarnation));
CREATE TABLE events(
  station TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, payload TEXT NOT NULL,
  previous_hash TEXT NOT NULL, hash TEXT NOT NULL, received_ms INTEGER NOT NULL,
  PRIMARY KEY(station, incarnation, seq));
CREATE TABLE signatures(
  station TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, signature TEXT NOT NULL,
  PRIMARY KEY(station, incarnation, seq));
CREATE TABLE quarantined(
  station TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, type TEXT NOT NULL,
  payload TEXT NOT NULL, previous_hash TEXT NOT NULL, received_ms INTEGER NOT NULL,
  PRIMARY KEY(station, incarnation, seq, hash));
CREATE TABLE weighings(
  station TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, warehouse TEXT NOT NULL,
  order_no TEXT NOT NULL, line_no TEXT NOT NULL, kind TEXT NOT NULL, assignment INTEGER NOT NULL,
  gross_mg INTEGER NOT NULL, tare_mg INTEGER NOT NULL, net_mg INTEGER NOT NULL, count INTEGER NOT NULL,
  entry TEXT NOT NULL, preset_tare INTEGER NOT NULL, indication TEXT NOT NULL, scale_unit TEXT NOT NULL, at TEXT NOT NULL,
  lot TEXT NOT NULL, state TEXT NOT NULL, accepted_at INTEGER NOT NULL, PRIMARY KEY(station, incarnation, seq));
CREATE INDEX weighings_by_line ON weighings(warehouse, order_no, line_no);
CREATE TABLE labels(
  station TEXT NOT NULL, incarnation TEXT NOT NULL, label INTEGER NOT NULL, of INTEGER NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY(station, incarnation, label));
CREATE TABLE exceptions(
  id INTEGER PRIMARY KEY, warehouse TEXT NOT NULL, kind TEXT NOT NULL, why TEXT NOT NULL, state TEXT NOT NULL,
  station TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, order_no TEXT NOT NULL,
  line_no TEXT NOT NULL, owner TEXT NOT NULL, received_ms INTEGER NOT NULL, decided_by TEXT NOT NULL,
  reason TEXT NOT NULL);
CREATE INDEX exceptions_by_state ON exceptions(warehouse, state, id);
CREATE TABLE results(
  warehouse TEXT NOT NULL, position INTEGER NOT NULL, order_no TEXT NOT NULL, line_no TEXT NOT NULL,
  revision INTEGER NOT NULL, wave TEXT NOT NULL, state TEXT NOT NULL, actual_mg INTEGER, actual_count INTEGER,
  content TEXT NOT NULL, row TEXT NOT NULL, token TEXT NOT NULL, PRIMARY KEY(warehouse, position));
CREATE UNIQUE INDEX results_by_line ON results(warehouse, order_no, line_no, revision);
CREATE TABLE cancels(
  warehouse TEXT NOT NULL, order_no TEXT NOT NULL, line_no TEXT NOT NULL, requested_ms INTEGER NOT NULL,
  decide_by_ms INTEGER NOT NULL, outcome TEXT NOT NULL, waiting_for TEXT NOT NULL, station TEXT NOT NULL,
  feed_position INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(warehouse, order_no, line_no));
CREATE TABLE decisions(
  warehouse TEXT NOT NULL, seq INTEGER PRIMARY KEY, type TEXT NOT NULL, payload TEXT NOT NULL,
  previous_hash TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE idempotency(
  owner TEXT NOT NULL, name TEXT NOT NULL, request_hash TEXT NOT NULL, status INTEGER NOT NULL, answer TEXT NOT NULL,
  at_ms INTEGER NOT NULL, PRIMARY KEY(owner, name));
)sql";

// A label names its weighing by incarnation and number.
constexpr std::string_view second = R"sql(
ALTER TABLE labels ADD COLUMN of_incarnation TEXT NOT NULL DEFAULT '';
UPDATE labels SET of_incarnation = incarnation;
)sql";

// Weighings that a disk lost and that were entered again from their labels: the entry stands for the lost
// one. And the seal a retired station's journal was handed in with.
constexpr std::string_view third = R"sql(
CREATE TABLE recovered(
  station TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, by_incarnation TEXT NOT NULL,
  by_seq INTEGER NOT NULL, PRIMARY KEY(station, incarnation, seq));
CREATE TABLE seals(
  station TEXT NOT NULL, digest TEXT NOT NULL, seal TEXT NOT NULL, by_whom TEXT NOT NULL, at_ms INTEGER NOT NULL,
  PRIMARY KEY(station, digest));
)sql";

// What a person did without the right for it, event by event, under one exception a person and table.
constexpr std::string_view fourth = R"sql(
ALTER TABLE exceptions ADD COLUMN person TEXT NOT NULL DEFAULT '';
CREATE TABLE flagged(
  station TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, exception INTEGER NOT NULL, type TEXT NOT NULL,
  needed TEXT NOT NULL, order_no TEXT NOT NULL, line_no TEXT NOT NULL, PRIMARY KEY(station, incarnation, seq));
CREATE INDEX flagged_by_exception ON flagged(exception);
)sql";

// What people changed of what lines settle, and the business days that were settled as a whole.
constexpr std::string_view fifth = R"sql(
CREATE TABLE corrections(
  warehouse TEXT NOT NULL, id INTEGER NOT NULL, at_ms INTEGER NOT NULL, author TEXT NOT NULL, what TEXT NOT NULL,
  reason TEXT NOT NULL, business_date TEXT NOT NULL, wave TEXT NOT NULL, order_no TEXT NOT NULL, line_no TEXT NOT NULL,
  mg_before INTEGER NOT NULL, mg_after INTEGER NOT NULL, count_before INTEGER NOT NULL, count_after INTEGER NOT NULL,
  after_close INTEGER NOT NULL, after_lock INTEGER NOT NULL, PRIMARY KEY(warehouse, id));
CREATE INDEX corrections_by_line ON corrections(warehouse, order_no, line_no);
CREATE INDEX corrections_by_date ON corrections(warehouse, business_date, after_lock);
CREATE TABLE locks(
  warehouse TEXT NOT NULL, business_date TEXT NOT NULL, locked_ms INTEGER NOT NULL, author TEXT NOT NULL,
  reason TEXT NOT NULL, PRIMARY KEY(warehouse, business_date));
ALTER TABLE lines ADD COLUMN after_lock INTEGER NOT NULL DEFAULT 0;
CREATE INDEX lines_by_date ON lines(warehouse, business_date);
)sql";

// How far the webhook's receiver is in the results.
constexpr std::string_view sixth = R"sql(
CREATE TABLE webhook(
  warehouse TEXT PRIMARY KEY, position INTEGER NOT NULL, failures INTEGER NOT NULL, failing_since_ms INTEGER NOT NULL,
  problem TEXT NOT NULL, taken_ms INTEGER NOT NULL);
)sql";

// Lists show the waves of the newest import first. Lines of before count as older than all.
constexpr std::string_view seventh = R"sql(
ALTER TABLE lines ADD COLUMN added INTEGER NOT NULL DEFAULT 0;
)sql";

// Documents handed over between the order platform and this house: goods that come, orders that leave. And which tables
// sort which products.
constexpr std::string_view handovers = R"sql(
CREATE TABLE handovers(
  warehouse TEXT NOT NULL, kind TEXT NOT NULL, number TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
  business_date TEXT NOT NULL, content TEXT NOT NULL, confirmed TEXT NOT NULL, made_ms INTEGER NOT NULL,
  ended_ms INTEGER NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(warehouse, kind, number));
CREATE TABLE handover_goods(
  warehouse TEXT NOT NULL, kind TEXT NOT NULL, number TEXT NOT NULL, line_no TEXT NOT NULL, business_date TEXT NOT NULL,
  sku TEXT NOT NULL, product TEXT NOT NULL, lot TEXT NOT NULL, mg INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(warehouse, kind, number, line_no));
CREATE INDEX handover_goods_by_date ON handover_goods(warehouse, business_date, sku);
CREATE TABLE handover_orders(
  warehouse TEXT NOT NULL, kind TEXT NOT NULL, number TEXT NOT NULL, order_no TEXT NOT NULL,
  PRIMARY KEY(warehouse, kind, order_no));
CREATE INDEX handover_orders_by_number ON handover_orders(warehouse, kind, number);
CREATE TABLE sort_groups(
  warehouse TEXT NOT NULL, name TEXT NOT NULL, what TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY(warehouse, name, what, value));
)sql";

// What an order said when a bag was made, so that a later order can be compared with it, and what is to do with the bag.
// A person's figure names the bag it is for.
constexpr std::string_view bags = R"sql(
ALTER TABLE weighings ADD COLUMN ordered_then INTEGER NOT NULL DEFAULT 0;
ALTER TABLE weighings ADD COLUMN names TEXT NOT NULL DEFAULT '';
ALTER TABLE weighings ADD COLUMN of_station TEXT NOT NULL DEFAULT '';
ALTER TABLE weighings ADD COLUMN of_incarnation TEXT NOT NULL DEFAULT '';
ALTER TABLE weighings ADD COLUMN of_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE labels ADD COLUMN names TEXT NOT NULL DEFAULT '';
CREATE INDEX labels_by_bag ON labels(station, of_incarnation, of);
CREATE TABLE bag_tasks(
  warehouse TEXT NOT NULL, station TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL,
  order_no TEXT NOT NULL, line_no TEXT NOT NULL, state TEXT NOT NULL, amount INTEGER NOT NULL, keep INTEGER NOT NULL,
  take INTEGER NOT NULL, ordered INTEGER NOT NULL, ordered_then INTEGER NOT NULL, names TEXT NOT NULL,
  opened_ms INTEGER NOT NULL, decided_by TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY(warehouse, station, incarnation, seq, kind));
CREATE INDEX bag_tasks_by_line ON bag_tasks(warehouse, order_no, line_no);
CREATE INDEX bag_tasks_by_state ON bag_tasks(warehouse, state, opened_ms);
)sql";

// When routes leave, and the newest weighings of a table, from which its pace is learned.
constexpr std::string_view departures = R"sql(
CREATE TABLE departures(
  warehouse TEXT NOT NULL, wave TEXT NOT NULL, route TEXT NOT NULL, departs_ms INTEGER NOT NULL,
  PRIMARY KEY(warehouse, wave, route));
CREATE INDEX weighings_by_station ON weighings(station, accepted_at);
)sql";

}  // namespace

std::vector<std::string_view> const& migrations() {
    static std::vector<std::string_view> const steps{first, second,  third,     fourth, fifth,
                                                     sixth, seventh, handovers, bags,   departures};
    return steps;
}

}  // namespace bozhong::hub
