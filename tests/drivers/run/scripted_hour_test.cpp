// An hour at the table for every protocol the simulator writes: loads set down, filled by hand, swapped and
// taken off, while the line garbles, the cable comes out, the scale goes silent, freezes, trembles and loses
// its power. The bytes go through the same session and decoder as at a table; a witness knows what really
// lies on the pan.

#include <gtest/gtest.h>

#include <cstdlib>

#include "drivers/scale/session.h"
#include "drivers/sim/scale_faults.h"
#include "drivers/sim/scale_model.h"
#include "tests/support/seed.h"
#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

constexpr int step_ms = 10, display_ms = 100;
constexpr int loads = 800;

std::vector<domain::SortTask> hour_tasks(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<domain::SortTask> tasks;
    for (int i = 0; i < loads; ++i)
        tasks.push_back(task(i + 1, std::to_string(std::uniform_int_distribution<int>(2, 16)(random))));
    return tasks;
}

domain::ScaleRecord record_of(scale::Protocol const& protocol) {
    domain::ScaleRecord record = bench_scale();
    record.unit = protocol.units == "g" ? "g" : "kg";
    record.protocol = protocol.id;
    record.expected_interval = std::max(milliseconds{display_ms}, protocol.expected_interval);
    // The display holds a value for up to four frames.
    record.display_period = milliseconds{4 * display_ms};
    record.stability = protocol.has_stable_flag ? domain::StabilityRule::flag : domain::StabilityRule::time;
    record.frames_name_unit = !protocol.units.empty();
    return record;
}

/// The simulated scale and its line, heard by a session: bytes there and back, no socket.
class Wire {
  public:
    Wire(scale::Protocol const& protocol, domain::ScaleRecord const& record, unsigned seed)
        : wire(sim::make_scale_wire(protocol.id)),
          indicator({}, seed),
          m_line(seed + 1),
          m_random(seed + 2),
          m_session(protocol, {record.unit, record.expected_interval}),
          m_streaming(wire->streams_unasked()) {
        m_line.set({.noise = 3, .checksum = 2, .flip = 0, .drop = 1, .twice = 1, .split = 30, .glue = 1});
    }

    /// One display period's work of the scale.
    void tick(std::int64_t now_ms) {
        if (--m_repeats <= 0) {
            m_repeats = std::uniform_int_distribution<int>(3, 4)(m_random);
            indicator.update(now_ms);
        }
        if (m_streaming) say(wire->live(indicator.shown()));
    }
    std::string take_bytes() { return std::exchange(m_to_station, {}); }
    void hear(std::string const& bytes) {
        if (!powered || silent) return;
        for (auto const& request : wire->hear(bytes)) {
            if (request.ask == sim::Ask::stream)
                m_streaming = true;
            else if (request.ask != sim::Ask::greet &&
                     (!wire->streams_unasked() || request.ask == sim::Ask::stop))
                m_streaming = false;
            auto const outcome = indicator.obey(request);
            auto answer = wire->answer(request, outcome, indicator.shown());
            if (request.ask == sim::Ask::read)
                say(std::move(answer));
            else
                m_to_station += answer;
        }
    }
    scale::Session& session() { return m_session; }
    void clear() { m_to_station.clear(); }

    std::unique_ptr<sim::ScaleWire> wire;
    sim::Indicator indicator;
    bool powered = true, silent = false, plugged = true;

  private:
    void say(std::string frame) {
        if (!powered || silent || frame.empty()) return;
        m_to_station += m_line.pass(std::move(frame), *wire);
    }

    sim::FaultyLine m_line;
    std::mt19937 m_random;
    scale::Session m_session;
    std::string m_to_station;
    int m_repeats = 0;
    bool m_streaming;
};

