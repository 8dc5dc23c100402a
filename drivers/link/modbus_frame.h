#pragma once
// The envelopes of Modbus. The drivers speak frames of Modbus RTU to unit 1; a line wants the unit's own
// address in them, TCP wants another envelope. Pure. Source: MODBUS messaging on TCP/IP implementation guide
// V1.0b.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bozhong::link {

/// The frame with this address and a new CRC. Shorter than address, function and CRC: nothing.
std::string addressed(std::string_view rtu, std::uint8_t unit);
/// Transaction, 0, length, unit, function and data. Shorter than a frame: nothing.
std::string in_envelope(std::string_view rtu, std::uint16_t transaction, std::uint8_t unit);

/// Takes answers out of their envelopes, however the bytes arrive. Holds at most one longest answer.
class ModbusEnvelopes {
  public:
    /// Only answers to this transaction count from now on; a late one to an earlier is dropped.
    void expect(std::uint16_t transaction) { m_transaction = transaction; }
    /// The frames, of Modbus RTU again, that these bytes complete; nothing when they are no Modbus at all,
    /// after which the connection is of no use.
    std::optional<std::string> take(std::string_view bytes);
    void clear() { m_held.clear(); }

  private:
    std::string m_held;
    std::uint16_t m_transaction = 0;
};

}  // namespace bozhong::link
