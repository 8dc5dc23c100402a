#include "drivers/run/scale_runner.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "drivers/link/link.h"
#include "drivers/scale/session.h"

namespace bozhong::run {
namespace {

namespace asio = boost::asio;

core::LinkState link_state(scale::Health health) {
    switch (health) {
        case scale::Health::up: return core::LinkState::up;
        case scale::Health::silent: return core::LinkState::silent;
        case scale::Health::down: return core::LinkState::down;
    }
    std::abort();
}

core::Company company(scale::SharedWatch::Finding finding) {
    switch (finding) {
        case scale::SharedWatch::Finding::alone: return core::Company::alone;
        case scale::SharedWatch::Finding::answers: return core::Company::asks_too;
        case scale::SharedWatch::Finding::torn: return core::Company::takes_bytes;
    }
    std::abort();
}

class Runner : public std::enable_shared_from_this<Runner> {
  public:
    Runner(asio::any_io_executor executor, std::unique_ptr<link::Link> link, scale::Session session,
           std::string scale, MonotonicClock clock, std::shared_ptr<WireTap> tap)
        : m_executor(executor),
          m_timer(executor),
          m_link(std::move(link)),
          m_session(std::move(session)),
          m_scale(std::move(scale)),
          m_clock(std::move(clock)),
          m_tap(std::move(tap)) {}

    void start(app::ScaleControl::OnEvent on_event) {
        m_on_event = std::move(on_event);
        // Not at once: no callback may run inside a call.
        asio::post(m_executor, [self = shared_from_this()] {
            if (self->m_on_event) self->obey(self->m_session.start(self->m_clock()));
        });
    }
    void send(std::string const& text) {
        if (!m_on_event) return;
        auto const space = std::min(text.find(' '), text.size());
        auto const command = scale::parse_command(text.substr(0, space));
        std::string argument = text.substr(std::min(space + 1, text.size()));
        asio::post(m_executor, [self = shared_from_this(), text, command, argument = std::move(argument)] {
            if (command)
                self->obey(self->m_session.command(*command, argument, self->m_clock()));
            else
                self->tell(core::ScaleReplied{self->m_scale, text, false, "unknown command"});
        });
    }
    void stop() {
        m_on_event = nullptr;
        m_timer.cancel();
        m_link->close();
    }

  private:
    void obey(scale::Actions actions) {
        for (scale::Action& action : actions) {
            if (!m_on_event) return;
            std::visit([this](auto& one) { perform(one); }, action);
        }
        arm();
    }
    void perform(scale::OpenLink&) {
        // Weak, because the link belongs to this object; locked, because the owner may let go while it is
        // called.
        auto const with_self = [weak = weak_from_this()](auto&& use) {
            if (auto const self = weak.lock()) self->obey(use(self->m_session, self->m_clock()));
        };
        using Session = scale::Session;
        using domain::Instant;
        m_link->open(
            {[=] { with_self([](Session& session, Instant now) { return session.on_open(now); }); },
             [weak = weak_from_this()](std::span<std::byte const> bytes) {
                 if (auto const self = weak.lock()) self->hear(bytes);
             },
             [=](domain::Error const& error) {
                 with_self(
                     [&](Session& session, Instant now) { return session.on_link_lost(error.text(), now); });
             },
             [weak = weak_from_this()](std::string what) {
                 if (auto const self = weak.lock())
                     self->tell(core::ScaleLinkChanged{self->m_scale, link_state(self->m_session.health()),
                                                       std::move(what), false, core::Company::turned_away});
             }});
    }
    void hear(std::span<std::byte const> bytes) {
        if (m_tap) {
            m_tap->bytes(link::Direction::from_scale,
                         {reinterpret_cast<char const*>(bytes.data()), bytes.size()});
        }
        obey(m_session.on_bytes(bytes, m_clock()));
        if (m_tap) m_tap->counted(m_session.counters());
    }
    void perform(scale::CloseLink&) { m_link->close(); }
    void perform(scale::SendBytes& send) {
        if (m_tap) m_tap->bytes(link::Direction::to_scale, send.bytes);
        m_link->send(std::move(send.bytes));
    }
    void perform(domain::Reading& reading) {
        if (m_tap) m_tap->reading(reading);
        tell(core::ReadingSeen{reading, m_scale});
    }
    void perform(scale::HealthChanged& changed) {
        tell(core::ScaleLinkChanged{m_scale, link_state(changed.health), std::move(changed.detail), false,
                                    company(changed.company)});
    }
    void perform(scale::CommandDone& done) {
        tell(core::ScaleReplied{m_scale, std::string(scale::command_name(done.command)), done.ok,
                                std::move(done.reason)});
    }
    void tell(core::Event event) {
        // A copy: the owner may stop, and so drop the function, while it runs.
        if (auto const on_event = m_on_event) on_event(std::move(event));
    }
    void arm() {
        auto const wake = m_session.wake_at();
        if (!m_on_event || !wake) {
            m_timer.cancel();
            m_armed.reset();
            return;
        }
        if (m_armed == wake) return;
        m_armed = wake;
        m_timer.expires_after(std::max(*wake - m_clock(), domain::milliseconds{0}));
        m_timer.async_wait([weak = weak_from_this()](boost::system::error_code error) {
            auto const self = weak.lock();
            if (error || !self || !self->m_on_event) return;
            self->m_armed.reset();
            self->obey(self->m_session.on_time(self->m_clock()));
        });
    }

    asio::any_io_executor m_executor;
    asio::steady_timer m_timer;
    std::unique_ptr<link::Link> m_link;
    scale::Session m_session;
    std::string m_scale;
    MonotonicClock m_clock;
    std::shared_ptr<WireTap> m_tap;
    app::ScaleControl::OnEvent m_on_event;
    std::optional<domain::Instant> m_armed;
};

class ScaleRunner final : public app::ScaleControl {
  public:
    explicit ScaleRunner(std::shared_ptr<Runner> runner) : m_runner(std::move(runner)) {}
    ~ScaleRunner() override { m_runner->stop(); }
    ScaleRunner(ScaleRunner const&) = delete;
    ScaleRunner& operator=(ScaleRunner const&) = delete;
    void start(OnEvent on_event) override { m_runner->start(std::move(on_event)); }
    void send(std::string const& command) override { m_runner->send(command); }
    void stop() override { m_runner->stop(); }

  private:
    std::shared_ptr<Runner> m_runner;
};

}  // namespace

domain::Result<std::unique_ptr<app::ScaleControl>> make_scale_runner(asio::any_io_executor executor,
                                                                     scale::Protocol protocol,
                                                                     domain::ScaleRecord const& record,
                                                                     MonotonicClock clock,
                                                                     std::shared_ptr<WireTap> tap) {
    auto link = link::make_link(executor, record.endpoint);
    if (!link) return link.error();
    scale::Session session(std::move(protocol), {record.unit, record.expected_interval});
    return std::unique_ptr<app::ScaleControl>(std::make_unique<ScaleRunner>(std::make_shared<Runner>(
        executor, std::move(*link), std::move(session), record.id, std::move(clock), std::move(tap))));
}

}  // namespace bozhong::run
