#include "station/app/runner.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace bozhong::app {
namespace {

namespace asio = boost::asio;

/// What happened, in order, told from any thread.
class Story {
  public:
    void tell(std::string what) {
        std::lock_guard const lock(m_mutex);
        m_told.push_back(std::move(what));
        m_changed.notify_all();
    }
    bool wait_for(std::string const& what) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(10), [&] {
            return std::find(m_told.begin(), m_told.end(), what) != m_told.end();
        });
    }
    std::vector<std::string> told() {
        std::lock_guard const lock(m_mutex);
        return m_told;
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::string> m_told;
};

class MemoryJournal : public Journal {
  public:
    explicit MemoryJournal(Story& story) : m_story(story) {}
    ~MemoryJournal() override { m_story.tell("journal closed"); }
    Result<domain::Head> append(std::span<domain::Fact const> facts, domain::Stamp const&) override {
        if (broken) return domain::Error{domain::ErrorKind::io, "sync failed", "journal.db", ""};
        for (auto const& fact : facts) m_story.tell("disk " + type_name(fact));
        m_head.seq += facts.size();
        return m_head;
    }
    Status append_feed(std::span<domain::FeedItem const>) override { return domain::Done{}; }
    Result<core::Restored> load() override { return restored; }
    Result<domain::StoredEvent> read(domain::EventName const& name) override {
        m_story.tell("read " + std::to_string(name.seq));
        return domain::StoredEvent{{"T03", "i", name.seq}, "weighed", "{}", "", ""};
    }
    domain::Head head() const override { return m_head; }
    std::int64_t feed_position() const override { return 0; }
    Result<std::vector<domain::StoredEvent>> unsent(std::size_t) override {
        return std::vector<domain::StoredEvent>{};
    }
    Status acknowledge(std::string const&, domain::Seq) override {
        if (!broken) return domain::Done{};
        m_lost = domain::Error{domain::ErrorKind::io, "sync failed", "journal.db", ""};
        return *m_lost;
    }
    std::optional<domain::Error> lost() const override { return m_lost; }
    Result<Backlog> backlog() override { return Backlog{}; }
    std::string sign_head(domain::Head const&) override { return ""; }
    std::string public_key() const override { return ""; }
    Result<domain::Head> open_incarnation(std::string const&, domain::Stamp const&) override {
        return m_head;
    }
    Status take_back(std::span<domain::StoredEvent const>) override { return domain::Done{}; }
    Status note_people_age(std::int64_t seconds) override {
        m_story.tell("people heard of " + std::to_string(seconds / 3600) + " h ago");
        return domain::Done{};
    }
    Status mark_clean_end() override {
        m_story.tell("clean end");
        return domain::Done{};
    }
    std::int64_t free_bytes() const override { return 1LL << 40; }

    core::Restored restored;
    bool broken = false;

  private:
    Story& m_story;
    domain::Head m_head{"i", 0, ""};
    std::optional<domain::Error> m_lost;
};

class PaperPrinter : public Printer {
  public:
    explicit PaperPrinter(Story& story) : m_story(story) {}
    void start(OnLabel on_label, OnState on_state) override {
        m_on_label = std::move(on_label);
        on_state({"printer", core::PrinterState::ready, ""});
    }
    void print(LabelJob job) override {
        m_story.tell("paper " + job.content.actual);
        m_on_label({job.label, domain::LabelState::printed, "answer", "printer", ""});
    }
    void stop() override {}

  private:
    Story& m_story;
    OnLabel m_on_label;
};

class HandScale : public ScaleControl {
  public:
    void start(OnEvent on_event) override { event = std::move(on_event); }
    void send(std::string const&) override {}
    void stop() override {}
    OnEvent event;
};

/// Answers at once and never again: nothing is waiting to be sent.
class HubThatIsThere : public Uplink {
  public:
    void start(Station station) override {
        m_station = std::move(station);
        m_station.hub_seen({.connected = connected, .detail = connected ? "" : "nobody there"});
    }
    bool connected = true;
    void events_waiting() override {}
    void heard() { m_station.hub_seen({.connected = true}); }
    void acknowledge() {
        m_station.with_journal([](Journal& journal) { (void)journal.acknowledge("i", 1); });
    }
    void stop() override {}

  private:
    Station m_station;
};

