// The route table and what each route calls. sync/openapi.yaml describes the same list; a test compares both.
#include "sync/hub/answers.h"
#include "sync/hub/sort_groups.h"
#include "sync/wire/chain.h"

namespace bozhong::hub {
namespace {

using domain::Error;
using domain::ErrorKind;

Result<Answer> health(Call const& call) {
    wire::Health h;
    h.ready = !call.hub.database().broken() && !call.hub.database().failure();
    h.status = h.ready ? "ok" : "failing";
    h.version = call.api.secrets().version;
    h.now = call.hub.now();
    return json<wire::Health>(h, h.ready ? 200 : 503);
}

Result<Answer> enrol(Call const& call) {
    return with<wire::EnrolRequest>(call, [&](auto const& r) -> Result<Answer> {
        if (!call.api.may_try("enrol"))
            return problem(429, {ErrorKind::timeout, "too many tries", "", "wait a minute"});
        auto const answer = call.hub.enrol(r);
        // A hall of fifty tables is set up in one go; only wrong codes are guesses.
        if (answer.ok()) call.api.was_right("enrol");
        return json(answer, 201);
    });
}

std::string cookie(std::string const& value, bool secure, std::string const& age) {
    return "bozhong_session=" + value + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=" + age +
           (secure ? "; Secure" : "");
}

Result<Answer> sign_in(Call const& call) {
    return with<wire::SignInRequest>(call, [&](auto const& r) -> Result<Answer> {
        if (!good_id(r.person) || r.password.size() > 256)
            return Error{ErrorKind::bad_input, "name or password is too long", "person", ""};
        if (!call.api.may_try("person:" + r.person) ||
            !call.api.may_try("sign_in/" + std::to_string(call.hub.now_ms() / 5'000))) {
            return problem(429, {ErrorKind::timeout, "too many tries", "", "wait a minute"});
        }
        auto const& warehouse = call.hub.settings().warehouse;
        auto const mark = call.hub.password_mark(warehouse, r.person);  // before: of the password that is proven now
        auto answer = call.hub.sign_in(warehouse, r.person, r.password);
        if (!answer.ok())
            return answer.error().kind == ErrorKind::no_right ? problem(401, answer.error())
                                                              : problem(answer.error());
        auto const secure = call.api.secrets().secure_cookie;
        answer->csrf = wire::random_hex(32);
        auto const value = call.api.sessions().begin(answer.value(), mark, call.hub.now_ms());
        auto out = json<wire::SignInAnswer>(answer.value());
        out->headers.emplace_back("Set-Cookie", cookie(value, secure, "43200"));
        return out;
    });
}

Result<Answer> who_am_i(Call const& call) {
    auto const* session = call.api.sessions().find(session_cookie(call.request.cookie), call.hub.now_ms());
    if (session == nullptr) return problem(401, {ErrorKind::no_right, "not signed in", "", "sign in"});
    return json<wire::SignInAnswer>(session->who);
}

Result<Answer> sign_out(Call const& call) {
    call.api.sessions().end(session_cookie(call.request.cookie));
    Answer answer;
    answer.status = 204;
    answer.headers.emplace_back("Set-Cookie", cookie("", call.api.secrets().secure_cookie, "0"));
    return answer;
}

Result<Answer> import_orders(Call const& call) {
    return with<wire::ImportRequest>(call, [&](auto const& r) -> Result<Answer> {
        auto answer = json(call.hub.import(call.warehouse(), r, call.author));
        if (answer.ok()) answer->undo = r.dry_run;
        return answer;
    });
}
Result<Answer> read_order(Call const& call) {
    return json(call.hub.order(call.warehouse(), call.path.at("order_no")));
}
Result<Answer> hold(Call const& call) {
    return with<wire::StopRequest>(call, [&](auto const& r) {
        return json(call.hub.hold(call.warehouse(), call.path.at("order_no"), r, call.author));
    });
}
Result<Answer> release(Call const& call) {
    return with<wire::StopRequest>(call, [&](auto const& r) {
        return json(call.hub.release(call.warehouse(), call.path.at("order_no"), r, call.author));
    });
}
Result<Answer> cancel_call(Call const& call) {
    return with<wire::StopRequest>(call, [&](auto const& r) {
        return json(call.hub.cancel(call.warehouse(), call.path.at("order_no"), r, call.author));
    });
}
Result<Answer> put_back(Call const& call) {
    return with<wire::PutBackRequest>(call, [&](auto const& r) {
        return json(call.hub.put_back(call.warehouse(), call.path.at("order_no"), r, call.author));
    });
}
Result<Answer> ship(Call const& call) {
    return json(call.hub.ship(call.warehouse(), call.path.at("order_no"), call.author));
}

Result<Answer> results(Call const& call) {
    auto const limit = call.number("limit", 500);
    if (!limit) return limit.error();
    return json(call.hub.results(call.warehouse(), call.text("cursor"), limit.value()));
}
/// A name for the file that holds nothing but letters, digits, dots and dashes.
std::string file_name(ExportAsk const& ask) {
    std::string out = ask.table + "-" + (ask.wave.empty() ? ask.date : ask.wave);
    for (auto& c : out)
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '.') c = '_';
    return out + "." + ask.format;
}
Result<Answer> export_call(Call const& call) {
    ExportAsk ask{call.text("wave"), call.text("date"), call.text("format"), call.text("table")};
    if (ask.format.empty()) ask.format = "csv";
    if (ask.table.empty()) ask.table = "results";
    auto made = call.hub.export_results(call.warehouse(), ask);
    if (!made.ok()) return made.error();
    Answer answer;
    answer.type = made->type;
    answer.body = std::move(made->bytes);
    answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + file_name(ask) + "\"");
    return answer;
}
Result<Answer> corrections(Call const& call) {
    auto const after = call.number("after", 0), limit = call.number("limit", 500);
    if (!after) return after.error();
    if (!limit) return limit.error();
    return json(call.hub.corrections(call.warehouse(), {after.value(), limit.value(), call.text("date"),
                                                        call.text("wave"), call.text("after_lock") == "1"}));
}
Result<Answer> webhook(Call const& call) {
    return ready(call.hub.webhook(call.warehouse()));
}
Result<Answer> lock(Call const& call) {
    return with<wire::LockRequest>(
        call, [&](auto const& r) { return json(call.hub.lock(call.warehouse(), r, call.author)); });
}
Result<Answer> locks(Call const& call) {
    return json(Result<wire::LockedDays>(call.hub.locked_days(call.warehouse())));
}
Result<Answer> waves(Call const& call) {
    return ready(call.hub.waves(call.warehouse()));
}
Result<Answer> board(Call const& call) {
    auto body = call.hub.board(call.warehouse(), call.path.at("wave"));
    return body.ok() ? ready(body.value()) : body.error();
}
Result<Answer> forecast(Call const& call) {
    auto body = call.hub.forecast(call.warehouse(), call.path.at("wave"));
    return body.ok() ? ready(body.value()) : body.error();
}
Result<Answer> departures(Call const& call) {
    return with<wire::DeparturesRequest>(call, [&](auto const& r) {
        return done(call.hub.put_departures(call.warehouse(), call.path.at("wave"), r, call.author));
    });
}
Result<Answer> reconcile(Call const& call) {
    return json(call.hub.reconcile(call.warehouse(), call.path.at("wave"), nullptr, ""));
}
Result<Answer> reconcile_with(Call const& call) {
    return with<wire::ReconcileRequest>(call, [&](auto const& r) {
        auto const station = call.author.kind == Author::Kind::station ? call.author.id : std::string();
        return json(call.hub.reconcile(call.warehouse(), call.path.at("wave"), &r, station));
    });
}
Result<Answer> close_call(Call const& call) {
    return with<wire::CloseRequest>(
        call, [&](auto const& r) { return json(call.hub.close(call.warehouse(), r, call.author)); });
}
Result<Answer> assign(Call const& call) {
    return with<wire::AssignRequest>(
        call, [&](auto const& r) { return json(call.hub.assign(call.warehouse(), r, call.author)); });
}
Result<Answer> split(Call const& call) {
    return with<wire::SplitRequest>(call, [&](auto const& r) { return json(call.hub.split(call.warehouse(), r, call.author)); });
}
Result<Answer> sort_groups(Call const& call) {
    return json(Result<wire::SortGroups>(SortGroups(call.hub, call.warehouse()).list()));
}
Result<Answer> put_sort_group(Call const& call) {
    return with<wire::SortGroup>(call, [&](auto const& r) {
        return json(SortGroups(call.hub, call.warehouse()).put(call.path.at("group"), r, call.author));
    });
}
Result<Answer> remove_sort_group(Call const& call) {
    return json(SortGroups(call.hub, call.warehouse()).remove(call.path.at("group"), call.author));
}
Result<Answer> tasks(Call const& call) {
    auto const offset = call.number("offset", 0), limit = call.number("limit", 200);
    if (!offset) return offset.error();
    if (!limit) return limit.error();
    return ready(call.hub.tasks(
        call.warehouse(), {call.text("wave"), call.text("route"), call.text("sku"), call.text("station"),
                           call.text("state"), call.text("search"), offset.value(), limit.value()}));
}
Result<Answer> metrics(Call const& call) {
    Answer answer;
    answer.type = "text/plain; version=0.0.4; charset=utf-8";
    answer.body = call.hub.metrics(call.warehouse());
    return answer;
}
Result<Answer> stations(Call const& call) {
    return ready(call.hub.stations(call.warehouse()));
}
Result<Answer> code(Call const& call) {
    return with<wire::CodeRequest>(
        call, [&](auto const& r) { return json(call.hub.make_code(call.warehouse(), r, call.author), 201); });
}
Result<Answer> revoke(Call const& call) {
    return done(call.hub.revoke(call.warehouse(), call.path.at("station"), call.author));
}
Result<Answer> exceptions(Call const& call) {
    auto const offset = call.number("offset", 0), limit = call.number("limit", 100);
    if (!offset) return offset.error();
    if (!limit) return limit.error();
    auto const state = call.text("state");
    return json(
        call.hub.exceptions(call.warehouse(), state.empty() ? "open" : state, offset.value(), limit.value()));
}
Result<Answer> decide(Call const& call) {
    return with<wire::DecideRequest>(call, [&](auto const& r) -> Result<Answer> {
        std::int64_t id = 0;
        for (char const c : call.path.at("id").substr(0, 15))
            id = c >= '0' && c <= '9' ? id * 10 + (c - '0') : -1'000'000'000'000;
        return done(call.hub.decide(call.warehouse(), id, r, call.author));
    });
}
Result<Answer> weighings(Call const& call) {
    return json(call.hub.weighings(call.warehouse(), {call.path.at("order_no"), call.path.at("line_no")}));
}
Result<Answer> correct(Call const& call) {
    return with<wire::CorrectRequest>(
        call, [&](auto const& r) { return done(call.hub.correct(call.warehouse(), r, call.author)); });
}
Result<Answer> bag_tasks(Call const& call) {
    auto const limit = call.number("limit", 200);
    if (!limit) return limit.error();
    return ready(call.hub.bag_tasks_of(call.warehouse(), call.text("state"), limit.value()));
}
Result<Answer> leave_bag(Call const& call) {
    return with<wire::LeaveBagRequest>(
        call, [&](auto const& r) { return done(call.hub.leave_bag(call.warehouse(), r, call.author)); });
}
Result<Answer> decisions(Call const& call) {
    auto const after = call.number("after", 0), limit = call.number("limit", 100);
    if (!after) return after.error();
    if (!limit) return limit.error();
    return ready(call.hub.decisions(call.warehouse(), after.value(), limit.value()));
}
Result<Answer> people(Call const& call) {
    return ready(call.hub.people(call.warehouse()));
}
Result<Answer> put_person(Call const& call) {
    return with<wire::PersonRequest>(call, [&](auto const& r) -> Result<Answer> {
        auto const& person = call.path.at("person");
        auto answer = done(call.hub.put_person(call.warehouse(), person, r, call.author));
        // Who has a new password or is out must prove again who it is.
        if (answer.ok() && (!r.password.empty() || !r.active)) call.api.sessions().end_person(person);
        return answer;
    });
}
Result<Answer> put_lot(Call const& call) {
    return with<wire::LotRequest>(call, [&](auto const& r) {
        return done(call.hub.put_lot(call.warehouse(), call.path.at("sku"), r.lot, call.author));
    });
}

Result<Answer> feed(Call const& call) {
    Hub::FeedAsk ask;
    for (auto [name, to] : {std::pair{"after", &ask.after},
                            {"limit", &ask.limit},
                            {"unsent", &ask.unsent},
                            {"oldest_unsent_ms", &ask.oldest_unsent_ms}}) {
        auto const number = call.number(name, *to);
        if (!number) return number.error();
        *to = number.value();
    }
    if (call.query.contains("generation")) ask.generation = call.text("generation");
    auto const wait_s = call.number("wait_s", 0);
    if (!wait_s) return wait_s.error();
    auto page = call.hub.feed(call.path.at("station"), ask, !call.request.repeat);
    if (!page.ok()) return page.error();
    bool const empty = page->items.empty();
    auto answer = json(std::move(page));
    if (empty && wait_s.value() > 0) {
        answer->wait =
            Answer::Wait{call.path.at("station"),
                         std::min<std::int64_t>(wait_s.value(), call.hub.settings().feed_wait_s) * 1'000};
    }
    return answer;
}
Result<Answer> append(Call const& call) {
    return with<wire::EventBatch>(
        call, [&](auto const& r) { return json(call.hub.append(call.path.at("station"), r)); });
}
Result<Answer> results_generation(Call const& call) {
    return json(Result<wire::ResultsGeneration>(call.hub.results_generation(call.warehouse())));
}
/// A batch of a journal that a person hands in for the station; the same rules as when the station sends it.
Result<Answer> hand_in(Call const& call) {
    auto const& station = call.path.at("station");
    if (!call.hub.database().one("SELECT 1 FROM stations WHERE station = ?1 AND warehouse = ?2", station,
                                 call.warehouse()))
        return Error{ErrorKind::not_found, "no such station", station, ""};
    return append(call);
}
Result<Answer> retire(Call const& call) {
    return with<wire::Seal>(call, [&](auto const& r) {
        return done(call.hub.retire(call.warehouse(), call.path.at("station"), r, call.author));
    });
}
Result<Answer> mark(Call const& call) {
    return json(call.hub.mark(call.path.at("station")));
}
Result<Answer> events(Call const& call) {
    auto const after = call.number("after", 0), limit = call.number("limit", 1'000);
    if (!after) return after.error();
    if (!limit) return limit.error();
    return json(
        call.hub.events(call.path.at("station"), call.text("incarnation"), after.value(), limit.value()));
}

std::vector<Route> most_routes() {
    constexpr auto none = std::nullopt;
    using enum domain::Right;
    return {
        {"GET", "/v1/health", open, none, health},
        {"POST", "/v1/enrol", open, none, enrol},
        {"POST", "/v1/session", open, none, sign_in},
        {"GET", "/v1/session", session, none, who_am_i},
        {"DELETE", "/v1/session", session, none, sign_out},
        {"POST", "/v1/{warehouse}/orders/import", central, none, import_orders},
        {"GET", "/v1/{warehouse}/orders/{order_no}", central | session, none, read_order},
        {"POST", "/v1/{warehouse}/orders/{order_no}/hold", central | session, Right::cancel, hold},
        {"POST", "/v1/{warehouse}/orders/{order_no}/release", central | session, Right::cancel, release},
        {"POST", "/v1/{warehouse}/orders/{order_no}/cancel", central | session, Right::cancel, cancel_call},
        {"POST", "/v1/{warehouse}/orders/{order_no}/put-back", central | session, Right::cancel, put_back},
        {"POST", "/v1/{warehouse}/orders/{order_no}/ship", central | session, Right::close, ship},
        {"GET", "/v1/{warehouse}/results", central | session, read_results, results},
        {"GET", "/v1/{warehouse}/results/generation", central | session, read_results, results_generation},
        {"GET", "/v1/{warehouse}/export", central | session, read_results, export_call},
        {"GET", "/v1/{warehouse}/corrections", central | session, read_results, corrections},
        {"GET", "/v1/{warehouse}/webhook", central | session, none, webhook},
        {"POST", "/v1/{warehouse}/lock", central, none, lock},
        {"GET", "/v1/{warehouse}/locks", central | session, none, locks},
        {"GET", "/v1/{warehouse}/waves", central | session, none, waves},
        {"GET", "/v1/{warehouse}/waves/{wave}/board", central | session, none, board},
        {"GET", "/v1/{warehouse}/waves/{wave}/forecast", central | session, none, forecast},
        {"PUT", "/v1/{warehouse}/waves/{wave}/departures", central | session, reassign, departures},
        {"GET", "/v1/{warehouse}/waves/{wave}/reconcile", central | session, read_results, reconcile},
        {"POST", "/v1/{warehouse}/waves/{wave}/reconcile", central | session | station, read_results,
         reconcile_with},
        {"POST", "/v1/{warehouse}/close", central | session, Right::close, close_call},
        {"POST", "/v1/{warehouse}/assign", central | session, reassign, assign},
        {"POST", "/v1/{warehouse}/split", central | session, reassign, split},
        {"GET", "/v1/{warehouse}/sort-groups", central | session, none, sort_groups},
        {"PUT", "/v1/{warehouse}/sort-groups/{group}", central | session, reassign, put_sort_group},
        {"DELETE", "/v1/{warehouse}/sort-groups/{group}", central | session, reassign, remove_sort_group},
        {"GET", "/v1/{warehouse}/tasks", central | session, none, tasks},
        {"GET", "/v1/{warehouse}/stations", central | session, none, stations},
        {"GET", "/v1/{warehouse}/metrics", central | session, none, metrics},
        {"POST", "/v1/{warehouse}/codes", session, configure_devices, code},
        {"POST", "/v1/{warehouse}/stations/{station}/revoke", session, configure_devices, revoke},
        {"POST", "/v1/{warehouse}/stations/{station}/hand-in", central | session, configure_devices, hand_in},
        {"POST", "/v1/{warehouse}/stations/{station}/retire", central | session, configure_devices, retire},
        {"GET", "/v1/{warehouse}/exceptions", central | session, none, exceptions},
        {"POST", "/v1/{warehouse}/exceptions/{id}/decide", session, correct_any, decide},
        {"GET", "/v1/{warehouse}/orders/{order_no}/lines/{line_no}/weighings", central | session, none,
         weighings},
        {"POST", "/v1/{warehouse}/weighings/correct", session, correct_any, correct},
        {"GET", "/v1/{warehouse}/bag-tasks", central | session, none, bag_tasks},
        {"POST", "/v1/{warehouse}/bag-tasks/leave", session, correct_any, leave_bag},
        {"GET", "/v1/{warehouse}/decisions", central | session, none, decisions},
        {"GET", "/v1/{warehouse}/people", central | session, manage_people, people},
        {"PUT", "/v1/{warehouse}/people/{person}", central | session, manage_people, put_person},
        {"PUT", "/v1/{warehouse}/lots/{sku}", central | session, reassign, put_lot},
        {"GET", "/v1/{warehouse}/stations/{station}/feed", station, none, feed},
        {"POST", "/v1/{warehouse}/stations/{station}/events", station, none, append},
        {"GET", "/v1/{warehouse}/stations/{station}/mark", station, none, mark},
        {"GET", "/v1/{warehouse}/stations/{station}/events", station, none, events},
    };
}

}  // namespace

std::vector<Route> const& routes() {
    static std::vector<Route> const table = [] {
        auto all = most_routes();
        for (auto const& route : handover_routes()) all.push_back(route);
        return all;
    }();
    return table;
}

}  // namespace bozhong::hub
