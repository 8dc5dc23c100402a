// The spool and the encoder against a printer with paper: what is on the paper judges what the states say,
// for a fault at every point of a label.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <span>

#include "drivers/printer/spool.h"
#include "drivers/sim/virtual_printer.h"
#include "golden.h"
#include "tests/support/seed.h"

namespace {

using namespace bozhong;
using namespace bozhong::printer;
using domain::Instant;
using domain::LabelState;
using std::chrono::milliseconds;

constexpr int k_width_bytes = 6, k_rows = 40, k_gap = 8;

/// Row 0 carries the label's number in 16 dots, every further row a pattern of number and row: a label
/// printed twice, mixed with another or cut short is recognised.
std::string picture_of(domain::Seq label) {
    std::string rows;
    for (int y = 0; y < k_rows; ++y) {
        std::string row(k_width_bytes, '\0');
        row[0] = static_cast<char>(label >> 8 | 0x40);
        row[1] = static_cast<char>(label & 0xFF);
        row[2] = static_cast<char>(y | 0x40);
        row[3] = static_cast<char>((label * 7 + static_cast<unsigned>(y) * 3) | 0x80);
        rows += row;
    }
    return rows;
}

std::string rows_of(sim::PrintedLabel const& paper) {
    std::string rows;
    for (int y = 0; y < std::min(k_rows, static_cast<int>(paper.rows.size())); ++y) {
        for (int i = 0; i < k_width_bytes; ++i) {
            unsigned value = 0;
            for (int bit = 0; bit < 8; ++bit)
                value =
                    value << 1 |
                    (paper.rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(i * 8 + bit)] ? 1 : 0);
            rows += static_cast<char>(value);
        }
    }
    return rows;
}

sim::PrinterLanguage language_of(Language language) {
    switch (language) {
        case Language::escpos: return sim::PrinterLanguage::escpos;
        case Language::tspl: return sim::PrinterLanguage::tspl;
        case Language::zpl: return sim::PrinterLanguage::zpl;
        case Language::cpcl: return sim::PrinterLanguage::cpcl;
    }
    std::abort();
}

/// Spool, cable and printer in one process, with time that only passes when told to.
class Bench {
  public:
    /// With a printer left by another bench it goes on where that one died.
    explicit Bench(std::string const& profile_id, std::size_t buffer = 4096,
                   sim::VirtualPrinter* left = nullptr)
        : m_profile(*find_profile(profile_id)),
          m_spool(m_profile, "P1"),
          m_printer(left ? std::move(*left) : sim::VirtualPrinter(make(m_profile.language, buffer))) {
        if (left) m_spool.clear_first();
        m_spool.on_open(m_now);
        m_open = true;
    }

    void print(domain::Seq label) {
        std::string const rows = picture_of(label);
        auto encoded = encode_label(m_profile, {std::as_bytes(std::span(rows)), k_width_bytes, k_rows},
                                    process_id_of(label));
        ASSERT_TRUE(encoded.ok());
        ASSERT_EQ(encoded->moved_right, 0);
        m_spool.submit(label, std::move(*encoded), m_now);
        m_last[label] = LabelState::queued;
    }

    /// Lets bytes flow and time pass until the given time is over or nothing more is to be done.
    void run(milliseconds time) {
        Instant const end = m_now + time;
        while (m_now < end) {
            while (exchange()) {
            }
            Instant next = std::min(end, m_spool.wake_at(m_now));
            if (m_printer.moving()) next = std::min(next, m_now + milliseconds(10));
            m_printer.pass(static_cast<int>((next - m_now).count()));
            m_now = next;
            m_spool.on_time(m_now);
        }
    }
    bool run_until_final(domain::Seq label, milliseconds within) {
        for (Instant const end = m_now + within; m_now < end;) {
            run(milliseconds(50));
            if (is_final(m_last[label])) return true;
        }
        return false;
    }
    void pull_cable() {
        m_open = false;
        m_cable.clear();
        m_spool.on_lost("cable", m_now);
    }
    void plug_in() { m_plugged = true; }
    void unplug_for_good() {
        m_plugged = false;
        pull_cable();
    }