class StationOnItsStrand : public testing::Test {
  protected:
    void SetUp() override {
        auto journal = std::make_unique<MemoryJournal>(story);
        journal->broken = broken_disk;
        core::TaskRecord record;
        record.task.line = {"O1", "1"};
        record.task.station = "T03";
        record.task.sku = "cucumber";
        record.task.product = "黄瓜";
        record.task.customer_code = "A-001";
        record.task.ordered = {*domain::Decimal::parse("2"), "斤"};
        journal->restored.tasks.push_back(record);
        journal->restored.people_age_s = hub_hours_away * 3600;
        journal->restored.people.push_back({.id = "07", .name = "", .rights = {domain::Right::capture}, .badge = "B07", .pin_hash = ""});
        Parts parts;
        parts.journal = std::move(journal);
        parts.printer = std::make_unique<PaperPrinter>(story);
        if (hub_there) {
            auto there = std::make_unique<HubThatIsThere>();
            hub = there.get();
            hub->connected = hub_hours_away == 0;
            parts.uplink = std::move(there);
        }
        auto hand = std::make_unique<HandScale>();
        scale = hand.get();
        parts.scales["s1"] = std::move(hand);
        parts.make_label = [](domain::StoredEvent const& event, int) -> domain::Result<domain::LabelContent> {
            domain::LabelContent content;
            content.actual = "of " + std::to_string(event.id.seq);
            return content;
        };
        core::StationSetup setup;
        setup.station = "T03";
        setup.scales.push_back({.id = "s1"});
        runner = std::make_unique<Runner>(
            context.get_executor(), setup, std::move(parts),
            [this](domain::Error const& error) { story.tell("fatal " + error.what); });
        runner->listen([this](core::Snapshot const& snapshot) {
            if (snapshot.devices.hub_connected) story.tell("hub connected");
            if (snapshot.confirm.possible) story.tell("can confirm");
            if (snapshot.weight.state == core::WeighState::empty) story.tell("empty");
            if (snapshot.weight.state == core::WeighState::recorded) story.tell("shown recorded");
        });
        runner->on_refused([this](core::SignInRefused const& no) { story.tell("refused " + no.by); });
        thread = std::thread([this] {
            auto const guard = asio::make_work_guard(context);
            context.run();
        });
        ASSERT_TRUE(runner->start().ok());
    }
    void TearDown() override {
        runner->stop();
        context.stop();
        thread.join();
        runner.reset();
        context.restart();
        context.poll();  // what the strand had not come to
        EXPECT_EQ(story.told().back(), "journal closed") << "who stops lets go of the file and its lock";
    }

    /// Sends the reading again and again, as a scale does, until the station has told what is waited for.
    bool weigh_until(std::int64_t grams, std::string const& what) {
        for (int i = 0; i < 400; ++i) {
            asio::post(context, [this, grams] {
                domain::Reading reading;
                auto const value = domain::in_unit(domain::grams(grams), domain::MassUnit::kg, 3);
                reading.indication = {value, "kg"};
                reading.mass = domain::grams(grams);
                reading.kind = domain::WeightKind::gross;
                reading.stable = domain::Known::yes;
                reading.at_zero = grams == 0 ? domain::Known::yes : domain::Known::no;
                reading.at = core::Instant(std::chrono::duration_cast<domain::milliseconds>(
                    std::chrono::steady_clock::now().time_since_epoch()));
                scale->event(core::ReadingSeen{reading, "s1"});
            });
            std::unique_lock lock(pace);
            pace_changed.wait_for(lock, std::chrono::milliseconds(20));
            auto const told = story.told();
            if (std::find(told.begin(), told.end(), what) != told.end()) return true;
        }
        return false;
    }

    void sign_in_and_weigh() {
        domain::Person person;
        person.id = "07";
        person.rights = {domain::Right::capture};
        runner->post(core::SignInAccepted{person, "badge"});
        runner->post(core::ScaleLinkChanged{"s1", core::LinkState::up, ""});
        ASSERT_TRUE(weigh_until(0, "empty"));
        ASSERT_TRUE(weigh_until(1000, "can confirm"));
        runner->post(core::KeyPressed{core::Key::confirm});
    }

