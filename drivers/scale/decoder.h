#pragma once
// The stream around a protocol: keeps what is not yet a frame, counts what was none. Session, command line
// and tests read bytes through this class only. Memory is bounded by the protocol's frame_max whatever
// arrives.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "drivers/scale/protocol.h"

namespace bozhong::scale {

struct Decoded {
    ScaleEvent event;
    std::size_t bytes;  ///< length of its frame
};

struct Counters {
    std::uint64_t frames = 0;
    std::uint64_t skipped = 0;  ///< bytes that belong to no good frame
    std::uint64_t checksum_errors = 0;
    friend bool operator==(Counters, Counters) = default;
};

class Decoder {
  public:
    Decoder(Protocol protocol, std::string default_unit)
        : m_protocol(std::move(protocol)), m_default_unit(std::move(default_unit)) {}

    /// The events these bytes complete, in order; readings carry their raw frame.
    std::vector<Decoded> feed(std::span<std::byte const> bytes);
    /// Nothing follows any more: decides what is still held and empties the buffer.
    std::vector<Decoded> end();
    /// Forgets what is held (the link was opened anew); the counters stay.
    void reset() { m_held.clear(); }
    [[nodiscard]] Counters const& counters() const { return m_counters; }

  private:
    void decode(bool at_end, std::vector<Decoded>& out);

    Protocol m_protocol;
    std::string m_default_unit;
    std::vector<std::byte> m_held;
    Counters m_counters;
};

}  // namespace bozhong::scale
