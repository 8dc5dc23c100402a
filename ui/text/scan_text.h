#pragma once
// What a scanned text turned out to be, in her words, and what to do with the bag.

#include "station/core/snapshot.h"
#include "ui/style/icons.h"
#include "ui/text/words.h"

namespace bozhong::ui {

struct ScanWords {
    QString what, then;
    Icon icon = Icon::search;
    bool bad = false;  ///< the bag must not go on as if nothing were
};
ScanWords scan_words(core::ScanView const& scan, Language language);

}  // namespace bozhong::ui