    bool broken_disk = false, hub_there = false;
    std::int64_t hub_hours_away = 0;
    HubThatIsThere* hub = nullptr;
    Story story;
    asio::io_context context;
    HandScale* scale = nullptr;
    std::unique_ptr<Runner> runner;
    std::thread thread;
    std::mutex pace;
    std::condition_variable pace_changed;
};

TEST_F(StationOnItsStrand, ATableThatNeverHadAHubHasNoBoundOfItsPeople) {
    runner->sign_in("B07", "");
    EXPECT_TRUE(story.wait_for("disk signed_in"));
}

class HubAway : public StationOnItsStrand {
  protected:
    void SetUp() override {
        hub_there = true;
        hub_hours_away = 167;
        StationOnItsStrand::SetUp();
    }
};
class HubAwayTooLong : public StationOnItsStrand {
  protected:
    void SetUp() override {
        hub_there = true;
        hub_hours_away = 168;
        StationOnItsStrand::SetUp();
    }
};

TEST_F(HubAway, SignsPeopleInWithinTheBound) {
    runner->sign_in("B07", "");
    EXPECT_TRUE(story.wait_for("disk signed_in"));
}

TEST_F(HubAwayTooLong, LetsNobodyInUntilTheHubIsHeard) {
    runner->sign_in("B07", "");
    ASSERT_TRUE(story.wait_for("refused people_too_old"));
    ASSERT_TRUE(story.wait_for("disk sign_in_failed"));
    runner->authorise("B07", "", core::KeyPressed{core::Key::confirm});
    hub->heard();
    ASSERT_TRUE(story.wait_for("hub connected"));
    runner->sign_in("B07", "");
    EXPECT_TRUE(story.wait_for("disk signed_in"));
    EXPECT_TRUE(story.wait_for("people heard of 0 h ago")) << "a restart knows it too";
}

TEST_F(HubAwayTooLong, WhoWasInIsOutAtTheBound) {
    domain::Person person;
    person.id = "07";
    runner->post(core::SignInAccepted{person, "badge"});
    EXPECT_TRUE(story.wait_for("disk signed_out"));
}

TEST_F(StationOnItsStrand, DiskThenScreenThenPaper) {
    sign_in_and_weigh();
    ASSERT_TRUE(weigh_until(1000, "shown recorded"));
    ASSERT_TRUE(story.wait_for("disk label_state"));
    auto const told = story.told();
    auto const at = [&](std::string const& start) {
        return std::find_if(told.begin(), told.end(),
                            [&](auto const& line) { return line.starts_with(start); }) -
               told.begin();
    };
    EXPECT_LT(at("disk weighed"), at("shown recorded"));
    EXPECT_LT(at("disk weighed"), at("read "));
    EXPECT_LT(at("read "), at("paper of "));
    EXPECT_LT(at("paper of "), at("disk label_state"));
}

class BrokenDisk : public StationOnItsStrand {
    void SetUp() override {
        broken_disk = true;
        StationOnItsStrand::SetUp();
    }
};

TEST_F(BrokenDisk, NothingIsShownOrPrintedAndTheProcessIsToldToEnd) {
    domain::Person person;
    person.id = "07";
    person.rights = {domain::Right::capture};
    runner->post(core::SignInAccepted{person, "badge"});
    ASSERT_TRUE(story.wait_for("fatal sync failed"));
    for (auto const& line : story.told()) {
        EXPECT_NE(line, "shown recorded");
        EXPECT_FALSE(line.starts_with("paper"));
    }
}

class HubThere : public StationOnItsStrand {
    void SetUp() override {
        hub_there = true;
        StationOnItsStrand::SetUp();
    }
};

/// Its word comes while the state is still being loaded, because the start waits for it.
TEST_F(HubThere, WhatTheStartHeardOfTheHubIsOnTheScreen) {
    ASSERT_TRUE(story.wait_for("hub connected"));
}

class HubThereDiskBreaks : public StationOnItsStrand {
    void SetUp() override {
        hub_there = true;
        broken_disk = true;
        StationOnItsStrand::SetUp();
    }
};

/// It would go on with everything at hand and look well, and nothing it has reaches the hub any more.
TEST_F(HubThereDiskBreaks, AFailedAcknowledgementEndsTheProcessToo) {
    ASSERT_TRUE(story.wait_for("hub connected"));
    hub->acknowledge();
    ASSERT_TRUE(story.wait_for("fatal sync failed"));
}

}  // namespace
}  // namespace bozhong::app
