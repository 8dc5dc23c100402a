#pragma once
// A sorting table in simulated time: the real station core, a simulated scale's signal, a disk and a printer
// that take as long as they are said to. Nothing waits for a clock, so that an hour of sorting takes a
// moment.

#include <functional>
#include <vector>

#include "drivers/sim/scale_model.h"
#include "station/core/station.h"

namespace bozhong::cli::bench {

/// What is not hers: how long the things around her take.
struct Surroundings {
    static constexpr int settle_ms = 400;   ///< of the pan, from putting on until it rests
    static constexpr int display_ms = 100;  ///< of the scale's display
    static constexpr int commit_ms = 5;     ///< of the disk, for one weighing
    static constexpr int label_ms = 700;    ///< from the commit until the label can be taken
};

class SortingTable {
  public:
    /// Signed in, zero seen; `large` takes crates: Max 60 kg, e 20 g, else 15 kg and 5 g.
    SortingTable(std::vector<domain::SortTask> tasks, bool large, unsigned seed);

    void pass(int ms);
    /// False when it does not come within a minute.
    [[nodiscard]] bool pass_until(std::function<bool(core::Snapshot const&)> const& condition);
    void press(core::KeyPressed key) { handle(std::move(key)); }
    /// What lies on the pan from now on.
    void put(std::int64_t load_mg);
    [[nodiscard]] core::Snapshot look() const { return m_station.snapshot(time()); }
    [[nodiscard]] std::int64_t now_ms() const { return m_now; }
    [[nodiscard]] std::int64_t on_pan_mg() const { return m_load; }
    [[nodiscard]] int recorded() const { return m_recorded; }
    /// The label of the weighing recorded last can be taken.
    [[nodiscard]] bool label_out() const { return m_labels_out >= m_recorded; }

  private:
    struct Later {
        std::int64_t at;
        core::Event event;
    };
    [[nodiscard]] domain::Instant time() const { return domain::Instant(domain::milliseconds(m_now)); }
    void handle(core::Event const& event);
    void keep(core::Append append);
    void show_weight();

    static constexpr int step_ms = 10;
    core::Station m_station;
    sim::Indicator m_scale;
    domain::Head m_head{"00000000000000b1", 0, ""};
    std::vector<Later> m_later;
    std::int64_t m_now = 0, m_load = 0;
    int m_recorded = 0, m_labels_out = 0;
};

}  // namespace bozhong::cli::bench
