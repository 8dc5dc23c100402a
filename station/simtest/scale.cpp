#include "station/simtest/scale.h"

#include <cstdlib>
#include <utility>

namespace bozhong::simtest {
namespace {

constexpr Millis period_ms = 100;     // of readings while something moves
constexpr Millis heartbeat_ms = 400;  // while nothing does: fresh is 500 ms
constexpr Millis window_ms = 200;     // the first second at rest: the rule over time wants its window filled

}  // namespace

class Scale::Listener final : public app::ScaleControl {
  public:
    Listener(Scale& scale, Life life) : m_scale(scale), m_life(life) {}
    void start(OnEvent on_event) override {
        m_scale.m_hears = std::move(on_event);
        m_scale.m_hearer = m_life;
        m_scale.m_linked = false;
    }
    void send(std::string const& command) override {
        m_scale.m_scheduler.after(50, m_life, [this, command] { m_scale.command(command); });
    }
    void stop() override {
        if (m_scale.m_hearer == m_life) m_scale.m_hears = nullptr;
    }

  private:
    Scale& m_scale;
    Life m_life;
};

Scale::Scale(Scheduler& scheduler, Dice dice, domain::ScaleRecord record)
    : m_scheduler(scheduler), m_dice(std::move(dice)), m_record(std::move(record)) {}

std::unique_ptr<app::ScaleControl> Scale::make_listener(Life life) {
    return std::make_unique<Listener>(*this, life);
}

void Scale::start() {
    wake();
}

void Scale::sleep() {
    m_awake = false;
    ++m_generation;
    link(core::LinkState::down, "switched off", false);
}

void Scale::wake() {
    if (std::exchange(m_awake, true)) return;
    m_last_step = m_scheduler.now();
    m_just_on = true;
    pan.power_up();
    tick(++m_generation);
}

void Scale::power_off() {
    faults.off = true;
    link(core::LinkState::down, "no answer", false);
}

void Scale::power_on() {
    if (!std::exchange(faults.off, false)) return;
    pan.power_up();
    m_just_on = true;
}

void Scale::link(core::LinkState state, std::string const& detail, bool power_up) {
    m_linked = state == core::LinkState::up;
    if (m_hears && m_scheduler.lives(m_hearer))
        m_hears(core::ScaleLinkChanged{m_record.id, state, detail, power_up});
}

void Scale::tick(std::uint64_t generation) {
    if (generation != m_generation) return;
    Millis const now = m_scheduler.now();
    pan.pass(now - m_last_step, m_dice);
    m_last_step = now;
    bool const mute = faults.off || faults.silent;
    if (!mute && !m_linked) link(core::LinkState::up, "", std::exchange(m_just_on, false));
    if (faults.silent && m_linked) link(core::LinkState::silent, "says nothing", false);
    bool const moving = !pan.at_rest() || faults.noise_g > 0;
    bool const loaded = std::abs(pan.goods_g) > 1;
    Millis const due = moving ? period_ms : loaded ? window_ms : heartbeat_ms;
    if (!mute && now - m_last_said >= due) say();
    m_scheduler.after(period_ms, the_world, [this, generation] { tick(generation); });
}

void Scale::say() {
    Millis const now = m_scheduler.now();
    m_last_said = now;
    said_g = pan.goods_g - pan.zero_g();
    if (!faults.frozen) m_last_mg = pan.shown_mg(m_dice);
    std::int64_t mg = m_last_mg;
    if (faults.noise_g > 0) mg += std::int64_t(faults.noise_g * m_dice.bell() / Pan::division_g) * 5'000;
    if (lying()) lied_until = now + 1'500;
    if (!m_hears || !m_scheduler.lives(m_hearer)) return;
    domain::Reading reading;
    reading.mass = domain::Mass{mg};
    reading.indication = {domain::in_unit(*reading.mass, domain::MassUnit::kg, 3), "kg"};
    reading.kind = domain::WeightKind::gross;
    bool const still =
        (pan.stable() && faults.noise_g <= Pan::division_g) || faults.always_stable || faults.frozen;
    bool const has_flag = m_record.stability != domain::StabilityRule::time;
    if (has_flag) reading.stable = still ? domain::Known::yes : domain::Known::no;
    reading.at_zero = mg == 0 ? domain::Known::yes : domain::Known::no;
    reading.at = domain::Instant(domain::milliseconds(now));
    if (mg > (m_record.max + m_record.e * 9).mg) {
        reading.mass.reset();
        reading.indication.value.reset();
        reading.range = domain::Range::over;
    }
    m_hears(core::ReadingSeen{reading, m_record.id});
}

void Scale::command(std::string const& name) {
    if (faults.off || faults.silent) return;
    bool const can = name == "zero" && pan.stable();
    if (can) pan.zero_key();
    if (m_hears && m_scheduler.lives(m_hearer))
        m_hears(core::ScaleReplied{m_record.id, name, can, can ? "" : "not stable"});
}

}  // namespace bozhong::simtest
