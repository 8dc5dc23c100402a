// The uplink with real sockets against the model hub, and a journal in memory on a thread of its own.
#include "sync/client/uplink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model_world.h"
#include "test_server.h"
#include "tests/support/journal_thread.h"

namespace {

using namespace bozhong;
using namespace std::chrono_literals;
using domain::Done;
using test::ModelHub;
using test::ModelJournal;
using test::TestServer;

class MemoryJournal final : public app::Journal {
  public:
    ModelJournal model;

    domain::Result<domain::Head> append(std::span<domain::Fact const>, domain::Stamp const&) override {
        return head();
    }
    domain::Status append_feed(std::span<domain::FeedItem const> items) override {
        for (auto const& item : items)
            if (item.position > model.feed_position()) model.feed.push_back(item);
        return Done{};
    }
    domain::Result<core::Restored> load() override { return core::Restored{}; }
    domain::Result<domain::StoredEvent> read(domain::EventName const& name) override {
        return model.lives.back().events.at(name.seq - 1);
    }
    domain::Head head() const override { return head_of(model.lives.back()); }
    std::int64_t feed_position() const override { return model.feed_position(); }
    domain::Result<std::vector<domain::StoredEvent>> unsent(std::size_t limit) override {
        std::vector<domain::StoredEvent> out;
        for (auto const& life : model.lives) {
            for (auto i = life.acknowledged; i < life.events.size() && out.size() < limit; ++i)
                out.push_back(life.events[i]);
            if (!out.empty()) break;
        }
        return out;
    }
    domain::Status acknowledge(std::string const& incarnation, domain::Seq up_to) override {
        auto& life = model.life(incarnation);
        life.acknowledged = std::max(life.acknowledged, up_to);
        return Done{};
    }
    domain::Result<std::vector<domain::Head>> heads() override {
        std::vector<domain::Head> out;
        for (auto const& life : model.lives) out.push_back(head_of(life));
        return out;
    }
    domain::Status reoffer(std::string const& incarnation, domain::Seq above) override {
        auto& life = model.life(incarnation);
        life.acknowledged = std::min(life.acknowledged, above);
        return Done{};
    }
    domain::Result<Backlog> backlog() override {
        Backlog out{model.unsent(), {}};
        if (out.events > 0) out.oldest = domain::WallTime{1'000};
        return out;
    }
    std::string sign_head(domain::Head const& head) override { return "signed:" + head.hash; }
    std::string public_key() const override { return ""; }
    domain::Result<domain::Head> open_incarnation(std::string const& reason, domain::Stamp const&) override {
        model.reasons.push_back(reason);
        model.lives.push_back({"bbbb000000000001", {}, 0});
        return head();
    }
    domain::Status take_back(std::span<domain::StoredEvent const>) override { return Done{}; }
    domain::Status mark_clean_end() override { return Done{}; }
    std::int64_t free_bytes() const override { return 1; }

  private:
    static domain::Head head_of(ModelJournal::Life const& life) {
        return {life.name, life.events.size(), life.events.empty() ? "" : life.events.back().hash};
    }
};

/// The station's side: a journal thread with a queue, and what was told.
class Desk {
  public:
    app::Uplink::Station station() {
        return {[this](auto call) { m_journal.post(std::move(call)); },
                [this](auto items) {
                    m_journal.note([&] { feed.insert(feed.end(), items.begin(), items.end()); });
                },
                [this](auto seen) { m_journal.note([&] { last = seen; }); }};
    }
    void append(int count, app::Uplink& uplink) {
        m_journal.post(
            [count](app::Journal& journal) { static_cast<MemoryJournal&>(journal).model.append(count); });
        uplink.events_waiting();
    }
    template <class Condition>
    bool wait(Condition condition, std::chrono::milliseconds most) {
        return m_journal.wait(condition, most);
    }
    std::vector<domain::FeedItem> feed;
    core::HubSeen last;

  private:
    test::JournalThread m_journal{std::make_unique<MemoryJournal>()};
};

/// The model hub behind a socket; feed requests wait as the real one does.
class HubServer {
  public:
    explicit HubServer(std::uint16_t port = 0)
        : m_server([this](auto const& request) { return answer(request); }, port) {}
    ~HubServer() {
        std::lock_guard const lock(m_mutex);
        m_over = true;
        m_changed.notify_all();
    }
    template <class Do>
    auto with(Do action) {
        std::lock_guard const lock(m_mutex);
        m_changed.notify_all();
        return action(m_hub);
    }
    [[nodiscard]] std::uint16_t port() const { return m_server.port(); }
    [[nodiscard]] std::string url() const { return m_server.url(); }
    std::string signature, authorization;

