// The spool against a script: what goes out, what is answered, what the label becomes.
#include "drivers/printer/spool.h"

#include <gtest/gtest.h>

#include <span>

namespace {

using namespace bozhong;
using namespace bozhong::printer;
using domain::Instant;
using domain::LabelState;
using std::chrono::milliseconds;

/// DLE EOT 1, 2 and 4 in one write.
char const* const k_round = "\x10\x04\x01\x10\x04\x02\x10\x04\x04";

Encoded small_label(Profile const& profile, domain::Seq label) {
    std::string const rows(8, '\x3C');
    return encode_label(profile, {std::as_bytes(std::span(rows)), 1, 8}, process_id_of(label)).value();
}

class SpoolScript : public testing::Test {
  protected:
    explicit SpoolScript(char const* profile_id = "escpos_58_label")
        : profile(*find_profile(profile_id)), spool(profile, "P1") {}

    void submit(domain::Seq label) {
        spool.submit(label, small_label(profile, label), now);
        collect();
    }
    void open() {
        spool.on_open(now);
        collect();
        // Zero bytes first, whatever the printer was left with.
        EXPECT_EQ(last_sent.find_first_not_of('\0'), std::string::npos);
        written_all();
    }
    void lost() {
        spool.on_lost("cable", now);
        collect();
    }
    void say(std::string const& bytes) {
        spool.on_bytes(std::as_bytes(std::span(bytes)), now);
        collect();
    }
    void written_all() {
        while (unwritten > 0) {
            std::size_t const size = std::exchange(unwritten, 0);
            spool.on_written(size, now);
            collect();
        }
    }
    void pass(milliseconds time) {
        Instant const end = now + time;
        while (now < end) {
            now = std::min(end, spool.wake_at(now));
            spool.on_time(now);
            collect();
            if (takes_bytes) written_all();
        }
    }
    /// Answers the questions of one round.
    void answer_round(std::string const& n1 = "\x12", std::string const& n2 = "\x12",
                      std::string const& n4 = "\x12") {
        written_all();
        ASSERT_EQ(last_sent, k_round);
        for (auto const& answer : {n1, n2, n4}) say(answer);
    }
    void collect() {
        for (Output const& output : spool.take_outputs()) {
            if (auto const* send = std::get_if<Send>(&output)) {
                last_sent = send->bytes;
                all_sent += send->bytes;
                unwritten += send->bytes.size();
            }
            if (auto const* moved = std::get_if<domain::LabelMoved>(&output)) {
                states.push_back({moved->label, moved->state});
                last_known_by = moved->known_by;
                EXPECT_EQ(moved->printer, "P1");
            }
            if (auto const* state = std::get_if<Seen>(&output)) seen = state->state;
            if (std::get_if<Reopen>(&output)) {
                ++reopened;
                unwritten = 0;
            }
        }
    }

    using States = std::vector<std::pair<domain::Seq, LabelState>>;
    Profile const& profile;
    Spool spool;
    Instant now{milliseconds(1'000'000)};
    std::string last_sent, all_sent, last_known_by;
    std::size_t unwritten = 0;
    bool takes_bytes = true;  ///< by itself, while time passes
    States states;
    std::optional<State> seen;
    int reopened = 0;
};

TEST_F(SpoolScript, PrintedNeedsItsWordAndACleanRound) {
    open();
    answer_round();
    EXPECT_EQ(seen, State::ready);
    submit(7);
    answer_round();
    EXPECT_EQ(seen, State::busy);
    written_all();
    EXPECT_EQ(states, (States{{7, LabelState::sending}, {7, LabelState::sent}}));
    EXPECT_TRUE(all_sent.ends_with(small_label(profile, 7).bytes()));
    say(std::string(1, '\0'));
    EXPECT_EQ(states.size(), 2U);
    answer_round();
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::printed}));
    EXPECT_EQ(last_known_by, "gs_r");
    EXPECT_EQ(seen, State::ready);
}

