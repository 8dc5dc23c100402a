// Yaohua XK3190-A33E over Modbus. Source: the public project Mifan-520/esp32- (BleScaleClient.h): holding
// register 6 is the net weight as a float, high word first. No status, no unit.

#include "drivers/scale/protocols/modbus.h"

namespace bozhong::scale {
namespace {

std::optional<ScaleEvent> read(modbus::Registers registers, std::string_view default_unit) {
    auto const value = parts::decimal_of_float(registers.pair(0));
    // Words in the other order give figures that are none: 0 0 41 48 is 12.5 that way round.
    auto out = value ? parts::weight(*value, {}, default_unit)
                     : parts::no_weight(domain::Range::invalid, {}, default_unit);
    out.kind = domain::WeightKind::net;
    return out;
}

constexpr modbus::Model model{modbus::Function::read_holding, 6, 2, read};

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    return modbus::decode(model, bytes, default_unit);
}
std::string encode(Command command, std::string_view address) {
    return command == Command::read ? modbus::request(model, address) : std::string();
}

}  // namespace

extern Protocol const modbus_a33e;
constinit Protocol const modbus_a33e{
    .id = "modbus_a33e",
    .title = "Yaohua XK3190-A33E, Modbus",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = 9,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{150},
    .has_stable_flag = false,
    .decode = decode,
    .encode = encode,
    .commands = "read",
    .units = "",
};

}  // namespace bozhong::scale
