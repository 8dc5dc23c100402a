#include "tests/sync/hub/rig.h"

#include <gtest/gtest.h>
#include <sodium.h>
#include <unistd.h>

#include <boost/asio.hpp>
#include <boost/beast.hpp>

#include "sync/wire/event_codec.h"

namespace bozhong::hub::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

Rig::Rig(Limits const& limits) : m_limits(limits) {
    static std::atomic<int> number{0};
    EXPECT_GE(sodium_init(), 0);
    m_dir = std::filesystem::temp_directory_path() /
            ("bozhong_hub_" + std::to_string(::getpid()) + "_" + std::to_string(++number));
    std::filesystem::create_directories(m_dir);
    m_store = std::make_unique<TestStore>(path("hub.db"));
    start();
}

Rig::~Rig() {
    stop();
    std::filesystem::remove_all(m_dir);
}

void Rig::start() {
    auto database = m_store->open();
    ASSERT_TRUE(database);
    Settings settings;
    settings.key = "key of the test";
    m_hub = std::make_unique<Hub>(std::move(database), settings, [this] { return m_now.load(); });
    Author const install{Author::Kind::central, "install", "main", {}};
    auto const admin = m_hub->write([&] {
        return m_hub->put_person("main", "admin", {"Admin", "administrator", "", "", password, {}, true},
                                 install);
    });
    ASSERT_TRUE(admin.ok());
    m_api = std::make_unique<Api>(*m_hub, Api::Secrets{m_token, false, "test"});
    auto server = Server::open(*m_hub, *m_api, {"127.0.0.1", 0, "", ""}, m_limits);
    ASSERT_TRUE(server.ok()) << server.error().text();
    m_server = std::move(server).value();
    m_thread = std::thread([this] { EXPECT_TRUE(m_server->run().ok()); });
}

void Rig::stop() {
    m_server->stop();
    m_thread.join();
    m_server.reset();
    m_api.reset();
    m_hub.reset();
    m_supervisor = {};
}

void Rig::replace_database(std::function<void(std::string const& path)> const& with) {
    stop();
    for (auto const* name : {"hub.db", "hub.db-wal", "hub.db-shm"}) std::filesystem::remove(path(name));
    with(path("hub.db"));
    start();
}

void Rig::change_database(std::string const& sql) {
    stop();
    {
        auto const database = m_store->open();
        database->begin();
        database->run(sql);
        EXPECT_TRUE(database->commit().ok()) << sql;
    }
    start();
}

void Rig::restart() {
    stop();
    start();
}

Reply Rig::call(std::string const& method, std::string const& path, std::string const& body,
                With const& with) const {
    asio::io_context io;
    beast::tcp_stream stream(io);
    stream.connect(tcp::endpoint(asio::ip::address_v4::loopback(), m_server->port()));
    http::request<http::string_body> request;
    request.method_string(method);
    request.target(path);
    request.set(http::field::host, "127.0.0.1");
    if (!with.authorization.empty()) request.set(http::field::authorization, with.authorization);
    if (!with.cookie.empty()) request.set(http::field::cookie, with.cookie);
    if (!with.csrf.empty()) request.set("X-CSRF-Token", with.csrf);
    if (!with.key.empty()) request.set("Idempotency-Key", with.key);
    request.body() = body;
    request.keep_alive(false);
    request.prepare_payload();
    boost::system::error_code wrong;
    http::write(stream, request, wrong);
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(64U << 20U);
    http::read(stream, buffer, parser);
    auto const& response = parser.get();
    return {static_cast<int>(response.result_int()), response.body(),
            std::string(response[http::field::set_cookie]), std::string(response[http::field::content_type])};
}

std::string Rig::raw(std::string const& bytes) const {
    asio::io_context io;
    tcp::socket socket(io);
    socket.connect(tcp::endpoint(asio::ip::address_v4::loopback(), m_server->port()));
    boost::system::error_code wrong;
    asio::write(socket, asio::buffer(bytes), wrong);
    std::string out;
    asio::async_read(socket, asio::dynamic_buffer(out), [](auto, auto) {});
    io.run_for(std::chrono::seconds(5));
    return out;
}

With Rig::supervisor() {
    if (m_supervisor.cookie.empty()) {
        auto const reply = call("POST", "/v1/session", wire::to_json(wire::SignInRequest{"admin", password}));
        EXPECT_EQ(reply.status, 200) << reply.body;
        m_supervisor.cookie = reply.set_cookie.substr(0, reply.set_cookie.find(';'));
        m_supervisor.csrf = reply.as<wire::SignInAnswer>().csrf;
    }
    return m_supervisor;
}

std::string Rig::code(std::string const& station) {
    auto const reply =
        call("POST", "/v1/main/codes", wire::to_json(wire::CodeRequest{station, ""}), supervisor());
    EXPECT_EQ(reply.status, 201) << reply.body;
    return reply.as<wire::CodeAnswer>().code;
}

Reply Rig::import(std::vector<wire::OrderLine> lines, std::string const& replace_wave, bool dry_run) const {
    std::int64_t row = 1;
    for (auto& line : lines) line.row = ++row;
    return call("POST", "/v1/main/orders/import",
                wire::to_json(wire::ImportRequest{std::move(lines), replace_wave, dry_run}), central());
}

std::vector<wire::ResultRow> Rig::all_results() const {
    std::vector<wire::ResultRow> rows;
    std::string cursor;
    for (bool more = true; more;) {
        auto const page =
            call("GET", "/v1/main/results?limit=100&cursor=" + cursor, "", central()).as<wire::ResultsPage>();
        rows.insert(rows.end(), page.results.begin(), page.results.end());
        cursor = page.next;
        more = page.more;
    }
    return rows;
}