TEST_F(SpoolScript, ItsWordBeforeTheEndOfTheDataCountsForNothing) {
    open();
    answer_round();
    submit(7);
    answer_round();
    say(std::string(1, '\0'));
    written_all();
    pass(milliseconds(9'000));
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::sent}));
}

TEST_F(SpoolScript, PaperOutAfterItsWordIsUnknown) {
    open();
    answer_round();
    submit(7);
    answer_round();
    written_all();
    say(std::string(1, '\0'));
    answer_round("\x1A", "\x32", "\x72");
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::unknown}));
    EXPECT_EQ(last_known_by, "paper_out");
    EXPECT_EQ(seen, State::paper_out);
}

TEST_F(SpoolScript, SilenceIsUnknown) {
    open();
    answer_round();
    submit(7);
    answer_round();
    written_all();
    pass(milliseconds(11'000));
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::unknown}));
    EXPECT_EQ(last_known_by, "no answer");
}

TEST_F(SpoolScript, TheCablePulledWhileSendingIsUnknownAndNothingIsSentAgain) {
    open();
    answer_round();
    submit(7);
    answer_round();
    spool.on_written(3, now);
    lost();
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::unknown}));
    all_sent.clear();
    pass(milliseconds(3'000));
    EXPECT_GT(reopened, 0);
    open();
    answer_round();
    written_all();
    // Zero bytes end the half-sent picture, then the printer is asked for a sign.
    EXPECT_TRUE(all_sent.ends_with(flush_and_confirm(profile, 8, "~~~~")));
    EXPECT_EQ(all_sent.find(small_label(profile, 7).bytes()), std::string::npos);
    say(std::string(1, '\0'));
    EXPECT_EQ(seen, State::ready);
    EXPECT_EQ(states.size(), 2U);
}

TEST_F(SpoolScript, ALateWordNeverConfirmsTheNextLabel) {
    open();
    answer_round();
    submit(7);
    answer_round();
    written_all();
    pass(milliseconds(11'000));
    ASSERT_EQ(states.back().second, LabelState::unknown);
    // The questions of the clearing, then two answers: the late one and the clearing's own.
    open();
    submit(8);
    answer_round();
    written_all();
    say(std::string(1, '\0'));
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::unknown}))
        << "one answer may be the late one";
    EXPECT_NE(last_sent, k_round) << "and the next label was about to begin";
    say(std::string(1, '\0'));
    answer_round();
    EXPECT_EQ(states.back(), (States::value_type{8, LabelState::sending}));
}

TEST_F(SpoolScript, TheCleanRoundIsAskedAfterTheWord) {
    open();
    answer_round();
    submit(7);
    answer_round();
    written_all();
    pass(milliseconds(300));
    ASSERT_EQ(last_sent, k_round) << "a look at it while it prints";
    pass(milliseconds(1));
    all_sent.clear();
    say(std::string(1, '\0'));
    say("\x12\x12\x12");
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::sent}))
        << "answered before the word, for all anybody knows";
    EXPECT_EQ(all_sent, k_round);
    answer_round();
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::printed}));
}

