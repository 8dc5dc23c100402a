#include "station/journal/export.h"

#include <algorithm>
#include <charconv>
#include <iomanip>
#include <set>
#include <utility>

#include "station/journal/reader.h"
#include "sync/wire/enum_names.h"
#include "sync/wire/event_codec.h"

namespace bozhong::journal {

using domain::Fact, domain::Status, domain::StoredEvent;

namespace {

bool all_digits(std::string const& text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_limit(std::string const& text) {
    if (all_digits(text)) return text.size() < 19;
    return text.size() <= 24 && text.size() >= 4 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || c == '-' || c == ':' || c == 'T' || c == 'Z' || c == '.';
           });
}

/// −1 below, 0 at, +1 above the limit; a time is compared as far as the limit says it.
int compare(domain::Seq seq, std::string const& at, std::string const& limit) {
    if (!all_digits(limit)) {
        int const order = at.compare(0, limit.size(), limit);
        return order < 0 ? -1 : order > 0 ? 1 : 0;
    }
    domain::Seq number = 0;
    std::from_chars(limit.data(), limit.data() + limit.size(), number);
    return seq < number ? -1 : seq > number ? 1 : 0;
}

bool inside(domain::Seq seq, std::string const& at, Span const& span) {
    return (span.from.empty() || compare(seq, at, span.from) >= 0) &&
           (span.to.empty() || compare(seq, at, span.to) <= 0);
}

std::string json_text(std::string const& text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out + '"';
}

std::string csv_text(std::string const& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (char const c : text) out.append(c == '"' ? 2 : 1, c);
    return out + '"';
}

/// What the columns and the readable line need of any fact.
struct Columns {
    domain::LineKey line;
    std::string customer_code, sku, product, lot, entry, gross_mg, net_mg, count, indication, indication_unit,
        settled, settle_unit, of, person, said;
};

void take(Columns& out, domain::TaskFacts const& t) {
    out.line = t.line;
    out.customer_code = t.customer_code;
    out.sku = t.sku;
    out.product = t.product;
    out.lot = t.lot;
}

std::string kilograms(domain::Mass mass) {
    return in_unit(mass, domain::MassUnit::kg, 3).text() + " kg";
}

Columns columns_of(Fact const& fact) {
    Columns out;
    std::visit(
        [&out](auto const& f) {
            if constexpr (requires { f.line; }) out.line = f.line;
            if constexpr (requires { f.task; }) take(out, f.task);
            if constexpr (requires { f.of; }) out.of = std::to_string(f.of);
            if constexpr (requires { f.label; }) out.of = std::to_string(f.label);
            if constexpr (requires { f.person; }) out.person = f.person;
            if constexpr (requires { f.reason; }) out.said = f.reason;
            if constexpr (requires { f.detail; }) out.said = f.detail;
        },
        fact);
    if (auto const* w = std::get_if<domain::Weighed>(&fact)) {
        out.entry = wire::text(w->entry);
        out.gross_mg = std::to_string(w->gross.mg);
        out.net_mg = std::to_string(w->net.mg);
        out.indication = w->indication.value;
        out.indication_unit = w->indication.unit;
        out.settled = w->settled;
        out.settle_unit = w->settle_unit;
        out.said = w->settled + " " + w->settle_unit + " (net " + kilograms(w->net) + ", gross " +
                   kilograms(w->gross) + ")" + (w->entry == domain::Entry::manual ? " by hand" : "");
    } else if (auto const* c = std::get_if<domain::Counted>(&fact)) {
        out.count = std::to_string(c->count);
        out.said = out.count + " " + c->task.ordered.unit;
    } else if (auto const* moved = std::get_if<domain::LabelMoved>(&fact)) {
        out.said =
            std::string(wire::text(moved->state)) + (moved->detail.empty() ? "" : ", " + moved->detail);
    } else if (auto const* lot = std::get_if<domain::LotChanged>(&fact)) {
        out.sku = lot->sku;
        out.lot = lot->lot;
    } else if (auto const* fault = std::get_if<domain::FaultSeen>(&fact)) {
        out.said = fault->part + ": " + fault->fault + " " + fault->detail;
    }
    return out;
}

/// "1" or "0" for a weighing or count, so that nobody sums what was taken out of force; else empty.
class InForce {
  public:
    explicit InForce(Reader& reader)
        : m_query(reader.database(),
                  "SELECT in_force FROM record WHERE place="
                  "((SELECT life FROM incarnation WHERE incarnation=?) << 40) + ?") {}
    std::string of(domain::EventId const& id) {
        auto& row = m_query.with(id.incarnation, static_cast<std::int64_t>(id.seq));
        std::string const out = row.next() ? std::to_string(row.integer(0)) : "";
        row.reset();
        return out;
    }

