#include "sync/hub/export.h"

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <array>
#include <charconv>

namespace bozhong::hub {

using domain::Error;
using domain::ErrorKind;
using domain::Result;

namespace {

std::string guarded(Cell const& cell) {
    constexpr std::string_view dangerous = "=+-@\t\r\n";
    bool const guard =
        !cell.number && !cell.text.empty() && dangerous.find(cell.text.front()) != std::string_view::npos;
    return (guard ? "'" : "") + cell.text;
}

std::string quoted(std::string const& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (char const c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

/// A file that is in memory only, with a path that a library can open.
class MemoryFile {
  public:
    MemoryFile() : m_file(::memfd_create("workbook", MFD_CLOEXEC)) {}
    ~MemoryFile() {
        if (m_file >= 0) ::close(m_file);
    }
    MemoryFile(MemoryFile const&) = delete;
    MemoryFile& operator=(MemoryFile const&) = delete;
    [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(m_file); }
    [[nodiscard]] std::string bytes() const {
        std::string out;
        std::array<char, 65536> piece{};
        for (off_t at = 0;;) {
            auto const got = ::pread(m_file, piece.data(), piece.size(), at);
            if (got <= 0) return out;
            out.append(piece.data(), static_cast<std::size_t>(got));
            at += got;
        }
    }

  private:
    int m_file;
};

lxw_error write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, Cell const& cell) {
    if (cell.text.empty()) return LXW_NO_ERROR;
    std::int64_t value = 0;
    auto const [end, wrong] = std::from_chars(cell.text.data(), cell.text.data() + cell.text.size(), value);
    // Milligrams and pieces are whole and far below 2^53, so that the spreadsheet's number is exactly that
    // one.
    bool const exact = cell.number && wrong == std::errc() && end == cell.text.data() + cell.text.size() &&
                       std::abs(value) < (std::int64_t{1} << 53);
    if (exact) return worksheet_write_number(sheet, row, column, static_cast<double>(value), nullptr);
    return worksheet_write_string(sheet, row, column, cell.text.c_str(), nullptr);
}

lxw_error write_table(lxw_workbook* book, Sheet const& table) {
    auto* sheet = workbook_add_worksheet(book, table.name.c_str());
    if (sheet == nullptr) return LXW_ERROR_MEMORY_MALLOC_FAILED;
    worksheet_freeze_panes(sheet, 1, 0);
    lxw_col_t column = 0;
    for (auto const& name : table.columns) worksheet_write_string(sheet, 0, column++, name.c_str(), nullptr);
    lxw_row_t at = 1;
    auto worst = LXW_NO_ERROR;
    for (auto const& row : table.rows) {
        column = 0;
        for (auto const& cell : row)
            if (auto const error = write_cell(sheet, at, column++, cell); error != LXW_NO_ERROR)
                worst = error;
        ++at;
    }
    return worst;
}

}  // namespace

std::string csv_of(Sheet const& table) {
    std::string out = "\xEF\xBB\xBF";
    for (std::size_t i = 0; i < table.columns.size(); ++i) out += (i > 0 ? "," : "") + table.columns[i];
    out += "\r\n";
    for (auto const& row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) out += (i > 0 ? "," : "") + quoted(guarded(row[i]));
        out += "\r\n";
    }
    return out;
}

Result<std::string> workbook_of(std::vector<Sheet> const& tables) {
    MemoryFile const file;
    // Row by row through a temporary file: a day's lines would not fit into little memory.
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    auto* book = workbook_new_opt(file.path().c_str(), &options);
    auto const failed = [](lxw_error error) {
        return Error{ErrorKind::io, std::string("the workbook could not be written: ") + lxw_strerror(error),
                     "", "is there room in the temporary folder?"};
    };
    if (book == nullptr) return failed(LXW_ERROR_MEMORY_MALLOC_FAILED);
    auto worst = LXW_NO_ERROR;
    for (auto const& table : tables)
        if (auto const error = write_table(book, table); error != LXW_NO_ERROR) worst = error;
    if (auto const error = workbook_close(book); error != LXW_NO_ERROR) return failed(error);
    if (worst != LXW_NO_ERROR) return failed(worst);
    return file.bytes();
}

}  // namespace bozhong::hub
