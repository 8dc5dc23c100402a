#pragma once
// How many labels stand where, for the technician.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "station/domain/facts.h"

namespace bozhong::core {

/// Of this run; labels of earlier runs are in the journal.
struct LabelCounts {
    std::int64_t queued = 0;    ///< wait for the printer, or for a person
    std::int64_t printing = 0;  ///< handed over, the printer's word is still to come
    std::int64_t printed = 0;
    std::int64_t sent = 0;  ///< taken by a printer or queue that gives no word
    std::int64_t unknown = 0, failed = 0, voided = 0;
    friend bool operator==(LabelCounts const&, LabelCounts const&) = default;

    std::int64_t& of(domain::LabelState state) {
        switch (state) {
            case domain::LabelState::queued: return queued;
            case domain::LabelState::sending: return printing;
            case domain::LabelState::sent: return sent;
            case domain::LabelState::printed: return printed;
            case domain::LabelState::unknown: return unknown;
            case domain::LabelState::failed: return failed;
            case domain::LabelState::voided: return voided;
        }
        std::abort();
    }
};

struct PrinterTotals {
    std::string printer;
    LabelCounts counts;  ///< only where a label ended
    friend bool operator==(PrinterTotals const&, PrinterTotals const&) = default;
};

}  // namespace bozhong::core
