#pragma once
// The test control: a unix socket of mode 0600 through which a script presses the keys a sorter would, or learns where
// they are, to touch them itself. A station opens it only when started with --test-control, and shows so on the screen.
//
// One JSON object a line each way. {"cmd":"key","key":"confirm",…}, with "badge" and "pin" when
// another person allows it; {"cmd":"sign_in","badge":"…","pin":"…"}
// {"cmd":"snapshot","full":true} {"cmd":"watch"}: from then on every changed snapshot comes as a line, the newest
// only when the reader is slow. {"cmd":"glass"}: which screen stands there, of which snapshot, and the rectangles of what
// can be touched on it. Bounds: 8 clients, 64 KiB a line.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "station/core/snapshot.h"
#include "station/domain/result.h"

namespace bozhong::app {

/// What a finger can touch on the glass now, in the display's pixels.
struct Glass {
    struct Key {
        std::string name;
        int x = 0, y = 0, width = 0, height = 0;
    };
    std::uint64_t revision = 0;  ///< of the snapshot that it shows
    std::string screen;
    std::vector<Key> keys;
};

class TestControl {
  public:
    struct Station {
        std::function<void(core::Event)> post;
        std::function<void(std::string badge, std::string pin)> sign_in;
        std::function<void(std::string badge, std::string pin, core::KeyPressed)> authorise;
        /// The answer may come later and on any thread.
        std::function<void(std::function<void(Glass const&)> answer)> glass;
    };
    TestControl(boost::asio::any_io_executor strand, std::string path, Station station);
    ~TestControl();

    domain::Status start();
    /// On the strand.
    void show(core::Snapshot const& snapshot);
    void stop();

  private:
    struct State;
    std::shared_ptr<State> m_state;
};

/// A key by its name in the code ("confirm", "shortage", …) with the fields of KeyPressed as JSON members.
domain::Result<core::KeyPressed> parse_key(std::string const& json_line);

}  // namespace bozhong::app
