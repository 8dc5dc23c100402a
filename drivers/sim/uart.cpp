#include "drivers/sim/uart.h"

#include <bit>

namespace bozhong::sim {
namespace {

using Nanoseconds = std::int64_t;

Nanoseconds bit_time(UartLine line) {
    return 1'000'000'000 / line.baud;
}

bool parity_bit(UartLine line, unsigned value) {
    bool const odd = std::popcount(value) % 2 == 1;
    return line.parity == 'E' ? odd : !odd;
}

/// The moments at which the level changes, beginning with a fall; idle is high.
class Wire {
  public:
    void send(std::span<Burst const> bursts, UartLine line) {
        Nanoseconds now = 0;
        for (Burst const& burst : bursts) {
            now = std::max(now, burst.at_us * 1000);
            for (char const c : burst.bytes) now = character(static_cast<std::uint8_t>(c), line, now);
        }
    }
    /// Asked with times that never fall.
    bool high_at(Nanoseconds time) {
        while (m_next < m_changes.size() && m_changes[m_next] <= time) ++m_next;
        return m_next % 2 == 0;
    }
    /// The next fall at or after the time; −1 when the wire stays as it is.
    Nanoseconds next_fall(Nanoseconds time) {
        high_at(time - 1);
        std::size_t const fall = m_next + m_next % 2;
        return fall < m_changes.size() ? m_changes[fall] : -1;
    }

  private:
    Nanoseconds character(unsigned value, UartLine line, Nanoseconds at) {
        Nanoseconds const bit = bit_time(line);
        value &= (1U << line.data_bits) - 1;
        level(false, at);
        at += bit;
        for (int i = 0; i < line.data_bits; ++i, at += bit) level((value >> i & 1) != 0, at);
        if (line.parity != 'N') {
            level(parity_bit(line, value), at);
            at += bit;
        }
        level(true, at);
        return at + line.stop_bits * bit;
    }
    void level(bool high, Nanoseconds at) {
        if (high != m_high) m_changes.push_back(at);
        m_high = high;
    }

    std::vector<Nanoseconds> m_changes;
    std::size_t m_next = 0;
    bool m_high = true;
};

}  // namespace

std::int64_t character_us(UartLine line) {
    int const bits = 1 + line.data_bits + (line.parity == 'N' ? 0 : 1) + line.stop_bits;
    return bits * 1'000'000LL / line.baud;
}

std::string received(std::span<Burst const> sent, UartLine sender, UartLine receiver, std::int64_t from_us) {
    Wire wire;
    wire.send(sent, sender);
    Nanoseconds const bit = bit_time(receiver);
    std::string out;
    for (Nanoseconds start = wire.next_fall(from_us * 1000); start >= 0;) {
        Nanoseconds at = start + bit / 2;
        if (wire.high_at(at)) {  // a glitch, no start bit
            start = wire.next_fall(at);
            continue;
        }
        unsigned value = 0;
        for (int i = 0; i < receiver.data_bits; ++i) value |= (wire.high_at(at += bit) ? 1U : 0U) << i;
        bool good = true;
        if (receiver.parity != 'N') good = wire.high_at(at += bit) == parity_bit(receiver, value);
        good = wire.high_at(at += bit) && good;
        if (good || !receiver.strict) out.push_back(static_cast<char>(value));
        start = wire.next_fall(at);
    }
    return out;
}

}  // namespace bozhong::sim
