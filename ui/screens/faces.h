#pragma once
// From a snapshot to what the components show. Pure; used by every screen that has a plate and a weight.

#include "station/core/snapshot.h"
#include "ui/style/style.h"
#include "ui/widgets/header.h"
#include "ui/widgets/plate.h"
#include "ui/widgets/queue.h"
#include "ui/widgets/weight_panel.h"

namespace bozhong::ui {

WeightFace weight_face(core::Snapshot const& snapshot, StateLook look, Style const& style);
PlateFace plate_face(core::Snapshot const& snapshot, Style const& style);
ProductFace product_face(core::Snapshot const& snapshot, Style const& style);
ProgressFace progress_face(core::Snapshot const& snapshot, Style const& style);
UndoFace undo_face(core::Snapshot const& snapshot, Style const& style);
QueueFace queue_face(core::Snapshot const& snapshot, std::size_t at, Style const& style);
/// "4.05 斤" or three dashes: the small live weight of second screens.
QString walk_words(core::WalkBy walk, Style const& style);
/// Whom the table works for, and if that is everybody, in which order. A long name is shortened.
QString work_words(core::WorkChoice const& work, Style const& style);
QString live_weight(core::Snapshot const& snapshot, Style const& style);

}  // namespace bozhong::ui
