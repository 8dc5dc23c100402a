#pragma once
// What a scanned text is: the label's own words, held against this table's keys and its journal.

#include <string>

#include "station/app/ports.h"

namespace bozhong::app {

/// At the journal's place. Good only when the stored event is the one the label names, by hash and amount; a
/// label that an earlier key of this table signed is believed for that reason too.
core::LabelScanned read_label(std::string const& text, std::string const& station, Journal& journal);

}  // namespace bozhong::app
