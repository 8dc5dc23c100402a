// General Measure GM8802F-2 over Modbus. Source: manual GM8802F-2 p20. The status of the GMT-H1 differs:
// gm_gmt_h1.toml.
//
//   40001-2 signed weight, high word first; 7F "OFL", 7F "ERR", 7F "OFF" there are words, not numbers
//   40003-4 status: 0 stable, 1 over, 2 zero, 3 minus, 4 converter error, 5 converter on
//
// One count is the last digit of the display; the configured unit is that of one count.

#include "drivers/scale/protocols/modbus.h"

namespace bozhong::scale {
namespace {

bool bit(unsigned status, int place) {
    return (status >> place & 1u) != 0;
}

std::optional<ScaleEvent> read(modbus::Registers registers, std::string_view default_unit) {
    std::uint32_t const status = registers.pair(2);
    std::string_view const word = registers.bytes(0, 2);
    domain::Reading out;
    if (word == "\x7FOFL" || bit(status, 1))
        out = parts::no_weight(bit(status, 3) ? domain::Range::under : domain::Range::over, {}, default_unit);
    else if (word[0] == '\x7F' || bit(status, 4))
        out = parts::no_weight(domain::Range::invalid, {}, default_unit);
    else
        out = parts::weight({static_cast<std::int32_t>(registers.pair(0)), 0}, {}, default_unit);
    out.stable = bit(status, 0) ? domain::Known::yes : domain::Known::no;
    out.at_zero = bit(status, 2) ? domain::Known::yes : domain::Known::no;
    return out;
}

constexpr modbus::Model model{modbus::Function::read_holding, 0, 4, read};

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    return modbus::decode(model, bytes, default_unit);
}
std::string encode(Command command, std::string_view address) {
    return command == Command::read ? modbus::request(model, address) : std::string();
}

}  // namespace

extern Protocol const modbus_gm;
constinit Protocol const modbus_gm{
    .id = "modbus_gm",
    .title = "General Measure GM8802F, Modbus",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = 13,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{150},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "read",
    .units = "",
};

}  // namespace bozhong::scale
