#pragma once
// ESC/POS page mode: a label of the printer's own letters and codes, with pictures where it has none. A tenth of
// the bytes of the whole picture, for lines of 9600 or 19200 bit/s. Source: Epson ESC/POS command reference (ESC L,
// ESC W, ESC T, GS $, ESC $, FS &, GS !, GS k, GS ( k): the vertical position is the lower edge of what is put
// there.

#include <string_view>

#include "drivers/printer/encode.h"

namespace bozhong::printer {

/// `own.rest` has rows of `width_bytes`; rows without ink are not sent.
Encoded encode_escpos_page(Profile const& profile, int width_bytes, OwnPage const& own,
                           std::string_view process_id);

}  // namespace bozhong::printer
