#pragma once
// What a receiver set to one line makes of bytes sent at another: the wire's level in time, sampled in the
// middle of each bit as a UART does. Pure.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bozhong::sim {

struct UartLine {
    int baud = 9600;
    int data_bits = 8;
    char parity = 'N';  ///< N, E or O
    int stop_bits = 1;
    bool strict = false;  ///< as a receiver: what has a wrong parity or no stop bit is dropped
    friend bool operator==(UartLine, UartLine) = default;
};
/// Bytes that are handed to the sender at a time; they wait for those before them.
struct Burst {
    std::int64_t at_us = 0;
    std::string bytes;
};

/// Everything the receiver reads, in order. A wrong parity or a missing stop bit does not hold a byte back,
/// as a terminal without INPCK and PARMRK gives it; with fewer than 8 data bits the others are 0.
/// Listening begins at `from_us`, in the middle of a character perhaps.
std::string received(std::span<Burst const> sent, UartLine sender, UartLine receiver,
                     std::int64_t from_us = 0);

/// How long one character takes.
std::int64_t character_us(UartLine line);

}  // namespace bozhong::sim
