#pragma once
// A bag that lost its label, or whose label nobody is sure of, is weighed again and finds its record, or the two
// that it may be.

#include "station/core/snapshot.h"

namespace bozhong::core {

/// Whether this row's bag may be what lies on the pan: as heavy within two divisions, in what it was weighed in or
/// without it. Never while the pan moves, is empty, or shows no weight.
inline bool may_be_on_pan(HistoryRow const& row, CheckView const& pan) {
    domain::Mass const room{2 * pan.e.mg};
    if (!pan.stable || !pan.gross || *pan.gross <= room || row.voided) return false;
    auto const near = [&](domain::Mass mass) { return mass.mg > 0 && domain::abs(mass - *pan.gross) <= room; };
    return near(row.gross) || near(row.net);
}

}  // namespace bozhong::core
