#include "drivers/link/modbus_frame.h"

namespace bozhong::link {
namespace {

constexpr std::size_t shortest_frame = 4, header = 7, longest_pdu = 253;

unsigned byte_at(std::string_view bytes, std::size_t place) {
    return static_cast<unsigned char>(bytes[place]);
}
unsigned word_at(std::string_view bytes, std::size_t place) {
    return byte_at(bytes, place) << 8 | byte_at(bytes, place + 1);
}
void append_word(std::string& out, std::size_t word) {
    out.push_back(static_cast<char>(word >> 8 & 0xFF));
    out.push_back(static_cast<char>(word & 0xFF));
}

/// Polynomial A001, reflected, begins with FFFF; the low byte goes first.
std::string with_crc(std::string out) {
    unsigned crc = 0xFFFF;
    for (char const c : out) {
        crc ^= static_cast<unsigned char>(c);
        for (int i = 0; i < 8; ++i) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xA001 : crc >> 1;
    }
    out.push_back(static_cast<char>(crc & 0xFF));
    out.push_back(static_cast<char>(crc >> 8));
    return out;
}

std::string_view function_and_data(std::string_view rtu) {
    return rtu.substr(1, rtu.size() - 3);
}

}  // namespace

std::string addressed(std::string_view rtu, std::uint8_t unit) {
    if (rtu.size() < shortest_frame) return {};
    return with_crc(static_cast<char>(unit) + std::string(function_and_data(rtu)));
}

std::string in_envelope(std::string_view rtu, std::uint16_t transaction, std::uint8_t unit) {
    if (rtu.size() < shortest_frame) return {};
    std::string_view const pdu = function_and_data(rtu);
    std::string out;
    append_word(out, transaction);
    append_word(out, 0);
    append_word(out, pdu.size() + 1);
    out.push_back(static_cast<char>(unit));
    return out.append(pdu);
}

std::optional<std::string> ModbusEnvelopes::take(std::string_view bytes) {
    m_held.append(bytes);
    std::string out;
    while (m_held.size() >= header) {
        std::size_t const length = word_at(m_held, 4);
        if (word_at(m_held, 2) != 0 || length < 2 || length > longest_pdu + 1) {
            m_held.clear();
            return std::nullopt;
        }
        if (m_held.size() < header - 1 + length) break;
        if (word_at(m_held, 0) == m_transaction) out += with_crc(m_held.substr(header - 1, length));
        m_held.erase(0, header - 1 + length);
    }
    return out;
}

}  // namespace bozhong::link
