#pragma once
// What a screen needs to draw, as values. Figures are already texts in the unit she thinks in; words are not here,
// they are chosen in ui/text by the enums. One snapshot is one frame: figure and colour never differ.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "station/core/event.h"
#include "station/core/label_counts.h"
#include "station/core/rows.h"
#include "station/core/work_choice.h"

namespace bozhong::core {

enum class WeighState {
    no_task, empty, loading, under, settling, in_band, hands_free, under_soft, over_soft, over_hard, under_hard, released,
    recording,  ///< pressed, the disk has not answered yet
    recorded, refused, stale, dead,
};
/// Why a press cannot record now. Shown by the confirm key and repeated by voice.
enum class Refusal {
    none, unstable, stale, out_of_range_over, out_of_range_under, negative, below_minimum, already_captured, not_zero,
    link_lost, unit_unknown, unit_changed, tared_at_indicator, scale_changed, disk, no_right, not_signed_in, no_task,
    label_waiting, too_much_split, residue, not_whole, switched_off, check_due,
};
enum class TickState { open, done, shorted, current, skipped, held };

struct WeightView {
    WeighState state = WeighState::no_task;
    Refusal refusal = Refusal::none;
    bool refused_by_press = false;  ///< she pressed and could not: show the cure for 2 s
    std::string figure;             ///< "4.05" in the task's unit; empty = show – – –
    std::string unit;               ///< "斤", "kg"
    std::string net_kg, tare_kg;    ///< legal line, as the scale shows them
    std::string delta;              ///< missing or over, in the task's unit, unsigned
    bool preset_tare = false;
    bool stable = false, at_zero = false, fresh = false;
    std::string e, max;             ///< "5 g", "15 kg"
    std::string scale_unit_seen;    ///< when a unit changed: which
    std::int64_t settling_ms = 0;
};

/// Positions are milligrams of the task's net still wanted; texts in the task's unit.
struct GaugeView {
    bool shown = false;
    std::int64_t value_mg = 0, low_mg = 0, aim_mg = 0, high_mg = 0, hard_mg = 0;
    std::string low, aim, high, hard;
    std::optional<int> average_permille;  ///< of this product so far, away from what was ordered: −5 is 0.5 % less
};

struct ConfirmView {
    bool possible = false;
    std::string amount;        ///< what it will record: "4.05 斤"
    int presses_needed = 1, presses_done = 0;
    std::int64_t locked_ms = 0;       ///< after the first press of two
    std::int64_t hands_free_ms = -1;  ///< 0 … 400 of the ring; −1 = no ring
};

struct TaskView {
    domain::LineKey line;
    std::string customer_code, customer, route, driver, tote, note, order_no, sort_no;
    std::string product, category;     ///< pick mode shows these where sow shows the customer
    std::string ordered, unit;         ///< "4", "斤"
    bool counted = false;
    std::string done_so_far, rest;     ///< sum of bags in force and what is missing, in the unit
    int bag = 1;
    TickState state = TickState::open;
    std::string actual;                ///< list tiles: what is recorded, else empty
    std::optional<domain::LabelState> label;  ///< of its last weighing in force
    bool marked_taken = false;         ///< taken away while in hand
    std::string taken_why, taken_to;
};

struct ProductView {
    std::string sku, name, category, lot;
    int done = 0, total = 0, shorted = 0, skipped = 0;
    int hidden = 0;  ///< open ones that are not worked now: the table is for a route or driver
    std::string amount_done, amount_total, unit;
    bool current = false;
    std::vector<TickState> ticks;
};

/// A route or driver with something open at this table.
struct WorkGroup {
    OnlyFor kind = OnlyFor::route;
    std::string name;
    int open = 0;
    friend bool operator==(WorkGroup const&, WorkGroup const&) = default;
};

struct UndoView { bool possible = false, undone = false; std::string customer_code, product, amount; domain::Seq seq = 0; };

/// What is to do with a bag that is made, as texts; empty = nothing.
struct BagWords {
    std::string take, keep;  ///< take this out, that stays
    bool all = false;        ///< nothing stays: the whole bag goes
    std::string names;       ///< its label is out of date: what a new one says
    std::string renamed;     ///< what its newest label says, when that is another name than at the weighing
    friend bool operator==(BagWords const&, BagWords const&) = default;
};
struct HistoryRow {
    domain::Seq seq = 0;
    std::string incarnation = {};  ///< of seq
    domain::Seq label = 0;
    std::string time, customer_code, product, amount;
    domain::LabelState label_state = domain::LabelState::queued;
    bool voided = false, manual = false, preset_tare = false, copy = false, shortage = false;
    domain::Mass gross = {}, net = {};  ///< nothing when it was counted
    BagWords bag = {};
};

/// Something that needs a person's eye but does not stop her.
enum class NoticeKind {
    task_moved, task_cancelled, task_held, weighed_elsewhere, amount_changed, decision, hub_away, hub_stopped, disk_low, disk_slow,
    clock_wrong, label_unsure, check_due, recovered, tared_at_indicator, printer,
    scale_stuck, unsteady, zero_wanders, use_other_scale, scale_asked_twice, scale_torn, scale_caller,
    take_out, relabel,  ///< something is to do with a bag that is made
};
struct Notice {
    NoticeKind kind;
    std::vector<std::string> figures;
    std::int64_t number = 0;
    domain::EventName bag = {};  ///< the one it is about
};
inline constexpr std::size_t most_notices = 16;

/// What became of the last text from the scanner that no screen used.
enum class ScanFound {
    nothing,      ///< none was scanned yet
    record,       ///< `row` is the weighing it names
    old,          ///< this table's, but further back than what is at hand
    differs,      ///< this table's number, but the label says something else than what was recorded
    lost,         ///< signed here, and the journal does not hold it
    other_table,
    newer,        ///< of a later version of this program
    forged,       ///< says it is this table's; its signature is not
    unreadable,   ///< one of our codes, damaged
    not_ours,
};
struct ScanView {
    std::uint64_t number = 0;  ///< rises with each scan; 0 = none yet
    ScanFound found = ScanFound::nothing;
    HistoryRow row;            ///< of found == record
    std::string station;       ///< what the label says: table, number, "2.025 kg" or "× 3"
    domain::Seq seq = 0;
    std::string says;
};

struct LabelOffer {
    domain::Seq label = 0, of = 0;
    std::string product, amount, customer_code, code;
    domain::LabelState state;
    std::string incarnation = {};  ///< of the label
};

/// What a check weighing needs: the gross now, and the last one of this run that was recorded.
struct CheckView {
    std::optional<domain::Mass> gross;  ///< only when it may be shown as a weight
    domain::Mass e, max;                ///< of the scale in use
    bool stable = false, due = false;
    std::optional<domain::CheckWeighed> last;
};

/// The tote label or route sheet asked for last.
struct SheetView {
    std::string kind;  ///< "tote", "route"; empty = none yet
    std::string name;  ///< customer code or route
    int page = 0, pages = 0;
    domain::LabelState state = domain::LabelState::queued;  ///< of that page
};

struct DeviceView {
    std::string scale, scale_protocol, scale_endpoint, scale_detail;
    LinkState scale_link = LinkState::down;
    Company scale_company = Company::alone;
    CheckView check;
    std::string printer, printer_detail;
    PrinterState printer_state = PrinterState::away;
    PrinterTrouble printer_trouble = PrinterTrouble::none;
    LabelCounts labels;
    std::vector<PrinterTotals> printers;  ///< those that ended a label in this run, by name
    SheetView sheet;
    bool hub_connected = false;
    std::int64_t unsent = 0, oldest_unsent_ms = 0;
    std::int64_t free_bytes = 0;
};

struct Snapshot {
    std::uint64_t revision = 0;  ///< rises when anything in here changed
    std::string station, station_name, wave, business_date, clock;  ///< clock empty when unknown
    std::optional<domain::Person> person;
    bool locked = false;                 ///< idle lock or nobody: capture is not possible
    std::string mode = "sow";            ///< "sow" | "pick"
    std::string load_mode = "normal";
    bool hands_free = false;
    WorkChoice work;                     ///< in which order, and whom the table works for
    bool product_done = false;           ///< nothing open is left of the product in hand; confirm goes on to the next
    bool weigh_first = false;            ///< nobody is in hand: the next load says for whom it is
    bool test_control = false;           ///< a script may press keys
    ProductView product;                 ///< in hand; in pick mode the customer's order
    std::optional<TaskView> task;        ///< in hand
    std::optional<TaskView> fit;         ///< whom the load on the pan suits, and who is in hand it does not
    WeightView weight;
    GaugeView gauge;
    ConfirmView confirm;
    UndoView undo;
    std::vector<TaskView> queue;         ///< next ones, at most 4
    int queue_left = 0;                  ///< open ones beyond those
    Rows<TaskView> customers;            ///< every task of the product, walk order
    Rows<ProductView> products;          ///< all of this station
    Rows<WorkGroup> groups;              ///< routes, then drivers
    Rows<HistoryRow> history;            ///< newest first, at most 200
    std::vector<Notice> notices;         ///< most urgent first, at most most_notices
    ScanView scan;
    std::vector<LabelOffer> offers;      ///< labels to decide on, newest first, at most 50
    bool label_decision = false;         ///< printing failed: she must choose before the next weighing
    std::string count_entry;             ///< counted task: what will be recorded
    DeviceView devices;
};

}  // namespace bozhong::core
