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
