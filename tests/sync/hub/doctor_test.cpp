#include "sync/hub/doctor.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

using testing::HasSubstr;

constexpr std::int64_t now = 1'790'000'000'000;

Finding const* named(std::vector<Finding> const& all, std::string const& check) {
    for (auto const& each : all)
        if (each.check == check && !each.ok) return &each;
    return nullptr;
}

TEST(Doctor, ClockAndDisk) {
    EXPECT_TRUE(check_clock(now).ok);
    EXPECT_FALSE(check_clock(0).ok);
    EXPECT_FALSE(check_clock(4'200'000'000'000).ok);
    EXPECT_TRUE(check_disk_space("/tmp", 1).ok);
    auto const full = check_disk_space("/tmp", std::int64_t{1} << 60);
    EXPECT_FALSE(full.ok);
    EXPECT_FALSE(full.todo.empty());
    EXPECT_FALSE(check_disk_space("/nowhere").ok);
}

TEST(Doctor, ASecretThatOthersCanReadIsAFinding) {
    Rig rig;
    auto const write = [&](std::string const& name, mode_t mode) {
        std::ofstream(rig.path(name)) << "x";
        ::chmod(rig.path(name).c_str(), mode);
    };
    write("hub.db", 0600), write("hub.key", 0600);
    auto const dir = rig.path("");
    ASSERT_NE(named(check_secrets(dir), "secrets"), nullptr) << "central.token is missing";
    write("central.token", 0600);
    EXPECT_EQ(named(check_secrets(dir), "secrets"), nullptr);
    write("webhook.secret", 0640);
    auto const all = check_secrets(dir);
    auto const* open = named(all, "secrets");
    ASSERT_NE(open, nullptr);
    EXPECT_THAT(open->what, HasSubstr("webhook.secret can be read by others"));
    EXPECT_THAT(open->todo, HasSubstr("chmod 600"));
}

TEST(Doctor, WhatWaitsForAPersonIsTold) {
    Floor f;
    auto const waiting = [&](std::int64_t later_ms) {
        return check_waiting(f.rig.store(), "main", now + later_ms);
    };
    EXPECT_TRUE(waiting(0).at(0).ok);
    f.both_weigh();
    EXPECT_EQ(named(waiting(0), "exceptions"), nullptr) << "it is new";
    auto const later = waiting(25 * 3'600'000);
    ASSERT_NE(named(later, "exceptions"), nullptr);
    f.rig.call("GET", f.one.base() + "/feed?after=0&unsent=7", "", f.one.auth());
    auto const away = waiting(2 * 3'600'000);
    ASSERT_NE(named(away, "stations"), nullptr);
    EXPECT_THAT(named(away, "stations")->what, HasSubstr("T01 had 7 unsent events"));
    EXPECT_FALSE(check_waiting({"/nowhere.db", ""}, "main", now).at(0).ok);
}

class Certificates : public testing::Test {
  protected:
    void SetUp() override {
        if (std::system("openssl version > /dev/null 2>&1") != 0)
            GTEST_SKIP() << "no openssl tool to make a certificate with";
        for (auto const* name : {"a", "b"}) {
            std::string const key = rig.path(std::string(name) + ".key"),
                              pem = rig.path(std::string(name) + ".pem");
            ASSERT_EQ(std::system(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 "
                                   "-nodes -days 30 -subj "
                                   "/CN=hub -keyout " +
                                   key + " -out " + pem + " > /dev/null 2>&1")
                                      .c_str()),
                      0);
            ::chmod(key.c_str(), 0600);
        }
        today = std::chrono::duration_cast<std::chrono::milliseconds>(
                    std::chrono::system_clock::now().time_since_epoch())
                    .count();
    }
    Finding check(std::string const& certificate, std::string const& key, int days = 0) {
        return check_certificate(rig.path(certificate), rig.path(key), today + days * 86'400'000LL);
    }
    Rig rig;
    std::int64_t today = 0;
};

TEST_F(Certificates, AreReadAndCompared) {
    EXPECT_TRUE(check_certificate("", "", today).ok) << "without TLS";
    EXPECT_TRUE(check("a.pem", "a.key").ok) << check("a.pem", "a.key").what;
    EXPECT_THAT(check("a.pem", "b.key").what, HasSubstr("does not belong"));
    EXPECT_THAT(check("a.key", "a.key").what, HasSubstr("no PEM certificate"));
    EXPECT_THAT(check("a.pem", "a.pem").what, HasSubstr("no PEM key"));
    EXPECT_THAT(check("none.pem", "a.key").what, HasSubstr("no PEM certificate"));
    EXPECT_THAT(check("a.pem", "a.key", 20).todo, HasSubstr("renew"));
    EXPECT_THAT(check("a.pem", "a.key", 31).what, HasSubstr("is over"));
    EXPECT_THAT(check("a.pem", "a.key", -2).what, HasSubstr("not good yet"));
    ::chmod(rig.path("a.key").c_str(), 0644);
    EXPECT_THAT(check("a.pem", "a.key").what, HasSubstr("can be read by others"));
}

TEST(Doctor, LooksAtAllOfIt) {
    Floor f;
    auto const all = examine({f.rig.path(""), "", "", "main", now, f.rig.store().postgres});
    std::set<std::string> checks;
    for (auto const& each : all) {
        checks.insert(each.check);
        EXPECT_EQ(each.ok, each.todo.empty()) << each.check << ": " << each.what;
    }
    EXPECT_THAT(checks, testing::IsSupersetOf(
                            {"clock", "disk_space", "database", "secrets", "certificate", "waiting"}));
    EXPECT_EQ(named(all, "database"), nullptr);
    EXPECT_NE(named(examine({"/nowhere", "", "", "main", now}), "database"), nullptr);
}

}  // namespace
}  // namespace bozhong::hub::test
