// Scripted links: give bytes, expect bytes, advance time. Every script is run again with the link lost at
// each of its steps, and once more with the scale dead from each of its steps on.

#include "drivers/scale/session.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/drivers/scale/vectors.h"

namespace bozhong::scale::test {
namespace {

using std::chrono::milliseconds;

/// A session and the world around it; the link opens when told to.
class Desk {
  public:
    explicit Desk(std::string_view protocol)
        : m_session(*find_protocol(protocol), {"kg", milliseconds{100}}) {}

    void start() { take(m_session.start(m_now)); }
    void open() { take(m_session.on_open(m_now)); }
    void lose() { take(m_session.on_link_lost("cable", m_now)); }
    void give(std::string_view bytes) { take(m_session.on_bytes(as_bytes(bytes), m_now)); }
    void command(Command command) { take(m_session.command(command, {}, m_now)); }
    /// As a timer would: on_time at every wake_at up to then.
    void advance(int ms) {
        Instant const end = m_now + milliseconds(ms);
        for (int calls = 0;; ++calls) {
            ASSERT_LT(calls, 1000) << "the session asks to be woken without end";
            auto const wake = m_session.wake_at();
            if (!wake || *wake > end) break;
            m_now = std::max(m_now, *wake);
            take(m_session.on_time(m_now));
        }
        m_now = end;
    }

    Session& session() { return m_session; }
    [[nodiscard]] Instant now() const { return m_now; }
    std::string sent;
    int opens = 0, closes = 0;
    std::vector<domain::Reading> readings;
    std::vector<HealthChanged> changes;
    std::vector<Instant> change_times;
    std::vector<CommandDone> done;

  private:
    void take(Actions actions) {
        for (Action& action : actions) std::visit([this](auto& one) { note(one); }, action);
    }
    void note(OpenLink&) { ++opens; }
    void note(CloseLink&) { ++closes; }
    void note(SendBytes& send) { sent += send.bytes; }
    void note(domain::Reading& reading) { readings.push_back(std::move(reading)); }
    void note(HealthChanged& change) {
        changes.push_back(std::move(change));
        change_times.push_back(m_now);
    }
    void note(CommandDone& finished) { done.push_back(std::move(finished)); }

