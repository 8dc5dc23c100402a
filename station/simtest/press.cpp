#include "station/simtest/press.h"

#include <utility>

namespace bozhong::simtest {

using domain::LabelState;

namespace {

constexpr std::size_t queue_most = 64;
constexpr Millis begin_within = 10'000;
constexpr Millis answer_within = 4'000;

}  // namespace

class Press::Driver final : public app::Printer {
  public:
    Driver(Press& press, Life life) : m_press(press), m_life(life), m_ticket(++press.m_tickets) {}
    ~Driver() override {
        if (m_press.m_driver == this) m_press.m_driver = nullptr;
    }
    void start(OnLabel on_label, OnState on_state) override {
        m_on_label = std::move(on_label);
        m_on_state = std::move(on_state);
        state_changed();
    }
    void print(app::LabelJob job) override {
        if (m_press.incarnation) m_press.m_asked_in[job.label] = m_press.incarnation();
        if (m_queue.size() >= queue_most) return tell(job.label, LabelState::failed, "queue full");
        m_queue.push_back({std::move(job), m_press.m_scheduler.now()});
        pump();
    }
    void stop() override { forget(); }
    void forget() {
        m_on_label = nullptr;
        m_on_state = nullptr;
        m_queue.clear();
    }
    void state_changed() {
        if (!m_on_state) return;
        using core::PrinterState;
        PrinterState const state = !m_press.m_cable || !m_press.m_power ? PrinterState::away
                                   : !m_press.m_cover                   ? PrinterState::cover_open
                                   : !m_press.m_paper                   ? PrinterState::paper_out
                                                                        : PrinterState::ready;
        m_on_state({"P", state, ""});
        pump();
    }
    /// Cable or power went while a label was under way.
    void lost() {
        if (!m_under_way) return;
        bool const bytes_went = m_sent || m_press.m_dice.chance(0.7);
        tell(*m_under_way, bytes_went ? LabelState::unknown : LabelState::failed, "lost");
        done();
    }
    void printed(std::uint64_t ticket) {
        if (ticket != m_ticket || !m_under_way) return;
        tell(*m_under_way, LabelState::printed, "status");
        done();
    }

  private:
    struct Waiting {
        app::LabelJob job;
        Millis since;
    };
    void tell(domain::Seq label, LabelState state, std::string why) {
        if (m_on_label) m_on_label({label, state, std::move(why), "P", ""});
    }
    void done() {
        m_under_way.reset();
        m_sent = false;
        m_ticket = ++m_press.m_tickets;
        pump();
    }
    void pump() {
        auto& press = m_press;
        while (!m_under_way && !m_queue.empty() && press.whole()) {
            auto next = std::move(m_queue.front());
            m_queue.pop_front();
            if (press.m_scheduler.now() - next.since > begin_within) {
                tell(next.job.label, LabelState::failed, "not begun in time");
                continue;
            }
            begin(std::move(next.job));
        }
        if (!m_queue.empty() && !m_under_way && !std::exchange(m_waits, true))
            press.m_scheduler.after(1'000, m_life, [this] { expire(); });
    }
    void expire() {
        m_waits = false;
        while (!m_queue.empty() && m_press.m_scheduler.now() - m_queue.front().since > begin_within) {
            tell(m_queue.front().job.label, LabelState::failed, "not begun in time");
            m_queue.pop_front();
        }
        pump();
    }
    void begin(app::LabelJob job) {
        auto& press = m_press;
        m_under_way = job.label;
        tell(job.label, LabelState::sending, "");
        if (press.on_bytes) press.on_bytes();
        auto const ticket = m_ticket;
        // The bytes take a while; when cable or power goes meanwhile, lost() has ended this ticket.
        press.m_scheduler.after(
            press.m_dice.between(80, 250), m_life, [this, ticket, job = std::move(job)]() mutable {
                if (ticket != m_ticket || !m_press.whole()) return give_up(ticket);
                m_sent = true;
                auto const label = job.label;
                m_press.buffered(std::move(job), ticket);
                if (m_press.m_answers) {
                    m_press.m_scheduler.after(answer_within, m_life, [this, ticket] { give_up(ticket); });
                } else {
                    tell(label, LabelState::sent, "written");
                    done();
                }
            });
    }
    /// No word in time, or nothing could be sent to the end.
    void give_up(std::uint64_t ticket) {
        if (ticket != m_ticket || !m_under_way) return;
        tell(*m_under_way, LabelState::unknown, "no answer");
        done();
    }

    Press& m_press;
    Life m_life;
    OnLabel m_on_label;
    OnState m_on_state;
    std::deque<Waiting> m_queue;
    std::optional<domain::Seq> m_under_way;
    bool m_sent = false, m_waits = false;
    std::uint64_t m_ticket;
};

std::unique_ptr<app::Printer> Press::make_driver(Life life) {
    auto driver = std::make_unique<Driver>(*this, life);
    m_driver = driver.get();
    return driver;
}

void Press::forget() {
    if (m_driver != nullptr) m_driver->forget();
    m_driver = nullptr;
}

void Press::take_early(app::LabelJob job) {
    auto const label = job.label;
    buffered(std::move(job), 0);
    m_early.insert(label);
}

void Press::buffered(app::LabelJob job, std::uint64_t ticket) {
    auto const breaks = m_breaks;
    auto const asked_in = m_asked_in[job.label];
    m_scheduler.after(
        m_dice.between(200, 500), the_world, [this, breaks, ticket, asked_in, job = std::move(job)] {
            if (breaks != m_breaks) return;  // half a label: nobody takes it for one
            if (ticket == 0 || m_early.erase(job.label) == 0) {
                tape.push_back({m_station, asked_in, job.label, job.content, m_scheduler.now()});
                if (on_paper) on_paper(tape.back());
            }
            if (!m_answers || !m_cable) return;
            auto* const driver = m_driver;
            m_scheduler.after(60, the_world, [this, driver, ticket] {
                if (driver != nullptr && driver == m_driver && m_cable && m_power) driver->printed(ticket);
            });
        });
}

void Press::changed() {
    if (m_driver != nullptr) m_driver->state_changed();
}
void Press::paper(bool there) {
    m_paper = there;
    if (!there) ++m_breaks;
    changed();
}
void Press::cover(bool closed) {
    m_cover = closed;
    if (!closed) ++m_breaks;
    changed();
}
void Press::power(bool on) {
    m_power = on;
    if (!on) ++m_breaks;
    if (!on && m_driver != nullptr) m_driver->lost();
    changed();
}
void Press::cable(bool in) {
    m_cable = in;
    if (!in && m_driver != nullptr) m_driver->lost();
    changed();
}
void Press::mend() {
    m_paper = m_cover = m_power = m_cable = true;
    changed();
}

}  // namespace bozhong::simtest
