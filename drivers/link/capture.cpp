#include "drivers/link/capture.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

namespace bozhong::link {
namespace {

using domain::Error;
using domain::ErrorKind;
using domain::Result;

constexpr std::string_view first_line = "bozhong-capture 1";
constexpr std::size_t longest_file = 64u << 20;

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return std::nullopt;
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

Result<CapturedBytes> parse_record(std::string_view line, std::string const& where) {
    CapturedBytes out;
    auto const [end, error] = std::from_chars(line.data(), line.data() + line.size(), out.at_ms);
    std::string_view const rest = line.substr(static_cast<std::size_t>(end - line.data()));
    if (error != std::errc{} || rest.size() < 2 || rest[0] != ' ' || (rest[1] != '<' && rest[1] != '>'))
        return Error{ErrorKind::bad_input, "not a record", where,
                     "write MILLISECONDS < HEX or MILLISECONDS > HEX"};
    out.direction = rest[1] == '<' ? Direction::from_scale : Direction::to_scale;
    auto bytes = from_hex(rest.substr(2));
    if (!bytes) return Error{ErrorKind::bad_input, bytes.error().what, where, {}};
    out.bytes = std::move(*bytes);
    return out;
}

}  // namespace

std::string Capture::value(std::string const& name) const {
    auto const found = header.find(name);
    return found == header.end() ? std::string() : found->second;
}

Result<Capture> parse_capture(std::string_view text, std::string const& name) {
    Capture out;
    bool in_header = true;
    for (int number = 1; !text.empty(); ++number) {
        auto const line_end = std::min(text.find('\n'), text.size());
        std::string_view const line = text.substr(0, line_end);
        text.remove_prefix(std::min(line_end + 1, text.size()));
        std::string const where = name + ":" + std::to_string(number);
        if (number == 1) {
            if (line != first_line)
                return Error{ErrorKind::bad_input, "not a capture", where,
                             "the first line must be " + std::string(first_line)};
        } else if (in_header && line.empty()) {
            in_header = false;
        } else if (in_header) {
            auto const colon = line.find(": ");
            if (colon == std::string_view::npos)
                return Error{ErrorKind::bad_input, "header without ': '", where, {}};
            out.header[std::string(line.substr(0, colon))] = line.substr(colon + 2);
        } else if (!line.empty() && line.front() != '#') {
            auto record = parse_record(line, where);
            if (!record) return record.error();
            if (!out.records.empty() && record->at_ms < out.records.back().at_ms)
                return Error{ErrorKind::bad_input, "time runs backwards", where, {}};
            out.records.push_back(std::move(*record));
        }
    }
    if (in_header) return Error{ErrorKind::bad_input, "no empty line after the header", name, {}};
    return out;
}

Result<Capture> read_capture(std::string const& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    std::error_code none;
    if (!file || std::filesystem::is_directory(path, none))
        return Error{ErrorKind::unavailable, "cannot be opened as a file", path, "check the path and its rights"};
    if (static_cast<std::size_t>(file.tellg()) > longest_file)
        return Error{ErrorKind::full, "larger than 64 MiB", path, "cut it"};
    file.seekg(0);
    std::ostringstream text;
    text << file.rdbuf();
    return parse_capture(text.str(), path);
}

std::string capture_header(std::map<std::string, std::string> const& header) {
    std::string out = std::string(first_line) + "\n";
    for (auto const& [name, value] : header) out += name + ": " + value + "\n";
    return out + "\n";
}

std::string capture_line(CapturedBytes const& record) {
    return std::to_string(record.at_ms) + (record.direction == Direction::from_scale ? " < " : " > ") +
           to_hex(record.bytes) + "\n";
}

Result<std::string> from_hex(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (is_space(text[i])) {
            ++i;
            continue;
        }
        auto const high = hex_digit(text[i]);
        auto const low = i + 1 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
        if (!high || !low)
            return Error{ErrorKind::bad_input,
                         "not pairs of hex digits at character " + std::to_string(i + 1),
                         {},
                         {}};
        out.push_back(static_cast<char>(*high * 16 + *low));
        i += 2;
    }
    return out;
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        if (!out.empty()) out.push_back(' ');
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

}  // namespace bozhong::link
