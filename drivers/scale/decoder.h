#pragma once
// The stream around a protocol: keeps what is not yet a frame, counts what was none. Session, command line
// and tests read bytes through this class only. Memory is bounded by the protocol's frame_max whatever
// arrives, and taken once: reading a weight allocates nothing.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "drivers/scale/protocol.h"

namespace bozhong::scale {

using Decoded = Frame;

struct Counters {
    std::uint64_t frames = 0;
    std::uint64_t skipped = 0;  ///< bytes that belong to no good frame
    std::uint64_t checksum_errors = 0;
    friend bool operator==(Counters, Counters) = default;
};

class Decoder {
  public:
    Decoder(Protocol protocol, std::string default_unit);

    /// Calls sink(Decoded&) with each event these bytes complete, in order; readings carry their raw frame.
    /// The event may be moved from; it does not outlive the call.
    template <class Sink>
    void feed(std::span<std::byte const> bytes, Sink&& sink) {
        while (!bytes.empty()) {
            bytes = bytes.subspan(hold(bytes));
            drain(false, sink);
        }
    }
    /// Nothing follows any more: decides what is still held and empties the buffer.
    template <class Sink>
    void end(Sink&& sink) {
        drain(true, sink);
    }
    /// The same, collected.
    std::vector<Decoded> feed(std::span<std::byte const> bytes);
    std::vector<Decoded> end();

    /// Forgets what is held (the link was opened anew); the counters stay.
    void reset() { m_begin = m_end = m_looked = 0, m_wants = {}; }
    [[nodiscard]] Counters const& counters() const { return m_counters; }

  private:
    template <class Sink>
    void drain(bool at_end, Sink& sink) {
        if (!worth_asking(at_end)) return;
        m_wants = {};
        while (m_begin < m_end) {
            // The event is handed on from where the protocol made it: it is never moved.
            Step step = ask(at_end);
            if (auto* const one = std::get_if<Decoded>(&step)) {
                take(*one);
                sink(*one);
            } else if (!go_on(step, at_end)) {
                return;
            }
        }
    }
    /// Takes as many bytes as there is room for, at least one.
    std::size_t hold(std::span<std::byte const> bytes);
    [[nodiscard]] std::span<std::byte const> rest() const {
        return std::span<std::byte const>(m_held).subspan(m_begin, m_end - m_begin);
    }
    [[nodiscard]] Step ask(bool at_end) const {
        auto const& function = at_end && m_protocol.decode_end ? m_protocol.decode_end : m_protocol.decode;
        return function(rest(), m_default_unit);
    }
    void take(Decoded& frame);
    /// Skips what is no frame; false when it waits for more bytes.
    bool go_on(Step const& step, bool at_end);
    [[nodiscard]] bool worth_asking(bool at_end);
    void skip(std::size_t bytes, bool checksum_error);

    Protocol m_protocol;
    std::string m_default_unit;
    std::vector<std::byte> m_held;  ///< of fixed size; what is held are the bytes from m_begin to m_end
    std::size_t m_begin = 0, m_end = 0;
    std::size_t m_looked = 0;  ///< up to there the byte it waits for is not among what is held
    NeedMore m_wants;
    Counters m_counters;
};

}  // namespace bozhong::scale
