#pragma once
// What the runner needs of the machine it runs on: places where work is done one piece after the other, two
// clocks and three alarms. The station's program gives it threads; the simulation gives it one thread and a
// time of its own.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "station/domain/time.h"

namespace bozhong::app {

enum class Place {
    strand,   ///< the core, scales and alarms
    journal,  ///< every touch of the SQLite file
    slow,     ///< badge and PIN checks
};

class Surroundings {
  public:
    using Work = std::function<void()>;
    enum class Alarm { wake, housekeeping, witness };

    virtual ~Surroundings() = default;
    /// Does the work at that place after everything posted there before. From any thread; never does it at
    /// once.
    virtual void post(Place place, Work work) = 0;
    /// Does the work on the strand after the wait; an earlier one of the same alarm is forgotten. On the
    /// strand.
    virtual void set(Alarm alarm, domain::milliseconds wait, Work work) = 0;
    virtual void cancel(Alarm alarm) = 0;
    [[nodiscard]] virtual domain::Instant monotonic() const = 0;
    [[nodiscard]] virtual domain::WallTime wall() const = 0;
    /// Finishes what was posted to the journal and to the slow place. Not on one of them.
    virtual void join() = 0;
};

/// The real ones: the strand is the caller's, journal and slow work have a thread each.
std::shared_ptr<Surroundings> make_threads(boost::asio::any_io_executor strand);

}  // namespace bozhong::app
