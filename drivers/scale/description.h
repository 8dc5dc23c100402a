#pragma once
// A scale's bytes as data: what a settings file can say about a format that no code was written for. The
// file's form is in docs/scales.md; config/protocol_description.h reads it. Pure.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "drivers/scale/checksum.h"
#include "drivers/scale/protocol.h"

namespace bozhong::scale {

/// One thing that a part of a frame says.
struct Says {
    enum class What {
        stable,
        unstable,
        net,
        gross,
        zero,
        not_zero,
        over,
        under,
        out_of_range,  ///< over, or under when the weight is negative
        invalid,       ///< no weight to trade by
        negative,
        ignored,  ///< a good frame, but no weight: a tare, a count, a total
        unit,
        decimals,
    } what;
    std::string unit = {};  ///< of What::unit
    int decimals = 0;       ///< of What::decimals, -3 … 9
    friend bool operator==(Says const&, Says const&) = default;
};
/// A text or byte sequence of the frame and what it says.
using Values = std::vector<std::pair<std::string, std::vector<Says>>>;

/// Always the same bytes.
struct Literal {
    std::string bytes;
    friend bool operator==(Literal const&, Literal const&) = default;
};
/// One character.
struct Sign {
    std::string plus = "+ ", minus = "-";
    friend bool operator==(Sign const&, Sign const&) = default;
};
/// The weight. A field shorter than `length` ends where a character is none of a number.
struct Number {
    enum class Digits { ascii, bcd, binary, real };  ///< real: a float of four bytes
    enum class Of { weight, tare, nothing };
    Of of = Of::weight;
    std::size_t least = 1, length = 1;
    Digits digits = Digits::ascii;
    bool reversed = false;        ///< the low digit or byte stands first
    bool low_word_first = false;  ///< of four bytes the last two stand first
    bool sign_inside = false;     ///< a sign may stand before the digits; binary: two's complement
    int decimals = 0;             ///< where neither a point nor another field tells
    Values values;                ///< what stands in the place of the digits when there is no weight
    friend bool operator==(Number const&, Number const&) = default;
};
/// One character '0' … '9': how many decimals the weight has.
struct Decimals {
    int zero = 0;  ///< the digit that means none
    friend bool operator==(Decimals, Decimals) = default;
};
/// The unit as text, blanks around it; with `values` nothing else is taken.
struct Unit {
    std::size_t least = 1, length = 1;
    Values values;
    friend bool operator==(Unit const&, Unit const&) = default;
};
struct Bit {
    int bit;  ///< 0 … 7
    std::vector<Says> set, clear;
    friend bool operator==(Bit const&, Bit const&) = default;
};
/// Texts with a meaning, or the bits of one byte.
struct Status {
    std::size_t length = 1;
    Values values;                   ///< when there are any, nothing else is taken
    std::vector<Bit> bits;           ///< of the (first) byte
    std::uint8_t decimals_mask = 0;  ///< these bits are the point's code; 0: none
    int decimals_zero = 0;           ///< the code that means no decimals; a lower one means zeros to add
    friend bool operator==(Status const&, Status const&) = default;
};
struct Check {
    CheckRule rule = CheckRule::exclusive_or;
    CheckForm form = CheckForm::byte;
    std::size_t first = 0, last = 0;  ///< fields it covers, both included, counted from 0
    std::uint8_t seed = 0;
    std::uint16_t mask = 0xFFFF;  ///< 7F for a sum modulo 128
    friend bool operator==(Check const&, Check const&) = default;
};
/// Bytes without a meaning here: a price, a scale's number.
struct Any {
    std::size_t length = 1;
    friend bool operator==(Any const&, Any const&) = default;
};

using Field = std::variant<Literal, Sign, Number, Decimals, Unit, Status, Check, Any>;

struct FrameForm {
    std::vector<Field> fields;
    std::vector<Says> says;  ///< what every such frame means
    friend bool operator==(FrameForm const&, FrameForm const&) = default;
};

struct Description {
    std::string id, title;
    LineSettings line;
    std::chrono::milliseconds interval{100};
    std::chrono::milliseconds poll_every{0};  ///< 0: the scale sends by itself
    bool seven_bits = false;                  ///< bit 7 is a parity that the line may not have taken away
    std::vector<FrameForm> frames;            ///< the first that fits is taken
    std::map<Command, std::string> commands;  ///< what may be sent, and nothing else
    friend bool operator==(Description const&, Description const&) = default;

    static constexpr std::size_t longest_frame = domain::RawFrame::longest;
};

/// The longest that such a frame can be.
std::size_t longest(FrameForm const& form);
std::size_t longest(Field const& field);

/// The driver that the description is. Its frames must not be empty nor longer than longest_frame, its
/// checks must cover fields that exist and not themselves: config/protocol_description.h sees to that.
Protocol described(Description description);

/// "stable", "net", …; a unit is "unit=kg", a point "decimals=3".
std::string says_name(Says const& says);
std::optional<Says> parse_says(std::string_view text);

}  // namespace bozhong::scale