    sim::VirtualPrinter& printer() { return m_printer; }
    std::map<domain::Seq, LabelState> const& states() const { return m_last; }
    std::vector<std::string> const& complete() const { return m_complete; }
    int printed_times(domain::Seq label) const {
        return static_cast<int>(std::count(m_complete.begin(), m_complete.end(), picture_of(label)));
    }
    /// Ends the strip, so that what is under the head counts too.
    void tear_off() {
        m_printer.new_roll(std::nullopt);
        look_at_paper();
    }
    static bool is_final(LabelState state) {
        return state == LabelState::printed || state == LabelState::unknown || state == LabelState::failed;
    }
    bool by_status() const { return m_profile.confirms_by_status(); }
    std::optional<std::size_t>
        cut_after;  ///< the cable is pulled when so many more bytes have gone through it

  private:
    static sim::PrinterMake make(Language language, std::size_t buffer) {
        sim::PrinterMake make;
        make.language = language_of(language);
        make.rows_a_second = 100;
        make.dots_wide = 64;
        make.label_rows = k_rows;
        make.gap_rows = k_gap;
        make.buffer = buffer;
        return make;
    }

    bool exchange() {
        bool moved = carry_out();
        if (!m_open) return moved;
        if (!m_printer.powered()) {
            pull_cable();
            return true;
        }
        std::size_t const size = std::min({m_cable.size(), m_printer.room(), std::size_t{37}});
        if (size > 0) {
            if (cut_after && *cut_after <= size) {
                m_printer.receive(m_cable.substr(0, *cut_after));
                cut_after.reset();
                pull_cable();
                look_at_paper();
                return true;
            }
            if (cut_after) *cut_after -= size;
            m_printer.receive(m_cable.substr(0, size));
            m_cable.erase(0, size);
            m_spool.on_written(size, m_now);
            moved = true;
        }
        look_at_paper();
        std::string const answers = m_printer.take_answers();
        if (!answers.empty()) {
            m_spool.on_bytes(std::as_bytes(std::span(answers)), m_now);
            moved = true;
        }
        return moved;
    }

    bool carry_out() {
        auto const outputs = m_spool.take_outputs();
        for (Output const& output : outputs) {
            if (auto const* send = std::get_if<Send>(&output)) m_cable += send->bytes;
            if (auto const* moved = std::get_if<domain::LabelMoved>(&output)) note(*moved);
            if (std::get_if<Reopen>(&output)) {
                m_cable.clear();
                m_open = m_plugged && m_printer.powered();
                m_open ? m_spool.on_open(m_now) : m_spool.on_lost("away", m_now);
            }
        }
        return !outputs.empty();
    }

    void note(domain::LabelMoved const& moved) {
        // A label's end is its end: no state follows it, and nothing is begun twice.
        EXPECT_FALSE(is_final(m_last[moved.label]));
        if (moved.state == LabelState::sending) {
            EXPECT_EQ(++m_begun[moved.label], 1);
        }
        if (moved.state == LabelState::printed) {
            look_at_paper();
            // What the printer has said it printed is under its head or out of it.
            EXPECT_EQ(printed_times(moved.label), 1) << "label " << moved.label << " is not on the paper";
        }
        m_last[moved.label] = moved.state;
    }

    void look_at_paper() {
        for (sim::PrintedLabel const& paper : m_printer.take_printed()) m_complete.push_back(rows_of(paper));
    }

    Profile const& m_profile;
    Spool m_spool;
    sim::VirtualPrinter m_printer;
    Instant m_now{milliseconds(1'000'000)};
    bool m_open = false, m_plugged = true;
    std::string m_cable;
    std::map<domain::Seq, LabelState> m_last;
    std::map<domain::Seq, int> m_begun;
    std::vector<std::string> m_complete;
};

/// Never two prints without a marked reprint; never `printed` without a print; nothing without an end.
void judge(Bench& bench, std::string const& what) {
    bench.tear_off();
    for (auto const& [label, state] : bench.states()) {
        int const times = bench.printed_times(label);
        EXPECT_LE(times, 1) << what << ": label " << label << " is out twice";
        EXPECT_TRUE(Bench::is_final(state)) << what << ": label " << label << " has no end";
        if (state == LabelState::printed) {
            EXPECT_EQ(times, 1) << what << ": label " << label << " was said to be printed";
        }
        if (state == LabelState::failed) {
            EXPECT_EQ(times, 0) << what << ": label " << label << " was said not to be";
        }
    }
}

