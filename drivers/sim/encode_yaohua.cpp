// XK3190 continuous (tF=0): 02, sign, six digits, decimals, two check characters, 03. XK3190-A9+ manual
// p9-11. The scale does not listen. What it sends out of range is not documented; this one stays silent then,
// as some do.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

char check_character(int nibble) {
    return static_cast<char>(nibble < 10 ? 0x30 + nibble : 0x37 + nibble);
}

class Yaohua final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range != ShownRange::ok) return {};
        std::string body(1, shown.units < 0 ? '-' : '+');
        body += padded(shown.units, 0, 6, '0');
        body += static_cast<char>('0' + shown.decimals);
        int sum = 0;
        for (char const c : body) sum ^= c;
        return '\x02' + body + check_character(sum / 16) + check_character(sum % 16) + '\x03';
    }
    std::string spoiled(std::string frame) const override {
        if (frame.size() == 12) frame[10] = frame[10] == '0' ? '1' : '0';
        return frame;
    }
};

}  // namespace

std::unique_ptr<ScaleWire> yaohua_wire() {
    return std::make_unique<Yaohua>();
}

}  // namespace bozhong::sim
