#include <array>
#include <cstdlib>

#include "drivers/scale/protocol.h"

// One line for each protocol; its file in protocols/ defines the object of that name.
// clang-format off
#define BOZHONG_SCALE_PROTOCOLS(entry) \
    entry(adam_cpw) \
    entry(and_balance) \
    entry(and_std) \
    entry(cas_22) \
    entry(cas_cmd) \
    entry(cas_ecr_soh) \
    entry(dialog06) \
    entry(dini_argeo) \
    entry(kern_14) \
    entry(kern_18) \
    entry(modbus_a33e) \
    entry(modbus_dini) \
    entry(modbus_gm) \
    entry(modbus_laumas) \
    entry(mt_sics) \
    entry(nci_scp01) \
    entry(nci_scp02_ecr) \
    entry(ohaus) \
    entry(radwag) \
    entry(ricelake_stream) \
    entry(rinstrum_fmt1) \
    entry(sartorius_sbi) \
    entry(sma) \
    entry(stgs) \
    entry(toledo_8217) \
    entry(toledo_br) \
    entry(toledo_cont) \
    entry(toledo_cont_lf) \
    entry(tscale_nhb) \
    entry(tscale_qhw) \
    entry(usb_hid) \
    entry(yaohua_a12e_wg) \
    entry(yaohua_cmd) \
    entry(yaohua_eq_forward) \
    entry(yaohua_eq_reversed) \
    entry(yaohua_tf0) \
    entry(yaohua_ww)

// clang-format on

namespace bozhong::scale {

#define BOZHONG_DECLARE(name) extern Protocol const name;
BOZHONG_SCALE_PROTOCOLS(BOZHONG_DECLARE)

std::span<Protocol const> protocols() {
#define BOZHONG_LIST(name) name,
    static Protocol const list[] = {BOZHONG_SCALE_PROTOCOLS(BOZHONG_LIST)};
    return list;
}

Protocol const* find_protocol(std::string_view id) {
    for (Protocol const& protocol : protocols()) {
        if (protocol.id == id) return &protocol;
    }
    return nullptr;
}

std::string_view command_name(Command command) {
    switch (command) {
        case Command::zero: return "zero";
        case Command::tare: return "tare";
        case Command::clear_tare: return "clear_tare";
        case Command::preset_tare: return "preset_tare";
        case Command::read: return "read";
        case Command::stream_on: return "stream_on";
        case Command::stream_off: return "stream_off";
        case Command::reset: return "reset";
    }
    std::abort();
}

std::optional<Command> parse_command(std::string_view name) {
    constexpr std::array all{Command::zero, Command::tare,      Command::clear_tare, Command::preset_tare,
                             Command::read, Command::stream_on, Command::stream_off, Command::reset};
    for (Command const command : all) {
        if (command_name(command) == name) return command;
    }
    return std::nullopt;
}

std::string line_text(LineSettings line) {
    return std::to_string(line.baud) + "," + std::to_string(line.data_bits) + line.parity +
           std::to_string(line.stop_bits);
}

}  // namespace bozhong::scale
