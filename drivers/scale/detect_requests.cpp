#include <algorithm>
#include <array>

#include "drivers/scale/decoder.h"
#include "drivers/scale/detect.h"

namespace bozhong::scale {
namespace {

using namespace std::string_view_literals;

// Read requests only, and only such as no other scale known takes for zero, tare or erase. Not here: "P"
// (paper), "T" and "Z" in any form, Keli's other command letters (G erases its records), "ESC Z"
// (calibration), Dialog 06 (it wants a price first and an answer to each answer). The last four read
// registers of a transmitter on Modbus, station 1.
constexpr std::array harmless{"SI\r\n"sv,
                              "W\r"sv,
                              "W"sv,
                              "\x05"sv,
                              "RW\r\n"sv,
                              "READ\r\n"sv,
                              "Q\r\n"sv,
                              "IP\r\n"sv,
                              "G\r\n"sv,
                              "\x1BP"sv,
                              "\x1Bp"sv,
                              "98000001\r\n"sv,
                              "SGW\r"sv,
                              "01RW\r\n"sv,
                              "w"sv,
                              "\x02\x41\x42\x30\x33\x03"sv,
                              "\x01\x03\x00\x06\x00\x05\x65\xC8"sv,
                              "\x01\x03\x00\x06\x00\x02\x24\x0A"sv,
                              "\x01\x03\x00\x00\x00\x04\x44\x09"sv,
                              "\x01\x04\x00\x00\x00\x05\x30\x09"sv};

constexpr std::array bauds{9600, 4800, 2400, 1200, 19200, 600, 38400, 57600, 115200};
constexpr std::size_t asking_bauds = 6;

void add_once(std::vector<LineSettings>& lines, LineSettings line) {
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
}

}  // namespace

std::vector<LineSettings> listening_lines() {
    std::vector<LineSettings> out;
    for (int const baud : bauds) out.push_back({baud, 8, 'N', 1});
    return out;
}

std::vector<LineSettings> asking_lines(std::span<Protocol const> protocols) {
    std::vector<LineSettings> out;
    for (std::size_t i = 0; i < asking_bauds; ++i) add_once(out, {bauds[i], 8, 'N', 1});
    for (int const baud : {9600, 2400})
        for (char const parity : {'E', 'O'}) add_once(out, {baud, 7, parity, 1});
    for (Protocol const& protocol : protocols)
        if (protocol.kind == Kind::poll) add_once(out, protocol.line);
    return out;
}

std::function<std::string(std::string_view)> follow_up_of(std::span<Protocol const> protocols,
                                                          std::string const& request) {
    // What may follow is closed too: DC1 asks an ECR scale for the weight alone.
    static constexpr std::string_view weight_alone = "\x11";
    for (Protocol const& protocol : protocols) {
        if (!protocol.follow_up || request.empty() || protocol.encode(Command::read, {}) != request) continue;
        return
            [protocol, decoder = std::make_shared<Decoder>(protocol, std::string())](std::string_view bytes) {
                std::string out;
                decoder->feed(std::as_bytes(std::span(bytes)), [&](Decoded& decoded) {
                    auto const more = protocol.follow_up(decoded.event);
                    if (more == weight_alone) out += more;
                });
                return out;
            };
    }
    return {};
}

std::vector<std::string> harmless_requests(std::span<Protocol const> protocols) {
    std::vector<std::string> out;
    for (std::string_view const request : harmless) {
        bool const known = std::any_of(protocols.begin(), protocols.end(), [&](Protocol const& protocol) {
            return protocol.encode(Command::read, {}) == request;
        });
        if (known) out.emplace_back(request);
    }
    return out;
}

}  // namespace bozhong::scale
