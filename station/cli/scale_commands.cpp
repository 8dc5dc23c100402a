// `bozhong scale …`: what is known of protocols, and bytes of files and stdin turned into readings. What
// talks to a live scale is in scale_live_commands.cpp.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <sstream>

#include "config/protocols.h"
#include "drivers/link/capture.h"
#include "station/cli/commands.h"
#include "station/cli/scale_live_commands.h"
#include "station/cli/scale_output.h"

namespace bozhong::cli {
namespace {

namespace json = boost::json;
using domain::ErrorKind;

json::array words(std::string_view text) {
    json::array out;
    std::istringstream in{std::string(text)};
    for (std::string word; in >> word;) out.emplace_back(word);
    return out;
}

void print_protocols() {
    for (scale::Protocol const& protocol : config::all_protocols()) {
        std::cout << json::serialize(
                         json::object{{"id", std::string(protocol.id)},
                                      {"title", std::string(protocol.title)},
                                      {"kind", protocol.kind == scale::Kind::poll ? "poll" : "stream"},
                                      {"line", scale::line_text(protocol.line)},
                                      {"units", words(protocol.units)},
                                      {"commands", words(protocol.commands)}})
                  << "\n";
    }
}

void print_events(std::vector<scale::Decoded> const& events, std::ostream& out) {
    for (scale::Decoded const& decoded : events) {
        if (auto const line = scale_event_line(decoded.event, decoded.bytes)) out << *line << "\n";
    }
}

/// "N" gives pieces of N bytes, "random:SEED" pieces of 1 to 40; empty gives all as it comes.
class Cutter {
  public:
    explicit Cutter(std::string const& text) {
        if (text.empty()) return;
        m_random = text.rfind("random:", 0) == 0;
        std::string const number = m_random ? text.substr(7) : text;
        unsigned value = 0;
        auto const [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
        if (error != std::errc{} || end != number.data() + number.size() || (!m_random && value == 0))
            fail_scale({ErrorKind::bad_input, "'" + text + "' is no chunk size", "--chunk",
                        "write a number or random:SEED"});
        m_length = value;
        m_generator.seed(value);
    }
    std::size_t next(std::size_t available) {
        if (m_random) return std::min<std::size_t>(1 + m_generator() % 40, available);
        return m_length == 0 ? available : std::min(m_length, available);
    }

  private:
    bool m_random = false;
    std::size_t m_length = 0;
    std::mt19937 m_generator;
};

struct DecodeOptions {
    std::string protocol, unit, chunk;
    bool hex = false;
};

void feed(scale::Decoder& decoder, std::string_view bytes, Cutter& cutter) {
    while (!bytes.empty()) {
        auto const piece = bytes.substr(0, cutter.next(bytes.size()));
        print_events(decoder.feed(std::as_bytes(std::span(piece.data(), piece.size()))), std::cout);
        bytes.remove_prefix(piece.size());
    }
    std::cout.flush();
}

/// Hands on what comes on stdin, piece by piece.
template <class Take>
void read_stdin(Take&& take) {
    std::array<char, 16384> buffer;
    for (;;) {
        auto const count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0)
            fail_scale({ErrorKind::io, std::string("cannot be read: ") + std::strerror(errno), "stdin",
                        "give the bytes by a pipe or a file"});
        if (count == 0) return;
        take(std::string_view(buffer.data(), static_cast<std::size_t>(count)));
    }
}

void decode(DecodeOptions const& options) {
    auto const protocol = protocol_or_fail(options.protocol);
    check_unit(options.unit);
    Cutter cutter(options.chunk);
    scale::Decoder decoder(protocol, options.unit);
    if (options.hex) {
        std::string text;
        read_stdin([&](std::string_view piece) { text += piece; });
        auto const bytes = link::from_hex(text);
        if (!bytes)
            fail_scale({ErrorKind::bad_input, bytes.error().what, "stdin", "write pairs of hex digits"});
        feed(decoder, *bytes, cutter);
    } else {
        read_stdin([&](std::string_view piece) { feed(decoder, piece, cutter); });
    }
    print_events(decoder.end(), std::cout);
    std::cout.flush();
    std::cerr << counters_line(decoder.counters()) << "\n";
}

void encode(std::string const& id, std::string const& name, std::string const& argument) {
    auto const protocol = protocol_or_fail(id);
    auto const command = scale::parse_command(name);
    if (!command)
        fail_scale({ErrorKind::bad_input,
                    "unknown command '" + name + "'",
                    {},
                    "write zero, tare, clear_tare, preset_tare, read, stream_on, stream_off or reset"});
    std::string const bytes = protocol.encode(*command, argument);
    if (bytes.empty()) {
        std::cerr << "bozhong: " << id << " cannot do " << name << (argument.empty() ? "" : " " + argument)
                  << "\n";
        throw CLI::RuntimeError(1);
    }
    std::cout << link::to_hex(bytes) << "\n";
}

std::string beside(std::string const& capture) {
    auto const dot = capture.rfind(".cap");
    return (dot == std::string::npos ? capture : capture.substr(0, dot)) + ".jsonl";
}

/// Prints the first line that differs.
void compare(std::string const& got, std::string const& wanted, std::string const& where) {
    std::istringstream left(got), right(wanted);
    std::string a, b;
    for (int number = 1;; ++number) {
        bool const more_left = static_cast<bool>(std::getline(left, a));
        bool const more_right = static_cast<bool>(std::getline(right, b));
        if (!more_left && !more_right) return;
        if (more_left && more_right && a == b) continue;
        std::cerr << "bozhong: " << where << ":" << number << ": expected " << (more_right ? b : "nothing")
                  << " but got " << (more_left ? a : "nothing")
                  << "; look at both, then --bless if the new one is right\n";
        throw CLI::RuntimeError(1);
    }
}

void replay(std::string const& path, std::string const& protocol, std::string const& unit, bool bless) {
    check_unit(unit);
    auto const capture = link::read_capture(path);
    if (!capture) fail_scale(capture.error());
    std::string const id = protocol.empty() ? capture->value("protocol") : protocol;
    if (id.empty())
        fail_scale({ErrorKind::bad_input, "the capture does not say which protocol it is", path,
                    "name it with --protocol"});
    scale::Decoder decoder(protocol_or_fail(id), unit.empty() ? capture->value("unit") : unit);
    std::ostringstream lines;
    for (link::CapturedBytes const& record : capture->records) {
        if (record.direction != link::Direction::from_scale) continue;
        print_events(decoder.feed(std::as_bytes(std::span(record.bytes.data(), record.bytes.size()))), lines);
    }
    print_events(decoder.end(), lines);
    lines << counters_line(decoder.counters()) << "\n";
    std::cout << lines.str();
    std::string const expected = beside(path);
    if (bless) {
        std::ofstream out(expected, std::ios::binary);
        if (!(out << lines.str()).flush()) fail_scale({ErrorKind::io, "cannot be written", expected, {}});
        return;
    }
    std::ifstream in(expected, std::ios::binary);
    if (in) compare(lines.str(), std::string(std::istreambuf_iterator<char>(in), {}), expected);
}

}  // namespace

void add_scale_commands(CLI::App& app) {
    auto* group = app.add_subcommand("scale", "scales: protocols, bytes, live readings, captures");
    group->require_subcommand(1);
    group->add_subcommand("protocols", "one line for each protocol")->callback(print_protocols);

    auto* decoding = group->add_subcommand("decode", "bytes on stdin to one line for each event");
    auto options = std::make_shared<DecodeOptions>();
    decoding->add_option("--protocol", options->protocol, "id of the protocol, or FILE.toml")->required();
    decoding->add_flag("--hex", options->hex, "stdin is hex text");
    decoding->add_option("--chunk", options->chunk, "feed in pieces: N bytes, or random:SEED");
    decoding->add_option("--unit", options->unit, "unit of frames that carry none");
    decoding->callback([=] { decode(*options); });

    auto* encoding =
        group->add_subcommand("encode", "the bytes of a command as hex; exit 1 if the scale cannot do it");
    auto id = std::make_shared<std::string>();
    auto command = std::make_shared<std::string>();
    auto argument = std::make_shared<std::string>();
    encoding->add_option("--protocol", *id, "id of the protocol, or FILE.toml")->required();
    encoding->add_option("command", *command, "zero, tare, clear_tare, preset_tare, read, …")->required();
    encoding->add_option("argument", *argument, "of preset_tare: \"0.120\" (kg) or \"120 g\"");
    encoding->callback([=] { encode(*id, *command, *argument); });

    auto* replaying =
        group->add_subcommand("replay", "a capture's events, compared with FILE.jsonl beside it");
    auto path = std::make_shared<std::string>();
    auto protocol = std::make_shared<std::string>();
    auto unit = std::make_shared<std::string>();
    auto bless = std::make_shared<bool>(false);
    replaying->add_option("file", *path, "FILE.cap")->required();
    replaying->add_option("--protocol", *protocol, "instead of the one in the header");
    replaying->add_option("--unit", *unit, "instead of the one in the header");
    replaying->add_flag("--bless", *bless, "write FILE.jsonl instead of comparing");
    replaying->callback([=] { replay(*path, *protocol, *unit, *bless); });

    add_scale_live_commands(*group);
    add_scale_detect_command(*group);
    add_scale_learn_command(*group);
}

}  // namespace bozhong::cli
