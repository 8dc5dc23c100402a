#pragma once
// What the station wants done. The runner does it and answers with an event.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "station/domain/facts.h"
#include "station/domain/label.h"

namespace bozhong::core {

/// One transaction; answered by Committed or CommitFailed with the same ticket.
///
/// A LabelQueued with of == 0 names the Weighed or Counted before it in the same batch: the journal writer fills in
/// the sequence it gives to that fact before it serialises the label. Nothing else is changed by the writer.
struct Append { std::uint64_t ticket = 0; std::vector<domain::Fact> facts; domain::Stamp stamp; };
/// Render the committed row `of` and print it as label `label`. Only ever follows its Committed.
struct PrintLabel {
    domain::Seq label = 0, of = 0;
    int copy = 0;
    bool other_printer = false;
    std::string of_incarnation = {};  ///< of the row
};
/// Print a page that is of no single bag; `number` names it in LabelChanged and is no event's.
struct PrintSheet { domain::Seq number = 0; domain::LabelContent content; };
struct SendScale { std::string scale; std::string command; };  ///< "zero", "tare", "clear_tare"
enum class Tone { good, recorded, look, stop, stop_short };
struct PlayTone { Tone tone; };
/// Spoken text by kind; ui/text makes the words. kind as in the design: "next", "under", "over", "recorded", …
struct Say { std::string kind; std::vector<std::string> figures; };

using Effect = std::variant<Append, PrintLabel, PrintSheet, SendScale, PlayTone, Say>;

}  // namespace bozhong::core
