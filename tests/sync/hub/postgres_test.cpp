// What the store owes the hub on a PostgreSQL that others use too. Run by postgres_test.py only, which starts
// one.
#include "sync/hub/postgres_database.h"

#include <gmock/gmock.h>

#include <chrono>
#include <sstream>
#include <thread>

#include "sync/hub/api.h"
#include "sync/hub/hub.h"
#include "sync/hub/keeping.h"
#include "tests/sync/hub/test_store.h"

namespace bozhong::hub::test {
namespace {

using domain::ErrorKind;
using testing::ElementsAre;
using testing::HasSubstr;

struct Postgres : testing::Test {
    void SetUp() override { ASSERT_FALSE(test_postgres().empty()) << "run postgres_test.py"; }

    TestStore mine{"/nowhere/hub.db"};
    std::string const conninfo = mine.store().postgres;

    static std::int64_t pid(Database& database) { return database.number("SELECT pg_backend_pid()"); }
    static std::int64_t next(Database& database) {
        return database.number(
            "INSERT INTO counters VALUES('n', 1) ON CONFLICT(name) DO UPDATE SET value = counters.value + 1 "
            "RETURNING value");
    }
    /// Until the server says so of somebody.
    static void wait_for(Database& watching, std::string const& sql) {
        auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (watching.number(sql) == 0) {
            ASSERT_LT(std::chrono::steady_clock::now(), until) << sql;
            std::this_thread::yield();
        }
    }
    static std::string waits_for_lock(std::int64_t pid) {
        return "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND pid = " +
               std::to_string(pid);
    }
    /// The administrator's word to one that is busy.
    static void tell(Database& admin, std::string const& what, std::int64_t pid) {
        EXPECT_EQ(admin.number("SELECT " + what + "(?1)::int", pid), 1);
    }
};

TEST_F(Postgres, ASecondWriterWaitsForTheFirstOnesCommitAndSeesIt) {
    auto const first = mine.open(), second = mine.open(), watching = mine.open();
    auto const waiter = pid(*second);
    first->begin();
    EXPECT_EQ(next(*first), 1);
    std::int64_t seen = 0;
    std::thread other([&] {
        second->begin();
        seen = next(*second);
        EXPECT_TRUE(second->commit().ok());
    });
    wait_for(*watching, waits_for_lock(waiter));
    EXPECT_EQ(watching->number("SELECT count(*) FROM counters"), 0) << "nothing is seen before its commit";
    EXPECT_TRUE(first->commit().ok());
    other.join();
    EXPECT_EQ(seen, 2);
}

TEST_F(Postgres, AServersOtherDefaultsDoNotChangeThat) {
    auto const odd =
        open_postgres(conninfo.substr(0, conninfo.rfind('\'')) +
                      " -c default_transaction_isolation=serializable -c default_transaction_read_only=on"
                      " -c synchronous_commit=off'");
    ASSERT_FALSE(odd.ok()) << "libpq itself finds that it takes no writes";
    auto const second =
        open_postgres(conninfo.substr(0, conninfo.rfind('\'')) +
                      " -c default_transaction_isolation=serializable -c synchronous_commit=off'");
    ASSERT_TRUE(second.ok()) << second.error().text();
    EXPECT_EQ((*second)->one("SHOW synchronous_commit")->text(0), "on");
    auto const first = mine.open(), watching = mine.open();
    auto const waiter = pid(**second);
    first->begin();
    next(*first);
    std::int64_t seen = 0;
    std::thread other([&] {
        (*second)->begin();
        seen = next(**second);
        EXPECT_TRUE((*second)->commit().ok());
    });
    wait_for(*watching, waits_for_lock(waiter));
    EXPECT_TRUE(first->commit().ok());
    other.join();
    EXPECT_EQ(seen, 2);
}

TEST_F(Postgres, AConnectionLostInATransactionLeavesNothing) {
    auto const store = mine.open(), admin = mine.open();
    store->begin();
    next(*store);
    tell(*admin, "pg_terminate_backend", pid(*store));
    next(*store);
    EXPECT_TRUE(store->failure().has_value());
    EXPECT_TRUE(store->broken());
    EXPECT_EQ(store->commit().error().kind, ErrorKind::unavailable);
    store->begin();
    EXPECT_FALSE(store->commit().ok()) << "it stays so";
    EXPECT_EQ(admin->number("SELECT count(*) FROM counters"), 0);
}

TEST_F(Postgres, AConnectionLostAtTheCommitAcknowledgesNothing) {
    auto const store = mine.open(), admin = mine.open();
    store->begin();
    next(*store);
    tell(*admin, "pg_terminate_backend", pid(*store));
    EXPECT_EQ(store->commit().error().kind, ErrorKind::unavailable);
    EXPECT_TRUE(store->broken());
}

/// The commit stands on this server while it waits for a standby. Then somebody ends the wait, and the server
/// says COMMIT where less is true; or somebody ends the connection, and no answer comes.
struct PostgresUnconfirmed : Postgres, testing::WithParamInterface<char const*> {};
INSTANTIATE_TEST_SUITE_P(Postgres, PostgresUnconfirmed,
                         testing::Values("pg_cancel_backend", "pg_terminate_backend"));

TEST_P(PostgresUnconfirmed, CommitIsNotAcknowledgedAndFoundWhenAskedAgain) {
    auto const store = mine.open(), admin = mine.open();
    auto const busy = pid(*store);
    admin->run("SET synchronous_commit = local");
    admin->run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    admin->run("SELECT pg_reload_conf()");
    Status told = domain::Done{};
    std::thread other([&] {
        wait_for(*store,
                 "SELECT count(*) FROM pg_settings WHERE name = 'synchronous_standby_names' AND setting = "
                 "'nobody'");
        store->begin();
        next(*store);
        told = store->commit();
    });
    wait_for(*admin, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND pid = " +
                         std::to_string(busy));
    tell(*admin, GetParam(), busy);
    other.join();
    admin->run("ALTER SYSTEM RESET synchronous_standby_names");
    admin->run("SELECT pg_reload_conf()");
    ASSERT_FALSE(told.ok());
    EXPECT_THAT(told.error().text(), HasSubstr("not known"));
    EXPECT_TRUE(store->broken());
    EXPECT_EQ(admin->number("SELECT value FROM counters WHERE name = 'n'"), 1) << "asked again it is found";
}

TEST_F(Postgres, AFailedStatementUndoesItsTransactionAndNoMore) {
    auto const store = mine.open();
    store->begin();
    next(*store);
    store->run("SELECT nonsense");
    EXPECT_EQ(next(*store), 0) << "what follows has no effect";
    EXPECT_THAT(store->commit().error().text(), HasSubstr("nonsense"));
    EXPECT_FALSE(store->broken());
    store->begin();
    EXPECT_EQ(next(*store), 1);
    EXPECT_TRUE(store->commit().ok());
}

TEST_F(Postgres, ATextThatItCannotKeepIsTheSendersFault) {
    auto const store = mine.open();
    for (auto const& text : {std::string("a\0b", 3), std::string("\xff\xfe")}) {
        store->begin();
        store->run("INSERT INTO meta VALUES('x', ?1)", text);
        EXPECT_EQ(store->commit().error().kind, ErrorKind::bad_input);
        EXPECT_FALSE(store->broken());
    }
}

TEST_F(Postgres, ValuesComeBackAsTheyWent) {
    auto const store = mine.open();
    auto const row = store->one(
        "SELECT ?1::bigint, ?2::text, ?3::text, sum(x), count(*) = 2, NULL FROM (VALUES (1::bigint), (?1)) "
        "AS t(x)",
        std::int64_t{-9'007'199'254'740'993}, "播种 'q' \\ \t", "");
    ASSERT_TRUE(row.has_value()) << store->failure()->text();
    EXPECT_EQ(row->integer(0), -9'007'199'254'740'993);
    EXPECT_EQ(row->text(1), "播种 'q' \\ \t");
    EXPECT_FALSE(row->null(2)) << "an empty text is one";
    EXPECT_EQ(row->integer(3), -9'007'199'254'740'992);
    EXPECT_TRUE(row->flag(4));
    EXPECT_TRUE(row->null(5));
}

TEST_F(Postgres, TextsAreInTheOrderOfTheirBytes) {
    auto const store = mine.open();
    for (auto const* name : {"b", "é", "B", "中", "a-b", "ab", "Z", "a"})
        store->run("INSERT INTO meta VALUES(?1, '')", name);
    std::vector<std::string> names;
    for (auto const& r : store->run("SELECT name FROM meta ORDER BY name")) names.push_back(r.text(0));
    EXPECT_THAT(names, ElementsAre("B", "Z", "a", "a-b", "ab", "b", "é", "中"));
}

TEST_F(Postgres, MoreStatementsThanItKeepsAreNoTrouble) {
    auto const store = mine.open();
    for (int i = 0; i < 1'200; ++i) {
        if (i % 100 == 0) store->begin();
        EXPECT_EQ(store->number("SELECT " + std::to_string(i) + "::bigint"), i);
        if (i % 100 == 99) {
            EXPECT_TRUE(store->commit().ok());
        }
    }
    EXPECT_LE(store->number("SELECT count(*) FROM pg_prepared_statements"), 602);
}

TEST_F(Postgres, TwoThatStartTogetherMakeTheSchemaOnce) {
    std::vector<std::thread> starts;
    for (int i = 0; i < 4; ++i) starts.emplace_back([&] { EXPECT_NE(mine.open(), nullptr); });
    for (auto& each : starts) each.join();
    auto const store = mine.open();
    EXPECT_EQ(store->number("SELECT count(*) FROM hub_schema"),
              static_cast<std::int64_t>(migrations().size()));
}

TEST_F(Postgres, ANewerSchemaIsRefused) {
    mine.open()->run("INSERT INTO hub_schema VALUES(?1)", migrations().size() + 1);
    EXPECT_EQ(open_postgres(conninfo).error().kind, ErrorKind::unsupported);
    EXPECT_EQ(open_postgres_to_read(conninfo).error().kind, ErrorKind::unsupported);
}

/// The tables become what the version before this one made.
void age(Database& store) {
    // The schema itself stays: the hubs' locks are known by its number.
    for (auto const& table : store.run("SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"))
        store.run("DROP TABLE " + table.text(0) + " CASCADE");
    store.run("CREATE TABLE hub_schema(version BIGINT NOT NULL)");
    for (std::size_t step = 0; step + 1 < migrations().size(); ++step) {
        std::istringstream statements(postgres_schema(migrations()[step]));
        for (std::string one; std::getline(statements, one, ';');)
            if (one.find_first_not_of(" \n") != std::string::npos) store.run(one);
        store.run("INSERT INTO hub_schema VALUES(?1)", step + 1);
    }
}

TEST_F(Postgres, AnOlderSchemaChangesOnlyWhileNoHubUsesIt) {
    auto running = mine.open();
    constexpr auto columns = "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema()";
    auto const all = running->number(columns);
    age(*running);
    ASSERT_LT(running->number(columns), all);
    auto const refused = open_postgres(conninfo);
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
    running.reset();
    auto const upgraded = mine.open();
    EXPECT_EQ(upgraded->number("SELECT max(version) FROM hub_schema"),
              static_cast<std::int64_t>(migrations().size()));
    EXPECT_EQ(upgraded->number(columns), all);
    EXPECT_FALSE(upgraded->failure().has_value());
}

TEST_F(Postgres, AReaderWritesNothingAndSeesOneMoment) {
    auto const writer = mine.open();
    auto const reader = open_postgres_to_read(conninfo);
    ASSERT_TRUE(reader.ok());
    (*reader)->run("BEGIN");
    EXPECT_EQ((*reader)->number("SELECT count(*) FROM counters"), 0);
    writer->begin();
    next(*writer);
    EXPECT_TRUE(writer->commit().ok());
    EXPECT_EQ((*reader)->number("SELECT count(*) FROM counters"), 0);
    (*reader)->run("INSERT INTO meta VALUES('x', '')");
    EXPECT_THAT((*reader)->failure()->text(), HasSubstr("read-only"));
}

TEST_F(Postgres, OneLeadsUntilItIsGone) {
    auto first = mine.open();
    auto const second = mine.open();
    EXPECT_TRUE(first->leads());
    EXPECT_TRUE(first->leads());
    EXPECT_FALSE(second->leads());
    first.reset();
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!second->leads() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    EXPECT_TRUE(second->leads());
}

struct Hubs : Postgres {
    Author const central{Author::Kind::central, "central", "", {}};
    std::unique_ptr<Hub> hub(std::string const& key = "one key") const {
        Settings settings;
        settings.key = key;
        return std::make_unique<Hub>(mine.open(), settings, [] { return 1'790'000'000'000; });
    }
};
using PostgresHubs = Hubs;

TEST_F(PostgresHubs, MustHaveTheSameKey) {
    auto const first = hub(), second = hub(), third = hub("another");
    EXPECT_TRUE(first->write([&] { return first->know_key(); }).ok());
    EXPECT_TRUE(second->write([&] { return second->know_key(); }).ok());
    EXPECT_EQ(third->write([&] { return third->know_key(); }).error().kind, ErrorKind::refused);
}

/// Two hubs with their pages.
TEST_F(PostgresHubs, ANewPasswordEndsSessionsAtTheOtherHubToo) {
    auto const first = hub(), second = hub();
    Api one(*first, {"token", false, ""}), other(*second, {"token", false, ""});
    auto const set = [&](std::string const& password) {
        return one.handle(
            {"PUT", "/v1/main/people/admin", "", "Bearer token", "", "", "",
             wire::to_json(wire::PersonRequest{"Admin", "administrator", "", "", password, {}, true})});
    };
    auto const may_look = [](Api& api, std::string const& cookie) {
        return api.handle({"GET", "/v1/main/people", "", "", cookie, "", "", ""}).status == 200;
    };
    ASSERT_EQ(set("a long password").status, 200);
    auto const in = other.handle({"POST", "/v1/session", "", "", "", "", "",
                                  wire::to_json(wire::SignInRequest{"admin", "a long password"})});
    ASSERT_EQ(in.status, 200) << in.body;
    auto const& said = in.headers.at(0).second;
    auto const cookie = said.substr(0, said.find(';'));
    EXPECT_TRUE(may_look(other, cookie));
    EXPECT_FALSE(may_look(one, cookie)) << "who is in at one hub is not at the other";
    ASSERT_EQ(set("another password").status, 200);
    EXPECT_FALSE(may_look(other, cookie));
}

TEST_F(PostgresHubs, HearOfEachOthersFeeds) {
    auto const first = hub(), second = hub();
    auto const code = first->write([&] { return first->make_code("main", {"T01", ""}, central); });
    auto const enrolled = second->write([&] {
        return second->enrol({code->code, std::string(64, 'a'), "test"});
    });
    ASSERT_TRUE(enrolled.ok()) << "a code of one is good at the other";
    first->look_elsewhere(), second->look_elsewhere();
    first->take_dirty(), second->take_dirty();
    EXPECT_TRUE(first->write([&] { return first->put_lot("main", "1001", "L1", central); }).ok());
    first->look_elsewhere(), second->look_elsewhere();
    EXPECT_THAT(second->take_dirty(), ElementsAre("T01"));
    second->look_elsewhere();
    EXPECT_TRUE(second->take_dirty().empty());
}

TEST_F(PostgresHubs, AreANewLifeAfterARestoreWhichWaitsForThemToEnd) {
    auto running = hub();
    EXPECT_EQ(running->results_generation("main").generation, "");
    EXPECT_EQ(adopt_restored(conninfo, "2026-01-01T00:00:00.000Z").error().kind, ErrorKind::conflict);
    running.reset();
    Result<Verdict> restored = domain::Error{ErrorKind::conflict, "", "", ""};
    while (!restored.ok() && restored.error().kind == ErrorKind::conflict)
        restored = adopt_restored(conninfo, "2026-01-01T00:00:00.000Z");
    ASSERT_TRUE(restored.ok()) << restored.error().text();
    EXPECT_TRUE(restored->ok) << restored->where << restored->why;
    EXPECT_EQ(hub()->results_generation("main").generation.size(), 16U);
}

}  // namespace
}  // namespace bozhong::hub::test
