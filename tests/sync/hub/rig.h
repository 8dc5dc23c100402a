#pragma once
// A hub as it runs: real store, real HTTP on a loopback port; and a station that makes real chained,
// signed events.

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "sync/hub/api.h"
#include "sync/hub/server.h"
#include "sync/wire/chain.h"
#include "tests/sync/hub/test_store.h"

namespace bozhong::hub::test {

struct Reply {
    int status = 0;
    std::string body, set_cookie, type;
    template <class T>
    T as() const {
        auto message = wire::from_json<T>(body);
        return message.ok() ? message.value() : T{};
    }
};

/// What to send along: Authorization, Cookie, X-CSRF-Token, Idempotency-Key.
struct With {
    std::string authorization, cookie, csrf, key;
};

class Rig {
  public:
    explicit Rig(Limits const& limits = {});
    ~Rig();
    Reply call(std::string const& method, std::string const& path, std::string const& body = {},
               With const& with = {}) const;
    /// Bytes as they are, everything answered until the hub closes or 5 s are over.
    std::string raw(std::string const& bytes) const;
    [[nodiscard]] With central() const { return {"Bearer " + m_token, "", "", ""}; }
    [[nodiscard]] With supervisor();  ///< signs in once
    [[nodiscard]] std::uint16_t port() const { return m_server->port(); }
    void restart();  ///< the process dies and comes back on the same file
    void pass(std::int64_t ms) { m_now += ms; }

    Reply import(std::vector<wire::OrderLine> lines, std::string const& replace_wave = {},
                 bool dry_run = false) const;
    std::vector<wire::ResultRow> all_results() const;
    std::string code(std::string const& station);
    [[nodiscard]] Store const& store() const { return m_store->store(); }
    [[nodiscard]] std::string path(std::string const& name) const { return (m_dir / name).string(); }
    /// The database becomes what another file holds, as after a restore. Of a file only.
    void replace_database(std::function<void(std::string const& path)> const& with);
    /// Somebody changes rows while the hub is down.
    void change_database(std::string const& sql);

    static constexpr char const* password = "a long password";

  private:
    void start();
    void stop();
    Limits m_limits;
    std::filesystem::path m_dir;
    std::unique_ptr<TestStore> m_store;
    std::string m_token = "central-token-of-the-test";
    std::atomic<std::int64_t> m_now{1'790'000'000'000};
    std::unique_ptr<Hub> m_hub;
    std::unique_ptr<Api> m_api;
    std::unique_ptr<Server> m_server;
    std::thread m_thread;
    With m_supervisor;
};

class Table {
  public:
    Table(Rig& rig, std::string id);
    /// Appends to the station's own journal; sent only by send().
    domain::Seq add(domain::Fact const& fact, std::int64_t at_ms = 1'790'000'000'000);
    domain::Seq weigh(wire::OrderLine const& line, std::int64_t net_mg, std::int64_t assignment = 1);
    /// At a time of the table's clock.
    domain::Seq weigh_at(wire::OrderLine const& line, std::int64_t net_mg, std::int64_t at_ms, std::int64_t assignment);
    domain::Seq count(wire::OrderLine const& line, std::int64_t pieces, std::int64_t assignment = 1);
    [[nodiscard]] wire::EventBatch batch(domain::Seq from, domain::Seq to) const;
    Reply post(wire::EventBatch const& batch) const;
    wire::BatchAnswer send();  ///< everything
    wire::FeedPage feed(std::int64_t after, std::int64_t wait_s = 0) const;
    /// Stores everything the hub has for it and says so.
    void catch_up();
    void new_incarnation();
    void sign(wire::EventBatch& batch) const;
    [[nodiscard]] With auth() const { return {m_authorization, "", "", ""}; }
    [[nodiscard]] std::string const& id() const { return m_enrolled.station; }
    [[nodiscard]] std::string base() const { return "/v1/main/stations/" + id(); }
    [[nodiscard]] std::string const& incarnation() const { return m_incarnation; }
    std::vector<domain::StoredEvent> events;
    std::vector<domain::FeedItem> stored;

  private:
    Rig& m_rig;
    wire::KeyPair m_keys;
    wire::EnrolAnswer m_enrolled;
    std::string m_authorization, m_incarnation;
    std::int64_t m_feed = 0;
};

wire::OrderLine weighed_line(std::string const& order_no, std::string const& line_no,
                             std::string const& ordered = "2");
wire::OrderLine counted_line(std::string const& order_no, std::string const& line_no,
                             std::string const& ordered = "4");
std::string base64(std::string const& text);

}  // namespace bozhong::hub::test
