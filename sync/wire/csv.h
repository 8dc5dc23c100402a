#pragma once
// Comma-separated text as spreadsheets and order platforms write it: read whole, checked, nothing guessed
// silently.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "station/domain/result.h"

namespace bozhong::wire {

struct CsvLimits {
    std::size_t bytes = 64u << 20;  ///< of the whole file
    std::size_t lines = 100'000;    ///< records after the header
    std::size_t columns = 64;
    std::size_t field_bytes = 1024;  ///< of one field, after decoding
};

/// The file's text as UTF-8 without a byte order mark. UTF-8 is taken as it is; what is not UTF-8 is read as
/// GB18030, unless it began as UTF-8 (then it is damaged, and the error names the place of the first bad
/// byte).
domain::Result<std::string> csv_text(std::string_view bytes, std::string const& file);

/// Reads records one after the other. Fields are kept byte for byte; quotes, doubled quotes, commas and line
/// ends inside quotes, LF and CRLF are understood; empty lines are skipped.
class CsvReader {
  public:
    /// `text` is UTF-8 and outlives the reader; `file` stands in errors.
    CsvReader(std::string_view text, std::string file, CsvLimits limits = {});

    /// The next record, or an empty one at the end of the text.
    domain::Result<std::vector<std::string>> next();
    /// Line on which the last record began, counted from 1.
    [[nodiscard]] std::size_t line() const { return m_record_line; }

    /// "orders.csv:12" or "orders.csv:12, column 3".
    [[nodiscard]] std::string place(std::size_t line, std::size_t column = 0) const;

  private:
    domain::Status quoted(std::string& field, std::size_t column);
    domain::Status plain(std::string& field, std::size_t column);
    [[nodiscard]] bool at_end() const { return m_at >= m_text.size(); }
    bool take_line_end();
    void skip_empty_lines();

    std::string_view m_text;
    std::string m_file;
    CsvLimits m_limits;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    std::size_t m_record_line = 1;
    std::size_t m_records = 0;
};

}  // namespace bozhong::wire
