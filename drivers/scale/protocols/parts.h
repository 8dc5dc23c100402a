#pragma once
// What several protocols need to say the same way. Pure; throws nothing on any bytes.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "drivers/scale/protocol.h"

namespace bozhong::scale::parts {

using Bytes = std::span<std::byte const>;

/// The same bytes as characters.
inline std::string_view text(Bytes bytes) {
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// A reading of a weight. The frame's unit counts before the configured one; an unknown unit gives no mass.
domain::Reading weight(domain::Decimal value, std::string_view unit, std::string_view default_unit);
/// A reading that shows no weight.
domain::Reading no_weight(domain::Range range, std::string_view unit, std::string_view default_unit);

/// The scale's tare in place of a weight: shown, known as the tare, and nothing that lies on the pan.
domain::Reading tare(domain::Decimal value, std::string_view unit, std::string_view default_unit);
/// A weight that is shown and must not be used: held, expanded, in high resolution.
domain::Reading not_live(domain::Reading reading);

/// Bytes up to the first that one of `starts` could begin; at least one when the first is not such a byte.
std::size_t until_start(std::string_view bytes, std::string_view starts);

/// One line that ends with CR LF. `content` has no terminator, and whatever else came before it; `bytes`
/// counts the terminator.
struct Line {
    enum class State { incomplete, broken, whole } state;
    std::string_view content;
    std::size_t bytes = 0;
};
Line first_line(std::string_view bytes, std::size_t longest);
/// For a line that is not there yet.
inline NeedMore rest_of_line() {
    return NeedMore{'\n'};
}

/// The event of a frame, copied into its step once.
template <class Event>
Step frame(std::size_t bytes, Event const& event) {
    return Step(std::in_place_type<Frame>, bytes, event);
}

/// The same frames of weight() and no_weight(), with the reading made in its place and its flags set there:
/// copying in wide loads what was just written field by field costs more than reading the digits.
Step weight_frame(std::size_t bytes, domain::Decimal value, std::string_view unit,
                  std::string_view default_unit);
Step no_weight_frame(std::size_t bytes, domain::Range range, std::string_view unit,
                     std::string_view default_unit);
/// The reading in a step that these two made.
inline domain::Reading& reading_in(Step& step) {
    return *std::get_if<domain::Reading>(&std::get_if<Frame>(&step)->event);
}

/// The first bytes without bit 7, which may be a parity.
template <std::size_t most>
class Low7 {
  public:
    explicit Low7(Bytes bytes) : m_size(std::min(bytes.size(), most)) {
        // Word by word in registers: a wide load of what was just written in smaller pieces has to wait for
        // them. Mostly more is held than a frame needs, and then the number of words is known here.
        if (bytes.size() >= m_characters.size()) {
            for (std::size_t at = 0; at < m_characters.size(); at += word) take_word(bytes, at);
        } else if (m_size >= word) {
            for (std::size_t at = 0; at + word < m_size; at += word) take_word(bytes, at);
            take_word(bytes, m_size - word);
        } else {
            for (std::size_t at = 0; at < m_size; ++at)
                m_characters[at] = static_cast<char>(bytes[at] & std::byte{0x7F});
        }
    }
    [[nodiscard]] std::string_view text() const { return {m_characters.data(), m_size}; }

  private:
    static constexpr std::size_t word = sizeof(std::uint64_t);
    void take_word(Bytes bytes, std::size_t at) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes.data() + at, word);
        eight &= 0x7F7F'7F7F'7F7F'7F7F;
        std::memcpy(m_characters.data() + at, &eight, word);
    }

    std::array<char, (most + word - 1) / word * word> m_characters;  // what is behind the text is never read
    std::size_t m_size;
};

/// Up to four characters as one number, to compare with constants.
constexpr std::uint32_t key(std::string_view characters) {
    std::uint32_t out = 0;
    for (char const c : characters) out = out << 8 | static_cast<unsigned char>(c);
    return out;
}

/// How far the bytes agree with a frame of fixed length, drawn with one character a place: # digit, blank,
/// point or sign; ~ sign or blank; @ letter or blank; ? any printable; * any byte; every other character
/// stands for itself.
enum class Fit { no, part, whole };
Fit fit(std::string_view bytes, std::string_view shape);

/// A shape and what a frame of it says; nothing when it says nothing that can be believed.
struct Shaped {
    std::string_view shape;
    std::optional<ScaleEvent> (*read)(std::string_view frame, std::string_view default_unit);
};
/// A frame of the first shape that fits; more bytes while one still could; otherwise a byte is skipped, or a
/// sign with all blanks behind it: what follows them is not a number of its own. frame_max is the longest
/// shape.
Step first_fit(Bytes bytes, std::span<Shaped const> shapes, std::string_view default_unit);

/// One line that begins with one of `starts`, read as a whole; a byte is skipped when it says nothing.
Step line_step(Bytes bytes, std::string_view starts, std::size_t longest,
               std::optional<ScaleEvent> (*read)(std::string_view line, std::string_view default_unit),
               std::string_view default_unit);

/// Without blanks at either end.
std::string_view trimmed(std::string_view text);
/// Units in capitals and in blanks as everybody else writes them: " KG" is "kg"; what is no mass stays as it
/// is.
std::string_view plain_unit(std::string_view unit);
/// All of them, one into the other.
constexpr unsigned char xor_of(std::string_view bytes) {
    unsigned char out = 0;
    for (char const c : bytes) out = static_cast<unsigned char>(out ^ static_cast<unsigned char>(c));
    return out;
}

/// The figure that a device meant by this float (its bits): the shortest decimal that names it. No arithmetic
/// is done with it. Nothing for what is no number or has more than 9 decimals.
std::optional<domain::Decimal> decimal_of_float(std::uint32_t bits);

/// A number with its sign apart or not, and the unit behind it: "+000.876kg", "-  1.640 kg", "  85.5g  ".
struct Quantity {
    domain::Decimal value;
    std::string_view unit;
};
/// Nothing unless the whole text is one number and at most one word as its unit: "+15.06.24hkg" is not 15.06
/// kg.
std::optional<Quantity> quantity(std::string_view text);

}  // namespace bozhong::scale::parts
