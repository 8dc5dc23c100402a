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

/// The first bytes without bit 7, which may be a parity.
template <std::size_t most>
class Low7 {
  public:
    explicit Low7(Bytes bytes) : m_size(std::min(bytes.size(), most)) {
        // Mostly more is held than a frame needs, and a length known here is copied without a call.
        if (bytes.size() >= sizeof m_words)
            std::memcpy(m_words.data(), bytes.data(), sizeof m_words);
        else
            std::memcpy(m_words.data(), bytes.data(), m_size);
        for (std::uint64_t& word : m_words) word &= 0x7F7F'7F7F'7F7F'7F7F;
    }
    [[nodiscard]] std::string_view text() const {
        return {reinterpret_cast<char const*>(m_words.data()), m_size};
    }

  private:
    std::array<std::uint64_t, (most + 7) / 8> m_words{};
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

/// A number with its sign apart or not, and the unit behind it: "+000.876kg", "-  1.640 kg", "  85.5g  ".
struct Quantity {
    domain::Decimal value;
    std::string_view unit;
};
/// Nothing unless the whole text is one number and at most one word as its unit: "+15.06.24hkg" is not 15.06
/// kg.
std::optional<Quantity> quantity(std::string_view text);

}  // namespace bozhong::scale::parts