class Paper : public testing::TestWithParam<char const*> {};

TEST_P(Paper, LabelsComeOutWholeAndAreKnownToBePrinted) {
    Bench bench(GetParam());
    // Where printing takes its time, later ones would not be begun within their ten seconds.
    domain::Seq const labels = bench.by_status() ? 8 : 20;
    for (domain::Seq label = 1; label <= labels; ++label) bench.print(label);
    bench.run(milliseconds(9'000));
    ASSERT_EQ(bench.complete().size(), labels);
    for (domain::Seq label = 1; label <= labels; ++label) {
        EXPECT_EQ(bench.complete()[label - 1], picture_of(label));
        EXPECT_EQ(bench.states().at(label), LabelState::printed);
    }
}

struct Fault {
    char const* name;
    std::function<void(sim::VirtualPrinter&)> happens, is_put_right;
};

/// Nobody changes a roll that has not ended.
void change_roll(sim::VirtualPrinter& printer) {
    if (printer.paper_ended()) printer.new_roll(std::nullopt);
}

/// The spool frees the cutter by itself as long as a command can reach the printer; else a person switches it
/// off and on.
void free_cutter(sim::VirtualPrinter& printer) {
    // One that is only busy is left alone: off and on in no time, its link would never notice.
    if (printer.room() > 0 || !printer.powered() || !printer.offline()) return;
    printer.power_off();
    printer.power_on();
}
void clear_jam(sim::VirtualPrinter& printer) {
    printer.clear_jam();
}

/// A label language has no command that frees a cutter.
std::vector<Fault> faults(bool by_hand) {
    return {
        {"paper out", [](auto& p) { p.paper_out(); }, change_roll},
        {"cover open", [](auto& p) { p.cover_open(); }, [](auto& p) { p.cover_close(); }},
        {"cutter jam", [](auto& p) { p.cutter_jam(); }, by_hand ? clear_jam : free_cutter},
        {"power cut", [](auto& p) { p.power_off(); }, [](auto& p) { p.power_on(); }},
    };
}

TEST_P(Paper, AFaultAtAnyByteTellsNoLie) {
    bool const by_status = Bench(GetParam()).by_status();
    for (std::size_t buffer : {std::size_t{64}, std::size_t{4096}}) {
        for (Fault const& fault : faults(by_status)) {
            int unknown = 0;
            for (std::uint64_t k = 1; k < 2 * 290; k += by_status ? 11 : 3) {
                Bench bench(GetParam(), buffer);
                std::string const what = std::string(fault.name) + " at byte " + std::to_string(k) +
                                         " buffer " + std::to_string(buffer);
                bench.run(milliseconds(100));
                bench.printer().at(k, fault.happens);
                for (domain::Seq label = 1; label <= 3; ++label) bench.print(label);
                bench.run(milliseconds(12'000));
                fault.is_put_right(bench.printer());
                bench.run(milliseconds(15'000));
                // After all is put right the printer is of use again and starts on a label.
                bench.print(9);
                EXPECT_TRUE(bench.run_until_final(9, milliseconds(9'000))) << what;
                EXPECT_EQ(bench.states().at(9), LabelState::printed) << what;
                for (auto const& [label, state] : bench.states()) unknown += state == LabelState::unknown;
                judge(bench, what);
                if (testing::Test::HasFailure()) return;
            }
            EXPECT_GT(unknown, by_status ? 3 : 20) << fault.name;
        }
    }
}

/// Half of the label is on the paper and the rest in the printer.
TEST_P(Paper, AFaultAtAnyRowTellsNoLie) {
    if (!Bench(GetParam()).by_status()) return;  // its label is printed as it comes: every byte is a row
    for (Fault const& fault : faults(true)) {
        for (std::uint64_t k = 1; k <= 2 * (k_rows + k_gap); k += 5) {
            Bench bench(GetParam());
            std::string const what = std::string(fault.name) + " at row " + std::to_string(k);
            bench.run(milliseconds(100));
            bench.printer().at_row(k, fault.happens);
            for (domain::Seq label = 1; label <= 3; ++label) bench.print(label);
            bench.run(milliseconds(12'000));
            fault.is_put_right(bench.printer());
            bench.run(milliseconds(15'000));
            bench.print(9);
            EXPECT_TRUE(bench.run_until_final(9, milliseconds(9'000))) << what;
            EXPECT_EQ(bench.states().at(9), LabelState::printed) << what;
            judge(bench, what);
            if (testing::Test::HasFailure()) return;
        }
    }
}

TEST_P(Paper, TheCablePulledAtAnyByteTellsNoLie) {
    std::size_t const step = Bench(GetParam()).by_status() ? 7 : 1;
    for (std::size_t k = 1; k < 620; k += step) {
        Bench bench(GetParam());
        std::string const what = "cable at byte " + std::to_string(k);
        bench.run(milliseconds(100));
        bench.cut_after = k;
        for (domain::Seq label = 1; label <= 2; ++label) bench.print(label);
        bench.run(milliseconds(20'000));
        bench.print(9);
        EXPECT_TRUE(bench.run_until_final(9, milliseconds(9'000))) << what;
        EXPECT_EQ(bench.states().at(9), LabelState::printed) << what;
        judge(bench, what);
        if (testing::Test::HasFailure()) return;
    }
}

TEST_P(Paper, TroubleUponTroubleTellsNoLie) {
    bool const by_status = Bench(GetParam()).by_status();
    unsigned const offset = test::seed_offset();
    for (unsigned seed = 1; seed <= (by_status ? 40U : 150U); ++seed) {
        std::mt19937 random(offset + seed);
        Bench bench(GetParam(), random() % 2 ? 128 : 4096);
        auto const all = faults(by_status);
        domain::Seq label = 0;
        for (int round = 0; round < 12; ++round) {
            for (auto i = random() % 4; i > 0; --i) bench.print(++label);
            auto const& fault = all[random() % all.size()];
            if (random() % 3 == 0) bench.cut_after = random() % 900 + 1;
            if (random() % 2) bench.printer().at(random() % 900 + 1, fault.happens);
            bench.run(milliseconds(static_cast<int>(random() % 6'000)));
            // Nobody changes a roll or frees a cutter in less.
            if (bench.printer().offline()) bench.run(milliseconds(3'000));
            for (Fault const& each : all) each.is_put_right(bench.printer());
            bench.run(milliseconds(static_cast<int>(random() % 3'000)));
        }
        bench.cut_after.reset();
        for (int i = 0; i < 3; ++i) {
            if (bench.printer().offline()) bench.run(milliseconds(3'000));
            for (Fault const& each : all) each.is_put_right(bench.printer());
            bench.run(milliseconds(15'000));
        }
        judge(bench, "seed " + std::to_string(seed));
        if (testing::Test::HasFailure()) return;
    }
}

/// The program dies in the middle of a label; the next one clears the printer before its first label.
TEST_P(Paper, AHalfLabelOfTheLastProcessIsFedOut) {
    for (std::size_t k = 1; k < 290; k += 7) {
        Bench before(GetParam());
        before.run(milliseconds(100));
        before.cut_after = k;
        before.print(1);
        before.run(milliseconds(20));
        Bench after(GetParam(), 4096, &before.printer());
        after.print(2);
        EXPECT_TRUE(after.run_until_final(2, milliseconds(9'000))) << "died at byte " << k;
        EXPECT_EQ(after.states().at(2), LabelState::printed) << "died at byte " << k;
        judge(after, "died at byte " + std::to_string(k));
        if (testing::Test::HasFailure()) return;
    }
}

INSTANTIATE_TEST_SUITE_P(Profiles, Paper,
                         testing::Values("escpos_58_label", "escpos_58_mark", "epson_label", "tspl_203",
                                         "zpl_203", "cpcl_203"),
                         [](auto const& each) { return std::string(each.param); });

}  // namespace
