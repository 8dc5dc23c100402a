#include <cstdlib>

#include "station/app/snapshot_json.h"

namespace bozhong::app {

char const* name(core::WeighState state) {
    switch (state) {
        case core::WeighState::no_task: return "no_task";
        case core::WeighState::empty: return "empty";
        case core::WeighState::loading: return "loading";
        case core::WeighState::under: return "under";
        case core::WeighState::settling: return "settling";
        case core::WeighState::in_band: return "in_band";
        case core::WeighState::hands_free: return "hands_free";
        case core::WeighState::under_soft: return "under_soft";
        case core::WeighState::over_soft: return "over_soft";
        case core::WeighState::over_hard: return "over_hard";
        case core::WeighState::under_hard: return "under_hard";
        case core::WeighState::released: return "released";
        case core::WeighState::recording: return "recording";
        case core::WeighState::recorded: return "recorded";
        case core::WeighState::refused: return "refused";
        case core::WeighState::stale: return "stale";
        case core::WeighState::dead: return "dead";
    }
    std::abort();
}

char const* name(core::Refusal refusal) {
    switch (refusal) {
        case core::Refusal::none: return "none";
        case core::Refusal::unstable: return "unstable";
        case core::Refusal::stale: return "stale";
        case core::Refusal::out_of_range_over: return "out_of_range_over";
        case core::Refusal::out_of_range_under: return "out_of_range_under";
        case core::Refusal::negative: return "negative";
        case core::Refusal::below_minimum: return "below_minimum";
        case core::Refusal::already_captured: return "already_captured";
        case core::Refusal::not_zero: return "not_zero";
        case core::Refusal::link_lost: return "link_lost";
        case core::Refusal::unit_unknown: return "unit_unknown";
        case core::Refusal::unit_changed: return "unit_changed";
        case core::Refusal::tared_at_indicator: return "tared_at_indicator";
        case core::Refusal::scale_changed: return "scale_changed";
        case core::Refusal::disk: return "disk";
        case core::Refusal::no_right: return "no_right";
        case core::Refusal::not_signed_in: return "not_signed_in";
        case core::Refusal::no_task: return "no_task";
        case core::Refusal::label_waiting: return "label_waiting";
        case core::Refusal::too_much_split: return "too_much_split";
        case core::Refusal::residue: return "residue";
        case core::Refusal::not_whole: return "not_whole";
        case core::Refusal::switched_off: return "switched_off";
        case core::Refusal::check_due: return "check_due";
    }
    std::abort();
}

char const* name(core::TickState state) {
    switch (state) {
        case core::TickState::open: return "open";
        case core::TickState::done: return "done";
        case core::TickState::shorted: return "shorted";
        case core::TickState::current: return "current";
        case core::TickState::skipped: return "skipped";
        case core::TickState::held: return "held";
    }
    std::abort();
}

char const* name(domain::LabelState state) {
    switch (state) {
        case domain::LabelState::queued: return "queued";
        case domain::LabelState::sending: return "sending";
        case domain::LabelState::sent: return "sent";
        case domain::LabelState::printed: return "printed";
        case domain::LabelState::unknown: return "unknown";
        case domain::LabelState::failed: return "failed";
        case domain::LabelState::voided: return "void";
    }
    std::abort();
}

char const* name(core::PrinterTrouble trouble) {
    switch (trouble) {
        case core::PrinterTrouble::none: return "none";
        case core::PrinterTrouble::ribbon_out: return "ribbon_out";
        case core::PrinterTrouble::paper_jam: return "paper_jam";
        case core::PrinterTrouble::cutter: return "cutter";
        case core::PrinterTrouble::paused: return "paused";
        case core::PrinterTrouble::too_hot: return "too_hot";
        case core::PrinterTrouble::too_cold: return "too_cold";
        case core::PrinterTrouble::other: return "other";
    }
    std::abort();
}

char const* name(core::PrinterState state) {
    switch (state) {
        case core::PrinterState::ready: return "ready";
        case core::PrinterState::busy: return "busy";
        case core::PrinterState::paper_out: return "paper_out";
        case core::PrinterState::paper_low: return "paper_low";
        case core::PrinterState::cover_open: return "cover_open";
        case core::PrinterState::fault: return "fault";
        case core::PrinterState::away: return "away";
    }
    std::abort();
}

char const* name(core::LinkState state) {
    switch (state) {
        case core::LinkState::up: return "up";
        case core::LinkState::silent: return "silent";
        case core::LinkState::down: return "down";
    }
    std::abort();
}

char const* name(core::NoticeKind kind) {
    switch (kind) {
        case core::NoticeKind::task_moved: return "task_moved";
        case core::NoticeKind::task_cancelled: return "task_cancelled";
        case core::NoticeKind::task_held: return "task_held";
        case core::NoticeKind::weighed_elsewhere: return "weighed_elsewhere";
        case core::NoticeKind::amount_changed: return "amount_changed";
        case core::NoticeKind::decision: return "decision";
        case core::NoticeKind::hub_away: return "hub_away";
        case core::NoticeKind::hub_stopped: return "hub_stopped";
        case core::NoticeKind::disk_low: return "disk_low";
        case core::NoticeKind::disk_slow: return "disk_slow";
        case core::NoticeKind::clock_wrong: return "clock_wrong";
        case core::NoticeKind::label_unsure: return "label_unsure";
        case core::NoticeKind::check_due: return "check_due";
        case core::NoticeKind::recovered: return "recovered";
        case core::NoticeKind::tared_at_indicator: return "tared_at_indicator";
        case core::NoticeKind::printer: return "printer";
        case core::NoticeKind::scale_stuck: return "scale_stuck";
        case core::NoticeKind::unsteady: return "unsteady";
        case core::NoticeKind::zero_wanders: return "zero_wanders";
        case core::NoticeKind::use_other_scale: return "use_other_scale";
        case core::NoticeKind::scale_asked_twice: return "scale_asked_twice";
        case core::NoticeKind::scale_torn: return "scale_torn";
        case core::NoticeKind::scale_caller: return "scale_caller";
        case core::NoticeKind::take_out: return "take_out";
        case core::NoticeKind::relabel: return "relabel";
    }
    std::abort();
}

}  // namespace bozhong::app
