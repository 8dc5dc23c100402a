#include "station/domain/label_editing.h"

#include <gtest/gtest.h>

namespace bozhong::domain {
namespace {

LabelTemplate small() {
    LabelTemplate form;
    form.name = "t";
    form.dots_per_mm = micrometres;
    form.width = 60'000;
    form.height = 40'000;
    LabelElement name;
    name.id = "name";
    name.box = {1000, 1000, 20'000, 4000};
    name.font_max = 3000;
    name.font_min = 2500;
    name.module = 250;
    name.parts = {"净 {net_kg} kg", "PT {preset_tare_kg}"};
    LabelElement bars = name;
    bars.id = "bars";
    bars.kind = LabelElementKind::code128;
    bars.box = {1000, 30'000, 30'000, 4000};
    bars.leaves = "name";
    form.elements = {name, bars};
    return form;
}

struct Editing : ::testing::Test {
    LabelEditing editing{small()};
    [[nodiscard]] DotBox box() const { return editing.element()->box; }
};

TEST_F(Editing, NothingInHandChangesNothing) {
    EXPECT_FALSE(editing.move(125, 0));
    EXPECT_FALSE(editing.font(250));
    EXPECT_FALSE(editing.remove());
    EXPECT_FALSE(editing.drag({0, 0, 5000, 5000}));
    EXPECT_FALSE(editing.can_undo());
    editing.select("nobody");
    EXPECT_EQ(editing.element(), nullptr);
}

TEST_F(Editing, AStepIsUndoneAndDoneAgain) {
    editing.select("name");
    EXPECT_TRUE(editing.move(LabelEditing::fine, -LabelEditing::coarse));
    EXPECT_EQ(box(), (DotBox{1125, 0, 20'000, 4000}));
    EXPECT_TRUE(editing.changed());
    editing.undo();
    EXPECT_EQ(editing.form(), small());
    EXPECT_FALSE(editing.changed());
    editing.redo();
    EXPECT_EQ(box(), (DotBox{1125, 0, 20'000, 4000}));
    EXPECT_FALSE(editing.can_redo());
}

TEST_F(Editing, ANewStepEndsWhatCouldBeDoneAgain) {
    editing.select("name");
    editing.move(125, 0);
    editing.undo();
    editing.toggle_bold();
    EXPECT_FALSE(editing.can_redo());
}

TEST_F(Editing, ABoxStaysOnTheLabelAndLargeEnoughToRead) {
    editing.select("name");
    EXPECT_TRUE(editing.move(-99'000, 99'000));
    EXPECT_EQ(box(), (DotBox{0, 36'000, 20'000, 4000}));
    EXPECT_FALSE(editing.move(-125, 0)) << "it stands at the edge: no step";
    EXPECT_TRUE(editing.resize(99'000, -99'000));
    EXPECT_EQ(box(), (DotBox{0, 36'000, 60'000, 1000}));
    editing.select("bars");
    EXPECT_TRUE(editing.resize(0, -99'000));
    EXPECT_EQ(box().height, 3000) << "lower bars are not scanned";
}

TEST_F(Editing, AFingersWayIsOneStepAndSnapsToDots) {
    editing.select("name");
    EXPECT_TRUE(editing.drag({1500, 1030, 20'000, 4000}));
    EXPECT_TRUE(editing.drag({2070, 2040, 20'000, 4000}));
    EXPECT_EQ(box(), (DotBox{2125, 2000, 20'000, 4000}));
    editing.lift();
    EXPECT_TRUE(editing.drag({3000, 2000, 20'000, 4000}));
    editing.undo();
    EXPECT_EQ(box().x, 2125);
    editing.undo();
    EXPECT_EQ(editing.form(), small());
}

TEST_F(Editing, FontsAndModulesStayReadable) {
    editing.select("name");
    EXPECT_TRUE(editing.font(-99'000));
    EXPECT_EQ(editing.element()->font_max, 1250);
    EXPECT_EQ(editing.element()->font_min, 1250);
    EXPECT_TRUE(editing.font(99'000));
    EXPECT_EQ(editing.element()->font_max, 30'000);
    editing.select("bars");
    EXPECT_FALSE(editing.module(-125)) << "0.25 mm is the least a reader takes";
    EXPECT_TRUE(editing.module(125));
}

TEST_F(Editing, EveryLookGoesRoundInACircle) {
    editing.select("name");
    LabelElement const before = *editing.element();
    for (int at = 0; at < 3; ++at) EXPECT_TRUE(editing.next_align());
    for (int at = 0; at < 3; ++at) EXPECT_TRUE(editing.next_cut());
    for (int at = 0; at < 5; ++at) EXPECT_TRUE(editing.next_frame());
    for (int at = 0; at < 2; ++at) EXPECT_TRUE(editing.toggle_bold());
    for (int at = 0; at < 2; ++at) EXPECT_TRUE(editing.toggle_inverse());
    EXPECT_EQ(*editing.element(), before);
}

TEST_F(Editing, TextIsTakenAwayByCharactersAndFields) {
    using Texts = std::vector<std::string>;
    editing.select("name");
    EXPECT_TRUE(editing.erase());
    EXPECT_EQ(editing.element()->parts, (Texts{"净 {net_kg} kg", "PT "}));
    for (int at = 0; at < 3; ++at) editing.erase();
    EXPECT_EQ(editing.element()->parts, (Texts{"净 {net_kg} kg"}));
    for (int at = 0; at < 5; ++at) EXPECT_TRUE(editing.erase());
    EXPECT_EQ(editing.element()->parts, (Texts{"净"}));
    EXPECT_TRUE(editing.erase()) << "a hanzi of three bytes goes as one";
    EXPECT_EQ(editing.element()->parts, Texts{""});
    EXPECT_FALSE(editing.erase());
}

TEST_F(Editing, WordsAndFieldsAreWrittenBehindEachOther) {
    using Texts = std::vector<std::string>;
    editing.select("name");
    EXPECT_TRUE(editing.clear_text());
    EXPECT_TRUE(editing.write("批 "));
    EXPECT_TRUE(editing.write("{lot}"));
    EXPECT_TRUE(editing.begin_part());
    EXPECT_FALSE(editing.begin_part()) << "an empty part already waits";
    EXPECT_TRUE(editing.write("{time}"));
    EXPECT_EQ(editing.element()->parts, (Texts{"批 {lot}", "{time}"}));
    EXPECT_FALSE(editing.write(std::string(LabelEditing::longest_part, 'x'))) << "too long for a part";
}

TEST_F(Editing, WhatIsAddedIsInHandInTheMiddleUnderAFreeName) {
    EXPECT_TRUE(editing.add(LabelElementKind::qr));
    ASSERT_NE(editing.element(), nullptr);
    EXPECT_EQ(editing.element()->id, "added-1");
    EXPECT_EQ(box(), (DotBox{23'000, 13'000, 14'000, 14'000}));
    EXPECT_TRUE(editing.add(LabelElementKind::text));
    EXPECT_EQ(editing.element()->id, "added-2");
    editing.undo();
    editing.undo();
    EXPECT_EQ(editing.form(), small());
}

TEST_F(Editing, WhatIsRemovedIsLeftNoRoomByOthersAndComesBackWhole) {
    editing.select("name");
    EXPECT_TRUE(editing.remove());
    EXPECT_EQ(editing.form().elements.size(), 1u);
    EXPECT_EQ(editing.form().elements[0].leaves, "");
    editing.select("bars");
    EXPECT_FALSE(editing.remove()) << "a label of nothing is no label";
    editing.undo();
    EXPECT_EQ(editing.form(), small());
}

TEST_F(Editing, KeepsAHundredStepsAndForgetsTheOldest) {
    editing.select("name");
    for (int at = 0; at < 150; ++at)
        ASSERT_TRUE(editing.move(at % 2 == 0 ? 125 : -125, at < 75 ? 125 : -125));
    int undone = 0;
    for (; editing.can_undo(); ++undone) editing.undo();
    EXPECT_EQ(undone, 100);
}

TEST_F(Editing, WhatIsKeptIsAVersionOfItsOwn) {
    editing.select("name");
    editing.move(125, 0);
    editing.kept(2);
    EXPECT_FALSE(editing.changed());
    EXPECT_EQ(editing.form().version, 2);
    editing.undo();
    EXPECT_TRUE(editing.changed());
    EXPECT_EQ(editing.form().version, 2) << "going back is written as something newer, too";
}

TEST_F(Editing, WalksThroughAllElements) {
    editing.select_next();
    EXPECT_EQ(editing.element()->id, "name");
    editing.select_next();
    EXPECT_EQ(editing.element()->id, "bars");
    editing.select_next();
    EXPECT_EQ(editing.element()->id, "name");
}

}  // namespace
}  // namespace bozhong::domain
