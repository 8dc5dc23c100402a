#pragma once
// What the station wants done. The runner does it and answers with an event.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "station/core/snapshot.h"
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
    std::string label_incarnation = {};
    bool renamed = false;  ///< the label's own row says names in the place of those in `of`
};
/// Print a page that is of no single bag; `number` names it in LabelChanged and is no event's.
struct PrintSheet { domain::Seq number = 0; domain::LabelContent content; };
struct SendScale { std::string scale; std::string command; };  ///< "zero", "tare", "clear_tare"
/// Most urgent first: of the tones that one event calls for only the first of these sounds.
enum class Tone {
    stop,        ///< wrong: far over, scale dead, a task taken out of her hands
    stop_short,  ///< a press or a badge was refused
    recorded,    ///< only after the commit
    look,        ///< look here: a little over or under, a remark, something new among the notices
    good,        ///< inside the band
};
struct PlayTone { Tone tone; };
/// What is told by voice, most urgent first: of one event only the first of these is said. The words are ui/text's.
enum class Spoken {
    taken,       ///< figures: customer code
    scale_dead,
    too_much,    ///< figures: amount, unit
    refused,     ///< `why` says it
    label_stopped, paper_out, cover_open, printer_stopped,
    scale_back,
    over,        ///< figures: amount, unit
    under,       ///< figures: amount, unit
    next,        ///< figures: ordered amount, unit, customer code, remark, product (empty: the same as last time)
    recorded,
};
struct Say { Spoken what; std::vector<std::string> figures = {}; Refusal why = Refusal::none; };

using Effect = std::variant<Append, PrintLabel, PrintSheet, SendScale, PlayTone, Say>;

}  // namespace bozhong::core