class Hour {
  public:
    Hour(scale::Protocol const& protocol, std::uint64_t seed, bool hands_free)
        : m_random(seed),
          m_record(record_of(protocol)),
          m_wire(protocol, m_record, static_cast<unsigned>(seed)),
          m_rig(hour_tasks(seed), setup()),
          m_hands_free(hands_free) {
        m_rig.sign_in(supervisor());
        take(m_wire.session().start(m_rig.now));
        run(3'000);
        if (hands_free) m_rig.press(Key::hands_free, {.text = "on"});
    }

    /// Works until the hour is over; the first thing that was wrong ends it.
    void work(std::int64_t until_ms) {
        while (m_ms < until_ms && m_wrong.empty() && m_rig.look().task) one_load();
    }
    [[nodiscard]] std::string const& wrong() const { return m_wrong; }
    [[nodiscard]] int offered() const { return m_offered; }
    [[nodiscard]] std::size_t captured() const { return m_judged; }
    [[nodiscard]] int missed() const { return m_missed; }
    [[nodiscard]] std::string const& last_missed() const { return m_last_missed; }
    [[nodiscard]] int faults() const { return m_faults; }

  private:
    StationSetup setup() const {
        StationSetup out;
        out.scales = {m_record};
        return out;
    }
    int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(m_random); }
    bool chance(int percent) { return between(1, 100) <= percent; }

    void take(scale::Actions const& actions) {
        for (auto const& action : actions) {
            if (std::holds_alternative<scale::OpenLink>(action)) m_open_at = m_ms + step_ms;
            if (auto const* send = std::get_if<scale::SendBytes>(&action)) m_wire.hear(send->bytes);
            if (auto const* reading = std::get_if<domain::Reading>(&action)) hear(*reading);
            if (auto const* health = std::get_if<scale::HealthChanged>(&action)) tell(*health);
        }
    }
    void hear(domain::Reading const& reading) {
        m_heard_at = m_ms;
        // Once one frame has shown that something moves, whatever is booked must lie on the pan.
        bool const as_before = reading.mass && reading.stable != domain::Known::no &&
                               std::abs(reading.mass->mg - m_before) <= m_record.d.mg;
        if (!as_before) m_told = true;
        m_rig.send(ReadingSeen{reading});
    }
    [[nodiscard]] std::int64_t reading_age() const { return m_ms - m_heard_at; }
    /// An answer that is missing is waited for: the rule of the product, in the test's own words.
    [[nodiscard]] std::int64_t oldest_booked() const { return 3 * m_record.expected_interval.count() / 2; }
    void tell(scale::HealthChanged const& health) {
        auto const state = health.health == scale::Health::up       ? LinkState::up
                           : health.health == scale::Health::silent ? LinkState::silent
                                                                    : LinkState::down;
        m_rig.send(ScaleLinkChanged{"S1", state, health.detail});
    }

