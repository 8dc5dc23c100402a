#include "drivers/label/qr_mask.h"

#include <bit>
#include <cstdlib>
#include <map>
#include <mutex>
#include <utility>

namespace bozhong::label {

namespace {

constexpr int widest = 64;

std::uint64_t all_of(std::size_t side) {
    return ~std::uint64_t{0} >> (widest - side);
}

/// Runs of five and more cost their length less two. Every run of n has n - 4 places where five begin.
int penalty_of_runs(std::uint64_t colour) {
    std::uint64_t const two = colour & colour >> 1;
    std::uint64_t const five = two & two >> 2 & colour >> 4;
    return std::popcount(five) + 2 * std::popcount(five & ~(five << 1));
}

/// Dark 1, light 1, dark 3, light 1, dark 1 with four light ones before or after it.
int penalty_of_finders(std::uint64_t dark, std::uint64_t light) {
    std::uint64_t const core =
        dark & light >> 1 & dark >> 2 & dark >> 3 & dark >> 4 & light >> 5 & dark >> 6;
    if (core == 0) return 0;
    std::uint64_t const two = light & light >> 1;
    std::uint64_t const four = two & two >> 2;
    return 40 * std::popcount(core & (four >> 7 | four << 4));
}

int penalty_of_lines(Lines const& lines) {
    std::uint64_t const all = all_of(lines.size());
    int out = 0;
    for (std::uint64_t const dark : lines) {
        std::uint64_t const light = ~dark & all;
        out += penalty_of_runs(dark) + penalty_of_runs(light) + penalty_of_finders(dark, light);
    }
    return out;
}

int penalty_of_blocks(Lines const& rows) {
    std::uint64_t const pairs = all_of(rows.size()) >> 1;
    int out = 0;
    for (std::size_t y = 1; y < rows.size(); ++y) {
        std::uint64_t const differs = rows[y] ^ rows[y - 1];
        std::uint64_t const along = rows[y] ^ rows[y] >> 1;
        out += 3 * std::popcount(~(differs | differs >> 1 | along) & pairs);
    }
    return out;
}

/// Ten for every whole five per cent away from half dark.
int penalty_of_balance(Lines const& rows) {
    int dark = 0;
    for (std::uint64_t const row : rows) dark += std::popcount(row);
    int const modules = static_cast<int>(rows.size() * rows.size());
    return std::abs(20 * dark - 10 * modules) / modules * 10;
}

Lines changed(Lines lines, Lines const& by) {
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i] ^= by[i];
    return lines;
}
Modules changed(Modules const& modules, Modules const& by) {
    return {changed(modules.rows, by.rows), changed(modules.columns, by.columns)};
}

Raster raster_of(Lines const& rows) {
    int const side = static_cast<int>(rows.size());
    Raster out(side, side);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            if ((rows[static_cast<std::size_t>(y)] >> (side - 1 - x) & 1U) != 0) out.set(x, y, true);
    return out;
}

/// What each mask changes against mask 0.
using Changes = std::array<Modules, qr_masks>;

domain::Result<Changes> changes_seen_on(Modules const& plain,
                                        std::function<domain::Result<Raster>(int)> const& masked) {
    Changes out;
    out[0] = changed(plain, plain);
    for (int mask = 1; mask < qr_masks; ++mask) {
        auto const other = masked(mask);
        if (!other) return other.error();
        out[static_cast<std::size_t>(mask)] = changed(plain, modules_of(*other));
    }
    return out;
}

}  // namespace

Modules modules_of(Raster const& symbol) {
    auto const side = static_cast<std::size_t>(symbol.width());
    Modules out{Lines(side), Lines(side)};
    for (std::size_t y = 0; y < side; ++y) {
        auto const row = symbol.row(static_cast<int>(y));
        for (std::size_t x = 0; x < side; ++x) {
            auto const dark = std::to_integer<std::uint64_t>(row[x / 8]) >> (7 - x % 8) & 1U;
            out.rows[y] = out.rows[y] << 1 | dark;
            out.columns[x] = out.columns[x] << 1 | dark;
        }
    }
    return out;
}

int qr_penalty(Modules const& modules) {
    return penalty_of_lines(modules.rows) + penalty_of_lines(modules.columns) +
           penalty_of_blocks(modules.rows) + penalty_of_balance(modules.rows);
}

domain::Result<Raster> best_masked(Raster symbol, int level,
                                   std::function<domain::Result<Raster>(int)> const& masked) {
    static std::mutex guard;
    static std::map<std::pair<int, int>, Changes> known;  // 12 sizes and 4 levels at most
    if (symbol.width() > widest) return symbol;
    Modules const plain = modules_of(symbol);
    std::scoped_lock const lock(guard);
    auto found = known.find({symbol.width(), level});
    if (found == known.end()) {
        auto changes = changes_seen_on(plain, masked);
        if (!changes) return changes.error();
        found = known.emplace(std::pair(symbol.width(), level), *std::move(changes)).first;
    }
    Modules const* best = nullptr;
    int least = 0;
    for (auto const& change : found->second) {
        int const penalty = qr_penalty(changed(plain, change));
        if (best != nullptr && penalty >= least) continue;
        best = &change;
        least = penalty;
    }
    return raster_of(changed(plain.rows, best->rows));
}

}  // namespace bozhong::label
