#include "ui/text/scan_text.h"

#include "ui/text/phrases.h"

namespace bozhong::ui {

ScanWords scan_words(core::ScanView const& scan, Language language) {
    QString const says = QString::fromStdString(scan.says), number = QString::number(scan.seq);
    auto const make = [&](Word what, Word then, Icon icon, bool bad, QStringList const& of = {},
                          QStringList const& with = {}) {
        return ScanWords{say(what, language, of), say(then, language, with), icon, bad};
    };
    using core::ScanFound;
    switch (scan.found) {
        case ScanFound::nothing: return {};
        case ScanFound::record:
            if (auto const& bag = scan.row.bag; !scan.row.voided && !bag.take.empty())
                return bag.all ? make(Word::scan_take_all, Word::scan_take_all_do, Icon::scale, true)
                               : make(Word::scan_take_out, Word::scan_take_out_do, Icon::scale, true,
                                      {said_amount(bag.take, language)}, {said_amount(bag.keep, language)});
            else if (!scan.row.voided && !bag.names.empty())
                return make(Word::scan_old_label, Word::scan_old_label_do, Icon::printer, true,
                            {QString::fromStdString(bag.names)});
            else if (!scan.row.voided && !bag.renamed.empty())
                return make(Word::scan_renamed, Word::scan_renamed_do, Icon::ok, false,
                            {QString::fromStdString(bag.renamed)});
            return scan.row.voided ? make(Word::scan_voided, Word::scan_voided_do, Icon::voided, true)
                                   : make(Word::scan_record, Word::scan_record_do, Icon::ok, false);
        case ScanFound::old:
            return make(Word::scan_old, Word::scan_old_do, Icon::clock, false, {}, {number, says});
        case ScanFound::differs:
            return make(Word::scan_differs, Word::scan_differs_do, Icon::stop, true, {}, {says});
        case ScanFound::lost:
            return make(Word::scan_lost, Word::scan_lost_do, Icon::stop, true, {}, {number, says});
        case ScanFound::other_table:
            return make(Word::scan_other, Word::scan_other_do, Icon::swap, false,
                        {QString::fromStdString(scan.station)}, {says});
        case ScanFound::newer: return make(Word::scan_newer, Word::scan_newer_do, Icon::warn, false);
        case ScanFound::forged: return make(Word::scan_forged, Word::scan_forged_do, Icon::stop, true);
        case ScanFound::unreadable:
            return make(Word::scan_unreadable, Word::scan_unreadable_do, Icon::search, false);
        case ScanFound::not_ours:
            return make(Word::scan_not_ours, Word::scan_not_ours_do, Icon::search, false);
    }
    std::abort();
}

}  // namespace bozhong::ui