    void step() {
        m_ms += step_ms;
        m_rig.now += milliseconds{step_ms};
        if (m_hand_g > 0) m_wire.indicator.pan().tremble(m_hand_g * 1'000, step_ms * 2, m_ms);
        if (m_ms % display_ms == 0) m_wire.tick(m_ms);
        auto& session = m_wire.session();
        if (m_open_at && m_ms >= *m_open_at) {
            m_open_at.reset();
            take(m_wire.plugged ? session.on_open(m_rig.now)
                                : session.on_link_lost("no such port", m_rig.now));
        }
        std::string const bytes = m_wire.take_bytes();
        if (!bytes.empty() && m_wire.plugged && !m_open_at)
            take(session.on_bytes(std::as_bytes(std::span(bytes)), m_rig.now));
        if (auto const wake = session.wake_at(); wake && *wake <= m_rig.now) take(session.on_time(m_rig.now));
        if (m_rig.station().wake_at() <= m_rig.now || m_ms % display_ms == 0) m_rig.send(TimePassed{});
        judge();
    }
    void run(int ms) {
        for (int done = 0; done < ms && m_wrong.empty(); done += step_ms) step();
    }

    /// Whatever was booked now must be what rests on the pan now, seen by a scale that works, and not yet
    /// booked.
    void judge() {
        auto const made = m_rig.facts<domain::Weighed>();
        for (; m_judged < made.size(); ++m_judged) {
            auto const& weighed = made[m_judged];
            // What was lifted just now may still stand there: until the display's next update, a frame that
            // waits on the line and the scale's next answer have come, the station cannot know.
            bool const behind =
                m_before_rested && !m_told && m_ms <= m_changed_at + 5 * display_ms + oldest_booked();
            std::int64_t const truth = behind ? m_before : m_wire.indicator.pan().load_mg();
            std::string why;
            if (std::abs(weighed.net.mg - truth) > m_record.d.mg) why = "not the load";
            if (!behind && !m_wire.indicator.pan().rests(m_ms)) why = "the pan moved";
            if (m_filling) why = "a hand still filled";
            if (reading_age() > oldest_booked()) why = "an old reading";
            if (m_booked) why = "booked twice";
            if (!m_wire.powered || !m_wire.plugged || m_wire.silent) why = "no scale was there";
            if (!why.empty())
                m_wrong = why + ": " + std::to_string(weighed.net.mg) + " mg of " + std::to_string(truth) +
                          " mg at " + std::to_string(m_ms) + " ms, " + std::to_string(m_ms - m_changed_at) +
                          " ms after the pan began to change, by a reading of " +
                          std::to_string(reading_age()) + " ms";
            m_booked = true;
        }
    }

    void put(std::int64_t mg) {
        m_before = m_wire.indicator.pan().load_mg();
        m_before_rested = m_wire.indicator.pan().rests(m_ms);
        m_changed_at = m_ms;
        m_told = false;
        m_wire.indicator.pan().put(mg, m_ms, between(200, 700));
        trace("put " + std::to_string(mg));
    }
    void trace(std::string const& what) const {
        if (std::getenv("BOZHONG_TRACE") == nullptr) return;
        auto const& shown = m_wire.indicator.shown();
        auto const look = m_rig.look();
        std::cerr << m_ms << ' ' << what << " | pan " << m_wire.indicator.pan().load_mg() << " shows "
                  << shown.units << (shown.stable ? " stable" : " moving") << " range "
                  << static_cast<int>(shown.range) << " | station " << static_cast<int>(look.weight.state)
                  << '/' << static_cast<int>(look.weight.refusal) << ' ' << look.weight.net_kg << '\n';
    }

    void one_load() {
        auto const look = m_rig.look();
        std::int64_t const wanted = look.gauge.aim_mg;
        std::int64_t const load = (wanted * between(98, 104) / 100) / 5'000 * 5'000;
        m_booked = false;
        ++m_offered;
        if (chance(25)) {
            fill(load);
        } else {
            put(load);
            if (chance(20)) lean();
        }
        if (chance(35)) trouble();
        book();
        if (m_wrong.empty() && !m_booked) recover_scale(load);
        put(0);
        run(between(600, 1'500));
        settle_zero();
    }

    /// Handfuls with pauses, some inside the band, with the hand on the goods in between.
    void fill(std::int64_t load) {
        m_filling = true;
        std::int64_t on = load * between(40, 85) / 100;
        put(on);
        while (on < load && m_wrong.empty()) {
            run(between(300, 1'800));
            on = std::min(load, on + between(30, 200) * 1'000 / 5 * 5);
            on = on / 5'000 * 5'000;
            if (on + 5'000 > load) on = load;
            put(on);
        }
        m_filling = false;
    }
    void lean() {
        m_hand_g = between(20, 200);
        run(between(200, 1'500));
        m_hand_g = 0;
    }

    void trouble() {
        ++m_faults;
        int const kind = between(0, 5);
        trace("trouble " + std::to_string(kind));
        switch (kind) {
            case 0: return unplug();
            case 1:
                m_wire.silent = true;
                run(between(300, 4'000));
                m_wire.silent = false;
                return;
            case 2:
                // A display that froze on its way up, on a scale without a stable flag, cannot be told from a
                // load.
                run(1'300);
                m_wire.indicator.freeze(true);
                run(between(300, 3'000));
                m_wire.indicator.freeze(false);
                return;
            case 3: return power_cut();
            case 4: return lean();
            default:
                m_wire.indicator.pan().drift(between(-3'000, 3'000), m_ms);
                run(between(500, 2'000));
                m_wire.indicator.pan().drift(0, m_ms);
        }
    }
    void unplug() {
        m_wire.plugged = false;
        m_wire.clear();
        take(m_wire.session().on_link_lost("cable", m_rig.now));
        run(between(300, 4'000));
        m_wire.clear();
        m_wire.plugged = true;
    }
    void power_cut() {
        m_wire.powered = false;
        m_wire.clear();
        run(between(300, 3'000));
        m_wire.powered = true;
        m_wire.indicator.power_up(m_ms);
    }

    /// Presses when the key offers it, as she would; hands-free waits.
    void book() {
        // Eyes and hand take longer than the display's own delay.
        run(between(500, 1'000));
        for (int waited = 0; waited < 9'000 && !m_booked && m_wrong.empty(); waited += 100) {
            run(100);
            if (!m_hands_free && m_rig.look().confirm.possible) m_rig.press(Key::confirm), judge();
        }
    }
    /// The scale lost its zero: everything off, zero, and the same load again.
    void recover_scale(std::int64_t load) {
        for (int tries = 0; tries < 3 && !m_booked && m_wrong.empty(); ++tries) {
            put(0);
            run(3'000);
            settle_zero();
            put(load);
            book();
        }
        if (m_booked) return;
        ++m_missed;
        auto const look = m_rig.look();
        m_last_missed =
            "refusal " + std::to_string(static_cast<int>(look.weight.refusal)) + ", shows " +
            look.weight.net_kg + " " + (look.weight.stable ? "stable" : "moving") + ", indicator " +
            std::to_string(m_wire.indicator.shown().units) +
            (m_wire.indicator.shown().stable ? " stable" : " moving") +
            (m_wire.indicator.shown().net ? " net" : "") + " unit seen " + look.weight.scale_unit_seen +
            " range " + std::to_string(static_cast<int>(m_wire.indicator.shown().range)) + ", link " +
            std::to_string(static_cast<int>(look.devices.scale_link)) + " at " + std::to_string(m_ms);
    }
    /// An empty pan that does not show zero is what she presses Zero for.
    void settle_zero() {
        for (int tries = 0; tries < 6 && m_rig.look().weight.state != WeighState::empty; ++tries) {
            if (m_wire.indicator.shown().range != sim::ShownRange::ok ||
                m_wire.indicator.shown().units != 0) {
                m_wire.indicator.obey({sim::Ask::clear_tare, {}});
                m_wire.indicator.obey({sim::Ask::zero, {}});
                m_rig.press(Key::zero);
                trace("zero");
            }
            // Zeroed away further than its zero key reaches: off and on again, empty.
            if (tries == 3) m_wire.indicator.power_up(m_ms);
            run(700);
        }
    }

    std::mt19937_64 m_random;
    domain::ScaleRecord m_record;
    mutable Wire m_wire;
    StationRig m_rig;
    bool m_hands_free, m_filling = false, m_booked = false, m_told = true;
    std::int64_t m_ms = 0, m_hand_g = 0, m_before = 0, m_changed_at = -10'000, m_heard_at = -10'000;
    bool m_before_rested = true;
    std::optional<std::int64_t> m_open_at;
    std::size_t m_judged = 0;
    int m_offered = 0, m_missed = 0, m_faults = 0;
    std::string m_wrong, m_last_missed;
};

class ScriptedHour : public ::testing::TestWithParam<std::string> {};

TEST_P(ScriptedHour, EveryCaptureIsTheLoad) {
    auto const* protocol = scale::find_protocol(GetParam());
    ASSERT_NE(protocol, nullptr);
    auto const* minutes = std::getenv("BOZHONG_HOUR_MINUTES");
    std::int64_t const until = (minutes != nullptr ? std::atoll(minutes) : 10) * 60'000;
    for (bool const hands_free : {false, true}) {
        Hour hour(*protocol, 17U + 2 * seed_offset() + (hands_free ? 1 : 0), hands_free);
        hour.work(until);
        EXPECT_EQ(hour.wrong(), "") << (hands_free ? "hands-free" : "by key");
        EXPECT_EQ(hour.missed(), 0) << "loads that could never be booked, of " << hour.offered() << "; "
                                    << hour.last_missed();
        std::cout << GetParam() << (hands_free ? " hands-free: " : " by key: ") << hour.captured()
                  << " captures of " << hour.offered() << " loads, " << hour.faults() << " faults\n";
    }
}

std::vector<std::string> simulated() {
    std::vector<std::string> out;
    for (auto const name : sim::scale_wire_protocols())
        // Transmitters send counts without a point: what one count weighs is a setting, not in the wire.
        // USB loses no byte of a report.
        if (scale::find_protocol(name) != nullptr && !name.starts_with("modbus_") && name != "usb_hid") out.emplace_back(name);
    return out;
}
INSTANTIATE_TEST_SUITE_P(Protocols, ScriptedHour, ::testing::ValuesIn(simulated()),
                         [](auto const& one) { return one.param; });

}  // namespace
}  // namespace bozhong::test
