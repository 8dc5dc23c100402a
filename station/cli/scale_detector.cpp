#include "station/cli/scale_detector.h"

#include "config/protocols.h"
#include "drivers/link/endpoint.h"
#include "station/cli/scale_ear.h"
#include "station/cli/scale_output.h"

namespace bozhong::cli {
namespace {

using domain::ErrorKind;
using domain::milliseconds;
using scale::Candidate;
using scale::Heard;
using scale::LineSettings;

/// Goes from line to line until what it heard speaks for itself.
class Detector {
  public:
    explicit Detector(DetectOptions const& options)
        : m_options(options), m_protocols(config::all_protocols()) {
        if (!options.shows.empty()) {
            m_shown = scale::parse_shown(options.shows);
            if (!m_shown)
                fail_scale({ErrorKind::bad_input, "'" + options.shows + "' is no weight", "--shows",
                            "write what the display shows: \"2.345 kg\""});
        }
        auto const parsed = link::parse_endpoint(options.endpoint);
        if (!parsed) fail_scale(parsed.error());
        if (auto const* serial = std::get_if<link::SerialEndpoint>(&*parsed)) m_serial = *serial;
    }

    std::vector<Candidate> run() {
        listen();
        if (!found() && m_options.active) ask();
        return m_found;
    }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

  private:
    [[nodiscard]] bool found() const { return !m_found.empty() && scale::convincing(m_found.front()); }

    void listen() {
        if (!m_serial) return take(std::nullopt, {});
        std::vector<LineSettings> lines{
            {m_serial->baud, m_serial->data_bits, m_serial->parity, m_serial->stop_bits}};
        for (LineSettings const& line : scale::listening_lines())
            if (line != lines.front()) lines.push_back(line);
        for (LineSettings const& line : lines) {
            take(line, {});
            if (found()) return;
        }
    }
    void ask() {
        std::vector<std::optional<LineSettings>> lines{std::nullopt};
        if (m_serial) {
            lines.clear();
            for (LineSettings const& line : scale::asking_lines(m_protocols)) lines.emplace_back(line);
        }
        for (auto const& line : lines)
            for (std::string const& request : scale::harmless_requests(m_protocols)) {
                take(line, request);
                if (found()) return;
            }
    }
    void take(std::optional<LineSettings> line, std::string const& request) {
        EarSettings settings;
        settings.time = milliseconds(request.empty() ? m_options.listen_ms : ask_time_ms);
        if (!m_serial && request.empty()) settings.time *= 2;
        settings.ask = request;
        settings.follow_up = scale::follow_up_of(m_protocols, request);
        auto heard =
            hear(line ? endpoint_with_line(m_options.endpoint, *line) : m_options.endpoint, settings);
        if (!heard) fail_scale(heard.error());
        m_bytes += heard->size();
        if (heard->empty()) return;
        m_heard.push_back({line, std::move(*heard), request});
        m_found = scale::detect(m_heard, m_protocols, m_shown);
    }
    static constexpr int ask_time_ms = 700;

    DetectOptions const& m_options;
    std::vector<scale::Protocol> m_protocols;
    std::optional<scale::ShownWeight> m_shown;
    std::optional<link::SerialEndpoint> m_serial;
    std::vector<Heard> m_heard;
    std::vector<Candidate> m_found;
    std::size_t m_bytes = 0;
};

}  // namespace

DetectedScale detect_scale(DetectOptions const& options) {
    Detector detector(options);
    auto found = detector.run();
    return {std::move(found), detector.bytes()};
}

std::string endpoint_with_line(std::string const& endpoint, LineSettings line) {
    auto const parsed = link::parse_endpoint(endpoint);
    auto const* serial = parsed ? std::get_if<link::SerialEndpoint>(&*parsed) : nullptr;
    if (serial == nullptr) return endpoint;
    link::SerialEndpoint changed = *serial;
    changed.baud = line.baud;
    changed.data_bits = line.data_bits;
    changed.parity = line.parity;
    changed.stop_bits = line.stop_bits;
    return link::endpoint_text(changed);
}

}  // namespace bozhong::cli
