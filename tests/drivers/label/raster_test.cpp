#include "drivers/label/raster.h"

#include <gtest/gtest.h>

namespace {

using bozhong::label::Raster;

TEST(Raster, TheLeftmostDotIsTheHighestBit) {
    Raster raster(10, 2);
    EXPECT_EQ(raster.row_bytes(), 2);
    raster.set(0, 0, true);
    raster.set(9, 1, true);
    EXPECT_EQ(raster.bytes()[0], std::byte{0x80});
    EXPECT_EQ(raster.bytes()[3], std::byte{0x40});
    EXPECT_TRUE(raster.black(9, 1));
    raster.set(9, 1, false);
    EXPECT_FALSE(raster.black(9, 1));
}

TEST(Raster, NothingIsDrawnOutside) {
    Raster raster(10, 4);
    raster.fill(-5, -5, 100, 100, true);
    for (int y = 0; y < 4; ++y)
        EXPECT_EQ(raster.row(y)[1], std::byte{0xC0}) << "bits right of the width stay white";
    raster.set(-1, 0, true);
    raster.set(10, 0, true);
    EXPECT_FALSE(raster.black(10, 0));
    EXPECT_FALSE(raster.black(-1, 0));
    EXPECT_FALSE(raster.black(0, 4));
}

/// Dot by dot, as slow as it is plain.
Raster stamped_plainly(Raster onto, Raster const& shape, int x, int y, bool ink) {
    for (int row = 0; row < shape.height(); ++row)
        for (int column = 0; column < shape.width(); ++column)
            if (shape.black(column, row)) onto.set(x + column, y + row, ink);
    return onto;
}

TEST(Raster, AStampAndAFillAreWhatTheyAreDotByDot) {
    for (bool const ink : {true, false}) {
        for (int x = -25; x < 45; ++x) {
            for (int const width : {1, 7, 8, 9, 20}) {
                Raster shape(width, 3), onto(37, 5), solid(width, 3);
                solid.fill(0, 0, width, 3, true);
                for (int i = 0; i < width * 3; i += 2) shape.set(i % width, i / width, true);
                if (!ink) onto.fill(0, 0, 37, 5, true);
                for (int const y : {-2, 1, 4}) {
                    Raster by_stamp = onto, by_fill = onto;
                    by_stamp.stamp(shape, x, y, ink);
                    EXPECT_EQ(by_stamp, stamped_plainly(onto, shape, x, y, ink))
                        << x << " " << y << " " << width;
                    by_fill.fill(x, y, width, 3, ink);
                    EXPECT_EQ(by_fill, stamped_plainly(onto, solid, x, y, ink))
                        << x << " " << y << " " << width;
                }
            }
        }
    }
}

TEST(Raster, SizesAreHeldWithinTheirBounds) {
    EXPECT_EQ(Raster(0, -3).width(), 1);
    EXPECT_EQ(Raster(1, 1'000'000).height(), bozhong::label::max_dots);
}

TEST(Raster, APortableBitmapIsAHeaderAndTheRows) {
    Raster raster(9, 1);
    raster.set(8, 0, true);
    EXPECT_EQ(to_pbm(raster), std::string("P4\n9 1\n\x00\x80", 9));
}

}  // namespace
