#pragma once
// The station's inside. station.cpp sends each event to the part it concerns; the parts are in files of their
// own.

#include <algorithm>
#include <deque>

#include "station/core/bag_tasks.h"
#include "station/core/capture_machine.h"
#include "station/core/clock.h"
#include "station/core/figures.h"
#include "station/core/hands_free.h"
#include "station/core/label_desk.h"
#include "station/core/sheets.h"
#include "station/core/table_scales.h"
#include "station/core/station.h"
#include "station/core/task_list.h"
#include "station/core/two_press.h"

namespace bozhong::core {

using domain::Instant;
using domain::Mass;
using std::chrono::milliseconds;

/// What a press of the big key would do now, and what the screen says about the load.
struct Verdict {
    WeighState state = WeighState::no_task;
    Refusal refusal = Refusal::none;
    bool capturable = false;
    int presses = 1;
    bool below_minimum = false;
    bool bag = false;  ///< one of several: does not end the task by itself
    Mass net;
    domain::Zone zone = domain::Zone::green;
    friend bool operator==(Verdict const&, Verdict const&) = default;
};

/// An append the disk has not answered yet.
struct Pending {
    std::uint64_t ticket = 0;
    std::vector<domain::Fact> facts;
    bool decision = false;  ///< a person's: others wait for it
    bool weighing = false;
    std::uint64_t load = 0;
    domain::WallTime at;
    std::string person;
    Instant since;  ///< asked of the disk then
};

struct Recorded {
    domain::LineKey line;
    std::uint64_t load = 0;
    domain::EventName name;
    Instant at{};
};

struct LastAction {
    domain::EventName name;
    domain::LineKey line;
    std::string customer_code, product, amount, person;
    bool shortage = false, undone = false;
};

struct Release {
    std::uint64_t load = 0;
    domain::EventName name;
    Mass gross;
    std::string person;
};

/// Whom the load on the pan suits.
struct Fit {
    std::uint64_t load = 0;
    domain::LineKey line;
};

/// When a load was last looked at: the rest it came to, and the tasks as they were.
struct FitSought {
    Instant rest{};
    std::uint64_t tasks = 0;
    friend bool operator==(FitSought const&, FitSought const&) = default;
};

/// One load went to somebody else; whose turn it was then, if anybody's, has the next one.
struct Detour {
    std::optional<domain::LineKey> from;
};

struct TimedNotice {
    Notice notice;
    Instant until{};
};

/// A press of the big key that met an old reading: the next one judges it, if it is still for this load.
struct HeldPress {
    KeyPressed press;
    std::uint64_t load = 0;
    domain::LineKey line;
};

struct Station::State {
    State(StationSetup setup_, Restored restored);

    // station.cpp: events
    void on(KeyPressed const& press);
    void on(ReadingSeen const& seen);
    void on(ScaleLinkChanged const& change);
    void on(ScaleReplied const& reply);
    void on(Committed const& done);
    void on(CommitFailed const& failed);
    void on(FeedArrived const& feed);
    void on(LabelChanged const& change);
    void on(PrinterSeen const& seen);
    void on(HubSeen const& seen);
    void on(StorageSeen const& seen);
    void on(SignInAccepted const& accepted);
    void on(SignInRefused const& refused);
    void on(PeopleTooOld const&);
    void on(LabelScanned const& scanned);
    void on(SettingChanged const& change);
    void on(TimePassed const&);
    void on(WallClockSeen const& seen);
    void start();
    void settle();
    void last_verdict_update();
    [[nodiscard]] Instant wake_at() const;

    // verdict.cpp: judging the load
    [[nodiscard]] Verdict judge() const;
    [[nodiscard]] Verdict judge_load() const;
    [[nodiscard]] Verdict judge_zone(Verdict verdict) const;
    [[nodiscard]] Refusal blocked() const;
    [[nodiscard]] bool bagging(TaskItem const& item) const;
    [[nodiscard]] bool may(domain::Right right, std::string const& other = {}) const;
    [[nodiscard]] std::optional<Instant> hands_free_due() const;
    [[nodiscard]] bool goods_on() const;
    [[nodiscard]] bool pan_free() const;
    [[nodiscard]] bool released(std::uint64_t load) const;

    [[nodiscard]] Verdict judge_first(Verdict verdict) const;

    // fit.cpp: another customer for the load on the pan
    void look_for_fit();
    void take_fit(domain::LineKey const& line);
    void confirm_first();
    [[nodiscard]] bool may_suit_another() const;
    [[nodiscard]] bool fit_stands() const;
    [[nodiscard]] std::optional<Instant> fit_due() const;

