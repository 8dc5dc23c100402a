#include "drivers/sim/scale_sim.h"

#include "drivers/sim/scale_impl.h"

namespace bozhong::sim {

namespace asio = boost::asio;
using domain::Error;
using domain::ErrorKind;

ScaleSim::Impl::Impl(asio::any_io_executor executor, ScaleSimSettings given)
    : settings(std::move(given)),
      wire(make_scale_wire(settings.protocol)),
      indicator(settings.nature, settings.seed),
      line(settings.seed + 1),
      random(settings.seed + 2),
      timer(executor),
      begun(asio::steady_timer::clock_type::now()),
      tick_every(std::chrono::nanoseconds(1'000'000'000 / settings.rate_hz)),
      streaming(wire->streams_unasked()) {
    line.set(settings.faults);
}

domain::Status ScaleSim::Impl::listen(asio::any_io_executor executor) {
    auto const endpoint = link::parse_endpoint(settings.listen);
    if (!endpoint) return endpoint.error();
    auto const on_bytes = [this](std::string_view bytes) { hear(bytes); };
    auto const* hid = std::get_if<link::HidEndpoint>(&*endpoint);
    auto const* modbus = std::get_if<link::ModbusEndpoint>(&*endpoint);
    auto const* tcp = std::get_if<link::TcpEndpoint>(&*endpoint);
    if (modbus != nullptr) tcp = std::get_if<link::TcpEndpoint>(&modbus->carrier);
    auto const* pty = std::get_if<link::PtyEndpoint>(&*endpoint);
    if (tcp == nullptr && pty == nullptr && hid == nullptr)
        return Error{ErrorKind::bad_input, "a simulator cannot listen there", settings.listen,
                     "use tcp:, pty:, modbus-tcp: or hid:"};
    if (modbus != nullptr) {
        wire = make_modbus_tcp_wire(settings.protocol, modbus->unit);
        modbus_unit = modbus->unit;
    }
    if (wire == nullptr || (hid != nullptr && settings.protocol != "usb_hid"))
        return Error{ErrorKind::bad_input, settings.protocol + " does not speak there", settings.listen,
                     "use tcp: or pty:"};
    if (hid != nullptr)
        carrier = make_uhid_carrier(executor, *hid);
    else
        carrier = tcp != nullptr ? make_tcp_carrier(executor, *tcp, on_bytes)
                                 : make_pty_carrier(executor, *pty, on_bytes);
    return carrier->restore();
}

std::int64_t ScaleSim::Impl::now_ms() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(asio::steady_timer::clock_type::now() -
                                                                 begun)
        .count();
}

std::string ScaleSim::Impl::endpoint() const {
    auto const where = carrier->endpoint();
    return modbus_unit ? "modbus-" + where + "/" + std::to_string(*modbus_unit) : where;
}

void ScaleSim::Impl::tick() {
    if (--repeats_left <= 0) {
        repeats_left = std::uniform_int_distribution(settings.repeat_least, settings.repeat_most)(random);
        indicator.update(now_ms());
    }
    if (streaming) say(wire->live(indicator.shown()));
    // From the planned time, not from now: the rate holds on average. After a long stop it starts afresh.
    auto const now = asio::steady_timer::clock_type::now();
    timer.expires_at(std::max(timer.expiry() + tick_every, now - tick_every));
    timer.async_wait([self = shared_from_this()](boost::system::error_code error) {
        if (!error && !self->stopped) self->tick();
    });
}

void ScaleSim::Impl::say(std::string frame) {
    if (!powered || silent) return;
    std::string const bytes = line.pass(std::move(frame), *wire);
    if (bytes.empty()) return;
    ++frames;
    carrier->send(bytes);
}

void ScaleSim::Impl::hear(std::string_view bytes) {
    if (!powered || silent) return;
    if (line.echoes()) carrier->send(bytes);
    for (Request const& request : wire->hear(bytes)) {
        if (request.ask == Ask::stream)
            streaming = true;
        else if (request.ask != Ask::greet && (!wire->streams_unasked() || request.ask == Ask::stop))
            streaming = false;  // any other command ends a stream that was asked for
        Outcome const outcome = indicator.obey(request);
        std::string answer = wire->answer(request, outcome, indicator.shown());
        if (request.ask == Ask::read)
            say(std::move(answer));  // weights meet the line's faults, asked for or not
        else if (!answer.empty())
            carrier->send(answer);
    }
}

domain::Result<std::unique_ptr<ScaleSim>> ScaleSim::start(asio::any_io_executor executor,
                                                          ScaleSimSettings const& settings) {
    if (make_scale_wire(settings.protocol) == nullptr)
        return Error{ErrorKind::bad_input,
                     "no simulator for protocol '" + settings.protocol + "'",
                     {},
                     "choose one of " + scale_wire_names()};
    if (settings.rate_hz < 1 || settings.rate_hz > 200 || settings.repeat_least < 1 ||
        settings.repeat_most < settings.repeat_least)
        return Error{
            ErrorKind::bad_input, "rate or repetition out of range", {}, "rate 1 to 200 Hz, repeat from 1"};
    auto impl = std::make_shared<Impl>(executor, settings);
    if (auto const status = impl->listen(executor); !status) return status.error();
    impl->timer.expires_after({});
    impl->tick();
    return std::unique_ptr<ScaleSim>(new ScaleSim(std::move(impl)));
}

ScaleSim::ScaleSim(std::shared_ptr<Impl> impl) : m_impl(std::move(impl)) {}

ScaleSim::~ScaleSim() {
    m_impl->stopped = true;
    m_impl->timer.cancel();
    m_impl->carrier.reset();
}

std::string ScaleSim::endpoint() const {
    return m_impl->endpoint();
}
std::string ScaleSim::command(std::string const& line) {
    return m_impl->obey(line);
}

}  // namespace bozhong::sim
