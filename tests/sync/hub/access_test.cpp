#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sync/hub/rig.h"

namespace bozhong::hub::test {
namespace {

std::string filled(std::string path) {
    for (auto const& [name, value] : {std::pair{"{warehouse}", "main"},
                                      {"{order_no}", "O1"},
                                      {"{wave}", "W1"},
                                      {"{station}", "T01"},
                                      {"{id}", "1"},
                                      {"{person}", "p1"},
                                      {"{number}", "N1"},
                                      {"{group}", "G1"},
                                      {"{sku}", "1001"}}) {
        if (auto const at = path.find(name); at != std::string::npos)
            path.replace(at, std::string_view(name).size(), value);
    }
    return path;
}

TEST(Access, EveryRouteRefusesEverybodyElse) {
    Rig rig;
    Table table(rig, "T01"), other(rig, "T02");
    rig.import({weighed_line("O1", "1")});
    struct Caller {
        unsigned owner;
        With with;
    };
    std::vector<Caller> const callers{
        {central, rig.central()}, {station, table.auth()}, {session, rig.supervisor()}};
    int open_routes = 0;
    for (auto const& route : routes()) {
        auto const path = filled(route.pattern);
        if ((route.owners & open) != 0) {
            ++open_routes;
            continue;
        }
        auto const name = std::string(route.method) + " " + path;
        EXPECT_EQ(rig.call(route.method, path, "{}").status, 401) << name;
        EXPECT_EQ(rig.call(route.method, path, "{}", {"Bearer wrong", "", "", ""}).status, 401) << name;
        EXPECT_EQ(rig.call(route.method, path, "{}", {"Basic " + base64("T01:wrong"), "", "", ""}).status,
                  401)
            << name;
        EXPECT_EQ(rig.call(route.method, path, "{}", {"", "bozhong_session=wrong", "", ""}).status, 401)
            << name;
        for (auto const& caller : callers) {
            if ((route.owners & caller.owner) == 0) {
                EXPECT_EQ(rig.call(route.method, path, "{}", caller.with).status, 403)
                    << name << " by " << caller.owner;
            }
        }
        if ((route.owners & station) != 0 && path.find("T01") != std::string::npos) {
            EXPECT_EQ(rig.call(route.method, path, "{}", other.auth()).status, 403) << name;
        }
        if ((route.owners & session) != 0 && std::string_view(route.method) != "GET") {
            auto without = rig.supervisor();
            without.csrf.clear();
            EXPECT_EQ(rig.call(route.method, path, "{}", without).status, 403)
                << name << " without the page's token";
        }
    }
    EXPECT_EQ(open_routes, 3);  // health, enrol, sign in
}

TEST(Access, ASupervisorDoesWhatTheRightsAllowAndNoMore) {
    Rig rig;
    wire::PersonRequest weak{"Weak", "supervisor", "", "", "weak password", {"capture"}, true};
    ASSERT_EQ(rig.call("PUT", "/v1/main/people/weak", wire::to_json(weak), rig.supervisor()).status, 200);
    auto const reply =
        rig.call("POST", "/v1/session", wire::to_json(wire::SignInRequest{"weak", "weak password"}));
    With const with{"", reply.set_cookie.substr(0, reply.set_cookie.find(';')),
                    reply.as<wire::SignInAnswer>().csrf, ""};
    EXPECT_EQ(rig.call("GET", "/v1/main/waves", "", with).status, 200);
    EXPECT_EQ(rig.call("GET", "/v1/main/results", "", with).status, 403);
    EXPECT_EQ(rig.call("POST", "/v1/main/assign", "{}", with).status, 403);
    EXPECT_EQ(rig.call("PUT", "/v1/main/people/x", "{}", with).status, 403);
    weak.active = false;  // taken away: at once
    rig.call("PUT", "/v1/main/people/weak", wire::to_json(weak), rig.supervisor());
    EXPECT_EQ(rig.call("GET", "/v1/main/waves", "", with).status, 401);
}

TEST(Access, TheCookieIsForThisSiteAndNoScript) {
    Rig rig;
    auto const reply =
        rig.call("POST", "/v1/session", wire::to_json(wire::SignInRequest{"admin", Rig::password}));
    EXPECT_THAT(reply.set_cookie, testing::HasSubstr("HttpOnly"));
    EXPECT_THAT(reply.set_cookie, testing::HasSubstr("SameSite=Strict"));
    auto const with = rig.supervisor();
    EXPECT_EQ(rig.call("DELETE", "/v1/session", "", with).status, 204);
    EXPECT_EQ(rig.call("GET", "/v1/main/waves", "", with).status, 401);
}

TEST(Access, GuessingAPasswordWaitsAndLocksAcrossARestart) {
    Rig rig;
    auto const guess = [&](char const* password) {
        rig.pass(600'000);
        return rig.call("POST", "/v1/session", wire::to_json(wire::SignInRequest{"admin", password})).status;
    };
    for (int i = 0; i < 9; ++i) EXPECT_EQ(guess("wrong password"), 401);
    EXPECT_EQ(
        rig.call("POST", "/v1/session", wire::to_json(wire::SignInRequest{"admin", Rig::password})).status,
        429);
    EXPECT_EQ(guess("wrong password"), 401);
    EXPECT_EQ(guess(Rig::password), 429);
    EXPECT_EQ(rig.call("POST", "/v1/session", wire::to_json(wire::SignInRequest{"nobody", "wrong password"}))
                  .status,
              401);
}

TEST(Access, AClockThatGoesBackLocksNobodyOutUntilItComesAgain) {
    Rig rig;
    auto const sign_in = [&](char const* password) {
        return rig.call("POST", "/v1/session", wire::to_json(wire::SignInRequest{"admin", password})).status;
    };
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(sign_in("wrong password"), 401);
        rig.pass(3'000);
    }
    rig.pass(-31'536'000'000);
    EXPECT_EQ(sign_in(Rig::password), 200);
}

TEST(Access, ACodeWorksOnceAndNotForEver) {
    Rig rig;
    auto const key = wire::make_key_pair().public_key;
    auto const enrol = [&](std::string const& code) {
        return rig.call("POST", "/v1/enrol", wire::to_json(wire::EnrolRequest{code, key, ""})).status;
    };
    auto const code = rig.code("T01");
    EXPECT_EQ(enrol(code), 201);
    EXPECT_EQ(enrol(code), 403);
    auto const old = rig.code("T02");
    rig.pass(3'600'001);
    EXPECT_EQ(enrol(old), 403);
    for (int i = 0; i < 12; ++i) enrol("AAAAA-AAAAA");
    EXPECT_EQ(enrol("AAAAA-AAAAA"), 429);
}

TEST(Access, AHallOfTablesIsEnrolledInOneGo) {
    Rig rig;
    for (int table = 1; table <= 30; ++table) {
        auto const code = rig.code("T" + std::to_string(table));
        auto const key = wire::make_key_pair().public_key;
        EXPECT_EQ(rig.call("POST", "/v1/enrol", wire::to_json(wire::EnrolRequest{code, key, ""})).status, 201);
    }
}

TEST(Access, ARevokedStationIsOut) {
    Rig rig;
    Table table(rig, "T01");
    EXPECT_EQ(rig.call("GET", table.base() + "/mark", "", table.auth()).status, 200);
    EXPECT_EQ(rig.call("POST", table.base() + "/revoke", "", rig.supervisor()).status, 200);
    EXPECT_EQ(rig.call("GET", table.base() + "/mark", "", table.auth()).status, 401);
}

TEST(Serving, PlainHttpIsForLoopbackOnly) {
    Rig rig;
    auto database = open_sqlite(":memory:");
    Hub hub(std::move(database).value(), {}, [] { return std::int64_t{0}; });
    Api api(hub, {"t", false, ""});
    for (auto const* host : {"0.0.0.0", "192.0.2.1", "::"}) {
        auto const server = Server::open(hub, api, {host, 0, "", ""});
        ASSERT_FALSE(server.ok()) << host;
        EXPECT_THAT(server.error().text(), testing::HasSubstr("loopback"));
    }
    EXPECT_FALSE(Server::open(hub, api, {"127.0.0.1", 0, "cert.pem", ""}).ok());
    EXPECT_FALSE(Server::open(hub, api, {"127.0.0.1", rig.port(), "", ""}).ok());
    std::filesystem::remove(":memory:.lock");
}

TEST(Serving, LargeOrBrokenRequestsAreRefusedAndTheHubLivesOn) {
    Rig rig;
    EXPECT_EQ(
        rig.call("POST", "/v1/main/orders/import", std::string((4U << 20U) + 1, 'x'), rig.central()).status,
        413);
    EXPECT_THAT(rig.raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n"),
                testing::HasSubstr("413"));
    EXPECT_THAT(rig.raw("nonsense\r\n\r\n"), testing::HasSubstr("400"));
    for (std::string const& bad : {std::string("{"), std::string(50'000, '['), std::string("null"),
                                   std::string("\xff\xfe"), std::string("{\"lines\":{}}")}) {
        EXPECT_EQ(rig.call("POST", "/v1/main/orders/import", bad, rig.central()).status, 400);
    }
    for (auto const* path : {"/v1/main/orders/%zz", "/v1/main/orders/%00", "/v1/../../etc/passwd",
                             "/v1/main/orders/a%0ab", "//"}) {
        EXPECT_EQ(rig.call("GET", path, "", rig.central()).status, 404) << path;
    }
    EXPECT_EQ(rig.call("PATCH", "/v1/health").status, 405);
    EXPECT_EQ(rig.call("GET", "/v1/main/tasks?limit=-1", "", rig.central()).status, 400);
    EXPECT_EQ(rig.call("GET", "/v1/health").status, 200);
}

TEST(Serving, ASlowSenderAndTooManyConnectionsDoNotHurtTheOthers) {
    Limits limits;
    limits.request_ms = 300;
    limits.connections = 4;
    Rig rig(limits);
    auto const begun = std::chrono::steady_clock::now();
    EXPECT_EQ(rig.raw("GET /v1/health HTTP/1.1\r\nHost:"), "");
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(4));
    std::vector<std::thread> slow;
    for (int i = 0; i < 8; ++i) slow.emplace_back([&] { rig.raw("G"); });
    for (auto& each : slow) each.join();
    EXPECT_EQ(rig.call("GET", "/v1/health").status, 200);
}

TEST(Store, ASecondHubOnTheSameFileIsRefused) {
    auto const path =
        (std::filesystem::temp_directory_path() / ("bozhong_two_" + wire::random_hex(4) + ".db")).string();
    auto const first = open_sqlite(path);
    ASSERT_TRUE(first.ok());
    auto const second = open_sqlite(path);
    ASSERT_FALSE(second.ok());
    EXPECT_THAT(second.error().text(), testing::HasSubstr("another hub"));
    for (auto const* end : {"", ".lock", "-wal", "-shm"}) std::filesystem::remove(path + end);
}

}  // namespace
}  // namespace bozhong::hub::test
