#pragma once
// From one committed journal row to what its label says. Pure: the row, the station's names and the copy
// number are all it looks at, so that a reprint a month later is identical but for the copy mark.

#include <optional>
#include <string>
#include <string_view>

#include "station/domain/facts.h"
#include "station/domain/label.h"
#include "station/domain/result.h"

namespace bozhong::domain {

/// How this station and its present incarnation are called on labels; the hub keeps the short forms unique.
struct LabelNaming {
    std::string station_name;       ///< "台3"
    int station_number = 0;         ///< 1 … 99, two digits of the bar code
    std::string incarnation_short;  ///< "k7"
    int incarnation_number = 0;     ///< 0 … 99, two digits of the bar code
    int utc_offset_minutes = 480;   ///< of the warehouse
};

/// A row read back from the journal and decoded.
struct LabelRow {
    EventId id;
    std::string hash;  ///< 64 hex digits
    Stamp stamp;
    Fact fact;
};

/// Everything but the QR text, which needs a signature. Fails with bad_input for a row that is no weighing or
/// count, and with corrupt when the row's settled figure is not what its net mass settles to.
Result<LabelContent> make_label_content(LabelRow const& row, LabelNaming const& naming, int copy);

/// An order's later names in the place of those at the weighing.
void rename(LabelContent& content, BagNames const& names);

/// "T03-k7-000042".
std::string short_form(EventId const& id, std::string_view incarnation_short);
/// The check that people compare: the first six hex digits of the event's hash.
std::string check_digits(std::string_view hash);

/// What the bar code says: `ss ii nnnnnnnn`, twelve digits.
struct BarcodeName {
    int station_number = 0, incarnation_number = 0;
    Seq seq = 0;
    friend bool operator==(BarcodeName const&, BarcodeName const&) = default;
};
/// Empty when a number does not fit its digits; such a label has no bars.
std::string barcode_digits(BarcodeName const& name);
std::optional<BarcodeName> parse_barcode(std::string_view digits);

}  // namespace bozhong::domain
