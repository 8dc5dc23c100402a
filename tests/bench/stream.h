#pragma once
// A scale on a pseudo-terminal that writes 60 frames a second, each another weight, and knows when it wrote
// each. What it writes is a script: the grams of every frame are known beforehand.

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace bozhong::bench {

using Clock = std::chrono::steady_clock;

class Stream {
  public:
    struct Frame {
        int grams = 0;  ///< below 10,000
        bool stable = false;
    };
    using Script = std::function<Frame(int n)>;
    /// 5 g more with every frame, from 2 kg on.
    static Frame climbing(int n) { return {grams_of(n), false}; }

    explicit Stream(Script script = climbing);
    ~Stream();
    Stream(Stream const&) = delete;
    Stream& operator=(Stream const&) = delete;

    [[nodiscard]] std::string const& terminal() const { return m_path; }
    /// Zero frames go out until start(); then so many of the script, then the thread ends.
    void begin_zero();
    void start(int frames);
    [[nodiscard]] bool done() const { return m_done; }
    /// When each frame was readable; after done().
    [[nodiscard]] std::vector<Clock::time_point> const& written() const { return m_written; }
    [[nodiscard]] Frame frame(int n) const { return m_script(n); }
    /// Processor time that the writing itself took, from start to done; after done().
    [[nodiscard]] double processor_seconds() const { return m_processor_seconds; }

    /// Grams of the climbing script's frame n, and back; −1 for the zero frames.
    static int grams_of(int n) { return 2000 + 5 * n; }
    /// Of a text like " 2.005": its digits.
    static int grams_in(std::string const& kilograms);
    static int frame_of(int grams) { return grams < 2000 ? -1 : (grams - 2000) / 5; }

  private:
    void run();
    void write(Frame frame);

    Script m_script;
    int m_master = -1, m_slave = -1;
    std::string m_path;
    std::atomic<int> m_frames = 0;
    std::atomic<bool> m_done = false, m_stop = false;
    std::vector<Clock::time_point> m_written;
    double m_processor_seconds = 0;
    std::thread m_thread;
};

/// Processor time of the calling thread so far.
double thread_seconds();

/// For each frame, milliseconds until it or a newer one was painted. `painted` has the newest frame of each
/// paint.
struct Paint {
    int frame = 0;
    Clock::time_point at;
};
std::vector<double> delays(std::vector<Clock::time_point> const& written, std::vector<Paint> const& painted);

}  // namespace bozhong::bench
