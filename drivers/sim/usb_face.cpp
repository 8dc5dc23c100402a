#include "drivers/sim/usb_face.h"

#include <cstdlib>

namespace bozhong::sim {
namespace {

char low(unsigned value) {
    return static_cast<char>(value & 0xFF);
}
char high(unsigned value) {
    return static_cast<char>(value >> 8 & 0xFF);
}

void append_setting(std::string& out, UsbShape const& shape, char alternate, bool one_way) {
    char const endpoints = one_way ? 1 : 2, protocol = one_way ? 1 : 2;
    out += std::string{9, 4, 0, alternate, endpoints, low(shape.interface_class), 1, protocol, 0};
    out += std::string{7, 5, low(k_usb_out), 2, 64, 0, 0};
    if (!one_way) out += std::string{7, 5, low(k_usb_in), 2, 64, 0, 0};
}

/// A string descriptor of ASCII characters.
std::string string_descriptor(std::string const& text) {
    std::string out{low(static_cast<unsigned>(2 + 2 * text.size())), 3};
    for (char c : text) out += std::string{c, 0};
    return out;
}

std::optional<std::string> descriptor(UsbShape const& shape, unsigned type, unsigned index) {
    if (type == 1) return device_descriptor(shape);
    if (type == 2 && index == 0) return configuration_descriptor(shape);
    if (type == 3 && index == 0) return std::string{4, 3, 9, 4};  // US English
    if (type == 3 && index == 3 && !shape.serial.empty()) return string_descriptor(shape.serial);
    return std::nullopt;
}

std::optional<std::string> standard(UsbShape const& shape, UsbSetup const& setup) {
    switch (setup[1]) {
        case 0: return std::string{1, 0};                      // GET_STATUS: powered by itself
        case 6: return descriptor(shape, setup[3], setup[2]);  // GET_DESCRIPTOR
        case 8: return std::string{1};                         // GET_CONFIGURATION
        case 1:                                                // CLEAR_FEATURE
        case 9:                                                // SET_CONFIGURATION
        case 11: return std::string();                         // SET_INTERFACE
        default: return std::nullopt;
    }
}

std::string_view command_set(PrinterLanguage language) {
    switch (language) {
        case PrinterLanguage::escpos: return "ESC/POS";
        case PrinterLanguage::tspl: return "TSPL";
        case PrinterLanguage::zpl: return "ZPL";
        case PrinterLanguage::cpcl: return "CPCL";
    }
    std::abort();
}

}  // namespace

std::string device_descriptor(UsbShape const& shape) {
    char const serial = shape.serial.empty() ? 0 : 3;
    return {18,
            1,
            0,
            2,
            0,
            0,
            0,
            64,
            low(shape.vendor),
            high(shape.vendor),
            low(shape.product),
            high(shape.product),
            0,
            1,
            0,
            0,
            serial,
            1};
}

std::string configuration_descriptor(UsbShape const& shape) {
    std::string settings;
    append_setting(settings, shape, 0, shape.one_way || shape.two_settings);
    if (shape.two_settings) append_setting(settings, shape, 1, false);
    auto const size = static_cast<unsigned>(settings.size() + 9);
    return std::string{9, 2, low(size), high(size), 1, 1, 0, low(0xC0), 1} + settings;
}

std::string device_id(PrinterMake const& make) {
    return "MFG:" + make.maker + ";MDL:" + make.model + ";CMD:" + std::string(command_set(make.language)) +
           ";CLS:PRINTER;";
}

std::optional<std::string> control_answer(UsbShape const& shape, UsbSetup const& setup,
                                          std::string_view device_id, std::uint8_t port_status) {
    std::optional<std::string> answer;
    if (setup[0] == 0xA1 && setup[1] == 0) {  // GET_DEVICE_ID; its length counts itself
        auto const size = static_cast<unsigned>(device_id.size() + 2);
        answer = std::string{high(size), low(size)} + std::string(device_id);
    } else if (setup[0] == 0xA1 && setup[1] == 1) {  // GET_PORT_STATUS
        answer = std::string(1, static_cast<char>(port_status));
    } else if ((setup[0] & 0x60) == 0) {
        answer = standard(shape, setup);
    }
    std::size_t const wanted = setup[6] + 256U * setup[7];
    if (answer && answer->size() > wanted) answer->resize(wanted);
    return answer;
}

}  // namespace bozhong::sim
