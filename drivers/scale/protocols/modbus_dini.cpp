// Dini Argeo DGT4X over Modbus, one scale. Sources: manual DGT4X p13 (commands), p57 (registers).
//
//   30001-2 gross   30003-4 net   30005 status         without sign and without point, high word first
//   40001 command: 1 zero, 2 tare
//
// Status bits: 0 net negative, 1 gross negative, 2 stable, 3 underload, 4 overload, 5 tare, 6 preset tare, 7
// gross at zero. One count is the last digit of the display; the configured unit is that of one count. A
// preset tare is a count too, so without the display's decimals none is sent.

#include "drivers/scale/protocols/modbus.h"

namespace bozhong::scale {
namespace {

bool bit(unsigned status, int place) {
    return (status >> place & 1u) != 0;
}

std::optional<ScaleEvent> read(modbus::Registers registers, std::string_view default_unit) {
    unsigned const status = registers.at(4);
    bool const net = bit(status, 5) || bit(status, 6);
    bool const negative = bit(status, net ? 0 : 1);
    std::int64_t const count = registers.pair(net ? 2 : 0);
    domain::Reading out;
    if (bit(status, 4))
        out = parts::no_weight(domain::Range::over, {}, default_unit);
    else if (bit(status, 3))
        out = parts::no_weight(domain::Range::under, {}, default_unit);
    else
        out = parts::weight({negative ? -count : count, 0}, {}, default_unit);
    out.kind = net ? domain::WeightKind::net : domain::WeightKind::gross;
    out.stable = bit(status, 2) ? domain::Known::yes : domain::Known::no;
    out.at_zero = bit(status, 7) ? domain::Known::yes : domain::Known::no;
    return out;
}

constexpr modbus::Model model{modbus::Function::read_input, 0, 5, read};
constexpr std::uint16_t command_register = 0, zero_code = 1, tare_code = 2;

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    return modbus::decode(model, bytes, default_unit);
}
std::string encode(Command command, std::string_view address) {
    switch (command) {
        case Command::zero: return modbus::write(command_register, zero_code, address);
        case Command::tare: return modbus::write(command_register, tare_code, address);
        case Command::read: return modbus::request(model, address);
        case Command::clear_tare:
        case Command::preset_tare:
        case Command::stream_on:
        case Command::stream_off:
        case Command::reset: return {};
    }
    return {};
}

}  // namespace

extern Protocol const modbus_dini;
constinit Protocol const modbus_dini{
    .id = "modbus_dini",
    .title = "Dini Argeo DGT4X, Modbus",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = 15,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{150},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare read",
    .units = "",
};

}  // namespace bozhong::scale
