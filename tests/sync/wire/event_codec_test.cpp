#include "sync/wire/event_codec.h"

#include <gmock/gmock.h>

#include <random>

#include "sync/wire/enum_names.h"
#include "sync/wire/fields.h"
#include "sync/wire/limits.h"
#include "tests/sync/wire/samples.h"
#include "tests/support/seed.h"

namespace bozhong::wire {
namespace {

using domain::Fact;
using testing::HasSubstr;

TEST(EventCodec, KeepsEveryFieldOfEveryFact) {
    for (Fact const& fact : samples::every_fact()) {
        std::string const type = type_name(fact), payload = encode(fact, samples::stamp());
        auto const back = decode(type, payload);
        ASSERT_TRUE(back.ok()) << back.error().text() << "\n" << payload;
        EXPECT_EQ(back->index(), fact.index()) << type;
        EXPECT_EQ(encode(*back, samples::stamp()), payload);
    }
    EXPECT_EQ(samples::every_fact().size() + 1, std::variant_size_v<Fact>) << "a type has no sample";
}

/// A type that turns into any member, to count how many an aggregate takes.
struct Anything {
    template <class T>
    operator T() const;
};
template <class T, class... Some>
constexpr std::size_t member_count() {
    if constexpr (requires { T{Some{}..., Anything{}}; })
        return member_count<T, Some..., Anything>();
    else
        return sizeof...(Some);
}
struct Counter {
    std::size_t seen = 0;
    template <class T>
    void operator()(std::string_view, T&) {
        ++seen;
    }
    template <class T>
    void optional(std::string_view, T&) {
        ++seen;
    }
};
template <class T>
void expect_all_told() {
    Counter counter;
    T value;
    fields(counter, value);
    EXPECT_EQ(counter.seen, member_count<T>()) << typeid(T).name();
}

TEST(EventCodec, TellsEveryMember) {
    using namespace domain;
    expect_all_told<Stamp>();
    expect_all_told<TaskFacts>();
    expect_all_told<Weighed>();
    expect_all_told<SortTask>();
    expect_all_told<Person>();
    expect_all_told<ToleranceProfile>();
    expect_all_told<Started>();
    expect_all_told<Voided>();
    expect_all_told<LabelQueued>();
    expect_all_told<LabelMoved>();
    expect_all_told<Released>();
}

TEST(EventCodec, WritesTheReleasedBytes) {
    EXPECT_EQ(
        encode(domain::LabelQueued{14, "60x40", 2, 1}, samples::stamp()),
        R"({"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":0},)"
        R"("of":14,"template_name":"60x40","template_version":2,"copy":1})");
    std::string const payload = encode(samples::weighed(), samples::stamp());
    EXPECT_THAT(payload,
                HasSubstr(R"("gross_mg":2037000,"net_mg":2025000,"tares":[{"kind":"preset","name":"袋",)"
                          R"("mass_mg":12000}],"indication":{"value":"2.037","unit":"kg"},"shown":"gross")"));
    EXPECT_THAT(payload, HasSubstr(R"("ordered":{"value":"4.00","unit":"斤"})"));
    EXPECT_THAT(payload, HasSubstr(R"("released_by":17)"));
}

TEST(EventCodec, NamesAnotherIncarnationOnlyWhenThereIsOne) {
    domain::Voided voided{13, {"SO-1", "3"}, "undo", "p7", "p1"};
    std::string const before = encode(voided, samples::stamp());
    EXPECT_THAT(before, testing::Not(HasSubstr("incarnation")));
    EXPECT_EQ(std::get<domain::Voided>(*decode("voided", before)).of_incarnation, "") << "this one is meant";
    voided.of_incarnation = "00ff00ff00ff00ff";
    std::string const named = encode(voided, samples::stamp());
    EXPECT_THAT(named, HasSubstr(R"("released_by":"p1","of_incarnation":"00ff00ff00ff00ff"})"));
    EXPECT_EQ(std::get<domain::Voided>(*decode("voided", named)).of_incarnation, "00ff00ff00ff00ff");
    EXPECT_FALSE(decode("voided", R"({"v":1,"of":1,"line":{"order_no":"","line_no":""},"reason":"","person":"",)"
                                  R"("released_by":"","of_incarnation":7})")
                     .ok());
}

TEST(EventCodec, ReadsTheStamp) {
    auto const stamp = decode_stamp(encode(domain::StorageLow{1}, {{-1}, false, "x", 9}));
    ASSERT_TRUE(stamp.ok());
    EXPECT_EQ(stamp->at.unix_ms, -1);
    EXPECT_EQ(stamp->person, "x");
    EXPECT_EQ(stamp->feed_position, 9);
    EXPECT_FALSE(decode_stamp("{\"v\":1}").ok());
}

TEST(EventCodec, ClampsAClockBeyondFourDigitYears) {
    auto const stamp =
        decode_stamp(encode(domain::StorageLow{1}, {{9'000'000'000'000'000'000}, false, "", 0}));
    ASSERT_TRUE(stamp.ok());
    EXPECT_EQ(rfc3339(stamp->at), "9999-12-31T23:59:59.999Z");
}

TEST(EventCodec, PassesOverUnknownFieldsAndTypes) {
    std::string payload = encode(domain::StorageLow{5}, samples::stamp());
    payload.insert(payload.size() - 1, R"(,"added_later":{"x":[1,2]})");
    auto const back = decode("storage_low", payload);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(std::get<domain::StorageLow>(*back).free_bytes, 5);
    auto const unknown = decode("teleported", payload);
    ASSERT_TRUE(unknown.ok());
    EXPECT_EQ(std::get<domain::UnknownFact>(*unknown).type, "teleported");
}

TEST(EventCodec, NamesTheFieldAtFault) {
    auto const broken = [](std::string_view what, std::string_view with) {
        std::string payload = encode(samples::weighed(), samples::stamp());
        payload.replace(payload.find(what), what.size(), with);
        auto const back = decode("weighed", payload);
        return back.ok() ? "read" : back.error().what;
    };
    EXPECT_THAT(broken("\"net_mg\":2025000", "\"net_mg\":2025000.5"), HasSubstr("\"net_mg\""));
    EXPECT_THAT(broken("\"net_mg\":2025000", "\"net_mg\":1000000000000001"), HasSubstr("\"net_mg\""));
    EXPECT_THAT(broken("\"net_mg\"", "\"net\""), HasSubstr("\"net_mg\""));
    EXPECT_THAT(broken("\"value\":\"4.00\"", "\"value\":\"4,00\""), HasSubstr("\"task.ordered.value\""));
    EXPECT_THAT(broken("\"amber_over\"", "\"pink\""), HasSubstr("\"zone\""));
    EXPECT_THAT(broken("\"order_no\":\"SO-1\"", "\"order_no\":\"" + std::string(1025, 'x') + "\""),
                HasSubstr("\"task.line.order_no\""));
}

TEST(EventCodec, RefusesWhatIsNoBoundedObject) {
    for (std::string const& payload :
         {std::string(), std::string("{"), std::string("[]"), std::string("{}"), std::string("{\"v\":0}"),
          std::string("{\"v\":\"1\"}"), std::string("{\"v\":1}x"), std::string("{\"v\":1,\"a\":\"\xff\"}"),
          std::string(100'000, '['), "{\"v\":1,\"a\":\"" + std::string(70'000, 'x') + "\"}"})
        EXPECT_FALSE(decode("storage_low", payload).ok()) << payload.substr(0, 40);
}

TEST(EventCodec, MendsTextThatIsNotUtf8) {
    for (std::string const& text :
         {std::string("\xff\xfe"), std::string("a\xe4\xb8"), std::string("\xed\xa0\x80"),
          std::string("\xc0\x80"), std::string(2000, '\x01'), std::string("\xf4\x90\x80\x80")}) {
        std::string const payload = encode(domain::FaultSeen{"p", "f", text}, samples::stamp());
        auto const back = decode("fault", payload);
        ASSERT_TRUE(back.ok()) << back.error().text();
        EXPECT_LE(std::get<domain::FaultSeen>(*back).detail.size(), max_string_bytes);
    }
    std::string const cut =
        encode(domain::FaultSeen{"p", "f", std::string(1023, 'x') + "斤"}, samples::stamp());
    EXPECT_EQ(std::get<domain::FaultSeen>(*decode("fault", cut)).detail, std::string(1023, 'x'));
}

/// Any damage to a payload is read as some fact or refused by name, never more.
TEST(EventCodec, SurvivesDamagedPayloads) {
    std::mt19937 random(7 + bozhong::test::seed_offset());
    int refused = 0;
    for (Fact const& fact : samples::every_fact()) {
        std::string const good = encode(fact, samples::stamp());
        for (int round = 0; round < 300; ++round) {
            std::string payload = good;
            for (int hit = 0; hit < 1 + round % 3; ++hit) {
                std::size_t const at = random() % payload.size();
                if (round % 4 == 0)
                    payload.erase(at, random() % 9);
                else
                    payload[at] = static_cast<char>(random());
                if (payload.empty()) payload = "{";
            }
            auto const back = decode(type_name(fact), payload);
            if (!back)
                ++refused;
            else
                (void)encode(*back, samples::stamp());
        }
    }
    EXPECT_GT(refused, 1000);
}

TEST(EnumNames, GoBothWays) {
    static_assert(text(domain::LabelState::voided) == "void");
    static_assert(from_text<domain::Zone>("red_over") == domain::Zone::red_over);
    static_assert(text(domain::Right::read_results) == "read_results");
    EXPECT_FALSE(from_text<domain::Role>("king"));
}

}  // namespace
}  // namespace bozhong::wire
