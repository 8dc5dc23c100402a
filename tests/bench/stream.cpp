#include "tests/bench/stream.h"

#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>

namespace bozhong::bench {

namespace {

constexpr auto between_frames = std::chrono::microseconds(16'667);

}  // namespace

Stream::Stream() : m_master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
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
            write(0, true);
        } else if (n < m_frames) {
            write(grams_of(n++), false);
        } else {
            m_done = true;
        }
    }
}

void Stream::write(int grams, bool stable) {
    char frame[32];
    int const length = std::snprintf(frame, sizeof frame, "%s,GS,+%4d.%03dkg\r\n", stable ? "ST" : "US",
                                     grams / 1000, grams % 1000);
    // Taken before the write, so that the terminal's own time is counted on both sides alike.
    if (grams > 0) m_written.push_back(Clock::now());
    (void)!::write(m_master, frame, static_cast<std::size_t>(length));
}

int Stream::grams_in(std::string const& kilograms) {
    int grams = 0;
    for (char const c : kilograms)
        if (c >= '0' && c <= '9') grams = grams * 10 + (c - '0');
    return grams;
}

std::vector<double> delays(Stream const& stream, int frames, std::vector<Paint> const& painted) {
    std::vector<double> out;
    int next = 0;
    for (auto const& paint : painted)
        for (; next <= paint.frame && next < frames; ++next)
            out.push_back(std::chrono::duration<double, std::milli>(paint.at - stream.written(next)).count());
    return out;
}

}  // namespace bozhong::bench
