#include "station/cli/bench/parser_rivals.h"

#include <algorithm>
#include <cstring>

namespace bozhong::cli::bench {

void HandScanner::feed(std::string_view piece) {
    while (!piece.empty()) {
        auto const end = std::min(piece.find('\n'), piece.size() - 1) + 1;
        auto const count = std::min(end, length - std::min(m_held, length));
        std::memcpy(m_line.data() + m_held, piece.data(), count);
        m_held += count;
        if (piece[end - 1] == '\n') {
            if (count == end) line();
            m_held = 0;
        }
        piece.remove_prefix(end);
    }
}

void HandScanner::line() {
    char const* const c = m_line.data();
    bool const known = m_held == length && (c[0] == 'S' || c[0] == 'U') && c[2] == ',' && c[5] == ',' &&
                       c[10] == '.' && c[14] == 'k' && c[15] == 'g' && c[16] == '\r';
    if (!known) return;
    std::int64_t value = 0;
    for (std::size_t at = 7; at < 14; ++at) {
        if (at == 10) continue;
        if (c[at] < '0' || c[at] > '9') return;
        value = value * 10 + (c[at] - '0');
    }
    m_sum += c[6] == '-' ? -value : value;
    ++m_readings;
}

void RegexReader::feed(std::string_view piece) {
    static std::regex const frame("(ST|US),(GS|NT),([+-])([0-9]{3})\\.([0-9]{3})kg\r\n");
    m_held += piece;
    for (std::size_t end = 0; (end = m_held.find('\n')) != std::string::npos; m_held.erase(0, end + 1)) {
        std::smatch found;
        std::string const line = m_held.substr(0, end + 1);
        if (!std::regex_search(line, found, frame)) continue;
        m_sum += std::stoll(found.str(4)) * 1000 + std::stoll(found.str(5));
        ++m_readings;
    }
}

}  // namespace bozhong::cli::bench
