// Laumas TLB and TLU, CAS CI-600D, Bosche WTS over Modbus. Sources: registers Laumas TLU manual p30, CAS
// CI-600D p82, Bosche WTS p44; status bits Laumas LCB manual p3.
//
//   40007 status   40008-9 gross   40010-11 net        unsigned, high word first, without sign and without
//   point
//
// Status bits: 0 load cell, 1 converter, 2 more than 9 divisions over the maximum, 3 over 110 %, 4 and 5 out
// of figures, 7 gross negative, 8 net negative, 10 net is shown, 11 stable, 12 zero. One count is the last
// digit of the display; the configured unit is that of one count. The command register 40006 also calibrates
// and which of its codes zero and tare is not told by these pages, so nothing is ever written.

#include "drivers/scale/protocols/modbus.h"

namespace bozhong::scale {
namespace {

bool bit(unsigned status, int place) {
    return (status >> place & 1u) != 0;
}

std::optional<ScaleEvent> read(modbus::Registers registers, std::string_view default_unit) {
    unsigned const status = registers.at(0);
    bool const net = bit(status, 10);
    bool const negative = bit(status, net ? 8 : 7);
    std::int64_t const count = registers.pair(net ? 3 : 1);
    domain::Reading out;
    if (bit(status, 0) || bit(status, 1))
        out = parts::no_weight(domain::Range::invalid, {}, default_unit);
    else if ((status & 0x3Cu) != 0)
        out = parts::no_weight(negative ? domain::Range::under : domain::Range::over, {}, default_unit);
    else
        out = parts::weight({negative ? -count : count, 0}, {}, default_unit);
    out.kind = net ? domain::WeightKind::net : domain::WeightKind::gross;
    out.stable = bit(status, 11) ? domain::Known::yes : domain::Known::no;
    out.at_zero = bit(status, 12) ? domain::Known::yes : domain::Known::no;
    return out;
}

constexpr modbus::Model model{modbus::Function::read_holding, 6, 5, read};

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    return modbus::decode(model, bytes, default_unit);
}
std::string encode(Command command, std::string_view address) {
    return command == Command::read ? modbus::request(model, address) : std::string();
}

}  // namespace

extern Protocol const modbus_laumas;
constinit Protocol const modbus_laumas{
    .id = "modbus_laumas",
    .title = "Laumas TLB/TLU, CAS CI-600D, Bosche WTS, Modbus",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = 15,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{150},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "read",
    .units = "",
};

}  // namespace bozhong::scale
