#pragma once
// The station's uplink over the simulated network: the real sync machine and its engine, with JSON bodies
// that the hub's real calls read.

#include <memory>
#include <string>

#include "station/app/ports.h"
#include "station/simtest/around.h"
#include "station/simtest/network.h"

namespace bozhong::simtest {

struct Carriage {
    Scheduler& scheduler;
    Way& way;
    WallClock const& clock;
    Life life;
    std::string warehouse, station, secret;
    std::int64_t feed_cursor = 0;
    std::uint64_t seed = 1;
};

/// An uplink that can be made to forget its station, when the process is killed.
class Carrier : public app::Uplink {
  public:
    virtual void forget() = 0;
};
std::unique_ptr<Carrier> make_carrier(Carriage carriage);

}  // namespace bozhong::simtest
