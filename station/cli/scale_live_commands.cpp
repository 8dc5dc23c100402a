#include "station/cli/scale_live_commands.h"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <iostream>

#include "drivers/link/capture.h"
#include "drivers/link/link.h"
#include "drivers/run/scale_runner.h"
#include "station/cli/commands.h"
#include "station/cli/scale_detector.h"
#include "station/cli/scale_output.h"

namespace bozhong::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using domain::ErrorKind;
using std::chrono::steady_clock;

constexpr int longest_run_s = 7 * 24 * 3600;

struct LiveOptions {
    std::string endpoint, protocol, unit, output;
    int seconds = 0;
    std::uint64_t count = 0;
};

/// Ends the run at the time limit or at Ctrl-C.
class Limits {
  public:
    Limits(asio::io_context& context, int seconds) : m_signals(context, SIGINT, SIGTERM), m_timer(context) {
        m_signals.async_wait([&context](boost::system::error_code error, int) {
            if (!error) context.stop();
        });
        if (seconds <= 0) return;
        m_timer.expires_after(std::chrono::seconds(seconds));
        m_timer.async_wait([&context](boost::system::error_code error) {
            if (!error) context.stop();
        });
    }

  private:
    asio::signal_set m_signals;
    asio::steady_timer m_timer;
};

bool is_capture(std::string const& endpoint) {
    return endpoint.rfind("file:", 0) == 0;
}

/// A capture names its own protocol and unit.
void complete_from_capture(LiveOptions& options) {
    if (!is_capture(options.endpoint)) return;
    auto const capture = link::read_capture(options.endpoint.substr(5));
    if (!capture) fail_scale(capture.error());
    if (options.protocol.empty()) options.protocol = capture->value("protocol");
    if (options.unit.empty()) options.unit = capture->value("unit");
}

char const* name(core::LinkState state) {
    switch (state) {
        case core::LinkState::up: return "up";
        case core::LinkState::silent: return "silent";
        case core::LinkState::down: return "down";
    }
    std::abort();
}

/// Without --protocol the scale says itself what it speaks, if it speaks unasked; nothing is written to it.
void complete_by_listening(LiveOptions& options) {
    if (!options.protocol.empty()) return;
    auto const& endpoint = options.endpoint;
    if (endpoint.starts_with("hid:")) options.protocol = "usb_hid";
    if (is_capture(endpoint) || endpoint.starts_with("modbus"))
        fail_scale({ErrorKind::bad_input, "which protocol the scale speaks is not known", endpoint,
                    "name it with --protocol"});
    if (!options.protocol.empty()) return;
    auto const found = detect_scale({.endpoint = endpoint}).candidates;
    if (found.empty() || !scale::convincing(found.front()))
        fail_scale({ErrorKind::not_found, "what was heard does not tell which protocol the scale speaks",
                    endpoint, "name it with --protocol, or ask the scale: `bozhong scale detect --active`"});
    options.protocol = found.front().protocol;
    options.endpoint = endpoint_with_line(endpoint, found.front().line);
    std::cout << json::serialize(json::object{{"kind", "detected"},
                                              {"protocol", options.protocol},
                                              {"line", scale::line_text(found.front().line)}})
              << std::endl;
}

void monitor(LiveOptions options) {
    check_unit(options.unit);
    complete_from_capture(options);
    complete_by_listening(options);
    auto const protocol = protocol_or_fail(options.protocol);
    asio::io_context context(1);
    Limits const limits(context, options.seconds);
    domain::ScaleRecord record;
    record.id = options.endpoint;
    record.protocol = options.protocol;
    record.endpoint = options.endpoint;
    record.unit = options.unit;
    record.expected_interval = protocol.expected_interval;
    auto runner = run::make_scale_runner(context.get_executor(), protocol, record, [] {
        return domain::Instant(
            std::chrono::duration_cast<domain::milliseconds>(steady_clock::now().time_since_epoch()));
    });
    if (!runner) fail_scale(runner.error());
    std::uint64_t readings = 0;
    std::string detail;
    (*runner)->start([&](core::Event const& event) {
        if (auto const* seen = std::get_if<core::ReadingSeen>(&event)) {
            // Several frames may come in one read: those behind the last one asked for are not shown.
            if (options.count != 0 && readings == options.count) return;
            std::cout << *scale_event_line(seen->reading, seen->reading.raw.size()) << std::endl;
            if (++readings == options.count) context.stop();
        } else if (auto const* changed = std::get_if<core::ScaleLinkChanged>(&event)) {
            detail = changed->detail;
            std::cout << json::serialize(json::object{
                             {"kind", "link"}, {"state", name(changed->state)}, {"detail", changed->detail}})
                      << std::endl;
            if (is_capture(options.endpoint) && changed->state == core::LinkState::down) context.stop();
        }
    });
    context.run();
    (*runner)->stop();
    if (readings == 0)
        fail_scale({ErrorKind::timeout, "no reading came" + (detail.empty() ? "" : " (" + detail + ")"),
                    options.endpoint, "check protocol, cable and power"});
}

/// Writes what comes, and asks where the protocol wants to be asked.
class Recorder {
  public:
    Recorder(asio::io_context& context, LiveOptions const& options,
             std::optional<scale::Protocol> const& protocol, std::unique_ptr<link::Link> link,
             std::ofstream& file)
        : m_context(context),
          m_options(options),
          m_protocol(protocol),
          m_file(file),
          m_timer(context),
          m_link(std::move(link)) {}

