// `bozhong scale detect`: which protocol and line a scale speaks, from what it sends. Nothing is written to
// it unless --active is given, and then only read requests of a closed list.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdio>
#include <iostream>

#include "config/protocols.h"
#include "drivers/link/endpoint.h"
#include "drivers/scale/detect.h"
#include "station/cli/scale_ear.h"
#include "station/cli/scale_live_commands.h"
#include "station/cli/scale_output.h"

namespace bozhong::cli {
namespace {

namespace json = boost::json;
using domain::ErrorKind;
using domain::milliseconds;
using scale::Candidate;
using scale::Heard;
using scale::LineSettings;

struct DetectOptions {
    std::string endpoint, shows;
    bool active = false;
    int listen_ms = 1'600;
};

json::array texts(std::vector<std::string> const& all) {
    json::array out;
    for (std::string const& one : all) out.emplace_back(one);
    return out;
}

/// The score is written by hand: a JSON library writes 0.97 as 9.7E-1.
void print(Candidate const& candidate, int rank) {
    char score[16];
    std::snprintf(score, sizeof score, "%.2f", candidate.score);
    std::cout << "{\"rank\":" << rank << ",\"protocol\":" << json::serialize(json::string(candidate.protocol))
              << ",\"line\":\"" << scale::line_text(candidate.line) << "\",\"score\":" << score
              << ",\"evidence\":" << json::serialize(texts(candidate.evidence))
              << ",\"undecided\":" << json::serialize(texts(candidate.undecided)) << "}\n";
}

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
        auto heard = hear(line ? with_line(*line) : m_options.endpoint, settings);
        if (!heard) fail_scale(heard.error());
        m_bytes += heard->size();
        if (heard->empty()) return;
        m_heard.push_back({line, std::move(*heard), request});
        m_found = scale::detect(m_heard, m_protocols, m_shown);
    }
    [[nodiscard]] std::string with_line(LineSettings line) const {
        link::SerialEndpoint endpoint = *m_serial;
        endpoint.baud = line.baud;
        endpoint.data_bits = line.data_bits;
        endpoint.parity = line.parity;
        endpoint.stop_bits = line.stop_bits;
        return link::endpoint_text(endpoint);
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

void detect(DetectOptions const& options) {
    Detector detector(options);
    auto const found = detector.run();
    int rank = 0;
    for (Candidate const& candidate : found) print(candidate, ++rank);
    std::cout.flush();
    if (found.empty() && detector.bytes() == 0)
        fail_scale({ErrorKind::timeout, "nothing was heard", options.endpoint,
                    options.active
                        ? "check power, cable (crossed or straight?) and the modem lines (dtr=0,rts=0)"
                        : "a scale that speaks only when asked needs --active; else check power and cable"});
    if (found.empty())
        fail_scale({ErrorKind::not_found, "bytes came, but no protocol known here makes such frames",
                    options.endpoint, "`bozhong scale learn` makes a description of them"});
    if (!found.front().undecided.empty())
        std::cerr << "bozhong: some things no frame tells; put a known weight on the pan and add "
                     "--shows \"2.345 kg\" with what the display shows\n";
}

}  // namespace

void add_scale_detect_command(CLI::App& group) {
    auto* command =
        group.add_subcommand("detect", "which protocol and line a scale speaks, from what it sends");
    auto options = std::make_shared<DetectOptions>();
    command->add_option("endpoint", options->endpoint, "serial:PATH, tcp:HOST:PORT, pty:PATH, file:FILE.cap")
        ->required();
    command->add_flag(
        "--active", options->active,
        "if it is silent, ask it with harmless read requests; otherwise nothing is ever written");
    command->add_option("--shows", options->shows, "what the display shows meanwhile: \"2.345 kg\"");
    command->add_option("--listen", options->listen_ms, "on each line, ms")->check(CLI::Range(100, 60'000));
    command->callback([=] { detect(*options); });
}

}  // namespace bozhong::cli