    Session m_session;
    Instant m_now{milliseconds{1'000'000}};
};

std::string const yaohua_1250 = "\x02+00125031E\x03";
std::string const stgs_zero = "ST,GS,+000.000kg\r\n";
std::string const stgs_load = "ST,GS,+001.250kg\r\n";
std::string const sics_load = "S S      1.250 kg\r\n";
std::string const sics_serial = "I4 A \"B0123\"\r\n";

struct Script {
    std::string name, protocol;
    std::vector<std::function<void(Desk&)>> steps;
    std::string frame;  ///< a good frame of 1.250 kg, to see that it works again
};

std::vector<Script> scripts() {
    auto const start = [](Desk& desk) { desk.start(); };
    auto const open = [](Desk& desk) { desk.open(); };
    auto const give = [](std::string const& bytes) { return [bytes](Desk& desk) { desk.give(bytes); }; };
    auto const wait = [](int ms) { return [ms](Desk& desk) { desk.advance(ms); }; };
    auto const ask = [](Command command) { return [command](Desk& desk) { desk.command(command); }; };
    return {
        {"stream",
         "yaohua_tf0",
         {start, open, give(yaohua_1250), wait(50), give(yaohua_1250), wait(100),
          give(yaohua_1250.substr(0, 5)), wait(20), give(yaohua_1250.substr(5)), wait(1000),
          give(yaohua_1250)},
         yaohua_1250},
        {"effect",
         "stgs",
         {start, open, give(stgs_load), give(stgs_load), ask(Command::zero), wait(50), give(stgs_load),
          wait(50), give(stgs_zero), wait(50), give(stgs_load)},
         stgs_load},
        {"poll",
         "mt_sics",
         {start, open, give(sics_serial), give(sics_load), wait(100), give(sics_load), ask(Command::zero),
          wait(200), give("Z A\r\n"), give(sics_load), ask(Command::tare), wait(100), give("T I\r\n"),
          wait(50), give(sics_load)},
         sics_load},
    };
}

void run(Script const& script, Desk& desk, std::size_t until) {
    for (std::size_t i = 0; i < until; ++i) script.steps[i](desk);
}

void expect_works(Desk& desk, std::string const& frame) {
    desk.readings.clear();
    desk.open();
    desk.give(sics_serial);  // noise to scales that are not asked for it
    for (int i = 0; i < 3; ++i) {
        desk.give(frame);
        desk.advance(100);
    }
    ASSERT_GE(desk.readings.size(), 2u);
    EXPECT_EQ(desk.readings.back().mass, domain::grams(1250));
    EXPECT_EQ(desk.session().health(), Health::up);
}

TEST(SessionScripts, RunToTheirEnd) {
    for (Script const& script : scripts()) {
        SCOPED_TRACE(script.name);
        Desk desk(script.protocol);
        run(script, desk, script.steps.size());
        EXPECT_EQ(desk.opens, 1);
        EXPECT_EQ(desk.closes, 0);
        EXPECT_EQ(desk.session().health(), Health::up);
        ASSERT_FALSE(desk.readings.empty());
        EXPECT_EQ(desk.readings.back().at, desk.now());
    }
}

TEST(SessionScripts, LinkLostAtEachStepComesBack) {
    for (Script const& script : scripts()) {
        for (std::size_t step = 1; step <= script.steps.size(); ++step) {
            SCOPED_TRACE(script.name + " lost after step " + std::to_string(step));
            Desk desk(script.protocol);
            run(script, desk, step);
            int const opens = desk.opens;
            auto const done = desk.done.size();
            desk.lose();
            EXPECT_EQ(desk.session().health(), Health::down);
            EXPECT_LE(desk.done.size(), done + 1);
            desk.advance(150);
            EXPECT_EQ(desk.opens, opens + 1) << "the first retry is quick";
            expect_works(desk, script.frame);
        }
    }
}

TEST(SessionScripts, ScaleDeadFromEachStepShowsWithinASecond) {
    for (Script const& script : scripts()) {
        for (std::size_t step = 2; step <= script.steps.size(); ++step) {
            SCOPED_TRACE(script.name + " dead after step " + std::to_string(step));
            Desk desk(script.protocol);
            run(script, desk, step);
            bool const asked = desk.session().health() == Health::up && script.protocol == "mt_sics" &&
                               !desk.sent.empty() && desk.sent.substr(desk.sent.size() - 3) != "R\r\n";
            desk.advance(1000);
            // A polled scale may be busy with a command; it has until the command's own time limit.
            if (asked) desk.advance(static_cast<int>(Session::reply_timeout.count()));
            EXPECT_NE(desk.session().health(), Health::up);
            EXPECT_LE(desk.done.size(), 2u);
            desk.advance(10'000);
            EXPECT_EQ(desk.closes, 1) << "a link silent for so long is opened anew";
            EXPECT_GE(desk.opens, 2);
            expect_works(desk, script.frame);
        }
    }
}

TEST(Session, FirstFrameAfterOpeningIsDropped) {
    Desk desk("yaohua_tf0");
    desk.start();
    desk.open();
    desk.give(yaohua_1250.substr(4) + yaohua_1250);
    EXPECT_TRUE(desk.readings.empty());
    EXPECT_TRUE(desk.changes.empty());
    desk.give(yaohua_1250);
    ASSERT_EQ(desk.readings.size(), 1u);
    ASSERT_EQ(desk.changes.size(), 1u);
    EXPECT_EQ(desk.changes[0].health, Health::up);
}

TEST(Session, PausesBetweenRetriesGrowAndStayShort) {
    Desk desk("stgs");
    desk.start();
    std::vector<int> pauses;
    for (int i = 0; i < 7; ++i) {
        desk.lose();
        int const opens = desk.opens;
        int pause = 0;
        for (; desk.opens == opens && pause < 5000; pause += 50) desk.advance(50);
        pauses.push_back(pause);
    }
    EXPECT_EQ(pauses, (std::vector<int>{100, 200, 400, 800, 800, 800, 800}));
    ASSERT_EQ(desk.changes.size(), 1u) << "why it is down is said once";
    EXPECT_EQ(desk.changes[0].detail, "cable");
    expect_works(desk, stgs_load);
    desk.lose();
    int const opens = desk.opens;
    desk.advance(100);
    EXPECT_EQ(desk.opens, opens + 1);
}

TEST(Session, OfReadingsThatCameTogetherOnlyTheLastIsNotOvertaken) {
    Desk desk("stgs");
    desk.start();
    desk.open();
    desk.give(stgs_zero);
    desk.give(stgs_zero + stgs_load + stgs_load);
    ASSERT_EQ(desk.readings.size(), 3u);
    EXPECT_TRUE(desk.readings[0].overtaken);
    EXPECT_TRUE(desk.readings[1].overtaken);
    EXPECT_FALSE(desk.readings[2].overtaken);
    desk.give(stgs_load);
    EXPECT_FALSE(desk.readings[3].overtaken);
}

TEST(Session, SilenceIsSaidOnceAndEndsWithAReading) {
    Desk desk("stgs");
    desk.start();
    desk.open();
    desk.give(stgs_load + stgs_load);
    auto const last = desk.readings.back().at;
    desk.advance(2000);
    ASSERT_EQ(desk.changes.size(), 2u);
    EXPECT_EQ(desk.changes[1].health, Health::silent);
    EXPECT_EQ(desk.change_times[1] - last, milliseconds{500});
    desk.give(stgs_load);
    ASSERT_EQ(desk.changes.size(), 3u);
    EXPECT_EQ(desk.changes[2].health, Health::up);
}

/// So many questions of a scale asked for each reading; `answers` to each.
void ask_and_answer(Desk& desk, int questions, int answers) {
    for (int i = 0; i < questions; ++i) {
        desk.advance(static_cast<int>(find_protocol("adam_cpw")->poll_every.count()));
        for (int each = 0; each < answers; ++each) desk.give("+    1.250 kg \r\n");
    }
}

TEST(Session, AnswersToSomebodyElsesQuestionsAreTold) {
    Desk desk("adam_cpw");
    desk.start();
    desk.open();
    ask_and_answer(desk, 70, 1);
    ASSERT_EQ(desk.changes.size(), 1u) << "alone: only that it is up";
    ask_and_answer(desk, 70, 2);
    ASSERT_EQ(desk.changes.size(), 2u);
    EXPECT_EQ(desk.changes[1].health, Health::up);
    EXPECT_EQ(desk.changes[1].detail.substr(0, 27), "more answers than questions");
    ask_and_answer(desk, 70, 1);
    ASSERT_EQ(desk.changes.size(), 3u);
    EXPECT_EQ(desk.changes[2].health, Health::up);
    EXPECT_EQ(desk.changes[2].detail, "");
}

TEST(Session, LateAnswersAreNotSomebodyElses) {
    Desk desk("adam_cpw");
    desk.start();
    desk.open();
    for (int i = 0; i < 100; ++i) {
        ask_and_answer(desk, 1, 0);
        ask_and_answer(desk, 1, 2);
    }
    EXPECT_EQ(desk.changes.size(), 1u);
}

TEST(Session, FramesTornBySecondReaderAreTold) {
    Desk desk("stgs");
    desk.start();
    desk.open();
    for (int i = 0; i < 100; ++i) desk.give(stgs_load), desk.advance(100);
    ASSERT_EQ(desk.changes.size(), 1u);
    // A serial server hands every other piece to somebody else.
    for (int i = 0; i < 100; ++i) {
        desk.give(stgs_load);
        desk.give(stgs_load.substr(0, 8));
        desk.advance(100);
    }
    ASSERT_EQ(desk.changes.size(), 2u);
    EXPECT_EQ(desk.changes[1].health, Health::up);
    EXPECT_EQ(desk.changes[1].detail.substr(0, 16), "many torn frames");
    for (int i = 0; i < 120; ++i) desk.give(stgs_load), desk.advance(100);
    ASSERT_EQ(desk.changes.size(), 3u);
    EXPECT_EQ(desk.changes[2].detail, "");
}

TEST(Session, FramesWithWrongChecksAreSilence) {
    Desk desk("yaohua_tf0");
    desk.start();
    desk.open();
    desk.give(yaohua_1250 + yaohua_1250);
    for (int i = 0; i < 10; ++i) {
        desk.give("\x02+00125031F\x03");
        desk.advance(100);
    }
    EXPECT_EQ(desk.session().health(), Health::silent);
    EXPECT_EQ(desk.session().counters().checksum_errors, 10u);
    EXPECT_EQ(desk.changes.back().detail, "bytes but no good frame: check protocol and line settings");
}

TEST(Session, WrongParityIsNamed) {
    Desk desk("stgs");
    desk.start();
    desk.open();
    std::string as_8n1 = stgs_load;
    for (char& c : as_8n1) {
        if (__builtin_parity(static_cast<unsigned>(c)) != 0) c = static_cast<char>(c | 0x80);
    }
    for (int i = 0; i < 6; ++i) {
        desk.give(as_8n1);
        desk.advance(100);
    }
    ASSERT_EQ(desk.changes.size(), 1u);
    EXPECT_EQ(desk.changes[0].detail,
              "bytes but no good frame, many with bit 7 set: check parity and data bits");
}

TEST(Session, PolledScaleIsGreetedAskedAndAskedAgain) {
    Desk desk("mt_sics");
    desk.start();
    desk.open();
    EXPECT_EQ(desk.sent, "@\r\n");
    desk.give(sics_load);
    EXPECT_TRUE(desk.readings.empty()) << "of an old stream";
    desk.give(sics_serial);
    EXPECT_EQ(desk.sent, "@\r\nSIR\r\n");
    desk.give(sics_load);
    EXPECT_EQ(desk.readings.size(), 1u);
    desk.advance(450);
    EXPECT_EQ(desk.sent, "@\r\nSIR\r\nSIR\r\n");
}

TEST(Session, GreetingWithoutAnswerGoesOn) {
    Desk desk("mt_sics");
    desk.start();
    desk.open();
    desk.advance(300);
    EXPECT_EQ(desk.sent, "@\r\nSIR\r\n");
    desk.give(sics_load);
    EXPECT_EQ(desk.readings.size(), 1u);
}

TEST(Session, RestartAndExchangeOfTheScaleAreSeen) {
    Desk desk("mt_sics");
    desk.start();
    desk.open();
    desk.give(sics_serial);
    desk.give(sics_load);
    desk.give(sics_serial);
    ASSERT_EQ(desk.changes.size(), 2u);
    EXPECT_EQ(desk.changes[1].health, Health::down);
    EXPECT_EQ(desk.changes[1].detail, "restarted, serial number B0123");
    desk.give(sics_load);
    desk.give("I4 A \"OTHER\"\r\n");
    ASSERT_EQ(desk.changes.size(), 4u);
    EXPECT_EQ(desk.changes[3].detail, "another scale, serial number OTHER");
}

class Commands : public testing::Test {
  protected:
    void bring_up(std::string const& hello, std::string const& frame) {
        desk.start();
        desk.open();
        if (!hello.empty()) desk.give(hello);
        desk.give(frame + frame);
        ASSERT_EQ(desk.session().health(), Health::up);
        desk.sent.clear();
    }
    Desk desk{"mt_sics"};
};

TEST_F(Commands, AnswerOfTheScaleCounts) {
    bring_up(sics_serial, sics_load);
    desk.command(Command::zero);
    EXPECT_EQ(desk.sent, "Z\r\n");
    desk.advance(500);
    EXPECT_EQ(desk.sent, "Z\r\n") << "no poll into a running command";
    desk.give("Z I\r\n");
    ASSERT_EQ(desk.done.size(), 1u);
    EXPECT_FALSE(desk.done[0].ok);
    EXPECT_EQ(desk.done[0].reason, "not possible now");
    EXPECT_EQ(desk.sent, "Z\r\nSIR\r\n") << "the stream goes on";
}

TEST_F(Commands, OneAtATimeAndOnlyWhenUp) {
    desk.command(Command::zero);
    ASSERT_EQ(desk.done.size(), 1u);
    EXPECT_EQ(desk.done[0].reason, "scale not connected");
    bring_up(sics_serial, sics_load);
    desk.command(Command::zero);
    desk.command(Command::tare);
    ASSERT_EQ(desk.done.size(), 2u);
    EXPECT_EQ(desk.done[1].command, Command::tare);
    EXPECT_EQ(desk.done[1].reason, "busy with another command");
    desk.advance(3000);
    ASSERT_EQ(desk.done.size(), 3u);
    EXPECT_EQ(desk.done[2].reason, "no answer");
}

TEST_F(Commands, FaultEndsTheCommand) {
    bring_up(sics_serial, sics_load);
    desk.command(Command::tare);
    desk.give("ES\r\n");
    ASSERT_EQ(desk.done.size(), 1u);
    EXPECT_EQ(desk.done[0].reason, "syntax error");
}

TEST_F(Commands, WithoutAnAnswerTheDisplayTells) {
    desk = Desk("stgs");
    bring_up({}, stgs_load);
    desk.command(Command::zero);
    EXPECT_EQ(desk.sent, "MZ\r\n");
    desk.give(stgs_load);
    EXPECT_TRUE(desk.done.empty());
    desk.give(stgs_zero);
    ASSERT_EQ(desk.done.size(), 1u);
    EXPECT_TRUE(desk.done[0].ok);
    desk.command(Command::tare);
    for (int i = 0; i < 31; ++i) {
        desk.give(stgs_load);
        desk.advance(100);
    }
    ASSERT_EQ(desk.done.size(), 2u);
    EXPECT_EQ(desk.done[1].reason, "no answer");
}

TEST_F(Commands, WhatTheScaleCannotDoIsSaidAtOnce) {
    desk = Desk("yaohua_tf0");
    bring_up({}, yaohua_1250);
    desk.command(Command::zero);
    ASSERT_EQ(desk.done.size(), 1u);
    EXPECT_EQ(desk.done[0].reason, "this scale has no such command");
    EXPECT_TRUE(desk.sent.empty());
}

}  // namespace
}  // namespace bozhong::scale::test
