// Every answer is drawn as  address, function, count of bytes, the registers' fields, CRC;  the links put the
// unit's own address and TCP's envelope around what stands here. Source: MODBUS application protocol V1.1b3.

#include "config/register_table.h"

#include "config/description_parts.h"
#include "drivers/scale/checksum.h"

namespace bozhong::config {

using scale::Any;
using scale::Check;
using scale::Field;
using scale::Literal;
using scale::Status;
using Need = TableReader::Need;

namespace {

using Fields = std::vector<Field>;

/// Of one answer that fits into a frame.
constexpr std::int64_t registers_most = 29;
/// Manuals number holding registers from 40001 and input registers from 30001; a request counts from 0.
constexpr std::int64_t numbered = 10'000;

constexpr Words<char, 2> read_functions{{{"holding", '\x03'}, {"input", '\x04'}}};

std::string word_of(std::int64_t value) {
    return {static_cast<char>(value >> 8 & 0xFF), static_cast<char>(value & 0xFF)};
}

std::string in_rtu(std::string_view function_and_data) {
    std::string out = "\x01";
    out += function_and_data;
    auto const crc = scale::check_value(scale::CheckRule::crc16_modbus, out);
    out.push_back(static_cast<char>(crc & 0xFF));
    out.push_back(static_cast<char>(crc >> 8));
    return out;
}

std::int64_t read_count(TableReader& table, std::int64_t standard, std::int64_t most) {
    std::int64_t count = standard;
    table.number("registers", count, 1, most);
    return count;
}

Fields read_number(TableReader& table) {
    scale::Number out;
    bool with_sign = false, real = false;
    out.digits = scale::Number::Digits::binary;
    choose(table, "of", out.of, number_uses);
    table.choice<bool>("digits", real, {{"integer", false}, {"float", true}});
    if (real) out.digits = scale::Number::Digits::real;
    auto const count = read_count(table, 2, 2);
    if (real && count != 2) table.wrong("registers", "is not 2", "2, a float takes two registers");
    out.least = out.length = static_cast<std::size_t>(count) * 2;
    table.flag("signed", with_sign);
    out.sign_inside = with_sign;
    table.choice<bool>("order", out.low_word_first, {{"high_first", false}, {"low_first", true}});
    read_small(table, "decimals", out.decimals, -3, 9);
    read_values(table, out.values);
    for (auto const& [bytes, says] : out.values)
        if (bytes.size() != out.length)
            table.wrong("values", "has one of another length", "as many bytes as the number has");
    return {out};
}

/// One byte of a register's bits; nothing of it means anything: Any.
Field byte_of(std::vector<scale::Bit> const& bits, int lowest) {
    Status out;
    for (scale::Bit const& bit : bits)
        if (bit.bit >= lowest && bit.bit < lowest + 8)
            out.bits.push_back({bit.bit - lowest, bit.set, bit.clear});
    return out.bits.empty() ? Field(Any{1}) : Field(out);
}

Fields read_status(TableReader& table) {
    Status texts;
    std::vector<scale::Bit> bits;
    read_values(table, texts.values);
    read_each<scale::Bit>(table, "bits", bits, parse_register_bit,
                          "\"BIT: MEANING\" or \"BIT: MEANING / OTHERWISE\", bits 0 to 15");
    if (texts.values.empty() == bits.empty())
        table.wrong("values", "and bits are not one of two", "values, or bits of the register");
    for (auto const& [bytes, says] : texts.values)
        if (bytes.size() != 2)
            table.wrong("values", "has one of another length", "two bytes, as \"0x0003: …\"");
    texts.length = 2;
    if (!texts.values.empty()) return {texts};
    return {byte_of(bits, 8), byte_of(bits, 0)};
}

Fields read_decimals(TableReader& table) {
    Status out;
    out.decimals_mask = 0xFF;
    read_small(table, "none_is", out.decimals_zero, 0, 15);
    return {Literal{std::string(1, '\0')}, out};
}

Fields read_any(TableReader& table) {
    return {Any{static_cast<std::size_t>(read_count(table, 1, registers_most)) * 2}};
}

Fields read_register(TableReader& table) {
    using Reader = Fields (*)(TableReader&);
    Reader reader = nullptr;
    if (!table.has("is")) table.wrong("is", "is missing", "the kind of the register");
    choose<Reader, 4>(
        table, "is", reader,
        {{{"number", read_number}, {"status", read_status}, {"decimals", read_decimals}, {"any", read_any}}});
    return reader == nullptr ? Fields{} : reader(table);
}

std::size_t bytes_of(Fields const& fields) {
    std::size_t sum = 0;
    for (Field const& field : fields) sum += scale::longest(field);
    return sum;
}

bool has_weight(Fields const& fields) {
    for (Field const& field : fields) {
        auto const* number = std::get_if<scale::Number>(&field);
        if (number != nullptr && number->of == scale::Number::Of::weight) return true;
    }
    return false;
}

/// Address, what must stand there, the rest, CRC over all of them.
scale::FrameForm answer(std::string must, Fields const& rest) {
    scale::FrameForm out;
    out.fields = {Any{1}, Literal{std::move(must)}};
    out.fields.insert(out.fields.end(), rest.begin(), rest.end());
    Check crc;
    crc.rule = scale::CheckRule::crc16_modbus;
    crc.last = out.fields.size() - 1;
    out.fields.emplace_back(crc);
    return out;
}

/// What was written is repeated, or its place and length; it says nothing about what came of it.
void take_commands(TableReader& table, scale::Description& into) {
    for (auto& [command, bytes] : into.commands) {
        bool const writes = bytes.size() >= 5 && (bytes[0] == '\x06' || bytes[0] == '\x10');
        if (!writes)
            return table.wrong("registers", "stands beside a command that is no writing of registers",
                               "06 or 10 and its data, without address and CRC");
        scale::FrameForm written = answer(bytes.substr(0, 1), {Any{4}});
        written.says = {scale::Says{scale::Says::What::ignored}};
        into.frames.push_back(std::move(written));
        bytes = in_rtu(bytes);
    }
}

}  // namespace

void read_register_table(TableReader& table, scale::Description& into) {
    char function = '\x03';
    choose(table, "read", function, read_functions);
    std::int64_t first = 0;
    table.number("first", first, 0, 65'535);
    std::int64_t const begin = function == '\x03' ? 40'001 : 30'001;
    if (first >= begin && first < begin + numbered - 1) first -= begin;
    Fields fields;
    table.tables("registers", registers_most, [&](TableReader& one) {
        for (Field& field : read_register(one)) fields.push_back(std::move(field));
    });
    auto const bytes = static_cast<std::int64_t>(bytes_of(fields));
    if (!has_weight(fields)) return table.wrong("registers", "has no number of the weight", "one at least");
    if (bytes > registers_most * 2)
        return table.wrong("registers", "is longer than one answer", "at most 29 registers");
    into.frames.push_back(answer({function, static_cast<char>(bytes)}, fields));
    take_commands(table, into);
    into.commands[scale::Command::read] = in_rtu(function + word_of(first) + word_of(bytes / 2));
}

}  // namespace bozhong::config