  private:
    std::optional<TestServer::Answer> answer(TestServer::Request const& request) {
        std::unique_lock lock(m_mutex);
        authorization = request.authorization;
        if (request.method == "POST") signature = request.body;
        client::SendHttp const asked{client::Lane::up, request.method, request.target, request.body, {}};
        bool const waits = request.target.find("/feed?") != std::string::npos &&
                           request.target.find("wait_s=0") == std::string::npos;
        auto const has_items = [&] { return m_hub.answer(asked).body.find("\"kind\"") != std::string::npos; };
        if (waits) m_changed.wait_for(lock, 25s, [&] { return m_over || has_items(); });
        if (m_over) return std::nullopt;
        auto const out = m_hub.answer(asked);
        return TestServer::Answer{out.status, out.body};
    }
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_over = false;
    ModelHub m_hub;
    TestServer m_server;
};

TEST(Uplink, SendsAndReceivesOverRealSockets) {
    HubServer hub;
    hub.with([](ModelHub& it) { it.add_feed(12); });
    Desk desk;
    auto uplink = client::make_uplink({hub.url(), "", "main", "T1", "s3cret"});
    uplink->start(desk.station());
    ASSERT_TRUE(desk.wait([&] { return desk.feed.size() == 12; }, 10s));
    desk.append(600, *uplink);
    auto const arrived = [&] {
        return hub.with([](ModelHub& it) { return it.events["aaaa000000000001"].size() == 600; });
    };
    ASSERT_TRUE(desk.wait([&] { return arrived() && desk.last.connected && desk.last.unsent == 0; }, 10s));
    EXPECT_EQ(hub.authorization, "Basic VDE6czNjcmV0");
    EXPECT_THAT(hub.signature, testing::HasSubstr("signed:aaaa000000000001#600"));
    hub.with([](ModelHub& it) { it.add_feed(1); });
    EXPECT_TRUE(desk.wait([&] { return desk.feed.size() == 13; }, 2s))
        << "a waiting feed request answers at once";
    uplink->stop();
}

TEST(Uplink, FindsAHubAgainWithinTwoSeconds) {
    auto hub = std::make_unique<HubServer>();
    std::uint16_t const port = hub->port();
    Desk desk;
    auto uplink = client::make_uplink({hub->url(), "", "main", "T1", "s", 0, 99});
    uplink->start(desk.station());
    ASSERT_TRUE(desk.wait([&] { return desk.last.connected; }, 10s));
    for (int round = 0; round < 2; ++round) {
        hub.reset();
        ASSERT_TRUE(desk.wait([&] { return !desk.last.connected; }, 5s));
        desk.append(3, *uplink);
        ASSERT_TRUE(desk.wait([&] { return desk.last.unsent == 3; }, 5s))
            << "the backlog is told while the hub is away";
        EXPECT_GT(desk.last.oldest_unsent_ms, 0);
        hub = std::make_unique<HubServer>(port);
        EXPECT_TRUE(desk.wait([&] { return desk.last.connected && desk.last.unsent == 0; }, 2s)) << round;
    }
    auto const sent = hub->with([](ModelHub& it) { return it.events["aaaa000000000001"].size(); });
    EXPECT_EQ(sent, 6u) << "a hub that forgot the first three gets them again";
    uplink->stop();
}

TEST(Uplink, AWrongAddressIsToldNotThrown) {
    Desk desk;
    auto uplink = client::make_uplink({"http://hub.example", "", "main", "T1", "s"});
    uplink->start(desk.station());
    EXPECT_TRUE(desk.wait([&] { return desk.last.detail.find("loopback") != std::string::npos; }, 5s));
    uplink->events_waiting();
    uplink->stop();
}

TEST(Uplink, StopsWhileARequestWaits) {
    HubServer hub;
    Desk desk;
    auto uplink = client::make_uplink({hub.url(), "", "main", "T1", "s"});
    uplink->start(desk.station());
    ASSERT_TRUE(desk.wait([&] { return desk.last.connected; }, 10s));
    auto const began = std::chrono::steady_clock::now();
    uplink->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
}

}  // namespace
