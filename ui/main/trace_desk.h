#pragma once
// Listens beside every scale: keeps its last frames and counters, and records its wire into a file on demand.

#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "drivers/run/wire_tap.h"
#include "station/domain/scale_record.h"
#include "ui/scale_trace.h"

namespace bozhong::ui {

/// Recordings end by themselves at these bounds; of the files in the folder the newest are kept.
inline constexpr std::int64_t record_longest_ms = 60'000, record_most_bytes = 1 << 20;
inline constexpr std::size_t recordings_kept = 20;

class TraceDesk final : public ScaleTracer {
  public:
    struct Places {
        std::string folder;                          ///< of the recordings; made when missing
        std::function<domain::Instant()> monotonic;  ///< the time line of the readings
        std::function<std::int64_t()> local_ms;      ///< milliseconds since 1970 on the warehouse's clock
    };
    explicit TraceDesk(Places places) : m_places(std::move(places)) {}

    /// The tap for one scale; before the scales start. It may outlive the desk.
    std::shared_ptr<run::WireTap> tap(domain::ScaleRecord const& record);
    ScaleTrace look(std::string const& scale) override;
    void record(std::string const& scale, bool on) override;

  private:
    class Wire;
    Places m_places;
    std::map<std::string, std::shared_ptr<Wire>> m_wires;
};

}  // namespace bozhong::ui
