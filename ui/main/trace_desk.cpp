#include "ui/main/trace_desk.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>
#include <deque>
#include <filesystem>
#include <fstream>

namespace bozhong::ui {
namespace {

constexpr domain::milliseconds rate_window{2'000};
constexpr std::size_t most_arrivals = 4'000;

namespace fs = std::filesystem;

/// "wire-scale-1-20260131-043612.cap": told apart by scale and time, and nothing in it can leave the folder.
std::string file_name(std::string const& scale, std::int64_t local_ms) {
    std::string name = "wire-";
    for (char const c : scale) name += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ? c : '_';
    std::time_t const seconds = local_ms / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> stamp{};
    std::strftime(stamp.data(), stamp.size(), "-%Y%m%d-%H%M%S", &parts);
    return name + stamp.data() + ".cap";
}

/// A full log folder would stop the table's log: the oldest recordings make room.
void drop_oldest(std::string const& folder) {
    std::error_code error;
    std::vector<std::pair<fs::file_time_type, fs::path>> found;
    for (auto const& entry : fs::directory_iterator(folder, error)) {
        auto const& path = entry.path();
        if (path.extension() == ".cap" && path.filename().string().starts_with("wire-"))
            found.emplace_back(entry.last_write_time(error), path);
    }
    std::sort(found.begin(), found.end());
    while (found.size() >= recordings_kept) {
        fs::remove(found.front().second, error);
        found.erase(found.begin());
    }
}

}  // namespace

/// One scale's wire. Written on the strand, read on the GUI thread.
class TraceDesk::Wire final : public run::WireTap {
  public:
    Wire(Places places, domain::ScaleRecord record)
        : m_places(std::move(places)), m_record(std::move(record)) {}

    void bytes(link::Direction direction, std::string_view bytes) override {
        std::lock_guard const lock(m_mutex);
        if (!m_trace.recording.on) return;
        auto const ms = since_begin();
        std::string const line = link::capture_line({ms, direction, std::string(bytes)});
        auto const size = m_trace.recording.bytes + static_cast<std::int64_t>(line.size());
        if (ms > record_longest_ms || size > record_most_bytes) return end();
        m_file << line;
        m_trace.recording.ms = ms;
        m_trace.recording.bytes = size;
    }
    void reading(domain::Reading const& reading) override {
        auto const local = m_places.local_ms();
        std::lock_guard const lock(m_mutex);
        m_frames.push_front({local, reading});
        if (m_frames.size() > ScaleTrace::most_frames) m_frames.pop_back();
        m_arrivals.push_back(reading.at);
        while (m_arrivals.size() > most_arrivals) m_arrivals.pop_front();
    }
    void counted(scale::Counters const& counters) override {
        std::lock_guard const lock(m_mutex);
        m_trace.good = counters.frames;
        m_trace.skipped_bytes = counters.skipped;
        m_trace.checksum_errors = counters.checksum_errors;
    }

    ScaleTrace look() {
        std::lock_guard const lock(m_mutex);
        auto const now = m_places.monotonic();
        // A silent scale sends nothing that could end its recording.
        if (m_trace.recording.on && since_begin() > record_longest_ms) end();
        while (!m_arrivals.empty() && m_arrivals.front() + rate_window < now) m_arrivals.pop_front();
        ScaleTrace out = m_trace;
        out.tenths_per_second =
            static_cast<int>(m_arrivals.size() * 10'000 / static_cast<std::size_t>(rate_window.count()));
        out.frames.assign(m_frames.begin(), m_frames.end());
        return out;
    }
    void record(bool on) {
        std::lock_guard const lock(m_mutex);
        if (on == m_trace.recording.on) return;
        on ? begin() : end();
    }

  private:
    [[nodiscard]] std::int64_t since_begin() const { return (m_places.monotonic() - m_begin).count(); }

    void begin() {
        std::error_code error;
        fs::create_directories(m_places.folder, error);
        drop_oldest(m_places.folder);
        std::string const name = file_name(m_record.id, m_places.local_ms());
        m_begin = m_places.monotonic();
        m_file = std::ofstream(fs::path(m_places.folder) / name, std::ios::binary | std::ios::trunc);
        std::string const header = link::capture_header({{"protocol", m_record.protocol},
                                                         {"unit", m_record.unit},
                                                         {"line", m_record.endpoint},
                                                         {"source", m_record.id}});
        m_file << header << std::flush;
        m_trace.recording = {.on = m_file.good(),
                             .file = name,
                             .bytes = static_cast<std::int64_t>(header.size()),
                             .failed = !m_file.good()};
    }
    void end() {
        m_trace.recording.on = false;
        m_file.close();
        m_trace.recording.failed = m_file.fail();
    }

    Places const m_places;
    domain::ScaleRecord const m_record;
    std::mutex m_mutex;
    ScaleTrace m_trace;  ///< all but its frames
    std::deque<TraceFrame> m_frames;
    std::deque<domain::Instant> m_arrivals;
    std::ofstream m_file;
    domain::Instant m_begin{};
};

std::shared_ptr<run::WireTap> TraceDesk::tap(domain::ScaleRecord const& record) {
    auto wire = std::make_shared<Wire>(m_places, record);
    m_wires[record.id] = wire;
    return wire;
}

ScaleTrace TraceDesk::look(std::string const& scale) {
    auto const found = m_wires.find(scale);
    return found == m_wires.end() ? ScaleTrace{} : found->second->look();
}

void TraceDesk::record(std::string const& scale, bool on) {
    if (auto const found = m_wires.find(scale); found != m_wires.end()) found->second->record(on);
}

}  // namespace bozhong::ui
