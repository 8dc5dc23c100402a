// The GS commands of the virtual printer: pictures, questions, codes.
#include <algorithm>

#include "drivers/sim/virtual_printer.h"

namespace bozhong::sim {

std::size_t VirtualPrinter::step_gs() {
    if (!have(2)) return 0;
    std::size_t length = 3;
    switch (byte(1)) {
        case 0x0C: return feed_label(2, "GS FF");
        case 'v': {
            if (!have(8)) return 0;
            std::size_t const width = byte(4) + 256U * byte(5), rows = byte(6) + 256U * byte(7);
            if (!finish_line()) return 0;
            say("GS v 0", std::to_string(width) + " bytes x " + std::to_string(rows) + " rows");
            begin_raster(width, rows, byte(3) & 3, width * 8);
            consume(8);
            return 8;
        }
        case 'r':
        case 'a':
        case 'I': return step_gs_question();
        case 'V':
            if (!have(3)) return 0;
            length = byte(2) == 65 || byte(2) == 66 ? 4 : 3;
            if (!have(length) || !finish_line()) return 0;
            say("GS V", std::to_string(byte(2)));
            m_paper.cut();
            consume(length);
            return length;
        case 'k': return step_bar_code();
        case '(': return step_graphics();
        case 'L':
        case 'W':
        case 'P':
        case '$':
        case '\\': length = 4; break;
        default: break;
    }
    return draw(length, "GS", std::string(1, m_buffer[1]));
}

/// Function A ends with a NUL, function B says its length. Without a NUL the code ends where the longest
/// would.
std::size_t VirtualPrinter::step_bar_code() {
    if (!have(4)) return 0;
    constexpr std::size_t k_longest = 3 + 256;
    std::size_t length = 4U + byte(3);
    if (byte(2) < 65) {
        std::size_t const end = m_buffer.find('\0', 3);
        if (end == std::string::npos && !have(k_longest)) return 0;
        length = std::min(end, k_longest - 1) + 1;
    }
    return draw(length, "GS", "k");
}

std::size_t VirtualPrinter::step_gs_question() {
    if (!have(3)) return 0;
    int const n = byte(2);
    say("GS " + std::string(1, m_buffer[1]), std::to_string(n));
    std::string const nul(1, '\0');
    if (byte(1) == 'a') {
        m_status_back = n;
        m_last_status_back.clear();
        send_status_back();
    } else if (byte(1) == 'r') {
        bool const near_end = (n == 1 || n == 49) && m_make.near_end_sensor && m_paper.near_end();
        if (m_make.answers_gs_r) m_answers += near_end ? '\x03' : '\x00';
    } else {
        if (n == 1 || n == 49) m_answers += '\x20';
        if (n == 2 || n == 50) m_answers += '\x02';
        if (n == 66) m_answers += "_" + m_make.maker + nul;
        if (n == 67) m_answers += "_" + m_make.model + nul;
        if (n == 69) m_answers += "_CHINA GB18030" + nul;
    }
    consume(3);
    return 3;
}

std::size_t VirtualPrinter::step_graphics() {
    if (!have(5)) return 0;
    std::size_t const length = 5U + byte(3) + 256U * byte(4);
    if (!have(length)) return 0;
    if (byte(2) == 'H' && length == 11 && byte(6) == 0x30) {
        say("GS ( H", m_buffer.substr(7, 4));
        if (m_make.answers_process_id) m_answers += "\x37\x22" + m_buffer.substr(7, 4) + std::string(1, '\0');
    } else if (byte(2) == 'L' && length > 15 && byte(6) == 0x70) {
        say("GS ( L", "store");
        m_stored_graphics = m_buffer.substr(7, length - 7);
    } else if (byte(2) == 'L' && length > 6 && byte(6) == 0x32 && m_stored_graphics.size() > 8) {
        if (!finish_line()) return 0;
        say("GS ( L", "print");
        auto const at = [&](std::size_t i) { return static_cast<unsigned char>(m_stored_graphics[i]); };
        std::size_t const dots = at(4) + 256U * at(5), rows = at(6) + 256U * at(7);
        std::string const picture = m_stored_graphics.substr(8);
        m_stored_graphics.clear();
        consume(length);
        m_buffer.insert(0, picture);
        begin_raster((dots + 7) / 8, rows, 0, dots);
        return length;
    } else {
        return draw(length, "GS (", std::string(1, m_buffer[2]));
    }
    consume(length);
    return length;
}

}  // namespace bozhong::sim
