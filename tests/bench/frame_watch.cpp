#include "tests/bench/frame_watch.h"

#include <algorithm>

namespace bozhong::bench {

namespace {

constexpr int looked_ahead = 240;
constexpr std::size_t revisions_kept = 512;

}  // namespace

bool Turn::is(int frame, domain::Reading const& reading) const {
    auto const expected = m_stream->frame(frame);
    return reading.mass == domain::grams(expected.grams) &&
           reading.stable == (expected.stable ? domain::Known::yes : domain::Known::no);
}

void Turn::see(domain::Reading const& reading) {
    if (m_next == 0 && reading.mass == domain::Mass{}) {
        ++m_zeros;
        return;
    }
    int found = m_next;
    while (found < m_next + looked_ahead && !is(found, reading)) ++found;
    if (found == m_next + looked_ahead) {
        ++m_out_of_turn;
        return;
    }
    m_missing += found - m_next;
    m_next = found + 1;
}

class FrameWatch::Watched final : public app::ScaleControl {
  public:
    Watched(FrameWatch& watch, std::string id, std::unique_ptr<app::ScaleControl> scale)
        : m_watch(watch), m_id(std::move(id)), m_scale(std::move(scale)) {}
    void start(OnEvent on_event) override {
        m_scale->start([this, on_event = std::move(on_event)](core::Event event) {
            auto const* seen = std::get_if<core::ReadingSeen>(&event);
            if (seen == nullptr) return on_event(std::move(event));
            m_watch.read(m_id, seen->reading);
            on_event(std::move(event));
            m_watch.handled(m_id);
        });
    }
    void send(std::string const& command) override { m_scale->send(command); }
    void stop() override { m_scale->stop(); }

  private:
    FrameWatch& m_watch;
    std::string m_id;
    std::unique_ptr<app::ScaleControl> m_scale;
};

FrameWatch::FrameWatch(std::map<std::string, Stream const*> const& streams) {
    for (auto const& [id, stream] : streams) m_turns.emplace(id, Turn(*stream));
}

std::unique_ptr<app::ScaleControl> FrameWatch::watched(std::string const& id,
                                                       std::unique_ptr<app::ScaleControl> scale) {
    return std::make_unique<Watched>(*this, id, std::move(scale));
}

void FrameWatch::read(std::string const& id, domain::Reading const& reading) {
    std::lock_guard const lock(m_mutex);
    m_turns.at(id).see(reading);
}

void FrameWatch::see(core::Snapshot const& snapshot) {
    std::lock_guard const lock(m_mutex);
    m_in_use = snapshot.devices.scale;
    auto const turn = m_turns.find(m_in_use);
    if (turn == m_turns.end() || turn->second.newest() < 0) return;
    int const frame = turn->second.newest();
    std::pair<Turn const*, int> const now{&turn->second, frame};
    if (Stream::grams_in(snapshot.weight.net_kg) != turn->second.stream().frame(frame).grams) return;
    if (m_shown.empty() || m_shown.back() != now) m_shown.push_back(now);
    m_revisions.emplace_back(snapshot.revision, static_cast<int>(m_shown.size()) - 1);
    if (m_revisions.size() > revisions_kept) m_revisions.pop_front();
}

void FrameWatch::handled(std::string const& id) {
    std::lock_guard const lock(m_mutex);
    auto const& turn = m_turns.at(id);
    if (id != m_in_use || turn.newest() < 0) return;
    if (m_shown.empty() || m_shown.back() != std::pair<Turn const*, int>{&turn, turn.newest()}) ++m_not_shown;
}

void FrameWatch::painted(std::uint64_t revision) {
    auto const now = Clock::now();
    std::lock_guard const lock(m_mutex);
    auto const shown = std::ranges::find(m_revisions, revision, &std::pair<std::uint64_t, int>::first);
    if (shown != m_revisions.end()) m_paints.push_back({shown->second, now});
}

bool FrameWatch::zeros(int count) {
    std::lock_guard const lock(m_mutex);
    return std::ranges::all_of(m_turns, [&](auto const& each) { return each.second.zeros() >= count; });
}

bool FrameWatch::all_read(int frames) {
    std::lock_guard const lock(m_mutex);
    return std::ranges::all_of(m_turns, [&](auto const& each) { return each.second.newest() + 1 >= frames; });
}

bool FrameWatch::all_painted() {
    std::lock_guard const lock(m_mutex);
    return !m_paints.empty() && m_paints.back().frame + 1 == static_cast<int>(m_shown.size());
}

int FrameWatch::not_shown() {
    std::lock_guard const lock(m_mutex);
    return m_not_shown;
}

FrameWatch::Found FrameWatch::found(int frames) {
    std::lock_guard const lock(m_mutex);
    Found out;
    for (auto const& [id, turn] : m_turns) {
        out.missing += turn.missing() + std::max(0, frames - turn.newest() - 1);
        out.out_of_turn += turn.out_of_turn();
        out.read += turn.newest() + 1 - turn.missing();
    }
    std::vector<Clock::time_point> written;
    for (auto const& [turn, frame] : m_shown)
        written.push_back(turn->stream().written().at(static_cast<std::size_t>(frame)));
    out.delays_ms = delays(written, m_paints);
    out.not_painted = static_cast<int>(written.size() - out.delays_ms.size());
    return out;
}

}  // namespace bozhong::bench
