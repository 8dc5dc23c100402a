#pragma once
// A scale on a pseudo-terminal that writes 60 frames a second, each another weight, and knows when it wrote
// each.

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace bozhong::bench {

using Clock = std::chrono::steady_clock;

class Stream {
  public:
    Stream();
    ~Stream();
    Stream(Stream const&) = delete;
    Stream& operator=(Stream const&) = delete;

    [[nodiscard]] std::string const& terminal() const { return m_path; }
    /// Zero frames go out until start(); then so many of growing weights, then the thread ends.
    void begin_zero();
    void start(int frames);
    [[nodiscard]] bool done() const { return m_done; }
    /// When frame n was readable; after done().
    [[nodiscard]] Clock::time_point written(int n) const { return m_written.at(static_cast<std::size_t>(n)); }

    /// Grams of frame n, and back; −1 for the zero frames.
    static int grams_of(int n) { return 2000 + 5 * n; }
    /// Of a text like " 2.005": its digits.
    static int grams_in(std::string const& kilograms);
    static int frame_of(int grams) { return grams < 2000 ? -1 : (grams - 2000) / 5; }

  private:
    void run();
    void write(int grams, bool stable);

    int m_master = -1, m_slave = -1;
    std::string m_path;
    std::atomic<int> m_frames = 0;
    std::atomic<bool> m_done = false, m_stop = false;
    std::vector<Clock::time_point> m_written;
    std::thread m_thread;
};

/// For each frame, milliseconds until it or a newer one was painted. `painted` has the newest frame of each
/// paint.
struct Paint {
    int frame = 0;
    Clock::time_point at;
};
std::vector<double> delays(Stream const& stream, int frames, std::vector<Paint> const& painted);

}  // namespace bozhong::bench
