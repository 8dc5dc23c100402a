#include "station/core/stability.h"

#include <algorithm>

namespace bozhong::core {
namespace {
constexpr std::size_t most_points = 512;
/// A scale that speaks so seldom would keep her waiting for a second frame.
constexpr domain::milliseconds slow_scale{1'000};
}  // namespace

domain::milliseconds Stability::window(domain::ScaleRecord const& record) {
    return std::max(domain::milliseconds{500}, record.display_period * 5 / 2);
}

Stability::Judged Stability::add(domain::Mass mass, domain::Known flag, domain::Instant at,
                                 domain::ScaleRecord const& record) {
    auto const length = window(record);
    m_window.push_back({at, mass});
    // One point at or before the window's start stays: it proves that the window is covered.
    while (m_window.size() > 2 && m_window[1].at <= at - length) m_window.pop_front();
    if (m_window.size() > most_points) m_window.pop_front();

    // Formats without a check can lose a digit and still be a frame: one alone proves nothing.
    bool const alone =
        m_window.size() < 2 || domain::abs(m_window[m_window.size() - 2].mass - mass) > record.e;
    bool const by_flag = flag == domain::Known::yes && (!alone || record.expected_interval > slow_scale);
    bool by_time = false;
    if (record.stability != domain::StabilityRule::flag || flag == domain::Known::unknown) {
        auto const [low, high] = std::ranges::minmax(m_window, {}, &Point::mass);
        by_time = m_window.front().at <= at - length && high.mass - low.mass <= record.e;
    }
    // A protocol without a flag can only be judged by time, whatever the record asks for.
    auto const rule = flag == domain::Known::unknown ? domain::StabilityRule::time : record.stability;
    bool const wants_flag = rule != domain::StabilityRule::time,
               wants_time = rule != domain::StabilityRule::flag;
    // The flag is the legal evidence where there is one: time may add to it, never replace it.
    if (flag == domain::Known::no || (wants_flag && !by_flag) || (wants_time && !by_time)) return {};
    std::string const time_text = "time:" + std::to_string(length.count()) + "ms";
    return {true, !wants_time ? "flag" : wants_flag ? "flag+" + time_text : time_text};
}

}  // namespace bozhong::core
