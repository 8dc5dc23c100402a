#include "drivers/scale/shared_watch.h"

#include <cstdlib>
#include <utility>

namespace bozhong::scale {

bool SharedWatch::judge() {
    if (!full()) return false;
    auto now = Finding::alone;
    if (m_answers > 0 && m_skipped * 4 >= m_bytes) now = Finding::torn;
    // Of a few questions nothing follows: an answer may come late.
    if (m_questions >= window_questions / 2 && m_answers * 2 >= m_questions * 3) now = Finding::answers;
    m_questions = m_answers = m_bytes = m_skipped = 0;
    return std::exchange(m_finding, now) != now;
}

std::string_view advice(SharedWatch::Finding finding) {
    switch (finding) {
        case SharedWatch::Finding::alone: return {};
        case SharedWatch::Finding::answers:
            return "more answers than questions: end the other program that asks this scale, or set the "
                   "scale "
                   "to answer only when asked";
        case SharedWatch::Finding::torn:
            return "many torn frames: end the other program that reads this scale; if there is none, check "
                   "cable and ground";
    }
    std::abort();
}

}  // namespace bozhong::scale
