// Writes a protocol description the way a person would.

#include <bit>
#include <sstream>

#include "config/protocol_description.h"
#include "config/protocol_words.h"

namespace bozhong::config {
namespace {

using scale::Description;

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

bool is_text(std::string_view bytes) {
    for (char const c : bytes)
        if (c < 0x20 || c > 0x7E) return false;
    return true;
}

template <class T>
std::string list(std::vector<T> const& items, std::string (*text)(T const&)) {
    std::string out;
    for (T const& item : items) out += (out.empty() ? "" : ", ") + quoted(text(item));
    return "[" + out + "]";
}

/// ", key = value" of what is not the reader's own default.
class Keys {
  public:
    explicit Keys(std::string const& kind) { m_out << "{ is = " << quoted(kind); }
    Keys& text(char const* key, std::string_view value) { return raw(key, quoted(value)); }
    Keys& number(char const* key, std::int64_t value, std::int64_t standard) {
        return value == standard ? *this : raw(key, std::to_string(value));
    }
    Keys& length(std::size_t least, std::size_t length) {
        raw("length", std::to_string(length));
        return least == length ? *this : raw("least", std::to_string(least));
    }
    Keys& values(scale::Values const& values) {
        return values.empty() ? *this : raw("values", list(values, value_text));
    }
    Keys& raw(char const* key, std::string const& value) {
        m_out << ", " << key << " = " << value;
        return *this;
    }
    [[nodiscard]] std::string done() const { return m_out.str() + " }"; }

  private:
    std::ostringstream m_out;
};

struct FieldText {
    std::string operator()(scale::Literal const& literal) const {
        bool const plain = is_text(literal.bytes);
        return Keys("bytes")
            .text(plain ? "text" : "hex", plain ? literal.bytes : hex_of_bytes(literal.bytes))
            .done();
    }
    std::string operator()(scale::Sign const& sign) const {
        return Keys("sign").text("plus", sign.plus).text("minus", sign.minus).done();
    }
    std::string operator()(scale::Number const& number) const {
        Keys keys("number");
        if (number.of != scale::Number::Of::weight) keys.text("of", word(number_uses, number.of));
        if (number.digits != scale::Number::Digits::ascii)
            keys.text("digits", word(digit_kinds, number.digits));
        keys.length(number.least, number.length);
        if (number.reversed) keys.text("order", "low_first");
        if (number.low_word_first) keys.text("order", "low_word_first");
        if (number.sign_inside) keys.raw("sign_inside", "true");
        return keys.number("decimals", number.decimals, 0).values(number.values).done();
    }
    std::string operator()(scale::Decimals const& decimals) const {
        return Keys("decimals").number("none_is", decimals.zero, 0).done();
    }
    std::string operator()(scale::Unit const& unit) const {
        Keys keys("unit");
        if (unit.values.empty()) keys.length(unit.least, unit.length);
        return keys.values(unit.values).done();
    }
    std::string operator()(scale::Status const& status) const {
        Keys keys("status");
        keys.values(status.values);
        if (!status.bits.empty()) keys.raw("bits", list(status.bits, bit_text));
        if (status.decimals_mask != 0) {
            int const low = std::countr_zero(status.decimals_mask);
            int const high = 7 - std::countl_zero(status.decimals_mask);
            keys.text("decimals_bits", std::to_string(low) + "-" + std::to_string(high));
        }
        return keys.number("none_is", status.decimals_zero, 0).done();
    }
    std::string operator()(scale::Check const& check) const {
        return Keys("check")
            .text("rule", word(check_rules, check.rule))
            .text("form", word(check_forms, check.form))
            .number("first", static_cast<std::int64_t>(check.first) + 1, 1)
            .raw("last", std::to_string(check.last + 1))
            .number("seed", check.seed, 0)
            .number("bits", std::bit_width(check.mask), 16)
            .done();
    }
    std::string operator()(scale::Any const& any) const {
        return Keys("any").raw("length", std::to_string(any.length)).done();
    }
};

void write_commands(std::ostream& out, Description const& description) {
    if (description.commands.empty()) return;
    std::string names;
    for (auto const& [command, bytes] : description.commands)
        names += (names.empty() ? "" : ", ") + quoted(scale::command_name(command));
    out << "\n[commands]\nallow = [" << names << "]\n";
    for (auto const& [command, bytes] : description.commands)
        out << scale::command_name(command) << " = " << quoted(hex_of_bytes(bytes)) << "\n";
}

}  // namespace

std::string protocol_description_text(Description const& description,
                                      std::vector<std::string> const& remarks) {
    std::ostringstream out;
    for (std::string const& remark : remarks) out << "# " << remark << "\n";
    out << "id = " << quoted(description.id) << "\ntitle = " << quoted(description.title)
        << "\nline = " << quoted(scale::line_text(description.line)) << "\n"
        << "interval_ms = " << description.interval.count() << "\n";
    if (description.poll_every.count() > 0) out << "poll_ms = " << description.poll_every.count() << "\n";
    if (description.seven_bits) out << "seven_bits = true\n";
    write_commands(out, description);
    for (scale::FrameForm const& form : description.frames) {
        out << "\n[[frame]]\n";
        if (!form.says.empty()) out << "says = " << quoted(says_text(form.says)) << "\n";
        out << "fields = [\n";
        for (scale::Field const& field : form.fields)
            out << "    " << std::visit(FieldText{}, field) << ",\n";
        out << "]\n";
    }
    return out.str();
}

}  // namespace bozhong::config
