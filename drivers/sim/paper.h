#pragma once
// The paper in a virtual printer: a strip of labels with gaps between them, drawn row by row under the head.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bozhong::sim {

/// One label of the strip as it left the printer, with the gap after it.
struct PrintedLabel {
    int number = 0;  ///< counts labels with ink on them, from 1
    int dots_wide = 0;
    int label_rows = 0;                   ///< rows of the label proper; the rest of `rows` is gap
    std::vector<std::vector<bool>> rows;  ///< true = black
    bool across_gap = false;  ///< ink in the gap: the picture ran over the label's end or began on it
    bool torn = false;        ///< the strip ended inside this label
    std::uint64_t bytes = 0;  ///< bytes the printer had taken since the label before
};

class Paper {
  public:
    Paper(int dots_wide, int label_rows, int gap_rows, std::optional<int> labels_on_roll);

    /// False when there is no paper under the head.
    bool print_row(std::vector<bool> row);
    bool feed(int rows);
    /// To the start of the next label; at a start with nothing printed since, that is a whole label.
    bool feed_to_next_label();
    void cut();
    void end_now();
    void new_roll(std::optional<int> labels);

    [[nodiscard]] bool at_label_start() const { return m_rows.empty(); }
    [[nodiscard]] bool at_end() const { return m_rows_left && *m_rows_left <= 0; }
    [[nodiscard]] bool near_end() const { return m_rows_left && *m_rows_left <= 2L * pitch(); }
    [[nodiscard]] int labels_printed() const { return m_numbers; }
    void count_bytes(std::uint64_t bytes) { m_bytes += bytes; }
    std::vector<PrintedLabel> take_printed();

  private:
    [[nodiscard]] int pitch() const { return m_label_rows + m_gap_rows; }
    bool advance(std::vector<bool> row);
    void finish(bool torn);

    int m_dots_wide, m_label_rows, m_gap_rows;
    std::optional<long> m_rows_left;  ///< none: endless
    std::vector<std::vector<bool>> m_rows;
    int m_numbers = 0;
    std::uint64_t m_bytes = 0;
    std::vector<PrintedLabel> m_printed;
};

/// Black and white with the gap in grey; 8-bit PNG. Returns false when the file cannot be written.
bool write_png(PrintedLabel const& label, std::string const& path);

}  // namespace bozhong::sim
