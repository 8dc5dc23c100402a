#pragma once
// The endpoint text that chooses a link, taken apart. Pure.
//   serial:PATH?BAUD,DPS[,dtr=0|1][,rts=0|1][,flow=none|rtscts|xonxoff]
//                          D data bits, P parity N E O, S stop bits: "9600,8N1"
//   serial:usb:NUMBER?…    the adapter with this USB serial number, wherever it is plugged in
//   tcp-listen:ADDRESS:PORT   a serial server that dials in
//   pty:PATH    tcp:HOST:PORT (IPv6 as [::1]:4001)    file:FILE.cap
//   hid:VID:PID[:SERIAL]   in hex, "hid:0922:8003"
//   modbus-tcp:HOST:PORT/UNIT    modbus-rtu:PATH?9600,8N1/UNIT     UNIT 1 to 247

#include <cstdint>
#include <string>
#include <variant>

#include "station/domain/result.h"

namespace bozhong::link {

enum class Flow { none, rtscts, xonxoff };
struct SerialEndpoint {
    std::string path;  ///< empty when the adapter is named by usb_serial
    int baud = 9600;
    int data_bits = 8;
    char parity = 'N';
    int stop_bits = 1;
    /// Raised by default, as the kernel does it; some scales on USB adapters fall silent then.
    bool dtr = true, rts = true;
    Flow flow = Flow::none;
    std::string usb_serial = {};
    friend bool operator==(SerialEndpoint const&, SerialEndpoint const&) = default;
};
struct PtyEndpoint {
    std::string path;
    friend bool operator==(PtyEndpoint const&, PtyEndpoint const&) = default;
};
struct TcpEndpoint {
    std::string host;
    std::uint16_t port = 0;
    friend bool operator==(TcpEndpoint const&, TcpEndpoint const&) = default;
};
struct TcpListenEndpoint {
    std::string host;  ///< an address of this machine: 0.0.0.0, 127.0.0.1, ::
    std::uint16_t port = 0;
    friend bool operator==(TcpListenEndpoint const&, TcpListenEndpoint const&) = default;
};
struct FileEndpoint {
    std::string path;
    friend bool operator==(FileEndpoint const&, FileEndpoint const&) = default;
};
struct HidEndpoint {
    std::uint16_t vendor = 0, product = 0;
    std::string serial;  ///< empty: the first of its kind
    friend bool operator==(HidEndpoint const&, HidEndpoint const&) = default;
};
struct ModbusEndpoint {
    std::variant<TcpEndpoint, SerialEndpoint> carrier;
    std::uint8_t unit = 1;
    friend bool operator==(ModbusEndpoint const&, ModbusEndpoint const&) = default;
};
using Endpoint = std::variant<SerialEndpoint, PtyEndpoint, TcpEndpoint, TcpListenEndpoint, FileEndpoint,
                              HidEndpoint, ModbusEndpoint>;

/// The text that parse_endpoint takes back to the same.
std::string endpoint_text(SerialEndpoint const& endpoint);

/// Wrong text is bad_input whose `where` is the text.
domain::Result<Endpoint> parse_endpoint(std::string const& text);

}  // namespace bozhong::link
