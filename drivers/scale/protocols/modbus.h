#pragma once
// Modbus as weighing transmitters speak it: requests and answers with their CRC, and a table for each model.
// Frames are those of Modbus RTU; a TCP link puts them into its own envelope, and every link its unit's
// address. Source: MODBUS over serial line V1.02, MODBUS application protocol V1.1b3.

#include <cstdint>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale::modbus {

enum class Function : std::uint8_t { read_holding = 3, read_input = 4, write_one = 6, write_many = 16 };

/// The registers of an answer, each two bytes, high byte first.
class Registers {
  public:
    explicit Registers(std::string_view bytes) : m_bytes(bytes) {}
    [[nodiscard]] std::size_t size() const { return m_bytes.size() / 2; }
    [[nodiscard]] std::uint16_t at(std::size_t place) const;
    /// Two registers, the high one first.
    [[nodiscard]] std::uint32_t pair(std::size_t place) const;
    [[nodiscard]] std::string_view bytes(std::size_t place, std::size_t registers) const {
        return m_bytes.substr(place * 2, registers * 2);
    }

  private:
    std::string_view m_bytes;
};

/// How one model is asked and what its answer means.
struct Model {
    Function function;
    std::uint16_t first, count;  ///< registers counted from 0: 40001 is 0
    std::optional<ScaleEvent> (*read)(Registers registers, std::string_view default_unit);
};

/// Of any unit. An answer of another length is none; a write that was taken is Ignored, because it says
/// nothing about what came of it; an exception is a Fault.
Step decode(Model const& model, parts::Bytes bytes, std::string_view default_unit);

/// The address is a text from "1" to "247"; empty means 1. Anything else gives nothing.
std::string request(Model const& model, std::string_view address);
std::string write(std::uint16_t at, std::uint16_t value, std::string_view address);

}  // namespace bozhong::scale::modbus
