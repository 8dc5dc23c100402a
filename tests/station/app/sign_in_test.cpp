#include "station/app/sign_in.h"

#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/resource.h>

#include "tests/support/sanitizers.h"

namespace bozhong::app {
namespace {

domain::Person sorter(std::string const& pin) {
    char hash[crypto_pwhash_STRBYTES];
    EXPECT_EQ(crypto_pwhash_str(hash, pin.data(), pin.size(), crypto_pwhash_OPSLIMIT_MIN,
                                crypto_pwhash_MEMLIMIT_MIN),
              0);
    domain::Person person;
    person.id = "07";
    person.name = "员工 07";
    person.rights = {domain::Right::capture};
    person.badge = "B07";
    person.pin_hash = hash;
    return person;
}

TEST(SignIn, ABadgeIsKnownAndWhetherItWantsAPin) {
    SignIn people;
    auto alone = sorter("4711");
    alone.id = "08", alone.badge = "B08", alone.pin_hash.clear();
    auto gone = sorter("4711");
    gone.id = "09", gone.badge = "B09", gone.active = false;
    for (auto const& person : {sorter("4711"), alone, gone}) people.know(person);
    EXPECT_EQ(people.badge("B07"), SignIn::Badge::wants_pin);
    EXPECT_EQ(people.badge("B08"), SignIn::Badge::alone);
    EXPECT_EQ(people.badge("B09"), SignIn::Badge::nobodys);
    EXPECT_EQ(people.badge("07"), SignIn::Badge::nobodys) << "a number that is scanned is no badge";
    EXPECT_EQ(people.badge(""), SignIn::Badge::nobodys);
}

TEST(SignIn, BadgeAndPin) {
    SignIn people;
    people.know(sorter("4711"));
    auto const accepted = people.check("B07", "4711");
    ASSERT_TRUE(std::holds_alternative<core::SignInAccepted>(accepted));
    EXPECT_EQ(std::get<core::SignInAccepted>(accepted).person.id, "07");
    EXPECT_TRUE(std::holds_alternative<core::SignInAccepted>(people.check("07", "4711")));
}

TEST(SignIn, UnknownBadgeAndEmptyBadgeAreRefused) {
    SignIn people;
    people.know(sorter("4711"));
    EXPECT_TRUE(std::holds_alternative<core::SignInRefused>(people.check("B08", "4711")));
    EXPECT_TRUE(std::holds_alternative<core::SignInRefused>(people.check("", "")));
}

TEST(SignIn, TenWrongTriesLockEvenTheRightPin) {
    SignIn people;
    people.know(sorter("4711"));
    for (int i = 1; i <= tries_before_lock; ++i) {
        auto const refused = std::get<core::SignInRefused>(people.check("B07", "0000"));
        EXPECT_EQ(refused.failures, i);
        EXPECT_EQ(refused.locked, i == tries_before_lock);
    }
    auto const locked = people.check("B07", "4711");
    ASSERT_TRUE(std::holds_alternative<core::SignInRefused>(locked));
    EXPECT_TRUE(std::get<core::SignInRefused>(locked).locked);
}

/// The right PIN where there is no memory to check it with; true when it was told apart from a wrong one.
bool told_apart_without_memory() {
    SignIn people;
    auto person = sorter("4711");
    char hash[crypto_pwhash_STRBYTES];
    bool const made = crypto_pwhash_str(hash, "4711", 4, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                        crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
    person.pin_hash = hash;
    people.know(person);
    rlimit const little{crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE};
    if (!made || ::setrlimit(RLIMIT_DATA, &little) != 0) return false;
    auto const refused = people.check("07", "4711");
    auto const* no = std::get_if<core::SignInRefused>(&refused);
    return no != nullptr && !no->checked && no->failures == 0 && !no->locked;
}

TEST(SignInDeathTest, WithoutMemoryForTheCheckItIsNoTry) {
    if (test::thread_sanitizer || test::address_sanitizer)
        GTEST_SKIP() << "a sanitizer needs the memory that this test takes away";
    EXPECT_EXIT(std::exit(told_apart_without_memory() ? 7 : 1), testing::ExitedWithCode(7), "");
}

TEST(SignIn, TheCountIsCarriedAcrossARestart) {
    SignIn people;
    people.remember({{"07", 9}});
    people.know(sorter("4711"));
    EXPECT_TRUE(std::get<core::SignInRefused>(people.check("B07", "0000")).locked);
}

TEST(SignIn, ANewPinLiftsTheLock) {
    SignIn people;
    people.remember({{"07", tries_before_lock}});
    people.know(sorter("4711"));
    EXPECT_TRUE(std::get<core::SignInRefused>(people.check("B07", "4711")).locked);
    people.know(sorter("1234"));
    EXPECT_TRUE(std::holds_alternative<core::SignInAccepted>(people.check("B07", "1234")));
}

TEST(SignIn, AListOfPeopleThatIsTooOldLetsNobodyIn) {
    using std::chrono::hours;
    SignIn people;
    people.know(sorter("4711"));
    people.limit_age(hours(168));
    auto const in = std::get<core::SignInAccepted>(people.check("B07", "4711", hours(167)));
    EXPECT_EQ(in.people_age_s, 167 * 3600);
    auto const out = std::get<core::SignInRefused>(people.check("B07", "4711", hours(168)));
    EXPECT_EQ(out.by, "people_too_old");
    EXPECT_EQ(out.failures, 0) << "it was no wrong try";
    EXPECT_FALSE(out.locked);
    EXPECT_EQ(std::get<core::SignInRefused>(people.check("B07", "0000", hours(168))).by, "pin")
        << "a stranger does not learn it";
    people.limit_age({});
    EXPECT_TRUE(std::holds_alternative<core::SignInAccepted>(people.check("B07", "4711", hours(100'000))));
}

TEST(SignIn, ALeaverMayNot) {
    SignIn people;
    auto person = sorter("4711");
    person.active = false;
    people.know(person);
    EXPECT_TRUE(std::holds_alternative<core::SignInRefused>(people.check("B07", "4711")));
}

}  // namespace
}  // namespace bozhong::app