  private:
    Query m_query;
};

void write_csv(std::ostream& out, StoredEvent const& event, domain::Stamp const& stamp, Fact const& fact,
               std::string const& in_force) {
    Columns const c = columns_of(fact);
    std::string const fields[] = {event.id.station,
                                  event.id.incarnation,
                                  std::to_string(event.id.seq),
                                  rfc3339(stamp.at),
                                  stamp.clock_good ? "1" : "0",
                                  event.type,
                                  c.person.empty() ? stamp.person : c.person,
                                  c.line.order_no,
                                  c.line.line_no,
                                  c.customer_code,
                                  c.sku,
                                  c.product,
                                  c.lot,
                                  c.entry,
                                  c.gross_mg,
                                  c.net_mg,
                                  c.count,
                                  in_force,
                                  c.indication,
                                  c.indication_unit,
                                  c.settled,
                                  c.settle_unit,
                                  c.of,
                                  event.hash,
                                  event.payload};
    char const* before = "";
    for (auto const& field : fields) {
        out << before << csv_text(field);
        before = ",";
    }
    out << '\n';
}

void write_jsonl(std::ostream& out, StoredEvent const& event, domain::Stamp const& stamp) {
    out << "{\"station\":" << json_text(event.id.station)
        << ",\"incarnation\":" << json_text(event.id.incarnation) << ",\"seq\":" << event.id.seq
        << ",\"at\":" << json_text(rfc3339(stamp.at)) << ",\"type\":" << json_text(event.type)
        << ",\"payload\":" << event.payload << ",\"previous_hash\":" << json_text(event.previous_hash)
        << ",\"hash\":" << json_text(event.hash) << "}\n";
}

Status finish(std::ostream& out, Status const& read) {
    if (!read) return read;
    if (out.flush()) return domain::Done{};
    return domain::Error{domain::ErrorKind::io, "the output could not be written", "",
                         "make room, or name another file"};
}

/// Goes through the events with what can be read of them; what cannot is an unknown fact without a time.
template <class Take>
Status each_fact(Reader& reader, std::ostream& out, Take const& take) {
    auto const done = reader.each([&](StoredEvent const& event) {
        auto const stamp = wire::decode_stamp(event.payload);
        auto const fact = wire::decode(event.type, event.payload);
        take(event, stamp ? *stamp : domain::Stamp{}, fact ? *fact : Fact{domain::UnknownFact{event.type}});
        return static_cast<bool>(out);
    });
    return finish(out, done);
}

}  // namespace

Status export_events(std::string const& path, Span const& span, ExportFormat format, std::ostream& out) {
    for (auto const& limit : {span.from, span.to})
        if (!is_limit(limit))
            return domain::Error{domain::ErrorKind::bad_input, "neither a sequence nor a UTC time", limit,
                                 "write 120, 2026-06-17 or 2026-06-17T04:30"};
    auto reader = Reader::open(path);
    if (!reader) return reader.error();
    InForce in_force(*reader);
    if (format == ExportFormat::csv)
        out << "station,incarnation,seq,at,clock_good,type,person,order_no,line_no,customer_code,sku,product,"
               "lot,entry,"
               "gross_mg,net_mg,count,in_force,indication,indication_unit,settled,settle_unit,of,hash,"
               "payload\n";
    return each_fact(*reader, out,
                     [&](StoredEvent const& event, domain::Stamp const& stamp, Fact const& fact) {
                         if (!inside(event.id.seq, rfc3339(stamp.at), span)) return;
                         if (format == ExportFormat::csv) {
                             write_csv(out, event, stamp, fact, in_force.of(event.id));
                         } else {
                             write_jsonl(out, event, stamp);
                         }
                     });
}

Status show_events(std::string const& path, domain::LineKey const& task, std::ostream& out) {
    auto reader = Reader::open(path);
    if (!reader) return reader.error();
    std::string incarnation;
    std::set<std::pair<std::string, std::string>> shown;
    return each_fact(*reader, out,
                     [&](StoredEvent const& event, domain::Stamp const& stamp, Fact const& fact) {
                         Columns const c = columns_of(fact);
                         bool const named = (task.order_no.empty() || c.line.order_no == task.order_no) &&
                                            (task.line_no.empty() || c.line.line_no == task.line_no);
                         // A label belongs to the task of the weighing it is of, a label's state to that of
                         // the label.
                         if (!named && !shown.contains({event.id.incarnation, c.of})) return;
                         if (!task.order_no.empty())
                             shown.emplace(event.id.incarnation, std::to_string(event.id.seq));
                         if (event.id.incarnation != incarnation) {
                             incarnation = event.id.incarnation;
                             out << event.id.station << " incarnation " << incarnation << '\n';
                         }
                         out << std::setw(7) << event.id.seq << "  " << rfc3339(stamp.at)
                             << (stamp.clock_good ? "  " : "? ") << event.type;
                         if (!c.line.order_no.empty())
                             out << "  " << c.line.order_no << '/' << c.line.line_no;
                         for (auto const& part : {c.customer_code, c.product, c.said})
                             if (!part.empty()) out << "  " << part;
                         if (!c.of.empty() && c.of != "0") out << "  of " << c.of;
                         if (std::string const who = c.person.empty() ? stamp.person : c.person; !who.empty())
                             out << "  by " << who;
                         out << '\n';
                     });
}

}  // namespace bozhong::journal
