#include "drivers/printer/status_answers.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bozhong::printer {
namespace {

constexpr char k_stx = 0x02, k_etx = 0x03;
constexpr std::size_t k_line_max = 96;
constexpr std::array<std::size_t, 3> k_fields{12, 11, 2};

std::vector<std::string> split(std::string_view line) {
    std::vector<std::string> fields(1);
    for (char const c : line) {
        if (c == ',')
            fields.emplace_back();
        else
            fields.back() += c;
    }
    return fields;
}

bool set(std::string const& field) {
    return field.find_first_not_of('0') != std::string::npos;
}

/// Line 1: b paper out, c pause, e formats waiting, h partial format, j RAM lost, k too cold, l too hot.
/// Line 2: o head up, p ribbon out, u labels left of the batch. The flag v is always 1.
Condition host_status(std::vector<std::vector<std::string>> const& lines) {
    auto const &first = lines[0], &second = lines[1];
    Condition condition;
    condition.paper_end = set(first[1]);
    condition.paused = set(first[2]);
    condition.busy = set(first[4]) || set(first[7]) || set(second[8]);
    condition.unrecoverable = set(first[9]);
    condition.too_cold = set(first[10]);
    condition.self_recovering = set(first[11]);
    condition.cover_open = set(second[2]);
    condition.ribbon_end = set(second[3]);
    return condition;
}

}  // namespace

Condition tspl_condition(std::uint8_t status) {
    Condition condition;
    condition.cover_open = status & 0x41;
    condition.jam = status & 0x02;
    condition.paper_end = status & 0x04;
    condition.ribbon_end = status & 0x08;
    condition.paused = status & 0x10;
    condition.busy = status & 0x20;
    condition.self_recovering = status & 0x80;
    return condition;
}

Condition cpcl_condition(std::uint8_t status) {
    Condition condition;
    condition.busy = status & 0x01;
    condition.paper_end = status & 0x02;
    condition.cover_open = status & 0x04;
    return condition;
}

void HostStatusParser::reset() {
    m_in_line = false;
    m_raw.clear();
    m_line.clear();
    m_lines.clear();
}

std::string HostStatusParser::spoilt() {
    std::string garbage = std::exchange(m_raw, {});
    reset();
    return garbage;
}

HostStatusParser::Taken HostStatusParser::take(char byte) {
    Taken taken;
    if (byte == k_stx) {
        m_tail = 0;
        if (m_in_line) taken.garbage = spoilt();
        m_in_line = true;
        m_raw += byte;
        return taken;
    }
    if (m_in_line && byte == k_etx) {
        m_raw += byte;
        return end_line();
    }
    bool const tail = !m_in_line && m_raw.empty() && m_tail > 0 && (byte == '\r' || byte == '\n');
    m_tail = tail ? m_tail - 1 : 0;
    if (tail) return taken;
    bool const in_line =
        m_in_line && m_line.size() < k_line_max && (byte == ',' || (byte >= '0' && byte <= '9'));
    bool const line_end =
        !m_in_line && !m_lines.empty() && m_raw.size() < 4 * k_line_max && (byte == '\r' || byte == '\n');
    m_raw += byte;
    if (in_line) m_line += byte;
    if (!in_line && !line_end) taken.garbage = spoilt();
    return taken;
}

HostStatusParser::Taken HostStatusParser::end_line() {
    Taken taken;
    m_in_line = false;
    m_lines.push_back(split(std::exchange(m_line, {})));
    if (m_lines.back().size() != k_fields[m_lines.size() - 1]) {
        taken.garbage = spoilt();
        return taken;
    }
    if (m_lines.size() < k_fields.size()) return taken;
    taken.status = WholeStatus{host_status(m_lines), m_raw.size()};
    reset();
    m_tail = 2;
    return taken;
}

}  // namespace bozhong::printer
