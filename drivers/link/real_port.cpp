#include "drivers/link/real_port.h"

#include <fcntl.h>
#include <libserialport.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "drivers/link/port_finder.h"

namespace bozhong::link {
namespace {

using domain::Error;
using domain::ErrorKind;

struct FreePort {
    void operator()(sp_port* port) const { sp_free_port(port); }
};
using Port = std::unique_ptr<sp_port, FreePort>;

sp_parity parity_of(char letter) {
    if (letter == 'E') return SP_PARITY_EVEN;
    return letter == 'O' ? SP_PARITY_ODD : SP_PARITY_NONE;
}

sp_flowcontrol flow_of(Flow flow) {
    if (flow == Flow::rtscts) return SP_FLOWCONTROL_RTSCTS;
    return flow == Flow::xonxoff ? SP_FLOWCONTROL_XONXOFF : SP_FLOWCONTROL_NONE;
}

std::string last_message() {
    char* text = sp_last_error_message();
    std::string out = text != nullptr ? text : "unknown error";
    sp_free_error_message(text);
    return out;
}

bool set_line(sp_port* port, SerialEndpoint const& line) {
    return sp_set_baudrate(port, line.baud) == SP_OK && sp_set_bits(port, line.data_bits) == SP_OK &&
           sp_set_parity(port, parity_of(line.parity)) == SP_OK &&
           sp_set_stopbits(port, line.stop_bits) == SP_OK &&
           sp_set_flowcontrol(port, flow_of(line.flow)) == SP_OK &&
           sp_set_dtr(port, line.dtr ? SP_DTR_ON : SP_DTR_OFF) == SP_OK &&
           sp_set_rts(port, line.rts ? SP_RTS_ON : SP_RTS_OFF) == SP_OK;
}

std::string text_or_empty(char const* text) {
    return text != nullptr ? text : "";
}

/// libserialport asks the kernel to answer a read at once even with nothing there (VMIN 0), which reads as
/// the end of the file. With VMIN 1 a read without data says "later", and only a lost port ends.
bool wait_for_bytes(int file) {
    termios line{};
    if (tcgetattr(file, &line) != 0) return false;
    line.c_cc[VMIN] = 1;
    line.c_cc[VTIME] = 0;
    return tcsetattr(file, TCSANOW, &line) == 0;
}

}  // namespace

std::vector<PortInfo> list_ports() {
    std::vector<PortInfo> out;
    sp_port** ports = nullptr;
    if (sp_list_ports(&ports) != SP_OK) return out;
    for (sp_port** port = ports; *port != nullptr; ++port) {
        PortInfo info{
            text_or_empty(sp_get_port_name(*port)), text_or_empty(sp_get_port_description(*port)), 0, 0, {}};
        if (sp_get_port_transport(*port) == SP_TRANSPORT_USB) {
            sp_get_port_usb_vid_pid(*port, &info.usb_vendor, &info.usb_product);
            info.usb_serial = text_or_empty(sp_get_port_usb_serial(*port));
        }
        out.push_back(std::move(info));
    }
    sp_free_port_list(ports);
    return out;
}

domain::Result<std::optional<int>> open_real_port(SerialEndpoint const& endpoint) {
    sp_port* found = nullptr;
    if (sp_get_port_by_name(endpoint.path.c_str(), &found) != SP_OK) return std::optional<int>();
    Port const port(found);
    bool const open = sp_open(port.get(), SP_MODE_READ_WRITE) == SP_OK;
    if (!open && sp_last_error_code() == EBUSY) return busy_port(endpoint.path);
    if (!open)
        return Error{ErrorKind::unavailable, last_message(), endpoint.path,
                     "check cable and the group dialout"};
    int raw = -1;
    // The copy stays open when the library closes its own descriptor, and keeps the line as set.
    int const copy =
        set_line(port.get(), endpoint) && sp_get_port_handle(port.get(), &raw) == SP_OK && wait_for_bytes(raw)
            ? fcntl(raw, F_DUPFD_CLOEXEC, 0)
            : -1;
    std::string const why = copy < 0 ? last_message() : std::string();
    sp_close(port.get());
    if (copy < 0)
        return Error{ErrorKind::io, "line settings refused: " + why, endpoint.path, "check the settings"};
    // The kernel keeps those out who do not ask for the lock.
    ::ioctl(copy, TIOCEXCL);
    return std::optional(copy);
}

}  // namespace bozhong::link
