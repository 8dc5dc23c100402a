#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "config/label_template.h"
#include "station/domain/label_editing.h"

namespace {

using namespace bozhong;
namespace fs = std::filesystem;

/// Where something stood in its file is no part of what it is.
domain::LabelTemplate bare(domain::LabelTemplate form) {
    form.source.clear();
    for (auto& element : form.elements) element.line = 0;
    return form;
}

domain::LabelTemplate read(std::string const& toml, int dots_per_mm) {
    auto const form = config::parse_label_template(toml, "t.toml", dots_per_mm);
    EXPECT_TRUE(form.ok()) << (form.ok() ? "" : form.error().text()) << "\n" << toml;
    return form.ok() ? bare(*form) : domain::LabelTemplate{};
}

std::vector<std::string> delivered() {
    std::vector<std::string> out;
    for (auto const& each : fs::directory_iterator(BOZHONG_SOURCE_DIR "/config/labels"))
        if (each.path().extension() == ".toml") out.push_back(each.path().string());
    std::ranges::sort(out);
    return out;
}

struct Folder {
    fs::path path = fs::path(testing::TempDir()) / ("labels-" + std::to_string(::getpid()));
    Folder() { fs::remove_all(path); }
    ~Folder() { fs::remove_all(path); }
};

TEST(LabelTemplateWriter, WhatIsWrittenIsReadAsTheSameAtEveryResolution) {
    ASSERT_GE(delivered().size(), 8u);
    for (auto const& path : delivered()) {
        SCOPED_TRACE(path);
        auto const form = config::load_label_template(path, domain::micrometres);
        ASSERT_TRUE(form.ok()) << form.error().text();
        std::string const toml = config::label_template_toml(*form);
        EXPECT_EQ(read(toml, domain::micrometres), bare(*form));
        for (int const dots_per_mm : {8, 12}) {
            auto const original = config::load_label_template(path, dots_per_mm);
            ASSERT_TRUE(original.ok());
            EXPECT_EQ(read(toml, dots_per_mm), bare(*original));
        }
    }
}

TEST(LabelTemplateWriter, ATemplateInDotsBecomesOneInMillimetres) {
    std::string const dots =
        "name = \"t\"\nwidth_mm = 60\nheight_mm = 40\ndots_per_mm = 12\n[[element]]\nid = \"a\"\nkind = "
        "\"text\"\ntext = \"{product}\"\nbox = [7, 11, 713, 100]\nfont = [31, 29]\nmodule = 3\n";
    auto const form = config::parse_label_template(dots, "t.toml", domain::micrometres);
    ASSERT_TRUE(form.ok()) << form.error().text();
    auto const again = read(config::label_template_toml(*form), 12);
    ASSERT_EQ(again.elements.size(), 1u);
    EXPECT_EQ(again.elements[0].box, (domain::DotBox{7, 11, 713, 100}));
    EXPECT_EQ(again.elements[0].font_max, 31);
}

TEST(LabelTemplateWriter, EveryTextSurvives) {
    auto form = *config::load_label_template(delivered().front(), domain::micrometres);
    form.title = "\"引号\" \\ 斜线";
    form.elements[0].kind = domain::LabelElementKind::text;
    form.elements[0].parts = {"a\nb\t\"{product}\"", "\\ ", "ราคา"};
    form.elements[0].separator = " | ";
    EXPECT_EQ(read(config::label_template_toml(form), domain::micrometres), bare(form));
}

TEST(LabelTemplateWriter, AnyEditingIsReadAgainAsItWas) {
    using Kind = domain::LabelElementKind;
    domain::LabelEditing editing(*config::load_label_template(
        BOZHONG_SOURCE_DIR "/config/labels/item-80x50.toml", domain::micrometres));
    // A drawn walk through every command; the same seed walks the same way.
    std::uint32_t seed = 1;
    auto const draw = [&](std::uint32_t below) {
        return (seed = seed * 1664525u + 1013904223u) / 65536u % below;
    };
    for (int step = 0; step < 3000; ++step) {
        int const way = draw(2) == 0 ? 125 : -1000;
        switch (draw(14)) {
            case 0: editing.select_next(); break;
            case 1: editing.move(way, -way); break;
            case 2: editing.resize(way, way); break;
            case 3: editing.font(way); break;
            case 4: editing.module(way); break;
            case 5: editing.toggle_bold(); break;
            case 6: editing.toggle_inverse(); break;
            case 7: editing.next_align(); break;
            case 8: editing.next_frame(); break;
            case 9: editing.write(draw(2) == 0 ? "{lot}" : "筐\n"); break;
            case 10: editing.add(static_cast<Kind>(draw(9))); break;
            case 11: editing.next_cut(); break;
            case 12: draw(4) == 0 ? void(editing.remove()) : editing.undo(); break;
            default: editing.redo(); break;
        }
        if (step % 10 != 0) continue;
        std::string const toml = config::label_template_toml(editing.form());
        ASSERT_EQ(read(toml, domain::micrometres), bare(editing.form())) << step << "\n" << toml;
        ASSERT_TRUE(config::parse_label_template(toml, "t", 8).ok()) << toml;
    }
}

TEST(LabelTemplateWriter, IsSavedWholeAndNamesThePathWhenItCannotBe) {
    Folder const folder;
    auto const form = *config::load_label_template(delivered().front(), domain::micrometres);
    std::string const path = folder.path / "own" / "t.toml";
    ASSERT_TRUE(config::save_label_template(path, form).ok());
    ASSERT_TRUE(config::save_label_template(path, form).ok()) << "over an older one";
    auto const again = config::load_label_template(path, domain::micrometres);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(bare(*again), bare(form));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path / "own"), {}), 1) << "nothing left beside it";
    auto const failed = config::save_label_template(path + "/t.toml", form);
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().kind, domain::ErrorKind::io);
    EXPECT_THAT(failed.error().text(), testing::HasSubstr(path));
}

}  // namespace
