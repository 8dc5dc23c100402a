#pragma once
// One sorting table: the station's process over its simulated disk, its scale, its printer and its way to the
// hub. The process can be killed between any two steps or in the middle of any touch of the disk, and is
// started again from disk as its supervisor would.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "station/app/runner.h"
#include "station/simtest/around.h"
#include "station/simtest/carrier.h"
#include "station/simtest/hub_process.h"
#include "station/simtest/judge.h"
#include "station/simtest/memory_disk.h"
#include "station/simtest/network.h"
#include "station/simtest/press.h"
#include "station/simtest/scale.h"
#include "station/simtest/screen.h"

namespace bozhong::simtest {

/// What it got when it enrolled.
struct Enrolment {
    std::string warehouse, secret;
    std::int64_t feed_cursor = 0, station_number = 0, short_first = 0;
};

class Table {
  public:
    struct Parts {
        Scheduler& scheduler;
        Story& story;
        Judge& judge;
        HubProcess& hub;
        std::uint64_t seed;
        bool printer_answers, scale_has_flag;
    };
    using WrapJournal = std::function<std::unique_ptr<app::Journal>(std::unique_ptr<app::Journal>, Table&)>;

    Table(Parts parts, std::string name);
    ~Table();

    /// The public key of its device, made if there is none yet: for the enrolment.
    std::string public_key();
    void start();
    void die(Death death);
    void end_cleanly();
    void start_after(Millis wait);
    /// The process dies after so many more of its steps.
    void die_in(int steps, Death death);
    /// The disk fails in the middle of the so-manieth touch from now on, and the process dies of it there.
    void die_at_touch(int touch, Death death);
    [[nodiscard]] bool up() const { return m_runner && m_ready; }
    [[nodiscard]] app::Runner& runner() { return *m_runner; }
    void press_key(core::KeyPressed key);
    void press_key(core::Key key) { press_key(core::KeyPressed{.key = key}); }

    std::string const name;
    MemoryDisk disk;
    WallClock clock;
    Pace pace;
    Scale scale;
    Press press;
    Way way;
    Screen screen;
    Enrolment enrolment;
    WrapJournal wrap;
    std::function<void()> before_open;
    app::LabelMaker make_label;
    std::function<void()> on_capture;  ///< a weighing is on its way to the disk: a good moment for a fault
    std::function<Taken()> look;       ///< what lies on the pan now
    int deaths = 0;

    static constexpr char const* path = "journal.db";

  private:
    void saw(core::Snapshot const& snapshot);
    void step_done();
    std::unique_ptr<app::Journal> watched(std::unique_ptr<app::Journal> journal);
    app::LabelMaker label_maker();

    Scheduler& m_scheduler;
    Story& m_story;
    Judge& m_judge;
    std::uint64_t m_seed;
    Dice m_dice;
    Life m_life = the_world;
    std::unique_ptr<app::Runner> m_runner;
    Carrier* m_carrier = nullptr;
    bool m_ready = false;
    core::WeighState m_before = core::WeighState::no_task;
    std::optional<int> m_steps_left;
    Death m_death = Death::kill;
    bool m_dies_at_touch = false;
};

}  // namespace bozhong::simtest
