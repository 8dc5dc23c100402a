#include "drivers/scale/protocols/modbus.h"

#include <charconv>

#include "drivers/scale/checksum.h"

namespace bozhong::scale::modbus {
namespace {

constexpr std::size_t crc_length = 2, exception_length = 5, write_length = 8;
constexpr unsigned char highest_address = 247, exception_bit = 0x80;

unsigned char byte_at(std::string_view bytes, std::size_t place) {
    return static_cast<unsigned char>(bytes[place]);
}
void append(std::string& out, std::uint16_t value) {
    out.push_back(static_cast<char>(value >> 8));
    out.push_back(static_cast<char>(value & 0xFF));
}
std::string with_crc(std::string out) {
    auto const crc = check_value(CheckRule::crc16_modbus, out);
    out.push_back(static_cast<char>(crc & 0xFF));
    out.push_back(static_cast<char>(crc >> 8));
    return out;
}
bool crc_fits(std::string_view frame) {
    auto const body = frame.substr(0, frame.size() - crc_length);
    return read_check(CheckRule::crc16_modbus, CheckForm::byte, frame.substr(body.size())) ==
           check_value(CheckRule::crc16_modbus, body);
}

/// Address and function of a request; nothing when the address is none.
std::optional<std::string> opening(std::string_view address, Function function) {
    unsigned number = address.empty() ? 1 : 0;
    if (!address.empty()) {
        auto const [end, error] = std::from_chars(address.data(), address.data() + address.size(), number);
        if (error != std::errc{} || end != address.data() + address.size()) return std::nullopt;
    }
    if (number < 1 || number > highest_address) return std::nullopt;
    return std::string{static_cast<char>(number), static_cast<char>(function)};
}

/// The whole length of an answer that begins so; 0 when none does, nothing when more bytes must tell.
std::optional<std::size_t> answer_length(Model const& model, std::string_view bytes) {
    if (byte_at(bytes, 0) < 1 || byte_at(bytes, 0) > highest_address) return 0;
    if (bytes.size() < 2) return std::nullopt;
    unsigned const function = byte_at(bytes, 1);
    auto const is = [&](Function wanted) {
        return (function & ~exception_bit) == static_cast<unsigned>(wanted);
    };
    bool const known = is(model.function) || is(Function::write_one) || is(Function::write_many);
    if (!known) return 0;
    if (bytes.size() < 3) return std::nullopt;
    if ((function & exception_bit) != 0)
        return byte_at(bytes, 2) >= 1 && byte_at(bytes, 2) <= 11 ? exception_length : 0;
    if (!is(model.function)) return write_length;
    return byte_at(bytes, 2) == model.count * 2u ? 3 + model.count * 2u + crc_length : 0;
}

std::string exception_text(unsigned char code) {
    switch (code) {
        case 1: return "exception 1: unknown function";
        case 2: return "exception 2: no such register";
        case 3: return "exception 3: value not allowed";
        case 4: return "exception 4: device failure";
        case 6: return "exception 6: busy";
        default: return "exception " + std::to_string(code);
    }
}

std::optional<ScaleEvent> read_answer(Model const& model, std::string_view frame,
                                      std::string_view default_unit) {
    if ((byte_at(frame, 1) & exception_bit) != 0) return Fault{exception_text(byte_at(frame, 2))};
    if (byte_at(frame, 1) != static_cast<unsigned char>(model.function)) return Ignored{"written"};
    return model.read(Registers(frame.substr(3, model.count * 2u)), default_unit);
}

}  // namespace

std::uint16_t Registers::at(std::size_t place) const {
    return static_cast<std::uint16_t>(byte_at(m_bytes, place * 2) << 8 | byte_at(m_bytes, place * 2 + 1));
}
std::uint32_t Registers::pair(std::size_t place) const {
    return static_cast<std::uint32_t>(at(place)) << 16 | at(place + 1);
}

Step decode(Model const& model, parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const text = parts::text(bytes);
    if (text.empty()) return NeedMore{};
    auto const length = answer_length(model, text);
    if (!length) return NeedMore{};
    if (*length == 0) return Skip{1};
    if (text.size() < *length) return NeedMore{};
    std::string_view const frame = text.substr(0, *length);
    if (!crc_fits(frame)) return Skip{1, true};
    auto event = read_answer(model, frame, default_unit);
    if (!event) return Skip{*length};
    return parts::frame(*length, std::move(*event));
}

std::string request(Model const& model, std::string_view address) {
    auto out = opening(address, model.function);
    if (!out) return {};
    append(*out, model.first);
    append(*out, model.count);
    return with_crc(std::move(*out));
}

std::string write(std::uint16_t at, std::uint16_t value, std::string_view address) {
    auto out = opening(address, Function::write_one);
    if (!out) return {};
    append(*out, at);
    append(*out, value);
    return with_crc(std::move(*out));
}

}  // namespace bozhong::scale::modbus
