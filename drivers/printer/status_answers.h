#pragma once
// What the label languages answer to their status question. Sources: TSC and Gprinter manuals (ESC ! ?),
// Zebra ZPL II programming guide (~HS), Zebra CPCL programming manual (ESC h).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/printer/condition.h"

namespace bozhong::printer {

/// Everything at once.
struct WholeStatus {
    Condition condition;
    std::size_t bytes = 0;  ///< how long the answer was
    friend bool operator==(WholeStatus const&, WholeStatus const&) = default;
};

/// Bits 0 head open, 1 jam, 2 no paper, 3 no ribbon, 4 pause, 5 printing, 6 cover, 7 over temperature.
Condition tspl_condition(std::uint8_t status);
/// Bits 0 busy, 1 no paper, 2 latch open, 3 battery low (printing goes on), 4 was switched on (no news).
Condition cpcl_condition(std::uint8_t status);

/// ~HS: three lines STX … ETX CR LF with 12, 11 and 2 fields between commas. Fed byte by byte; a line that is
/// not in its turn, too long or not of digits spoils what came before it. Memory: at most three lines of 96.
class HostStatusParser {
  public:
    struct Taken {
        std::string garbage;  ///< bytes now known to belong to no answer
        std::optional<WholeStatus> status;
    };
    Taken take(char byte);
    void reset();

  private:
    Taken end_line();
    std::string spoilt();
    bool m_in_line = false;
    int m_tail = 0;     ///< bytes of the last line's CR LF that may still come
    std::string m_raw;  ///< of the answer so far, line ends and all
    std::string m_line;
    std::vector<std::vector<std::string>> m_lines;
};

}  // namespace bozhong::printer
