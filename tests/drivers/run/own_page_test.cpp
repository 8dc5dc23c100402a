// Labels written by the printer itself, on the paper of the virtual printer: everything stands where the
// layout has it, the codes say the same, and a slow line carries a tenth of the bytes.

#include "drivers/run/own_page.h"

#include <gmock/gmock.h>

#include "tests/drivers/label/on_paper.h"
#include "tests/drivers/label/scanned.h"

namespace {

using namespace bozhong;
using namespace bozhong::label_test;

printer::Profile const& slow() {
    return *printer::find_profile("escpos_80_slow");
}

std::string bytes_of(run::LabelRaster const& label, bool own) {
    auto const encoded =
        printer::encode_label(slow(), {std::as_bytes(std::span(label.rows)), label.width_bytes, label.height},
                              "0042", own ? &*label.own : nullptr);
    EXPECT_TRUE(encoded.ok());
    return encoded.ok() ? encoded->bytes() : "";
}

label::Raster raster_of(sim::PrintedLabel const& paper, int width, int height) {
    label::Raster out(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            out.set(x, y, paper.rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)]);
    return out;
}

/// Letters have other widths than the layout's; all of them stay inside their element's box.
label::DotBox may_be_black(label::Placed const& placed) {
    bool const written = !placed.runs.empty();
    label::DotBox const box = written ? placed.box : placed.ink;
    constexpr int slack = 4;  // under the base line a cell reaches further than most letters
    return {box.x - 1, box.y - slack, box.width + 2, box.height + 2 * slack};
}

int outside(label::Raster const& paper, label::Layout const& layout) {
    int dots = 0;
    for (int y = 0; y < paper.height(); ++y)
        for (int x = 0; x < paper.width(); ++x) {
            auto const holds = [&](label::Placed const& placed) {
                auto const box = may_be_black(placed);
                return x >= box.x && x < box.right() && y >= box.y && y < box.bottom();
            };
            dots += paper.black(x, y) && std::ranges::none_of(layout.placed, holds);
        }
    return dots;
}

bool any_ink(label::Raster const& paper, label::DotBox const& box) {
    for (int y = box.y; y < box.bottom(); ++y)
        for (int x = box.x; x < box.right(); ++x)
            if (paper.black(x, y)) return true;
    return false;
}

TEST(OwnPage, EveryElementStandsWhereTheLayoutHasIt) {
    int compared = 0;
    for (auto const& file : delivered_templates()) {
        auto const read = config::load_label_template(file, 8);
        ASSERT_TRUE(read.ok());
        if (read->width > slow().dots_wide) continue;
        SCOPED_TRACE(file);
        auto content = record("copy-preset-tare");
        content.lines = record("route").lines;
        auto const layout = label::lay_out(*read, content, fonts());
        ASSERT_TRUE(layout.ok()) << layout.error().text();
        auto const made = run::label_raster(*layout, fonts(), &slow());
        ASSERT_TRUE(made.own);
        EXPECT_FALSE(made.own->parts.empty());
        auto const paper =
            raster_of(printed(slow(), bytes_of(made, true), layout->height), layout->width, layout->height);
        write_file(artefacts + "own-" + read->name + ".png", label::to_png(paper));
        EXPECT_EQ(outside(paper, *layout), 0);
        for (auto const& placed : layout->placed) EXPECT_TRUE(any_ink(paper, placed.ink)) << placed.id;
        ++compared;
    }
    EXPECT_GE(compared, 6);
}

TEST(OwnPage, CodesSayTheSameAndTheLineCarriesATenth) {
    auto const content = record();
    auto const layout = layout_of(content);
    auto const made = run::label_raster(layout, fonts(), &slow());
    std::string const own = bytes_of(made, true), picture = bytes_of(made, false);
    EXPECT_LT(own.size() * 9, picture.size()) << own.size() << " of " << picture.size();
    auto const paper = raster_of(printed(slow(), own, layout.height), layout.width, layout.height);
    EXPECT_THAT(scanned(paper, "own"),
                testing::UnorderedElementsAre("CODE-128:" + content.barcode, "QR-Code:" + content.qr));
}

TEST(OwnPage, WhatThePrinterHasNoLettersForStaysDots) {
    auto content = record();
    content.product = "㸆菜";  // no two-byte code
    auto const layout = layout_of(content);
    auto const made = run::label_raster(layout, fonts(), &slow());
    auto const box = element(layout, "product").ink;
    auto const paper =
        raster_of(printed(slow(), bytes_of(made, true), layout.height), layout.width, layout.height);
    auto const preview = label::draw(layout, fonts());
    int differing = 0;
    for (int y = box.y; y < box.bottom(); ++y)
        for (int x = box.x; x < box.right(); ++x) differing += paper.black(x, y) != preview.black(x, y);
    EXPECT_EQ(differing, 0);
}

TEST(OwnPage, AnotherProfileIsSentThePictureOnly) {
    auto const layout = layout_of(record());
    EXPECT_FALSE(run::label_raster(layout, fonts(), printer::find_profile("escpos_80_label")).own);
    EXPECT_FALSE(run::label_raster(layout, fonts(), nullptr).own);
}

}  // namespace