    void start() {
        m_link->open({[this] { opened(); },
                      [this](std::span<std::byte const> bytes) {
                          write(link::Direction::from_scale,
                                {reinterpret_cast<char const*>(bytes.data()), bytes.size()});
                      },
                      [this](domain::Error error) {
                          m_lost = std::move(error);
                          m_context.stop();
                      }});
    }
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }
    [[nodiscard]] std::optional<domain::Error> const& lost() const { return m_lost; }

  private:
    void opened() {
        m_begun = steady_clock::now();
        if (!m_protocol || m_protocol->kind != scale::Kind::poll) return;
        send(m_protocol->encode(scale::Command::reset, {}));
        poll();
    }
    void poll() {
        m_timer.expires_after(m_protocol->poll_every);
        m_timer.async_wait([this](boost::system::error_code error) {
            if (error) return;
            std::string const stream = m_protocol->encode(scale::Command::stream_on, {});
            send(stream.empty() ? m_protocol->encode(scale::Command::read, {}) : stream);
            poll();
        });
    }
    void send(std::string const& bytes) {
        if (bytes.empty()) return;
        write(link::Direction::to_scale, bytes);
        m_link->send(bytes);
    }
    void write(link::Direction direction, std::string bytes) {
        if (direction == link::Direction::from_scale) m_bytes += bytes.size();
        auto const at =
            std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - m_begun).count();
        m_file << link::capture_line({at, direction, std::move(bytes)}) << std::flush;
        if (!m_file) {
            m_lost = domain::Error{ErrorKind::io, "cannot be written", m_options.output, "check the disk"};
            m_context.stop();
        }
    }

    asio::io_context& m_context;
    LiveOptions const& m_options;
    std::optional<scale::Protocol> m_protocol;
    std::ofstream& m_file;
    asio::steady_timer m_timer;
    std::unique_ptr<link::Link> m_link;
    steady_clock::time_point m_begun;
    std::uint64_t m_bytes = 0;
    std::optional<domain::Error> m_lost;
};

void record(LiveOptions const& options) {
    std::optional<scale::Protocol> protocol;
    if (!options.protocol.empty()) protocol = protocol_or_fail(options.protocol);
    check_unit(options.unit);
    asio::io_context context(1);
    auto link = link::make_link(context.get_executor(), options.endpoint);
    if (!link) fail_scale(link.error());
    std::ofstream file(options.output, std::ios::binary);
    auto const wall = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    std::map<std::string, std::string> header{{"endpoint", options.endpoint},
                                              {"recorded", domain::rfc3339({wall.count()})}};
    if (protocol) header["protocol"] = options.protocol;
    if (!options.unit.empty()) header["unit"] = options.unit;
    if (!(file << link::capture_header(header)))
        fail_scale({ErrorKind::io, "cannot be written", options.output, "check the path"});
    Limits const limits(context, options.seconds);
    Recorder recorder(context, options, protocol, std::move(*link), file);
    recorder.start();
    context.run();
    std::cout << json::serialize(json::object{{"file", options.output}, {"bytes", recorder.bytes()}})
              << std::endl;
    if (recorder.lost() && !is_capture(options.endpoint)) fail_scale(*recorder.lost());
    if (recorder.bytes() == 0)
        fail_scale({ErrorKind::timeout, "the scale sent nothing", options.endpoint,
                    "a scale that must be asked needs --protocol; else check cable and power"});
}

}  // namespace

void add_scale_live_commands(CLI::App& group) {
    auto* monitoring = group.add_subcommand("monitor", "live readings and the state of the link");
    auto watched = std::make_shared<LiveOptions>();
    monitoring
        ->add_option("endpoint", watched->endpoint,
                     "serial:PATH?9600,8N1, tcp:HOST:PORT, hid:VID:PID[:SERIAL], modbus-tcp:HOST:PORT/UNIT, "
                     "modbus-rtu:PATH?9600,8N1/UNIT, pty:PATH, file:FILE.cap")
        ->required();
    monitoring->add_option("--protocol", watched->protocol,
                           "id of the protocol, or FILE.toml; without it the scale is listened to first");
    monitoring->add_option("--unit", watched->unit, "unit of frames that carry none");
    monitoring->add_option("--count", watched->count, "end after so many readings")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}));
    monitoring->add_option("--seconds", watched->seconds, "end after this time")
        ->check(CLI::Range(1, longest_run_s));
    monitoring->callback([=] { monitor(*watched); });

    auto* recording = group.add_subcommand("record", "everything a scale sends, to a capture");
    auto recorded = std::make_shared<LiveOptions>();
    recording->add_option("endpoint", recorded->endpoint, "as of monitor")->required();
    recording->add_option("-o,--output", recorded->output, "FILE.cap")->required();
    recording->add_option("--protocol", recorded->protocol,
                          "noted in the header; needed for scales that must be asked");
    recording->add_option("--unit", recorded->unit, "noted in the header");
    recording->add_option("--seconds", recorded->seconds, "end after this time; otherwise with Ctrl-C")
        ->check(CLI::Range(1, longest_run_s));
    recording->callback([=] { record(*recorded); });
}

}  // namespace bozhong::cli
