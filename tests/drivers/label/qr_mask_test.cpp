// The penalties counted dot by dot as the standard tells them, beside those counted on words; and that the mask
// taken is the best of the eight.

#include "drivers/label/qr_mask.h"

#include <gtest/gtest.h>

#include <random>

#include "drivers/label/barcode.h"

namespace {

using namespace bozhong;
using label::Raster;

using Line = std::vector<bool>;

int plain_penalty_of_line(Line const& line) {
    int out = 0;
    for (std::size_t begin = 0, end = 0; begin < line.size(); begin = end) {
        while (end < line.size() && line[end] == line[begin]) ++end;
        if (end - begin >= 5) out += static_cast<int>(end - begin) - 2;
    }
    Line const core{true, false, true, true, true, false, true};
    auto const light = [&](std::ptrdiff_t from) {
        if (from < 0 || from + 4 > std::ssize(line)) return false;
        return std::none_of(line.begin() + from, line.begin() + from + 4, [](bool dark) { return dark; });
    };
    for (std::ptrdiff_t at = 0; at + 7 <= std::ssize(line); ++at)
        if (std::equal(core.begin(), core.end(), line.begin() + at) && (light(at - 4) || light(at + 7)))
            out += 40;
    return out;
}

int plain_penalty(Raster const& symbol) {
    int const side = symbol.width();
    int out = 0, dark = 0;
    for (int i = 0; i < side; ++i) {
        Line row, column;
        for (int k = 0; k < side; ++k) {
            row.push_back(symbol.black(k, i));
            column.push_back(symbol.black(i, k));
            dark += symbol.black(k, i);
        }
        out += plain_penalty_of_line(row) + plain_penalty_of_line(column);
    }
    for (int y = 1; y < side; ++y)
        for (int x = 1; x < side; ++x) {
            int const count = symbol.black(x, y) + symbol.black(x - 1, y) + symbol.black(x, y - 1) +
                              symbol.black(x - 1, y - 1);
            if (count == 0 || count == 4) out += 3;
        }
    int const away = std::abs(100 * dark - 50 * side * side);
    return out + away / (5 * side * side) * 10;
}

Raster noise(int side, std::mt19937& draw, unsigned dark_of_8) {
    Raster out(side, side);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) out.set(x, y, draw() % 8 < dark_of_8);
    return out;
}

TEST(QrMask, PenaltiesAreThoseOfTheStandard) {
    std::mt19937 draw(18004);
    for (int const side : {21, 25, 49, 61, 64})
        for (unsigned const dark : {0U, 1U, 4U, 7U, 8U})
            for (int n = 0; n < 20; ++n) {
                auto const symbol = noise(side, draw, dark);
                ASSERT_EQ(label::qr_penalty(label::modules_of(symbol)), plain_penalty(symbol))
                    << side << " " << dark;
            }
    // Finder patterns with their light area before, behind and on both sides.
    Raster finders(25, 25);
    for (int const x : {0, 4, 9, 18})
        for (int const dot : {0, 2, 3, 4, 6}) finders.set(x + dot, x, true);
    EXPECT_EQ(label::qr_penalty(label::modules_of(finders)), plain_penalty(finders));
}

std::string text_of(std::mt19937& draw, std::size_t length) {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    std::string out;
    for (std::size_t i = 0; i < length; ++i) out += alphabet[draw() % alphabet.size()];
    return out;
}

TEST(QrMask, TheBestOfTheEightIsTaken) {
    std::mt19937 draw(8);
    for (auto const level :
         {label::QrLevel::low, label::QrLevel::medium, label::QrLevel::quartile, label::QrLevel::high})
        for (std::size_t const length : {1U, 20U, 60U, 110U, 150U}) {
            auto const text = text_of(draw, length);
            auto const taken = label::qr_code(text, level, 64);
            ASSERT_TRUE(taken.ok()) << taken.error().text();
            std::vector<Raster> all;
            int least = 1 << 30;
            for (int mask = 0; mask < label::qr_masks; ++mask) {
                auto symbol = label::qr_code(text, level, 64, mask);
                ASSERT_TRUE(symbol.ok());
                least = std::min(least, plain_penalty(*symbol));
                all.push_back(*std::move(symbol));
            }
            EXPECT_NE(std::find(all.begin(), all.end(), *taken), all.end()) << "one of the eight, dot for dot";
            EXPECT_EQ(plain_penalty(*taken), least) << text;
        }
}

}  // namespace
