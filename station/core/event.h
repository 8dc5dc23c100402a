#pragma once
// Everything that can happen to a station, as values. Time is passed beside them, never read.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "station/core/restored.h"
#include "station/domain/facts.h"
#include "station/domain/feed.h"
#include "station/domain/reading.h"
#include "station/domain/result.h"
#include "station/domain/scale_record.h"

namespace bozhong::core {

using domain::Instant;

/// A key of the screen, a pedal, a scanned command code or the scripted sorter: all the same to the machine.
enum class Key {
    confirm,        ///< the big button
    undo,           ///< void the last capture; again: restore is a new weighing, so it only re-opens the task
    shortage,       ///< argument: "rest" (give what there is), "none" (nothing for this one), "all" (none left); text: reason
    short_undo,     ///< argument: order_no/line_no parts in `line`
    skip,
    reprint,        ///< last label, or the weighing `seq` names
    tare,           ///< software tare of what is on the pan, listed as container `text`
    clear_tare,
    preset_tare,    ///< text: decimal kg, marked PT
    zero,
    go_to,          ///< task `line`
    take_fit,       ///< task `line`: the one that is offered for the load on the pan
    product,        ///< sow: work on sku `text`; pick: customer code `text`
    mode,           ///< text: "sow" | "pick"
    load_mode,      ///< text: "normal" | "split" (each bag adds to the task) | "accumulate" | "take_away"
    hands_free,     ///< text: "on" | "off"
    end_task,       ///< what is weighed is enough
    reopen,         ///< task `line`
    count,          ///< number (or text, refused when not whole): pieces that confirm will record
    count_all,      ///< every open counted task of this product as ordered (the screen asked twice)
    manual_weight,  ///< text: gross kg, detail: tare kg, where: other scale, reason
    lot,            ///< text: lot of the product in hand
    void_event,     ///< seq, reason
    reweigh,        ///< seq: void with reason "re-weigh" and go to its task
    release,        ///< supervisor `person` lets the red load on the pan through
    label_by_hand,  ///< printer down: the code was written on the bag
    label_wait,     ///< printer down: wait for it
    label_other,    ///< printer down: use the other printer
    label_print,    ///< print the offered label `seq` now (marked COPY when it may be out already)
    sign_out,
    replace_scale,  ///< a person accepts the scale found at this endpoint as a new record
    scale_checked,  ///< she looked at the indicator: it shows the unit of its record
    check_weight,   ///< number: nominal mass in mg of the check weight on the pan
    print_tote,     ///< text: customer code; empty = of the task in hand
    print_route,    ///< text: route; empty = of the task in hand
    walk,           ///< text: name of a WalkBy
    show_bag,       ///< seq: its record, as if its label had been scanned
    only,           ///< text: name of an OnlyFor, detail: of which; empty = everybody
};

struct KeyPressed {
    Key key;
    std::string text, detail, where, reason;
    domain::LineKey line;
    domain::Seq seq = 0;
    std::string incarnation = {};  ///< of `seq`; empty = the one being written
    std::int64_t number = 0;
    std::string by = "key";  ///< "key", "pedal", "scan", "script"
    std::string person;      ///< authorising person when it is not the one signed in
};

/// `scale` is the id of the record; empty means the scale in use.
struct ReadingSeen { domain::Reading reading; std::string scale; };
enum class LinkState { up, silent, down };
/// Who else talks to the same scale: nobody; somebody whose answers come here too; somebody who takes parts of the frames away;
/// somebody who tried just now and was turned away.
enum class Company { alone, asks_too, takes_bytes, turned_away };
/// `power_up` is true when the scale itself restarted or another one answers there.
struct ScaleLinkChanged { std::string scale; LinkState state; std::string detail; bool power_up = false; Company company = Company::alone; };
struct ScaleReplied { std::string scale; std::string command; bool ok = false; std::string reason; };

/// The journal's answer to an Append effect, in order.
struct Committed { std::uint64_t ticket = 0; domain::Head head; domain::Seq first = 0; };
struct CommitFailed { std::uint64_t ticket = 0; domain::Error error; };

struct FeedArrived {
    std::vector<domain::FeedFact> facts;
    std::int64_t position = 0;
    /// Of the tasks in it: what the journal says was done for them here before. The list does not hold what was
    /// finished long ago or went to another table, and may be given it again.
    std::vector<TaskRecord> before;
};
struct LabelChanged { domain::Seq label = 0; domain::LabelState state; std::string known_by, printer, detail; };
enum class PrinterState { ready, busy, paper_out, paper_low, cover_open, fault, away };
/// What a printer at fault says is the matter, where it says so.
enum class PrinterTrouble { none, ribbon_out, paper_jam, cutter, paused, too_hot, too_cold, other };
struct PrinterSeen {
    std::string printer;
    PrinterState state;
    std::string detail;  ///< for the log
    PrinterTrouble trouble = PrinterTrouble::none;
};
struct HubSeen { bool connected = false; std::int64_t unsent = 0; std::int64_t oldest_unsent_ms = 0; bool quarantined = false; std::string detail;
                 bool feed_stuck = false;  ///< it answers, but its feed cannot be taken
};
struct StorageSeen { std::int64_t free_bytes = 0; bool stop = false; };
/// The app has checked badge and PIN against the feed's people; the core only keeps who it is.
struct SignInAccepted { domain::Person person; std::string by; std::int64_t people_age_s = 0; };
struct SignInRefused {
    std::string person, by;  ///< by: "badge", "pin", "locked", "memory", "people_too_old"
    int failures = 0;
    bool locked = false;
    bool checked = true;  ///< false: there was no memory to check the PIN with, so it was no try
};
/// The hub's word on people is older than the bound: who is signed in may have lost the right meanwhile.
struct PeopleTooOld {};
/// What a text from the scanner is, as far as its bytes, this table's keys and its journal say.
enum class LabelRead { good, differs, lost, other_table, newer, forged, unreadable, not_ours };
/// A label held under the scanner. `name` and the amount are the label's own words; good: the journal says the same.
struct LabelScanned {
    LabelRead read = LabelRead::not_ours;
    std::string station;
    domain::EventName name;
    std::optional<domain::Mass> net;
    std::optional<std::int64_t> count;
};
/// A person changed at the glass what this station works with, and it is durable; who, is who is signed in.
struct SettingChanged { std::string what, before, after; };
/// Nothing but time: the runner calls at least every 100 ms and at wake_at().
struct TimePassed {};
struct WallClockSeen { domain::WallTime now; bool good = false; };

using Event = std::variant<KeyPressed, ReadingSeen, ScaleLinkChanged, ScaleReplied, Committed, CommitFailed, FeedArrived,
                           LabelChanged, PrinterSeen, HubSeen, StorageSeen, SignInAccepted, SignInRefused, PeopleTooOld, LabelScanned,
                           SettingChanged, TimePassed,
                           WallClockSeen>;

}  // namespace bozhong::core
