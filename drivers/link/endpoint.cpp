#include "drivers/link/endpoint.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace bozhong::link {
namespace {

using domain::Error;
using domain::ErrorKind;
using domain::Result;

constexpr char const* forms =
    "use serial:PATH?9600,8N1[,dtr=0,rts=0], serial:usb:NUMBER?…, tcp:HOST:PORT, tcp-listen:ADDRESS:PORT, "
    "pty:PATH, hid:VID:PID[:SERIAL], modbus-tcp:HOST:PORT/UNIT, modbus-rtu:PATH?9600,8N1/UNIT or "
    "file:FILE.cap";

std::optional<int> whole_number(std::string_view text) {
    int out = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return out;
}

std::string_view next_part(std::string_view& rest) {
    auto const comma = std::min(rest.find(','), rest.size());
    std::string_view const part = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    return part;
}

/// One of "9600", "8N1", "dtr=0", "rts=1"; false when it is none of them.
bool apply(std::string_view part, SerialEndpoint& out) {
    constexpr std::array bauds{300, 600, 1200, 2400, 4800, 9600, 14400, 19200, 38400, 57600, 115200, 230400};
    if (part.size() == 5 && (part.substr(0, 4) == "dtr=" || part.substr(0, 4) == "rts=")) {
        if (part[4] != '0' && part[4] != '1') return false;
        (part[0] == 'd' ? out.dtr : out.rts) = part[4] == '1';
        return true;
    }
    if (part.starts_with("flow=")) {
        constexpr std::array<std::pair<std::string_view, Flow>, 3> flows{
            {{"none", Flow::none}, {"rtscts", Flow::rtscts}, {"xonxoff", Flow::xonxoff}}};
        for (auto const& [name, flow] : flows)
            if (part.substr(5) == name) return out.flow = flow, true;
        return false;
    }
    if (part.size() == 3 && std::string_view("NEO").find(part[1]) != std::string_view::npos) {
        if (part[0] < '5' || part[0] > '8' || (part[2] != '1' && part[2] != '2')) return false;
        out.data_bits = part[0] - '0';
        out.parity = part[1];
        out.stop_bits = part[2] - '0';
        return true;
    }
    auto const baud = whole_number(part);
    if (!baud || std::find(bauds.begin(), bauds.end(), *baud) == bauds.end()) return false;
    out.baud = *baud;
    return true;
}

Result<Endpoint> serial(std::string_view rest, std::string const& text) {
    SerialEndpoint out;
    auto const question = std::min(rest.find('?'), rest.size());
    out.path = rest.substr(0, question);
    if (out.path.starts_with("usb:")) {
        out.usb_serial = out.path.substr(4);
        out.path.clear();
        if (out.usb_serial.empty() || out.usb_serial.size() > 128)
            return Error{ErrorKind::bad_input, "no serial number after serial:usb:", text,
                         "write the adapter's number, as /dev/serial/by-id shows it"};
    }
    rest.remove_prefix(std::min(question + 1, rest.size()));
    if (out.path.empty() && out.usb_serial.empty())
        return Error{ErrorKind::bad_input, "no device path after serial:", text, forms};
    while (!rest.empty()) {
        std::string_view const part = next_part(rest);
        if (!apply(part, out))
            return Error{ErrorKind::bad_input, "unknown line setting '" + std::string(part) + "'", text,
                         "write speed, frame and modem lines as 9600,8N1,dtr=0,rts=0"};
    }
    return Endpoint{out};
}

Result<Endpoint> tcp(std::string_view rest, std::string const& text) {
    auto const colon = rest.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
        return Error{ErrorKind::bad_input, "host and port are needed", text, "write tcp:HOST:PORT"};
    auto const port = whole_number(rest.substr(colon + 1));
    if (!port || *port < 0 || *port > 65535)
        return Error{ErrorKind::bad_input, "the port is not a number from 0 to 65535", text,
                     "write tcp:HOST:PORT"};
    std::string_view host = rest.substr(0, colon);
    if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    if (host.empty()) return Error{ErrorKind::bad_input, "the host is empty", text, "write tcp:HOST:PORT"};
    return Endpoint{TcpEndpoint{std::string(host), static_cast<std::uint16_t>(*port)}};
}

/// Negative when it is none.
int four_hex_digits(std::string_view text) {
    int out = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, 16);
    bool const whole = text.size() == 4 && error == std::errc{} && end == text.data() + text.size();
    return whole ? out : -1;
}

