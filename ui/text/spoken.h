#pragma once
// The table's sentences. Each is made of pieces with names of their own, so that a recording can take a
// piece's place. The fixed ones: recorded, too_much, scale_dead, scale_back, paper_out, cover_open,
// printer_stopped, label_stopped, refused-REASON (REASON as in core::Refusal). With figures: product-NAME,
// amount-VALUE+UNIT, customer-CODE, remark-TEXT, add-AMOUNT, over-AMOUNT, taken-CODE.

#include <vector>

#include "station/core/effect.h"
#include "ui/text/words.h"

namespace bozhong::ui {

struct SpokenPiece {
    std::string id;
    QString text;
};

/// What the core wants said, in its words; empty when there are none.
std::vector<SpokenPiece> sentence_of(core::Say const& say, Language language);
/// Trouble does not wait for the end of the sentence before it.
bool is_urgent(core::Spoken what);

}  // namespace bozhong::ui
