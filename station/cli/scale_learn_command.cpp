// `bozhong scale learn`: a description of an unknown format, from ten seconds of traffic and from what the
// display showed meanwhile. Nothing is written to the scale.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "config/protocol_description.h"
#include "config/protocols.h"
#include "drivers/link/capture.h"
#include "drivers/link/endpoint.h"
#include "drivers/scale/decoder.h"
#include "drivers/scale/learn.h"
#include "station/cli/scale_ear.h"
#include "station/cli/scale_live_commands.h"
#include "station/cli/scale_output.h"

namespace bozhong::cli {
namespace {

using domain::ErrorKind;
using domain::milliseconds;

struct LearnOptions {
    std::string endpoint, output;
    std::vector<std::string> shows;
    int seconds = 10;
    bool anyway = false, pretty = false;
};

/// What was found out: a JSON line each for programs, sentences for people.
class Words {
  public:
    explicit Words(bool pretty) : m_pretty(pretty) {}
    void told(std::string const& kind, std::string const& what) const {
        if (m_pretty)
            std::cout << (kind == "learned" ? "learned: " : "not learned: ") << what << "\n";
        else
            line({{"kind", kind}, {"what", what}});
    }
    void known(scale::Protocol const& protocol) const {
        if (m_pretty)
            std::cout << "known: this is " << protocol.id << " (" << protocol.title << "); use protocol = \""
                      << protocol.id << "\", no description is needed\n";
        else
            line({{"kind", "known"},
                  {"protocol", std::string(protocol.id)},
                  {"title", std::string(protocol.title)}});
    }
    void written(LearnOptions const& options, std::size_t frames) const {
        if (m_pretty)
            std::cout << "written: " << options.output << ", which reads " << frames
                      << " frames of the recording; try it: bozhong scale monitor " << options.endpoint
                      << " --protocol " << options.output << "\n";
        else
            line({{"kind", "written"}, {"file", options.output}, {"frames", frames}});
    }

