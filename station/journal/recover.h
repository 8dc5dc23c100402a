#pragma once
// What a disk lost, named and proved by the labels on the bags. Each label carries its event's name, amount
// and hash, signed by the device (sync/wire/label_payload.h): one that the journal does not have is a lost
// weighing.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "station/domain/facts.h"
#include "station/domain/result.h"
#include "station/journal/journal.h"
#include "sync/wire/label_payload.h"

namespace bozhong::journal {

/// One scanned line: the QR text, then for entering it again a tab and ORDER or ORDER/LINE as printed on the
/// label.
struct Scan {
    std::int64_t line = 0;  ///< of the input, from 1
    std::string text;
};

enum class Finding {
    present,        ///< the journal has this very event
    lost,           ///< the journal does not have it
    recovered,      ///< lost, and entered again already
    other_station,  ///< a label of another table
    contradicts,    ///< signed, but the journal has another event under this number
    forged,         ///< names this station, but no key of it signed that
    unreadable,     ///< no label's code
    again,          ///< this label was scanned already
};
std::string name(Finding finding);

struct Found {
    Scan scan;
    Finding finding = Finding::unreadable;
    wire::LabelClaim claim;  ///< empty when unreadable
    std::string order;       ///< as scanned beside it; may be empty
    std::string why;
};

/// Numbers of one incarnation behind the last that is stored, up to the highest a label proves.
struct Gap {
    std::string incarnation;
    domain::Seq from = 0, to = 0;
    std::int64_t proved = 0;  ///< weighings named by labels
    std::int64_t unknown =
        0;  ///< the other numbers: labels' own events, or weighings whose label was not scanned
};

struct Losses {
    std::string station;
    std::vector<Found> labels;  ///< in the order of the scans
    std::vector<Gap> gaps;
    [[nodiscard]] std::int64_t count(Finding finding) const;
};

/// At most so many labels at once.
inline constexpr std::size_t max_scans = 100'000;

/// Reads only, beside a running station too. `public_key` (hex) is believed beside the keys that signed this
/// journal.
domain::Result<Losses> find_losses(std::string const& path, std::vector<Scan> const& scans,
                                   std::string const& public_key);

/// Who enters again, and why; the person must be one of this table with the right to enter a weight.
struct Entering {
    std::string person, reason;
};
struct Entered {
    Found label;
    domain::Seq seq = 0;  ///< of the new event; 0 when it was not entered
    std::string why;      ///< then
};
struct Recovery {
    domain::Head head;  ///< of the new incarnation; empty when nothing was entered
    std::vector<Entered> labels;
};

/// Writes one event for each lost weighing, in a new incarnation opened for it: marked by hand, naming the
/// lost event, so that the two are never counted both. The station must not run (`conflict`). no_right: the
/// person may not.
domain::Result<Recovery> enter_again(std::string const& path, Losses const& losses, Entering const& by,
                                     OpenOptions options);

}  // namespace bozhong::journal