TEST_F(SpoolScript, ALabelNotBegunWithinTenSecondsIsOffered) {
    submit(7);
    pass(milliseconds(9'999));
    EXPECT_TRUE(states.empty());
    pass(milliseconds(1));
    EXPECT_EQ(states, (States{{7, LabelState::failed}}));
    EXPECT_EQ(last_known_by, "not begun");
    open();
    answer_round();
    pass(milliseconds(500));
    EXPECT_EQ(all_sent.find("\x1D\x76"), std::string::npos);
}

TEST_F(SpoolScript, TheQueueHasABound) {
    for (domain::Seq label = 1; label <= 65; ++label) submit(label);
    EXPECT_EQ(states, (States{{65, LabelState::failed}}));
    EXPECT_EQ(last_known_by, "queue full");
    EXPECT_EQ(spool.waiting(), 64U);
}

TEST_F(SpoolScript, NothingBeginsWhileThePaperIsOut) {
    open();
    answer_round("\x1A", "\x32", "\x72");
    EXPECT_EQ(seen, State::paper_out);
    submit(7);
    answer_round("\x1A", "\x32", "\x72");
    EXPECT_TRUE(states.empty());
    pass(milliseconds(400));
    answer_round();
    EXPECT_EQ(states, (States{{7, LabelState::sending}}));
}

TEST_F(SpoolScript, APrinterThatTakesNoBytesIsReopened) {
    open();
    answer_round();
    submit(7);
    answer_round();
    takes_bytes = false;
    pass(milliseconds(6'000));
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::unknown}));
    EXPECT_EQ(last_known_by, "stalled");
    EXPECT_EQ(reopened, 1);
}

TEST_F(SpoolScript, ACutterJamIsClearedForGood) {
    open();
    answer_round();
    submit(7);
    answer_round();
    written_all();
    pass(milliseconds(300));
    written_all();
    say("\x1A");
    say("\x52");
    ASSERT_EQ(last_sent, "\x10\x04\x03");
    written_all();
    say("\x12");
    say("\x1A");
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::unknown}));
    EXPECT_EQ(last_known_by, "cutter");
    pass(milliseconds(1));
    written_all();
    for (char const* answer : {"\x1A", "\x52", "\x12", "\x1A"}) {
        say(answer);
        if (last_sent != "\x10\x05\x02") written_all();
    }
    EXPECT_EQ(last_sent, "\x10\x05\x02");
}

class OneWaySpool : public SpoolScript {
  protected:
    OneWaySpool() : SpoolScript("oneway_58_label") {}
};

TEST_F(OneWaySpool, SentIsTheBestItCanSay) {
    open();
    EXPECT_EQ(seen, State::ready);
    submit(7);
    submit(8);
    written_all();
    EXPECT_EQ(states, (States{{7, LabelState::sending},
                              {7, LabelState::sent},
                              {8, LabelState::sending},
                              {8, LabelState::sent}}));
}

TEST_F(OneWaySpool, ThePortsPaperBitHoldsTheNextLabel) {
    open();
    spool.on_port_status(0x30, now);
    collect();
    EXPECT_EQ(seen, State::paper_out);
    submit(7);
    EXPECT_TRUE(states.empty());
    spool.on_port_status(0x18, now);
    collect();
    written_all();
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::sent}));
}

class EpsonSpool : public SpoolScript {
  protected:
    EpsonSpool() : SpoolScript("epson_label") {}
};

TEST_F(EpsonSpool, OnlyItsOwnIdConfirmsALabel) {
    open();
    answer_round();
    submit(7);
    answer_round();
    written_all();
    std::string const nul(1, '\0');
    say("\x37\x22" + process_id_of(6) + nul);
    say(nul);
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::sent}));
    say("\x37\x22" + process_id_of(7) + nul);
    answer_round();
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::printed}));
    EXPECT_EQ(last_known_by, "process_id");
}

TEST_F(EpsonSpool, StatusBackInTheMiddleOfALabelIsHeard) {
    open();
    answer_round();
    submit(7);
    answer_round();
    say(std::string("\x38\x00\x00\x00", 4));
    EXPECT_EQ(states.back(), (States::value_type{7, LabelState::unknown}));
    EXPECT_EQ(seen, State::cover_open);
}

TEST(ProcessId, IsPrintableAndNeverTheClearings) {
    for (domain::Seq label :
         {domain::Seq{1}, domain::Seq{63}, domain::Seq{64}, domain::Seq{262'143}, domain::Seq{262'144}}) {
        std::string const id = process_id_of(label);
        EXPECT_EQ(id.size(), 4U);
        EXPECT_NE(id, "~~~~");
    }
    EXPECT_NE(process_id_of(1), process_id_of(2));
}

}  // namespace