Result<Endpoint> hid(std::string_view rest, std::string const& text) {
    int const vendor = four_hex_digits(rest.substr(0, 4));
    int const product = rest.size() >= 9 && rest[4] == ':' ? four_hex_digits(rest.substr(5, 4)) : -1;
    bool const has_serial = rest.size() > 10 && rest[9] == ':';
    if (vendor < 0 || product < 0 || (rest.size() > 9 && !has_serial))
        return Error{ErrorKind::bad_input, "vendor and product are needed, four hex digits each", text,
                     "write hid:VID:PID or hid:VID:PID:SERIAL"};
    return Endpoint{HidEndpoint{static_cast<std::uint16_t>(vendor), static_cast<std::uint16_t>(product),
                                std::string(has_serial ? rest.substr(10) : "")}};
}

/// The carrier's own text with /UNIT behind it.
template <class Carrier>
Result<Endpoint> modbus(Result<Endpoint> (*carrier)(std::string_view, std::string const&),
                        std::string_view rest, std::string const& text) {
    auto const slash = rest.rfind('/');
    auto const unit = slash == std::string_view::npos ? std::nullopt : whole_number(rest.substr(slash + 1));
    if (!unit || *unit < 1 || *unit > 247)
        return Error{ErrorKind::bad_input, "the unit is not a number from 1 to 247", text,
                     "write the unit behind a slash: modbus-tcp:HOST:PORT/1"};
    auto parsed = carrier(rest.substr(0, slash), text);
    if (!parsed) return parsed;
    return Endpoint{ModbusEndpoint{std::get<Carrier>(*parsed), static_cast<std::uint8_t>(*unit)}};
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string const& text) {
    std::string_view const view = text;
    auto const colon = std::min(view.find(':'), view.size());
    std::string_view const scheme = view.substr(0, colon);
    std::string_view const rest = view.substr(std::min(colon + 1, view.size()));
    if (scheme == "serial") return serial(rest, text);
    if (scheme == "tcp") return tcp(rest, text);
    if (scheme == "hid") return hid(rest, text);
    if (scheme == "modbus-tcp") return modbus<TcpEndpoint>(tcp, rest, text);
    if (scheme == "modbus-rtu") return modbus<SerialEndpoint>(serial, rest, text);
    if (scheme == "tcp-listen") {
        auto const place = tcp(rest, text);
        if (!place) return place.error();
        auto const& found = std::get<TcpEndpoint>(*place);
        return Endpoint{TcpListenEndpoint{found.host, found.port}};
    }
    if (scheme != "pty" && scheme != "file")
        return Error{ErrorKind::bad_input, "unknown kind of endpoint", text, forms};
    if (rest.empty()) return Error{ErrorKind::bad_input, "no path after the colon", text, forms};
    if (scheme == "pty") return Endpoint{PtyEndpoint{std::string(rest)}};
    return Endpoint{FileEndpoint{std::string(rest)}};
}

std::string endpoint_text(SerialEndpoint const& endpoint) {
    std::string const place = endpoint.usb_serial.empty() ? endpoint.path : "usb:" + endpoint.usb_serial;
    char const* const flow = endpoint.flow == Flow::rtscts    ? ",flow=rtscts"
                             : endpoint.flow == Flow::xonxoff ? ",flow=xonxoff"
                                                              : "";
    return "serial:" + place + "?" + std::to_string(endpoint.baud) + "," +
           std::to_string(endpoint.data_bits) + endpoint.parity + std::to_string(endpoint.stop_bits) +
           ",dtr=" + (endpoint.dtr ? "1" : "0") + ",rts=" + (endpoint.rts ? "1" : "0") + flow;
}

}  // namespace bozhong::link
