#include "config/protocol_description.h"

#include <algorithm>
#include <bit>
#include <functional>

#include "config/description_parts.h"
#include "config/register_table.h"

namespace bozhong::config {

using domain::Result;
using domain::Status;
using scale::Description;
using Need = TableReader::Need;

namespace {

constexpr std::size_t fields_most = 40, frames_most = 8;

/// `length` and, when it may be shorter, `least`.
void read_length(TableReader& table, std::size_t& least, std::size_t& length, std::int64_t most) {
    if (!table.has("length")) table.wrong("length", "is missing", "how many bytes the field takes");
    read_size(table, "length", length, 1, most);
    least = length;
    read_size(table, "least", least, 1, static_cast<std::int64_t>(length));
}

scale::Field read_literal(TableReader& table) {
    scale::Literal out;
    std::string hex;
    table.text("text", out.bytes, Need::optional, 64);
    table.text("hex", hex);
    auto const bytes = bytes_of_hex(hex);
    if (table.has("hex") == table.has("text"))
        table.wrong("hex", "is not that", "hex or text, one of them");
    else if (table.has("hex") && !bytes)
        table.wrong("hex", "is \"" + hex + "\"", "pairs of hex digits");
    if (bytes) out.bytes = *bytes;
    if (out.bytes.empty()) table.wrong("text", "is empty", "a text");
    return out;
}

scale::Field read_sign(TableReader& table) {
    scale::Sign out;
    table.text("plus", out.plus, Need::optional, 16);
    table.text("minus", out.minus, Need::optional, 16);
    if (out.minus.empty()) table.wrong("minus", "is empty", "the characters that mean minus");
    if (out.minus.find_first_of(out.plus) != std::string::npos)
        table.wrong("minus", "has a character of plus", "characters that mean minus alone");
    return out;
}

scale::Field read_number(TableReader& table) {
    scale::Number out;
    choose(table, "of", out.of, number_uses);
    choose(table, "digits", out.digits, digit_kinds);
    using Digits = scale::Number::Digits;
    read_length(table, out.least, out.length,
                out.digits == Digits::ascii ? 16
                : out.digits == Digits::bcd ? 8
                                            : 4);
    if (out.digits == Digits::real && out.length != 4)
        table.wrong("length", "is not 4", "4, the bytes of a float");
    if (out.digits != Digits::ascii && out.least != out.length)
        table.wrong("least", "is not length", "a fixed length of digits that are no characters");
    std::string order = "high_first";
    table.choice<std::string>(
        "order", order,
        {{"high_first", "high_first"}, {"low_first", "low_first"}, {"low_word_first", "low_word_first"}});
    out.reversed = order == "low_first";
    out.low_word_first = order == "low_word_first";
    table.flag("sign_inside", out.sign_inside);
    if (out.sign_inside && out.digits == Digits::bcd)
        table.wrong("sign_inside", "is true", "a sign field or a status bit, for bcd has no sign");
    read_small(table, "decimals", out.decimals, -3, 9);
    read_values(table, out.values);
    return out;
}

scale::Field read_decimals(TableReader& table) {
    scale::Decimals out;
    read_small(table, "none_is", out.zero, 0, 9);
    return out;
}

scale::Field read_unit(TableReader& table) {
    scale::Unit out;
    read_values(table, out.values);
    if (out.values.empty()) read_length(table, out.least, out.length, 8);
    for (auto const& [text, says] : out.values) out.length = std::max(out.length, text.size());
    if (!out.values.empty()) out.least = 1;
    return out;
}

/// "0-2" as the mask 7.
std::optional<std::uint8_t> parse_mask(std::string const& text) {
    if (text.size() != 3 || text[1] != '-' || text[0] < '0' || text[2] > '7' || text[0] > text[2])
        return std::nullopt;
    int mask = 0;
    for (int bit = text[0] - '0'; bit <= text[2] - '0'; ++bit) mask |= 1 << bit;
    return static_cast<std::uint8_t>(mask);
}

scale::Field read_status(TableReader& table) {
    scale::Status out;
    read_values(table, out.values);
    read_each<scale::Bit>(table, "bits", out.bits, parse_bit,
                          "\"BIT: MEANING\" or \"BIT: MEANING / OTHERWISE\"");
    std::string mask;
    table.text("decimals_bits", mask);
    if (auto const parsed = parse_mask(mask))
        out.decimals_mask = *parsed;
    else if (table.has("decimals_bits"))
        table.wrong("decimals_bits", "is \"" + mask + "\"", "\"LOWEST-HIGHEST\", as \"0-2\"");
    read_small(table, "none_is", out.decimals_zero, 0, 15);
    if (out.values.empty() == (out.bits.empty() && out.decimals_mask == 0))
        table.wrong("values", "and bits are not one of two", "values, or bits of one byte");
    for (auto const& [text, says] : out.values) out.length = std::max(out.length, text.size());
    return out;
}

scale::Field read_check(TableReader& table) {
    scale::Check out;
    if (!table.has("rule")) table.wrong("rule", "is missing", "the rule of the check");
    choose(table, "rule", out.rule, check_rules);
    choose(table, "form", out.form, check_forms);
    std::size_t first = 1, last = 0, seed = 0, bits = 16;
    read_size(table, "first", first, 1, fields_most);
    read_size(table, "last", last, 1, fields_most);
    read_size(table, "seed", seed, 0, 255);
    read_size(table, "bits", bits, 1, 16);
    if (!table.has("last")) table.wrong("last", "is missing", "the number of the last field that it covers");
    if (first > last && last > 0) table.wrong("first", "is behind last", "a field before it");
    out.first = first - 1;
    out.last = last > 0 ? last - 1 : 0;
    out.seed = static_cast<std::uint8_t>(seed);
    out.mask = static_cast<std::uint16_t>((1U << bits) - 1);
    return out;
}

scale::Field read_any(TableReader& table) {
    scale::Any out;
    read_size(table, "length", out.length, 1, 64);
    return out;
}

scale::Field read_field(TableReader& table) {
    using Reader = scale::Field (*)(TableReader&);
    Reader reader = nullptr;
    if (!table.has("is")) table.wrong("is", "is missing", "the kind of the field");
    choose<Reader, 8>(table, "is", reader,
                      {{{"bytes", read_literal},
                        {"sign", read_sign},
                        {"number", read_number},
                        {"decimals", read_decimals},
                        {"unit", read_unit},
                        {"status", read_status},
                        {"check", read_check},
                        {"any", read_any}}});
    return reader == nullptr ? scale::Field{} : reader(table);
}

bool has_weight(scale::FrameForm const& form) {
    return std::ranges::any_of(form.fields, [](scale::Field const& field) {
        auto const* number = std::get_if<scale::Number>(&field);
        return number != nullptr && number->of == scale::Number::Of::weight;
    });
}

void judge_checks(TableReader& table, scale::FrameForm const& form) {
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        auto const* check = std::get_if<scale::Check>(&form.fields[i]);
        if (check == nullptr) continue;
        std::string const number = std::to_string(i + 1);
        if (check->last >= form.fields.size())
            return table.wrong("fields",
                               "has a check that covers more fields than there are (field " + number + ")",
                               "first and last as numbers of this frame's fields");
        if (check->first <= i && i <= check->last)
            return table.wrong("fields", "has a check that covers itself (field " + number + ")",
                               "first and last as numbers of other fields");
    }
}

scale::FrameForm read_frame(TableReader& table) {
    scale::FrameForm out;
    std::string says;
    table.text("says", says);
    if (auto const parsed = parse_all_says(says))
        out.says = *parsed;
    else
        table.wrong("says", "is \"" + says + "\"", "words like net, stable, ignored");
    table.tables("fields", fields_most, [&](TableReader& field) { out.fields.push_back(read_field(field)); });
    if (out.fields.empty())
        table.wrong("fields", "is missing", "a list of the frame's fields in their order");
    if (scale::longest(out) > Description::longest_frame)
        table.wrong("fields", "is longer than " + std::to_string(Description::longest_frame) + " bytes",
                    "a shorter frame");
    bool const weightless = std::ranges::any_of(out.says, [](scale::Says const& one) {
        return one.what == scale::Says::What::ignored || one.what == scale::Says::What::over ||
               one.what == scale::Says::What::under || one.what == scale::Says::What::invalid;
    });
    if (!out.fields.empty() && !has_weight(out) && !weightless)
        table.wrong("fields", "has no number of the weight",
                    "one, or says = \"ignored\", \"over\", \"under\" …");
    judge_checks(table, out);
    return out;
}

/// The commands that stand in `allow`; the others are known but never sent.
void read_commands(TableReader& table, Description& into) {
    std::vector<std::string> allowed;
    table.texts("allow", allowed, 8);
    for (int c = 0; c <= static_cast<int>(scale::Command::reset); ++c) {
        auto const command = static_cast<scale::Command>(c);
        std::string const name(scale::command_name(command));
        if (command == scale::Command::preset_tare) continue;  // needs a number, which a fixed text has not
        std::string hex;
        table.text(name, hex);
        auto const bytes = bytes_of_hex(hex);
        if (table.has(name) && !bytes) return table.wrong(name, "is \"" + hex + "\"", "pairs of hex digits");
        bool const wanted = std::ranges::find(allowed, name) != allowed.end();
        if (wanted && !bytes)
            return table.wrong("allow", "names " + name, "only commands that are given here");
        if (wanted) into.commands[command] = *bytes;
    }
    for (std::string const& name : allowed)
        if (!scale::parse_command(name) || name == "preset_tare")
            return table.wrong("allow", "has \"" + name + "\"",
                               "zero, tare, clear_tare, read, stream_on, stream_off or reset");
}

void read_root(TableReader& table, Description& into) {
    table.id("id", into.id, Need::required);
    bool const plain = std::ranges::all_of(
        into.id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    if (!plain) table.wrong("id", "is \"" + into.id + "\"", "small letters, digits and _");
    into.title = into.id;
    table.text("title", into.title);
    std::string line = "9600,8N1";
    table.text("line", line);
    if (auto const parsed = parse_line(line))
        into.line = *parsed;
    else
        table.wrong("line", "is \"" + line + "\"", "speed and frame, as \"9600,8N1\"");
    std::int64_t interval = 100, poll = 0;
    if (table.has("modbus")) poll = 100;
    table.number("interval_ms", interval, 5, 10'000);
    table.number("poll_ms", poll, 50, 60'000);
    into.interval = std::chrono::milliseconds(interval);
    into.poll_every = std::chrono::milliseconds(poll);
    table.flag("seven_bits", into.seven_bits);
    table.tables("commands", 1, [&](TableReader& commands) { read_commands(commands, into); });
    if (table.has("modbus")) {
        table.tables("modbus", 1, [&](TableReader& registers) { read_register_table(registers, into); });
        if (table.has("frame")) table.wrong("frame", "stands beside modbus", "one of the two");
        return;
    }
    bool const asks =
        into.commands.contains(scale::Command::read) || into.commands.contains(scale::Command::stream_on);
    if (poll > 0 && !asks)
        table.wrong("poll_ms", "asks without a request", "read or stream_on among the allowed commands");
    table.tables("frame", frames_most, [&](TableReader& frame) { into.frames.push_back(read_frame(frame)); });
    if (into.frames.empty()) table.wrong("frame", "is missing", "[[frame]] with its fields");
}

}  // namespace

Result<Description> parse_protocol_description(std::string_view toml, std::string const& file) {
    Description out;
    auto const read = read_toml(toml, file, [&](TableReader& table) { read_root(table, out); });
    if (!read) return read.error();
    return out;
}

Result<Description> load_protocol_description(std::string const& path) {
    auto const text = read_settings_file(path);
    if (!text) return text.error();
    return parse_protocol_description(*text, path);
}

}  // namespace bozhong::config