  private:
    static void line(boost::json::object const& object) {
        std::cout << boost::json::serialize(object) << "\n";
    }
    bool m_pretty;
};

/// "2.345 kg" is shown to the end; "2.345 kg@3.5" at that second of the recording.
struct Said {
    scale::ShownWeight shown;
    std::optional<std::int64_t> at_ms;
};

Said parse_said(std::string const& text) {
    auto const at = text.find('@');
    auto const shown = scale::parse_shown(text.substr(0, at));
    Said out;
    if (shown) out.shown = *shown;
    auto const second = at == std::string::npos ? std::nullopt : domain::Decimal::parse(text.substr(at + 1));
    if (!shown || (at != std::string::npos && (!second || second->decimals > 3)))
        fail_scale({ErrorKind::bad_input, "'" + text + "' is no weight", "--shows",
                    "write what the display shows: \"2.345 kg\", or with the second: \"2.345 kg@3.5\""});
    if (second) {
        out.at_ms = second->units;
        for (int i = second->decimals; i < 3; ++i) *out.at_ms *= 10;
    }
    return out;
}

constexpr std::int64_t window_ms = 700;

/// The bytes of a capture around the moment; of its last part when no moment is said.
scale::Moment moment_of(link::Capture const& capture, Said const& said) {
    std::int64_t const end = capture.records.empty() ? 0 : capture.records.back().at_ms;
    std::int64_t const at = said.at_ms.value_or(std::max<std::int64_t>(0, end - window_ms));
    scale::Moment out{{}, said.shown};
    for (auto const& record : capture.records)
        if (record.direction == link::Direction::from_scale && std::abs(record.at_ms - at) <= window_ms)
            out.bytes += record.bytes;
    return out;
}

scale::Recording from_capture(LearnOptions const& options) {
    auto const capture = link::read_capture(options.endpoint.substr(5));
    if (!capture) fail_scale(capture.error());
    scale::Recording out;
    for (auto const& record : capture->records)
        if (record.direction == link::Direction::from_scale) out.bytes += record.bytes;
    for (std::string const& text : options.shows)
        out.moments.push_back(moment_of(*capture, parse_said(text)));
    return out;
}

std::string listen(std::string const& endpoint, milliseconds time) {
    EarSettings settings;
    settings.time = time;
    auto heard = hear(endpoint, settings);
    if (!heard) fail_scale(heard.error());
    return std::move(*heard);
}

/// Load after load, while the person says what each shows.
scale::Recording from_person(LearnOptions const& options) {
    scale::Recording out;
    for (;;) {
        std::cerr
            << "Put a load on, wait until it rests and write what the display shows (\"2.345 kg\"); an empty "
               "line when you have shown enough, two or three loads at least: "
            << std::flush;
        std::string text;
        if (!std::getline(std::cin, text) || text.empty()) return out;
        auto const shown = scale::parse_shown(text);
        if (!shown) {
            std::cerr << "That is no weight.\n";
            continue;
        }
        std::string const bytes = listen(options.endpoint, milliseconds(2'000));
        out.moments.push_back({bytes, *shown});
        std::cerr << "Take it off or change it; four seconds are recorded.\n";
        out.bytes += bytes + listen(options.endpoint, milliseconds(4'000));
    }
}

/// One recording; each weight that is said is what was shown all the time, or at its second.
scale::Recording from_scale(LearnOptions const& options) {
    scale::Recording out;
    std::vector<Said> said;
    for (std::string const& text : options.shows) said.push_back(parse_said(text));
    for (int second = 0; second < options.seconds; ++second) {
        std::string const bytes = listen(options.endpoint, milliseconds(1'000));
        out.bytes += bytes;
        for (Said const& one : said)
            if (one.at_ms ? *one.at_ms / 1000 == second : second + 2 >= options.seconds)
                out.moments.push_back({bytes, one.shown});
    }
    return out;
}

scale::Recording record(LearnOptions const& options) {
    if (options.endpoint.starts_with("file:")) return from_capture(options);
    if (options.shows.empty() && ::isatty(STDIN_FILENO) != 0) return from_person(options);
    return from_scale(options);
}

/// A protocol that is known and shows what the display showed needs no description.
bool known_fits(scale::Recording const& recording, Words const& say) {
    auto const protocols = config::all_protocols();
    auto const found = scale::detect(std::vector{scale::Heard{{}, recording.bytes}}, protocols,
                                     recording.moments.front().shown);
    for (auto const& candidate : found) {
        auto const protocol = config::find_protocol(candidate.protocol);
        if (!scale::convincing(candidate) || !protocol) continue;
        bool const all = std::ranges::all_of(recording.moments, [&](scale::Moment const& moment) {
            bool shown = false;
            scale::Decoder decoder(*protocol, {});
            decoder.feed(std::as_bytes(std::span(moment.bytes)), [&](scale::Decoded& decoded) {
                auto const* reading = std::get_if<domain::Reading>(&decoded.event);
                shown =
                    shown || (reading != nullptr && scale::same_weight(moment.shown, reading->indication));
            });
            return shown;
        });
        if (!all) continue;
        say.known(*protocol);
        return true;
    }
    return false;
}

scale::LineSettings line_of(std::string const& endpoint) {
    auto const parsed = link::parse_endpoint(endpoint);
    auto const* serial = parsed ? std::get_if<link::SerialEndpoint>(&*parsed) : nullptr;
    if (serial == nullptr) return {};
    return {serial->baud, serial->data_bits, serial->parity, serial->stop_bits};
}

/// "out/My-Scale.toml" → "my_scale"
std::string id_of(std::string const& path) {
    std::string id = std::filesystem::path(path).stem().string();
    for (char& c : id) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) c = '_';
    }
    return id.substr(0, 60);
}

void learn(LearnOptions const& options) {
    if (!link::parse_endpoint(options.endpoint)) fail_scale(link::parse_endpoint(options.endpoint).error());
    auto const recording = record(options);
    Words const say(options.pretty || ::isatty(STDOUT_FILENO) != 0);
    if (recording.moments.empty())
        fail_scale({ErrorKind::bad_input, "what the display shows is not known", options.endpoint,
                    "add --shows \"2.345 kg\""});
    if (!options.anyway && known_fits(recording, say)) return;
    auto const learned = scale::learn(recording, id_of(options.output), line_of(options.endpoint));
    for (std::string const& one : learned.learned) say.told("learned", one);
    for (std::string const& one : learned.not_learned) say.told("not_learned", one);
    if (!learned.description)
        fail_scale({ErrorKind::not_found, "no description could be made", options.endpoint,
                    "record longer, with several different loads"});
    std::ofstream file(options.output, std::ios::binary);
    std::vector<std::string> remarks{
        "Learned by `bozhong scale learn`; look at it before it weighs for money."};
    for (std::string const& one : learned.not_learned) remarks.push_back("Not learned: " + one);
    if (!(file << config::protocol_description_text(*learned.description, remarks)).flush())
        fail_scale({ErrorKind::io, "cannot be written", options.output, "check the path"});
    say.written(options, learned.frames);
}

}  // namespace

void add_scale_learn_command(CLI::App& group) {
    auto* command = group.add_subcommand(
        "learn", "a description of an unknown format, from its traffic and what the display shows");
    auto options = std::make_shared<LearnOptions>();
    command->add_option("endpoint", options->endpoint, "as of monitor; file:FILE.cap too")->required();
    command->add_option("-o,--output", options->output, "FILE.toml")->required();
    command->add_option(
        "--shows", options->shows,
        "what the display shows: \"2.345 kg\", or at which second: \"2.345 kg@3.5\"; several times");
    command->add_option("--seconds", options->seconds, "of traffic")
        ->check(CLI::Range(2, 600))
        ->capture_default_str();
    command->add_flag("--anyway", options->anyway, "also when a known protocol fits");
    command->add_flag("--pretty", options->pretty, "sentences for people, as on a terminal");
    command->callback([=] { learn(*options); });
}

}  // namespace bozhong::cli
