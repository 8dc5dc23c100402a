#pragma once
// A scale that is not there: physics, indicator, the protocol's own bytes, a line with faults, a TCP port or
// a pseudo-terminal. Indicators repeat each update of the display three or four times on the wire; so does
// this one.

#include <memory>
#include <string>

#include "drivers/sim/carrier.h"
#include "drivers/sim/scale_faults.h"
#include "drivers/sim/scale_model.h"

namespace bozhong::sim {

struct ScaleSimSettings {
    std::string protocol;
    std::string listen;  ///< "tcp:HOST:PORT" (port 0 takes a free one), "pty:LINK", of a transmitter,
                         ///< "modbus-tcp:HOST:PORT/UNIT", of usb_hid "hid:VID:PID[:SERIAL]"
    int rate_hz = 40;    ///< frames a second, 1 … 200
    int repeat_least = 3, repeat_most = 4;  ///< frames for one update of the display
    unsigned seed = 1;
    ScaleNature nature;
    LineFaults faults;
};

/// Everything on the executor it was made with; calls too.
class ScaleSim {
  public:
    static domain::Result<std::unique_ptr<ScaleSim>> start(boost::asio::any_io_executor executor,
                                                           ScaleSimSettings const& settings);
    ~ScaleSim();
    /// What a client opens.
    [[nodiscard]] std::string endpoint() const;
    /// One line in, one JSON line out: {"ok":true,…} or {"ok":false,"error":"…"}.
    ///   put KG [SETTLE_MS]   add KG [SETTLE_MS]   remove [SETTLE_MS]   tremble GRAMS MS   drift
    ///   GRAMS_PER_MINUTE   wind GRAMS [PERIOD_MS]   unit kg|g|jin|lb   cut   restore   power_off   power_on
    ///   silence   speak   freeze   thaw   lie_stable honest zero   tare   clear_tare   faults SPEC|off
    ///   status
    std::string command(std::string const& line);

    struct Impl;

  private:
    explicit ScaleSim(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> m_impl;
};

}  // namespace bozhong::sim
