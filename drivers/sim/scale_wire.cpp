#include "drivers/sim/scale_wire.h"

#include <algorithm>

namespace bozhong::sim {
namespace {

constexpr std::span<WireEntry const> (*families[])() = {
    and_wires,    cas_wires,         checkout_wires, dini_wires,
    hid_wires,    indicator_wires,   kern_wires,     modbus_wires,
    nci_wires,    ohaus_wires,       radwag_wires,   sartorius_wires,
    sics_wires,   sma_wires,         stgs_wires,     toledo_checkout_wires,
    toledo_wires, yaohua_text_wires, yaohua_wires,
};

}  // namespace

std::unique_ptr<ScaleWire> make_scale_wire(std::string_view protocol) {
    for (auto const family : families) {
        for (WireEntry const& entry : family()) {
            if (entry.protocol == protocol) return entry.make();
        }
    }
    return nullptr;
}

std::vector<std::string_view> scale_wire_protocols() {
    std::vector<std::string_view> out;
    for (auto const family : families) {
        for (WireEntry const& entry : family()) out.push_back(entry.protocol);
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::string scale_wire_names() {
    std::string out;
    for (std::string_view const protocol : scale_wire_protocols())
        out += (out.empty() ? "" : ", ") + std::string(protocol);
    return out;
}

std::vector<std::string> LineEar::hear(std::string_view bytes) {
    std::vector<std::string> out;
    for (char const c : bytes) {
        if (c != '\r' && c != '\n') {
            if (m_line.size() < 64) m_line.push_back(c);
        } else if (!m_line.empty()) {
            out.push_back(std::move(m_line));
            m_line.clear();
        }
    }
    return out;
}

std::string padded(std::int64_t units, int decimals, std::size_t width, char pad) {
    std::string digits = std::to_string(units < 0 ? -units : units);
    auto const places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, ".");
    if (digits.size() < width) digits.insert(0, width - digits.size(), pad);
    return digits;
}

std::string signed_padded(std::int64_t units, int decimals, std::size_t width, char pad) {
    if (units >= 0) return padded(units, decimals, width, pad);
    return "-" + padded(units, decimals, width - 1, pad);
}

std::string unit_text(Shown const& shown, std::size_t width) {
    std::string out(domain::name(shown.unit));
    if (out.size() < width) out.resize(width, ' ');
    return out;
}

int xor_of(std::string_view bytes) {
    int out = 0;
    for (char const c : bytes) out ^= static_cast<unsigned char>(c);
    return out;
}

}  // namespace bozhong::sim