    // capture.cpp: the big key and what books a weighing
    void confirm(KeyPressed const& press);
    void settle_held_press();
    void confirm_counted(KeyPressed const& press);
    void capture(Verdict const& verdict, std::string const& trigger);
    void manual_weight(KeyPressed const& press);
    void count_all(KeyPressed const& press);
    void book(domain::Fact weighing, TaskItem const& item, bool ends, std::uint64_t load);
    void refuse(Refusal why) { refuse(why, Say{Spoken::refused, {}, why}); }
    void refuse(Refusal why, Say words);
    [[nodiscard]] domain::TaskFacts task_facts(TaskItem const& item) const;
    [[nodiscard]] std::int64_t count_wanted(TaskItem const& item) const;

    // keys.cpp: all other keys
    void undo(KeyPressed const& press);
    void void_event(KeyPressed const& press, std::string const& reason, bool go);
    void shortage(KeyPressed const& press);
    void short_rest(std::string const& reason);
    void after_booking(domain::Fact fact);
    void hand_over(PrintLabel label);
    void print_sheet(KeyPressed const& press);
    void short_undo(KeyPressed const& press);
    void skip();
    void end_task(KeyPressed const& press);
    void reopen(KeyPressed const& press);
    [[nodiscard]] domain::LabelQueued label_of(domain::EventName const& of, int copy) const;
    void reprint(KeyPressed const& press);
    void label_key(KeyPressed const& press);
    void release(KeyPressed const& press);
    void go_to(domain::LineKey const& line);
    void choose(KeyPressed const& press);
    void modes(KeyPressed const& press);
    void choose_work(KeyPressed const& press);

    // scale_keys.cpp
    void scale_key(KeyPressed const& press);
    void tare(KeyPressed const& press);
    void check_weight(KeyPressed const& press);
    void apply_check(domain::CheckWeighed const& fact);
    /// When the scale in use wants its next check weighing: at once when it had no good one in this run.
    [[nodiscard]] std::optional<Instant> check_due_at() const;
    [[nodiscard]] bool check_due() const;

    // commits.cpp: facts that are durable
    void append(std::vector<domain::Fact> facts, bool decision = false, bool weighing = false,
                std::uint64_t load = 0);
    void apply(domain::Fact const& fact, domain::Seq seq, Pending const& batch);
    void apply_weighing(Record made, domain::TaskFacts const& task, Pending const& batch);
    void apply_short(domain::Shorted const& fact, domain::Seq seq);
    void apply_void(domain::EventName const& of);
    void after_weighing(Pending const& batch);
    void after_decision(Pending const& batch);
    [[nodiscard]] domain::EventName last_weighing() const;
    [[nodiscard]] bool deciding() const;
    [[nodiscard]] bool recording() const;
    /// When the oldest unanswered write becomes worth telling her about.
    [[nodiscard]] std::optional<Instant> disk_slow_at() const;
    [[nodiscard]] bool disk_slow() const;

    // feed.cpp
    void give(domain::SortTask const& task);
    void remember(TaskRecord const& record);
    void take(domain::TaskTaken const& taken);
    // bag_tasks.cpp
    void give(domain::BagTask const& task);
    void show_bag(KeyPressed const& press);
    [[nodiscard]] bool still_to_do(domain::BagTask const& task) const;
    [[nodiscard]] BagWords bag_words(domain::EventName const& bag) const;
    [[nodiscard]] domain::BagNames names_for(domain::EventName const& bag) const;
    void bag_notices(std::vector<Notice>& out) const;
    void leave_what_is_not_given_again(std::vector<domain::FeedFact> const& facts);

    // movement
    void removed();
    void next_task();
    void shown();
    void sign_out(std::string const& why);

    // sounds.cpp
    void tone(Tone what) { effects.emplace_back(PlayTone{what}); }
    void say(Spoken what, std::vector<std::string> figures = {}) {
        effects.emplace_back(Say{what, std::move(figures)});
    }
    void announce();
    void sound_of(Verdict const& before, Verdict const& verdict);
    void sound_of_trouble();
    void only_most_urgent_sound();
    void dead_scale_tone(ScaleWatch::Freshness freshness);
    [[nodiscard]] std::vector<std::string> away_from_ordered(Verdict const& verdict) const;
    void notice(NoticeKind kind, std::vector<std::string> figures = {}, std::int64_t number = 0);
    void touch() { ++revision; }
    [[nodiscard]] Record const* record(domain::EventName const& name) const;
    /// The whole name: an empty incarnation is the one being written.
    [[nodiscard]] domain::EventName whole(std::string const& incarnation, domain::Seq seq) const;

