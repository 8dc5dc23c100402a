#include "sync/wire/csv.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace bozhong::wire {

using domain::Done;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using domain::Status;

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t enough_to_be_utf8 = 4;

/// Bytes of the well-formed UTF-8 character at the front; 0 when there is none.
std::size_t utf8_length(std::string_view text) {
    auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    auto more = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    unsigned const first = byte(0), second = byte(1);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return more(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        bool const overlong = first == 0xE0 && second < 0xA0;
        bool const surrogate = first == 0xED && second > 0x9F;
        return more(1) && more(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        bool const outside = (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
        return more(1) && more(2) && more(3) && !outside ? 4 : 0;
    }
    return 0;
}

struct Utf8Check {
    std::size_t good_until = 0;  ///< offset of the first byte that is not UTF-8, or the size
    std::size_t long_ones = 0;   ///< characters of three bytes and more before it
};

Utf8Check check_utf8(std::string_view bytes) {
    Utf8Check check;
    while (check.good_until < bytes.size()) {
        std::size_t const length = utf8_length(bytes.substr(check.good_until, 4));
        if (length == 0) break;
        if (length >= 3) ++check.long_ones;
        check.good_until += length;
    }
    return check;
}

std::string place_of(std::string_view bytes, std::size_t offset, std::string const& file) {
    auto const front = bytes.substr(0, offset);
    auto const line = 1 + std::count(front.begin(), front.end(), '\n');
    auto const begin = front.rfind('\n');
    auto const byte = offset - (begin == std::string_view::npos ? 0 : begin + 1) + 1;
    return file + ":" + std::to_string(line) + ", byte " + std::to_string(byte);
}

/// iconv reports where it stopped, which is what the error needs.
Result<std::string> from_gb18030(std::string_view bytes, std::string const& file) {
    iconv_t const converter = iconv_open("UTF-8", "GB18030");
    if (converter == iconv_t(-1))
        return Error{ErrorKind::unsupported, "this system cannot read GB18030", file,
                     "save the file as UTF-8"};
    std::string out(bytes.size() * 2 + 16, '\0');
    char* from = const_cast<char*>(bytes.data());  // iconv's prototype; it does not write there
    char* to = out.data();
    std::size_t from_left = bytes.size(), to_left = out.size();
    std::size_t const done = iconv(converter, &from, &from_left, &to, &to_left);
    iconv_close(converter);
    if (done == std::size_t(-1))
        return Error{ErrorKind::bad_input, "neither UTF-8 nor GB18030",
                     place_of(bytes, bytes.size() - from_left, file), "save the file as UTF-8"};
    out.resize(out.size() - to_left);
    return out;
}

}  // namespace

Result<std::string> csv_text(std::string_view bytes, std::string const& file) {
    if (bytes.find('\0') != std::string_view::npos)
        return Error{ErrorKind::bad_input, "a zero byte: this is not CSV text in UTF-8 or GB18030",
                     place_of(bytes, bytes.find('\0'), file), "save the file as CSV UTF-8"};
    bool const marked = bytes.starts_with(byte_order_mark);
    std::string_view const body = marked ? bytes.substr(byte_order_mark.size()) : bytes;
    Utf8Check const check = check_utf8(body);
    if (check.good_until == body.size()) return std::string(body);
    if (marked || check.long_ones >= enough_to_be_utf8)
        return Error{ErrorKind::bad_input, "a byte that is not UTF-8 in a UTF-8 file",
                     place_of(body, check.good_until, file), "the file is damaged: export it again"};
    return from_gb18030(bytes, file);
}

CsvReader::CsvReader(std::string_view text, std::string file, CsvLimits limits)
    : m_text(text), m_file(std::move(file)), m_limits(limits) {}

std::string CsvReader::place(std::size_t line, std::size_t column) const {
    std::string out = m_file + ":" + std::to_string(line);
    return column == 0 ? out : out + ", column " + std::to_string(column);
}

bool CsvReader::take_line_end() {
    if (m_text.substr(m_at).starts_with("\r\n")) {
        m_at += 2;
    } else if (m_text[m_at] == '\n') {
        m_at += 1;
    } else {
        return false;
    }
    ++m_line;
    return true;
}

void CsvReader::skip_empty_lines() {
    while (!at_end() && take_line_end()) {
    }
}

Status CsvReader::quoted(std::string& field, std::size_t column) {
    std::size_t const began = m_line;
    for (++m_at; !at_end(); ++m_at) {
        char const c = m_text[m_at];
        if (c == '"') {
            if (m_text.substr(m_at + 1).starts_with('"')) {
                ++m_at;
            } else {
                ++m_at;
                bool const ends = at_end() || m_text[m_at] == ',' || m_text[m_at] == '\n' ||
                                  m_text.substr(m_at).starts_with("\r\n");
                if (ends) return Done{};
                return Error{ErrorKind::bad_input,
                             "text after a closing quote; expected a comma or the end of the line",
                             place(m_line, column), "write a quote inside a quoted field twice"};
            }
        }
        if (c == '\n') ++m_line;
        if (field.size() >= m_limits.field_bytes)
            return Error{ErrorKind::full,
                         "a field longer than " + std::to_string(m_limits.field_bytes) + " bytes",
                         place(began, column), "a closing quote may be missing"};
        field += c;
    }
    return Error{ErrorKind::bad_input, "a quote that is never closed", place(began, column),
                 "close it, or the file was cut off: export it again"};
}

Status CsvReader::plain(std::string& field, std::size_t column) {
    std::size_t const end = std::min(m_text.find_first_of(",\n", m_at), m_text.size());
    std::string_view value = m_text.substr(m_at, end - m_at);
    bool const carriage = end < m_text.size() && m_text[end] == '\n' && value.ends_with('\r');
    if (carriage) value.remove_suffix(1);
    if (value.size() > m_limits.field_bytes)
        return Error{ErrorKind::full,
                     "a field longer than " + std::to_string(m_limits.field_bytes) + " bytes",
                     place(m_line, column), "shorten it"};
    field = value;
    m_at = end - (carriage ? 1 : 0);
    return Done{};
}

Result<std::vector<std::string>> CsvReader::next() {
    std::vector<std::string> fields;
    skip_empty_lines();
    m_record_line = m_line;
    if (at_end()) return fields;
    if (m_records++ > m_limits.lines)
        return Error{ErrorKind::full, "more than " + std::to_string(m_limits.lines) + " lines", place(m_line),
                     "split the file"};
    for (;;) {
        if (fields.size() == m_limits.columns)
            return Error{ErrorKind::full, "more than " + std::to_string(m_limits.columns) + " columns",
                         place(m_record_line), "is the separator a comma?"};
        std::string& field = fields.emplace_back();
        bool const is_quoted = !at_end() && m_text[m_at] == '"';
        Status read = is_quoted ? quoted(field, fields.size()) : plain(field, fields.size());
        if (!read) return read.error();
        if (at_end() || take_line_end()) return fields;
        ++m_at;  // the comma
    }
}

}  // namespace bozhong::wire
