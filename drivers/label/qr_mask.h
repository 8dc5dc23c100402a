#pragma once
// Which of the eight masks a QR code gets: the one of the least penalty, ISO/IEC 18004 section 7.8.3. Rows and
// columns are words here, one bit a module, so that a mask is an exclusive or and a run is a few shifts.

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "drivers/label/raster.h"
#include "station/domain/result.h"

namespace bozhong::label {

inline constexpr int qr_masks = 8;

/// One word a row (or column), the first module in the highest of `lines.size()` bits.
using Lines = std::vector<std::uint64_t>;
struct Modules {
    Lines rows, columns;
};
/// Of a square of at most 64 modules.
Modules modules_of(Raster const& symbol);

/// N1 to N4 of the standard; the light area beside a finder-like pattern is looked for inside the symbol.
int qr_penalty(Modules const& modules);

/// The same text at this level with the best mask, given with mask 0; `masked` makes it with another. What a
/// mask changes depends on size and level alone and is kept, so `masked` is called for the first symbol of a
/// size only. Symbols of more than 64 modules keep mask 0. Any thread.
domain::Result<Raster> best_masked(Raster symbol, int level,
                                   std::function<domain::Result<Raster>(int mask)> const& masked);

}  // namespace bozhong::label