Table::Table(Rig& rig, std::string id) : m_rig(rig), m_keys(wire::make_key_pair()) {
    m_incarnation = wire::random_hex(8);
    auto const reply = rig.call("POST", "/v1/enrol",
                                wire::to_json(wire::EnrolRequest{rig.code(id), m_keys.public_key, "test"}));
    EXPECT_EQ(reply.status, 201) << reply.body;
    m_enrolled = reply.as<wire::EnrolAnswer>();
    m_authorization = "Basic " + base64(m_enrolled.station + ":" + m_enrolled.secret);
}

domain::Seq Table::add(domain::Fact const& fact, std::int64_t at_ms) {
    domain::StoredEvent event;
    event.id = {id(), m_incarnation, events.size() + 1};
    event.type = domain::type_name(fact);
    event.payload = wire::encode(fact, {{at_ms}, true, "p1"});
    event.previous_hash = events.empty() ? wire::no_previous_hash : events.back().hash;
    event.hash = wire::hash_event(event);
    events.push_back(event);
    return event.id.seq;
}

namespace {

domain::TaskFacts facts(wire::OrderLine const& line, std::int64_t assignment) {
    domain::TaskFacts task;
    task.line = {line.order_no, line.line_no};
    task.warehouse = "main";
    task.wave = line.wave;
    task.assignment = assignment;
    task.sku = line.sku;
    task.product = line.product;
    task.customer_code = line.customer_code;
    task.customer = line.customer;
    task.route = line.route;
    task.driver = line.driver;
    task.tote = line.tote;
    task.ordered = {domain::Decimal::parse(line.ordered).value_or(domain::Decimal{}), line.unit};
    return task;
}

}  // namespace

domain::Seq Table::weigh(wire::OrderLine const& line, std::int64_t net_mg, std::int64_t assignment) {
    return weigh_at(line, net_mg, 1'790'000'000'000, assignment);
}

domain::Seq Table::weigh_at(wire::OrderLine const& line, std::int64_t net_mg, std::int64_t at_ms,
                            std::int64_t assignment) {
    domain::Weighed weighed;
    weighed.task = facts(line, assignment);
    weighed.gross = {net_mg + 12'000};
    weighed.net = {net_mg};
    weighed.tares = {{domain::TareKind::container, "bag", {12'000}}};
    weighed.indication = {domain::in_unit(weighed.gross, domain::MassUnit::kg, 3).text(), "kg"};
    return add(weighed, at_ms);
}

domain::Seq Table::count(wire::OrderLine const& line, std::int64_t pieces, std::int64_t assignment) {
    domain::Counted counted;
    counted.task = facts(line, assignment);
    counted.count = pieces;
    return add(counted);
}

void Table::sign(wire::EventBatch& batch) const {
    auto const& last = batch.events.back();
    batch.signature = wire::sign_head(m_keys.secret_key, id(), {batch.incarnation, last.id.seq, last.hash});
}

wire::EventBatch Table::batch(domain::Seq from, domain::Seq to) const {
    wire::EventBatch out;
    out.station = id();
    out.incarnation = m_incarnation;
    out.events.assign(events.begin() + static_cast<std::ptrdiff_t>(from - 1),
                      events.begin() + static_cast<std::ptrdiff_t>(to));
    sign(out);
    return out;
}

Reply Table::post(wire::EventBatch const& batch) const {
    return m_rig.call("POST", base() + "/events", wire::to_json(batch), auth());
}

wire::BatchAnswer Table::send() {
    auto const reply = post(batch(1, events.size()));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.as<wire::BatchAnswer>();
}

wire::FeedPage Table::feed(std::int64_t after, std::int64_t wait_s) const {
    auto const reply = m_rig.call(
        "GET", base() + "/feed?after=" + std::to_string(after) + "&wait_s=" + std::to_string(wait_s), "",
        auth());
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.as<wire::FeedPage>();
}

void Table::catch_up() {
    for (;;) {
        auto const page = feed(m_feed);
        stored.insert(stored.end(), page.items.begin(), page.items.end());
        m_feed = page.next;
        if (page.items.empty()) return;
    }
}

void Table::new_incarnation() {
    m_incarnation = wire::random_hex(8);
    events.clear();
}

wire::OrderLine weighed_line(std::string const& order_no, std::string const& line_no,
                             std::string const& ordered) {
    wire::OrderLine line;
    line.wave = "W1";
    line.order_no = order_no;
    line.line_no = line_no;
    line.customer_code = "A-017";
    line.customer = "客户";
    line.route = "R1";
    line.driver = "司机1";
    line.tote = "T017";
    line.sku = "1001";
    line.product = "奶白菜";
    line.kind = "weighed";
    line.ordered = ordered;
    line.unit = "斤";
    return line;
}

wire::OrderLine counted_line(std::string const& order_no, std::string const& line_no,
                             std::string const& ordered) {
    auto line = weighed_line(order_no, line_no, ordered);
    line.sku = "2001";
    line.product = "云南生菜(份) ";
    line.kind = "counted";
    line.unit = "份";
    return line;
}

std::string base64(std::string const& text) {
    std::string out(sodium_base64_encoded_len(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<unsigned char const*>(text.data()),
                      text.size(), sodium_base64_VARIANT_ORIGINAL);
    out.resize(out.size() - 1);
    return out;
}

}  // namespace bozhong::hub::test
