#pragma once
// Is the load at rest? The scale's own flag, or all readings of a window within 1 e, or both. Displays repeat
// every update three or four times, so the window is never shorter than 2.5 of the display's own periods. A flag is
// believed when the frame before it showed the same.

#include <deque>
#include <string>

#include "station/domain/reading.h"
#include "station/domain/scale_record.h"

namespace bozhong::core {

class Stability {
  public:
    struct Judged {
        bool stable = false;
        std::string evidence;  ///< "flag", "time:500ms", "flag+time:500ms"; empty while not stable
    };

    void forget() { m_window.clear(); }
    Judged add(domain::Mass mass, domain::Known flag, domain::Instant at, domain::ScaleRecord const& record);
    static domain::milliseconds window(domain::ScaleRecord const& record);

  private:
    struct Point {
        domain::Instant at;
        domain::Mass mass;
    };
    std::deque<Point> m_window;  ///< the window and one point before it, at most 512
};

}  // namespace bozhong::core
