#include "tests/bench/stream.h"

#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace bozhong::bench {

namespace {

constexpr auto between_frames = std::chrono::microseconds(16'667);

}  // namespace

Stream::Stream(Script script)
    : m_script(std::move(script)), m_master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    ::grantpt(m_master);
    ::unlockpt(m_master);
    m_path = ::ptsname(m_master);
    m_slave = ::open(m_path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    termios raw{};
    ::tcgetattr(m_slave, &raw);
    ::cfmakeraw(&raw);
    ::tcsetattr(m_slave, TCSANOW, &raw);
}

Stream::~Stream() {
    m_stop = true;
    if (m_thread.joinable()) m_thread.join();
    ::close(m_slave);
    ::close(m_master);
}

void Stream::begin_zero() {
    m_thread = std::thread([this] { run(); });
}

void Stream::start(int frames) {
    m_frames = frames;
}

void Stream::run() {
    auto next = Clock::now();
    for (int n = 0; !m_stop && !m_done;) {
        std::this_thread::sleep_until(next += between_frames);
        if (m_frames == 0) {
            write({0, true});
        } else if (n < m_frames) {
            if (n == 0) m_processor_seconds = -thread_seconds();
            // Taken before the write, so that the terminal's own time is counted on both sides alike.
            m_written.push_back(Clock::now());
            write(m_script(n++));
        } else {
            m_processor_seconds += thread_seconds();
            m_done = true;
        }
    }
}

void Stream::write(Frame frame) {
    char text[32];
    int const length = std::snprintf(text, sizeof text, "%s,GS,+%4d.%03dkg\r\n", frame.stable ? "ST" : "US",
                                     frame.grams / 1000, frame.grams % 1000);
    (void)!::write(m_master, text, static_cast<std::size_t>(length));
}

int Stream::grams_in(std::string const& kilograms) {
    int grams = 0;
    for (char const c : kilograms)
        if (c >= '0' && c <= '9') grams = grams * 10 + (c - '0');
    return grams;
}

double thread_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::vector<double> delays(std::vector<Clock::time_point> const& written, std::vector<Paint> const& painted) {
    std::vector<double> out;
    for (auto const& paint : painted)
        while (std::cmp_less_equal(out.size(), paint.frame) && out.size() < written.size())
            out.push_back(std::chrono::duration<double, std::milli>(paint.at - written[out.size()]).count());
    return out;
}

}  // namespace bozhong::bench
