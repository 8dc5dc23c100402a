#include "station/journal/log_check.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <vector>

namespace bozhong::journal {

namespace {

constexpr std::size_t header_bytes = 32, frame_header_bytes = 24, least_page = 512;
using Sum = std::array<std::uint32_t, 2>;

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < 4; ++i) out = out << 8 | static_cast<unsigned char>(bytes[at + i]);
    return out;
}

/// The log as long as it was when this was called.
class Log {
  public:
    explicit Log(sqlite3_file* file) : m_file(file) {
        if (m_file == nullptr || m_file->pMethods == nullptr) return;
        m_file->pMethods->xFileSize(m_file, &m_size);
        m_header = read(0, header_bytes);
        if (m_header.empty()) return;
        m_swapped = (big_endian(m_header, 0) & 1) == 0;
        m_page = big_endian(m_header, 8);
        m_sum = sum({0, 0}, std::string_view(m_header).substr(0, 24));
    }
    /// The header was synced before the first frame, so a log without one holds nothing.
    [[nodiscard]] bool empty() const {
        return m_size < static_cast<sqlite3_int64>(header_bytes + frame_header_bytes + least_page);
    }
    /// The station began it anew meanwhile: everything that stood in it had been moved into the database.
    bool begun_anew() { return read(0, header_bytes) != m_header; }
    [[nodiscard]] bool good_header() const {
        return m_page >= least_page && m_page <= 65536 &&
               m_sum == Sum{big_endian(m_header, 24), big_endian(m_header, 28)};
    }
    [[nodiscard]] std::size_t frames() const {
        return (static_cast<std::size_t>(m_size) - header_bytes) / (frame_header_bytes + m_page);
    }

    struct Frame {
        bool ours = false;    ///< of the log's present round
        bool commit = false;  ///< the last of a transaction
        bool follows = false;
    };
    /// In order: a frame's sum goes on from the one before.
    Frame next() {
        auto const bytes =
            read(header_bytes + m_read++ * (frame_header_bytes + m_page), frame_header_bytes + m_page);
        if (bytes.empty()) return {};
        std::string_view const all(bytes);
        m_sum = sum(sum(m_sum, all.substr(0, 8)), all.substr(frame_header_bytes));
        return {all.substr(8, 8) == std::string_view(m_header).substr(16, 8), big_endian(all, 4) != 0,
                m_sum == Sum{big_endian(all, 16), big_endian(all, 20)}};
    }

  private:
    std::string read(std::size_t at, std::size_t size) {
        if (static_cast<std::size_t>(m_size) < at + size) return "";
        std::string out(size, '\0');
        int const code = m_file->pMethods->xRead(m_file, out.data(), static_cast<int>(size),
                                                 static_cast<sqlite3_int64>(at));
        return code == SQLITE_OK ? out : "";
    }
    [[nodiscard]] Sum sum(Sum from, std::string_view bytes) const {
        for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
            std::uint32_t const first = word(bytes, i), second = word(bytes, i + 4);
            from[0] += first + from[1];
            from[1] += second + from[0];
        }
        return from;
    }
    [[nodiscard]] std::uint32_t word(std::string_view bytes, std::size_t at) const {
        auto const big = big_endian(bytes, at);
        return m_swapped ? __builtin_bswap32(big) : big;
    }

    sqlite3_file* m_file;
    sqlite3_int64 m_size = 0;
    std::string m_header;
    bool m_swapped = false;  ///< the words are little-endian
    std::uint32_t m_page = 0;
    Sum m_sum{};
    std::size_t m_read = 0;
};

std::string damage(Log& log) {
    if (!log.good_header())
        return "the write-ahead log does not begin as it was written; start the station, verify again and "
               "compare with the hub";
    std::size_t bad = 0, last = 0;
    std::vector<std::size_t> commits;  // from the first bad frame on
    for (std::size_t number = 1; number <= log.frames(); ++number) {
        auto const frame = log.next();
        if (bad == 0 && frame.ours && frame.follows) continue;
        if (bad == 0) bad = number;
        // The bad frame may have lost the mark of its round, but not by more than one of its parts.
        if (frame.ours) last = number;
        if ((frame.ours || number == bad) && frame.commit) commits.push_back(number);
    }
    if (std::ranges::none_of(commits, [last](std::size_t commit) { return commit < last; })) return "";
    return "the write-ahead log is damaged at frame " + std::to_string(bad) + ": commits stand behind it";
}

}  // namespace

std::string log_damage(Database& database) {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    Log log(file);
    if (log.empty()) return "";
    auto const found = damage(log);
    return log.begun_anew() ? "" : found;
}

}  // namespace bozhong::journal
