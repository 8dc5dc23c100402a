#pragma once
// A station without a core, as a process of threads: its SQLite journal on a thread of its own and the real
// uplink; and a real hub beside it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include "config/credentials.h"
#include "station/domain/task_facts.h"
#include "station/journal/journal.h"
#include "sync/client/http.h"
#include "sync/client/uplink.h"
#include "sync/wire/messages.h"
#include "tests/support/hub_process.h"
#include "tests/support/journal_thread.h"

namespace bozhong::test {

using namespace std::chrono_literals;

inline std::string text_of(std::string const& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline domain::Stamp stamp() {
    return {{1'750'000'000'000}, true, "p1"};
}

/// A station without a core: its journal on a thread of its own, and an uplink.
class StationSide {
  public:
    explicit StationSide(std::string const& dir) {
        auto const credentials = config::load_credentials(dir + "/credentials.toml");
        if (!credentials) throw std::runtime_error(credentials.error().text());
        auto opened = journal::open_journal(dir + "/journal.db",
                                            {credentials->station, "test", "", "boot", "good", stamp()});
        if (!opened) throw std::runtime_error(opened.error().text());
        m_journal.emplace(std::move(opened).value());
        m_uplink =
            client::make_uplink({credentials->hub_url, "", credentials->warehouse, credentials->station,
                                 credentials->secret, credentials->feed_cursor, 11});
        m_uplink->start({[this](auto call) { m_journal->post(std::move(call)); },
                         [this](auto items) { m_journal->note([&] { feed += items.size(); }); },
                         [this](auto seen) { m_journal->note([&] { last = seen; }); }});
    }
    ~StationSide() {
        m_uplink->stop();
        m_journal.reset();
    }
    template <class Read>
    auto ask(Read read) {
        std::optional<decltype(read(std::declval<app::Journal&>()))> out;
        m_journal->post([&](app::Journal& journal) {
            auto got = read(journal);
            m_journal->note([&] { out = std::move(got); });
        });
        wait([&] { return out.has_value(); }, 10s);
        return out.value();
    }
    /// Ends as a process does that is told to end; without it, as one that dies.
    void end() {
        ask([](app::Journal& journal) { return journal.mark_clean_end().ok(); });
    }
    /// One bag of a task of this table, by hand of nobody in particular; its number.
    domain::Seq weigh(domain::LineKey const& line, std::int64_t net_mg) {
        auto const head = ask([&](app::Journal& journal) {
            domain::Weighed fact;
            auto const restored = journal.load().value();
            for (auto const& record : restored.tasks)
                if (record.task.line == line)
                    fact.task = domain::task_facts(record.task, journal.feed_position());
            fact.net = fact.gross = {net_mg};
            fact.indication = {domain::in_unit(fact.net, domain::MassUnit::kg, 3).text(), "kg"};
            fact.settled = domain::settle(fact.net, domain::MassUnit::jin).text();
            fact.settle_unit = fact.task.ordered.unit;
            std::vector<domain::Fact> const facts{fact, domain::LabelQueued{.of = 0, .template_name = "bag"}};
            return journal.append(facts, stamp()).value();
        });
        m_uplink->events_waiting();
        return head.seq - 1;
    }
    /// One event each, as a sorter's skips are.
    void append(int count) {
        m_journal->post([count](app::Journal& journal) {
            for (int i = 0; i < count; ++i) {
                std::vector<domain::Fact> const facts{domain::Skipped{{"O", std::to_string(i)}, "p1"}};
                ASSERT_TRUE(journal.append(facts, stamp()).ok());
            }
        });
        m_uplink->events_waiting();
    }
    template <class Condition>
    bool wait(Condition condition, std::chrono::milliseconds most) {
        return m_journal->wait(condition, most);
    }
    bool delivered(std::chrono::milliseconds most = 10s) {
        auto const end = std::chrono::steady_clock::now() + most;
        while (std::chrono::steady_clock::now() < end) {
            auto const backlog = ask([](app::Journal& journal) { return journal.backlog().value().events; });
            if (backlog == 0 && wait([&] { return last.connected && last.unsent == 0; }, 100ms)) return true;
        }
        return false;
    }
    std::size_t feed = 0;
    core::HubSeen last;

  private:
    std::optional<JournalThread> m_journal;
    std::unique_ptr<app::Uplink> m_uplink;
};

}  // namespace bozhong::test