    // snapshot.cpp, lists.cpp
    struct Lists;
    [[nodiscard]] Snapshot snapshot(Instant at) const;
    [[nodiscard]] WeightView weight_view(Verdict const& verdict, Instant at) const;
    [[nodiscard]] GaugeView gauge_view(Verdict const& verdict) const;
    [[nodiscard]] ConfirmView confirm_view(Verdict const& verdict, Instant at) const;
    void all_notices(std::vector<Notice>& out) const;
    [[nodiscard]] Lists const& current_lists() const;
    [[nodiscard]] HistoryRow history_row(Record const& made) const;
    [[nodiscard]] ScanView scan_view() const;
    void list_tasks(Lists& out) const;
    void list_customers(Lists& out) const;
    void list_history(Lists& out) const;

    StationSetup setup;
    Instant now{};
    std::vector<Effect> effects;
    std::uint64_t revision = 1;
    bool started = false;

    TableScales scale;
    CaptureMachine machine;
    HandsFree signal;
    TwoPress presses;
    TaskList tasks;
    BagTasks bags;
    LabelDesk labels;
    SheetDesk sheets;
    Clock clock;

    std::deque<Record> records;   ///< oldest first
    std::size_t record_base = 0;  ///< index of records.front() in by_name's counting
    struct Short {
        domain::EventName name;
        std::size_t after = 0;  ///< records made before it, counted like by_name
        domain::LineKey line;
        domain::WallTime at;
    };
    std::vector<Short> shorts;  ///< of this run, for the history
    std::optional<domain::LineKey> go_after_void;
    std::optional<Fit> fit;
    std::optional<FitSought> fit_sought;
    std::optional<Detour> detour;
    std::optional<Instant> taken_at;  ///< by the big key: a double tap must not record what it took
    bool other_printer_next = false;
    bool recovered = false;
    std::map<domain::EventName, std::size_t> by_name;
    domain::Head head;
    std::int64_t feed_position = 0;
    std::map<std::string, std::string> lots;
    std::map<std::string, domain::Person> people;
    std::vector<domain::Fact> start_facts;

    std::optional<domain::Person> person;
    Instant last_use{};
    LoadMode load_mode = LoadMode::normal;
    bool hands_free = false;

    std::uint64_t next_ticket = 1;
    std::vector<Pending> pending;
    std::optional<Recorded> recorded;
    std::map<std::string, Instant> checked;  ///< by scale: its last good check weighing in this run
    std::map<std::string, domain::WallTime> checked_before;  ///< the same of earlier runs, by the wall clock
    std::optional<domain::CheckWeighed> last_check;
    bool moved_unseen = false;  ///< since the pan was empty the scale moved and showed no weight
    bool check_told = false;
    bool disk_slow_told = false;
    std::optional<LastAction> last_action;
    std::optional<Release> granted;
    std::uint64_t hands_off_load = 0;  ///< never books itself: undone, or chosen for it by a key
    std::uint64_t accepted_load = 0;   ///< its amber was pressed twice in this zone
    domain::Zone accepted_zone = domain::Zone::green;
    std::uint64_t insisted_load = 0;  ///< pressed although far under
    std::optional<HeldPress> held_press;
    std::optional<std::int64_t> count_entry;
    std::optional<Instant> counted_at;  ///< a double tap must not count two tasks
    Refusal press_refusal = Refusal::none;
    std::optional<Instant> press_refused_until;
    std::optional<std::pair<Key, Instant>> last_key;
    Instant task_shown_at{};
    std::optional<Instant> moving_since;
    bool disk_failed = false;

    Verdict last_verdict;
    ScaleWatch::Freshness last_freshness = ScaleWatch::Freshness::dead;
    std::optional<Instant> dead_tone_at;
    int dead_tones = 0;
    std::string said_product;  ///< of the last announced task: not said again for the next customer of it
    std::size_t notices_told = 0;
    std::uint64_t notices_judged = 0;  ///< the revision they were counted at
    bool label_stop_told = false;

    HubSeen hub;
    StorageSeen storage;
    bool storage_told = false;
    std::deque<TimedNotice> notices;
    std::uint64_t scans = 0;
    LabelScanned scan;  ///< the last one

    mutable std::shared_ptr<Lists> lists;  ///< built again only when something in them changed
    std::uint64_t history_revision = 1;
};

char const* text(LoadMode mode);
std::string trigger_text(std::string const& by);

}  // namespace bozhong::core
