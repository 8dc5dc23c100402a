#pragma once
// Whether every frame that a scale wrote reaches the station, once and in its turn, and which frame each
// snapshot of the screen shows. What was written is known beforehand, so every reading can be told from every
// other.

#include <deque>
#include <map>
#include <memory>
#include <mutex>

#include "station/app/ports.h"
#include "station/core/snapshot.h"
#include "tests/bench/stream.h"

namespace bozhong::bench {

/// The readings of one scale, held against its script.
class Turn {
  public:
    explicit Turn(Stream const& stream) : m_stream(&stream) {}
    void see(domain::Reading const& reading);
    /// −1 before the script began.
    [[nodiscard]] int newest() const { return m_next - 1; }
    [[nodiscard]] int zeros() const { return m_zeros; }  ///< read before the script began
    [[nodiscard]] int missing() const { return m_missing; }
    [[nodiscard]] int out_of_turn() const { return m_out_of_turn; }
    [[nodiscard]] Stream const& stream() const { return *m_stream; }

  private:
    [[nodiscard]] bool is(int frame, domain::Reading const& reading) const;
    Stream const* m_stream;
    int m_next = 0, m_zeros = 0, m_missing = 0, m_out_of_turn = 0;
};

/// Readings and snapshots come on the strand, paints on the GUI thread; anybody may ask.
class FrameWatch {
  public:
    /// By the id of the scale.
    explicit FrameWatch(std::map<std::string, Stream const*> const& streams);

    void see(core::Snapshot const& snapshot);
    void painted(std::uint64_t revision);
    /// The scale, with every reading seen here before the station sees it.
    std::unique_ptr<app::ScaleControl> watched(std::string const& id,
                                               std::unique_ptr<app::ScaleControl> scale);

    /// So many zeros of each scale were read.
    bool zeros(int count);
    /// The last of so many frames of each scale was read.
    bool all_read(int frames);

    /// The newest frame that was shown is on the screen.
    bool all_painted();
    /// Frames of the scale in use which the snapshot after them does not show.
    int not_shown();

    struct Found {
        std::vector<double>
            delays_ms;  ///< of each frame of the scale in use, until it or a newer one was painted
        int read = 0;   ///< of all scales
        int missing = 0, out_of_turn = 0;
        int not_painted = 0;
    };
    /// Of so many frames of each scale; once nothing is read any more.
    Found found(int frames);

  private:
    class Watched;
    void read(std::string const& id, domain::Reading const& reading);
    void handled(std::string const& id);

    std::mutex m_mutex;
    std::map<std::string, Turn> m_turns;
    std::string m_in_use;
    std::vector<std::pair<Turn const*, int>> m_shown;  ///< frames of the scale in use, as they were shown
    std::deque<std::pair<std::uint64_t, int>> m_revisions;  ///< the newest: revision, place in m_shown
    std::vector<Paint> m_paints;
    int m_not_shown = 0;
};

}  // namespace bozhong::bench
