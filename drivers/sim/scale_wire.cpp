#include "drivers/sim/scale_wire.h"

#include <array>

namespace bozhong::sim {
namespace {

struct Entry {
    std::string_view protocol;
    std::unique_ptr<ScaleWire> (*make)();
};
constexpr std::array wires{
    Entry{"mt_sics", sics_wire},
    Entry{"stgs", stgs_wire},
    Entry{"toledo_cont", toledo_wire},
    Entry{"yaohua_tf0", yaohua_wire},
};

}  // namespace

std::unique_ptr<ScaleWire> make_scale_wire(std::string_view protocol) {
    for (Entry const& entry : wires) {
        if (entry.protocol == protocol) return entry.make();
    }
    return nullptr;
}

std::string scale_wire_names() {
    std::string out;
    for (Entry const& entry : wires) out += (out.empty() ? "" : ", ") + std::string(entry.protocol);
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

}  // namespace bozhong::sim
