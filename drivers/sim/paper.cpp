#include "drivers/sim/paper.h"

#include <algorithm>
#include <utility>

namespace bozhong::sim {

Paper::Paper(int dots_wide, int label_rows, int gap_rows, std::optional<int> labels_on_roll)
    : m_dots_wide(dots_wide), m_label_rows(label_rows), m_gap_rows(gap_rows) {
    new_roll(labels_on_roll);
}

bool Paper::print_row(std::vector<bool> row) {
    return advance(std::move(row));
}

bool Paper::feed(int rows) {
    for (int i = 0; i < rows; ++i) {
        if (!advance({})) return false;
    }
    return true;
}

bool Paper::feed_to_next_label() {
    return feed(pitch() - static_cast<int>(m_rows.size()));
}

bool Paper::advance(std::vector<bool> row) {
    if (at_end()) return false;
    if (m_rows_left) --*m_rows_left;
    row.resize(static_cast<std::size_t>(m_dots_wide), false);
    m_rows.push_back(std::move(row));
    if (static_cast<int>(m_rows.size()) == pitch()) finish(false);
    return true;
}

void Paper::cut() {
    if (!m_rows.empty()) finish(false);
}

void Paper::end_now() {
    m_rows_left = 0;
}

void Paper::new_roll(std::optional<int> labels) {
    if (!m_rows.empty()) finish(true);
    m_rows_left.reset();
    if (labels) m_rows_left = static_cast<long>(*labels) * pitch();
}

void Paper::finish(bool torn) {
    auto const inked = [](std::vector<bool> const& row) { return std::ranges::find(row, true) != row.end(); };
    PrintedLabel label{0, m_dots_wide, m_label_rows, std::exchange(m_rows, {}), false, torn, 0};
    if (std::ranges::none_of(label.rows, inked)) return;
    auto const gap = label.rows.begin() + std::min<std::ptrdiff_t>(m_label_rows, std::ssize(label.rows));
    label.across_gap = std::any_of(gap, label.rows.end(), inked);
    label.number = ++m_numbers;
    label.bytes = std::exchange(m_bytes, 0);
    m_printed.push_back(std::move(label));
}

std::vector<PrintedLabel> Paper::take_printed() {
    return std::exchange(m_printed, {});
}

}  // namespace bozhong::sim
