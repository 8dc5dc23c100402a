#pragma once
// The .cap form of recorded traffic. Text, one record a line, so that a person can read and cut it:
//
//   bozhong-capture 1
//   protocol: yaohua_tf0          header lines "name: value", free names; protocol, unit, line, source are
//   known ones unit: kg
//                                 an empty line ends the header
//   0 < 02 2B 30 30 …             milliseconds since the start, '<' from the scale or '>' to it, bytes in hex
//   95 > 5A 0D 0A
//   # a remark
//
// Lines end with LF; times never fall. At most 64 MiB a file.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "station/domain/result.h"

namespace bozhong::link {

enum class Direction { from_scale, to_scale };
struct CapturedBytes {
    std::int64_t at_ms = 0;
    Direction direction = Direction::from_scale;
    std::string bytes;
    friend bool operator==(CapturedBytes const&, CapturedBytes const&) = default;
};
struct Capture {
    std::map<std::string, std::string> header;
    std::vector<CapturedBytes> records;

    /// A header value, empty when absent.
    [[nodiscard]] std::string value(std::string const& name) const;
};

/// Errors name the line: "name:12".
domain::Result<Capture> parse_capture(std::string_view text, std::string const& name);
domain::Result<Capture> read_capture(std::string const& path);

std::string capture_header(std::map<std::string, std::string> const& header);
std::string capture_line(CapturedBytes const& record);

/// "02 2B", or nothing when the text is not pairs of hex digits; white space between pairs is free.
domain::Result<std::string> from_hex(std::string_view text);
std::string to_hex(std::string_view bytes);

}  // namespace bozhong::link
