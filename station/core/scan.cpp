// A label under the scanner: the weighing it names, or what it is instead.

#include "station/core/state.h"

namespace bozhong::core {

void Station::State::on(LabelScanned const& scanned) {
    last_use = now;
    touch();
    if (!person) return refuse(Refusal::not_signed_in);
    ++scans;
    scan = scanned;
    tone(scan_view().found == ScanFound::record ? Tone::good : Tone::look);
}

ScanView Station::State::scan_view() const {
    if (scans == 0) return {};
    ScanView view{.number = scans, .row = {}, .station = scan.station, .seq = scan.name.seq};
    if (scan.net) view.says = kilograms(*scan.net, Mass{1'000}) + " kg";
    if (scan.count) view.says = "\u00d7 " + std::to_string(*scan.count);
    auto const found = [&] {
        switch (scan.read) {
            case LabelRead::good: return record(scan.name) ? ScanFound::record : ScanFound::old;
            case LabelRead::differs: return ScanFound::differs;
            case LabelRead::lost: return ScanFound::lost;
            case LabelRead::other_table: return ScanFound::other_table;
            case LabelRead::newer: return ScanFound::newer;
            case LabelRead::forged: return ScanFound::forged;
            case LabelRead::unreadable: return ScanFound::unreadable;
            case LabelRead::not_ours: return ScanFound::not_ours;
        }
        std::abort();
    };
    view.found = found();
    // Looked up for each frame: what she does to it meanwhile is seen at once.
    if (view.found == ScanFound::record) view.row = history_row(*record(scan.name));
    return view;
}

}  // namespace bozhong::core
