// The supervisor's label editor by touch: what is on the glass is what prints, and what is kept is what
// loads.

#include <gtest/gtest.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <filesystem>
#include <fstream>

#include "config/label_template.h"
#include "drivers/label/check.h"
#include "drivers/label/layout.h"
#include "tests/ui/fixtures/hand.h"
#include "tests/ui/fixtures/shots.h"
#include "ui/main/label_press.h"
#include "ui/main/template_desk.h"
#include "ui/screens/all.h"

namespace bozhong::ui {
namespace {

namespace fs = std::filesystem;
using fixtures::key;
using fixtures::tap;

class Editor : public ::testing::Test {
  protected:
    Editor() : window(fixtures::settings_of(fixtures::panels[0], "zh", "dark")) {
        TemplateDesk::Setup setup;
        setup.folders = {(folder / "labels").string(), {BOZHONG_SOURCE_DIR "/config/labels"}};
        setup.in_use = {"60x40"};
        setup.heads = {{8, 576, "a"}, {12, 864, "b"}};
        setup.changes = changes;
        setup.kept = [this](auto const& name, auto const& before, auto const& after) {
            told.push_back({name, before, after});
        };
        desk = TemplateDesk::open(std::move(setup)).value();
        window.resize(1280, 800);
        window.show();
        for (auto const& each : fixtures::all_scenes())
            if (each.name == "supervisor") fixtures::show_scene(window, each);
        window.edit_labels(*desk);
    }
    ~Editor() override { fs::remove_all(folder); }

    void press(char const* name, int times = 1) {
        for (int at = 0; at < times; ++at) {
            Pressable* const found = key(window, name);
            ASSERT_NE(found, nullptr) << name;
            tap(window, *found);
        }
    }
    Key const& face(char const* name) { return *dynamic_cast<Key*>(key(window, name)); }
    LabelCanvas& canvas() { return *dynamic_cast<LabelCanvas*>(window.findChild<QWidget*>("labelCanvas")); }
    void open_editor() {
        press("labelsKey");
        press("editKey");
    }
    /// A finger on the label, from there to there in millimetres.
    void touch(QPointF from, QPointF to) {
        auto const place = [&](QPointF mm) { return canvas().mapTo(&window, canvas().at(mm.x(), mm.y())); };
        drag(place(from), place(to));
    }
    void drag(QPointF from, QPointF to) {
        QWidget& target = canvas();
        auto const send = [&](QEvent::Type type, QPointF at) {
            QMouseEvent event(type, target.mapFrom(&window, at),
                              target.mapToGlobal(target.mapFrom(&window, at)), Qt::LeftButton, Qt::LeftButton,
                              Qt::NoModifier);
            QCoreApplication::sendEvent(&target, &event);
        };
        send(QEvent::MouseButtonPress, from);
        for (int part = 1; part <= 8; ++part)
            if (from != to) send(QEvent::MouseMove, from + (to - from) * part / 8.0);
        send(QEvent::MouseButtonRelease, to);
    }
    QString line() {
        // What stands on the line is drawn, not kept: listen to the drawing.
        QString out;
        draw::on_text() = [&](QString const& text, QRectF const&) { out += text + QLatin1Char('|'); };
        window.findChild<QWidget*>("editorLine")->grab();
        draw::on_text() = {};
        return out;
    }
    domain::LabelElement kept(std::string const& id) {
        auto const form =
            config::load_label_template(folder / "labels" / "item-60x40.toml", domain::micrometres);
        EXPECT_TRUE(form.ok()) << form.error().text();
        if (form.ok())
            for (auto const& each : form->elements)
                if (each.id == id) return each;
        ADD_FAILURE() << id << " is not there";
        return {};
    }

    fs::path const folder = fs::path(testing::TempDir()) / ("editor-" + std::to_string(::getpid()));
    struct Told {
        std::string name, before, after;
    };
    std::vector<Told> told;
    TemplateChanges changes = std::make_shared<std::atomic<unsigned>>(0);
    std::unique_ptr<TemplateDesk> desk;
    MainWindow window;
};

TEST_F(Editor, AThingIsMovedByFingerAndKeptForThePrinters) {
    open_editor();
    touch({10, 22}, {10, 22});
    EXPECT_TRUE(line().contains(QStringLiteral("4.05斤"))) << line().toStdString();
    touch({10, 22}, {9, 22});
    EXPECT_EQ(face("undoStepKey").face().kind, KeyKind::normal);
    EXPECT_EQ(face("keepTemplateKey").face().kind, KeyKind::primary);
    press("keepTemplateKey");
    auto const actual = kept("actual");
    EXPECT_EQ(actual.box, (domain::DotBox{0, 18'750, 35'500, 6500}));
    EXPECT_EQ(changes->load(), 1u);
    EXPECT_EQ(face("keepTemplateKey").face().kind, KeyKind::dim);
    // The next label is drawn with it, and it is what stood on the glass.
    config::StationSettings settings;
    settings.journal = folder / "journal.db";
    auto const form =
        config::load_label_template(find_template(template_folders(settings.journal), "60x40"), 8);
    ASSERT_TRUE(form.ok());
    EXPECT_EQ(form->version, 2);
    auto const fonts = label::Fonts::open();
    auto const printed = label::render(*form, label::usual_label(), *fonts);
    ASSERT_TRUE(printed.ok());
    auto const shown = desk->preview(*desk->open("item-60x40"), false);
    auto const bytes = printed->bytes();
    EXPECT_EQ(shown.rows, std::string(reinterpret_cast<char const*>(bytes.data()), bytes.size()));
}

TEST_F(Editor, TheCornerMakesItLargerAndOneStepTakesItBack) {
    open_editor();
    touch({10, 22}, {10, 22});
    QPointF const corner = canvas().mapTo(&window, canvas().handle().center());
    drag(corner, corner + QPointF(canvas().at(3, 0).x() - canvas().at(0, 0).x(), 0));
    press("undoStepKey");
    EXPECT_EQ(face("undoStepKey").face().kind, KeyKind::dim);
    press("redoStepKey");
    EXPECT_EQ(face("undoStepKey").face().kind, KeyKind::normal);
}

TEST_F(Editor, TouchingTheSamePlaceAgainTakesWhatLiesUnderIt) {
    open_editor();
    touch({30, 22}, {30, 22});
    QString const first = line();
    touch({30, 22}, {30, 22});
    EXPECT_NE(line(), first);
}

TEST_F(Editor, AnOverlapIsNamedAndCannotBeKept) {
    open_editor();
    touch({10, 22}, {10, 22});
    press("tool_7");
    press("tool_4", 3);
    EXPECT_EQ(face("keepTemplateKey").face().kind, KeyKind::dim);
    EXPECT_TRUE(line().contains(QStringLiteral("压着"))) << line().toStdString();
    EXPECT_TRUE(line().contains(QStringLiteral("item-60x40.toml:"))) << line().toStdString();
    press("keepTemplateKey");
    EXPECT_FALSE(fs::exists(folder / "labels"));
    press("undoStepKey", 3);
    EXPECT_FALSE(line().contains(QStringLiteral("压着")));
}

TEST_F(Editor, TextIsMadeOfFieldsWordsLettersAndTheScanner) {
    open_editor();
    touch({10, 35.2}, {10, 35.2});
    press("lookPageKey");
    press("tool_9");
    press("newPartKey");
    press("wordsKey");
    press("tileKey_11");
    press("fieldsKey");
    press("tileKey_14");
    press("lettersKey");
    press("tileKey_0");
    press("eraseKey");
    for (char const each : std::string("X-1")) {
        QKeyEvent event(QEvent::KeyPress, 0, Qt::NoModifier, QString(QLatin1Char(each)));
        QCoreApplication::sendEvent(&window, &event);
    }
    QKeyEvent enter(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    press("backKey");
    press("keepTemplateKey");
    EXPECT_EQ(kept("when").parts,
              (std::vector<std::string>{"{time}", "批 {lot}", "{sorter}", "批 {lot}X-1"}));
}

TEST_F(Editor, SizeWeightFrameAndRemovalReachTheFile) {
    open_editor();
    touch({10, 15}, {10, 15});
    press("lookPageKey");
    press("tool_3", 2);
    press("tool_4");
    press("keepTemplateKey");
    EXPECT_EQ(kept("product").font_max, 4750);
    EXPECT_FALSE(kept("product").bold);
    touch({10, 35.2}, {10, 35.2});
    press("tool_11");
    press("keepTemplateKey");
    auto const form = config::load_label_template(folder / "labels" / "item-60x40.toml");
    ASSERT_TRUE(form.ok());
    EXPECT_EQ(form->version, 3);
    for (auto const& each : form->elements) EXPECT_NE(each.id, "when");
}

TEST_F(Editor, WhatIsAddedStandsOnTheLabelAtOnce) {
    open_editor();
    press("addKey");
    press("kindKey_0");
    EXPECT_TRUE(line().contains(QStringLiteral("压着"))) << "it comes up in the middle, on other things";
    press("tool_7");
    press("tool_8", 8);
    press("tool_4", 1);
    press("lookPageKey");
    EXPECT_NE(face("tool_9").face().kind, KeyKind::dim);
}

TEST_F(Editor, APictureOfTheStationsOwnStandsOnTheLabel) {
    fs::create_directories(folder / "labels");
    fs::copy_file(BOZHONG_SOURCE_DIR "/config/labels/leaf.png", folder / "labels" / "our-logo.png");
    fs::copy_file(BOZHONG_SOURCE_DIR "/config/labels/leaf.png", folder / "labels" / "not a name.png");
    EXPECT_EQ(desk->pictures(), (std::vector<std::string>{"leaf.png", "our-logo.png"}));
    open_editor();
    // Room for it: what stood there goes.
    press("lookPageKey");
    for (double const y : {35.2, 31.5}) {
        touch({10, y}, {10, y});
        press("tool_11");
    }
    press("addKey");
    press("kindKey_9");
    press("tool_9");
    EXPECT_EQ(face("tool_9").face().sub, QStringLiteral("our-logo.png"));
    press("tool_9");
    EXPECT_EQ(face("tool_9").face().sub, QStringLiteral("leaf.png")) << "and round again";
    press("undoStepKey");
    touch({30, 20}, {6, 34});
    QPointF const corner = canvas().mapTo(&window, canvas().handle().center());
    QPointF const two_mm = canvas().at(2, 2) - canvas().at(0, 0);
    drag(corner, corner - two_mm);
    press("keepTemplateKey");
    EXPECT_EQ(kept("added-1").file, "our-logo.png") << line().toStdString();
}

TEST_F(Editor, WhatWasKeptIsToldWithBothIdentities) {
    open_editor();
    touch({10, 22}, {10, 22});
    press("tool_8");
    press("keepTemplateKey");
    press("backKey");
    press("restoreKey", 2);
    ASSERT_EQ(told.size(), 2u);
    EXPECT_EQ(told[0].name, "item-60x40");
    EXPECT_TRUE(told[0].before.starts_with("1, ")) << told[0].before;
    EXPECT_TRUE(told[0].after.starts_with("2, ")) << told[0].after;
    EXPECT_EQ(told[1].before, told[0].after);
    EXPECT_EQ(told[1].after, told[0].before);
}

TEST_F(Editor, TheStandardOneComesBackAfterTwoPresses) {
    open_editor();
    touch({10, 22}, {10, 22});
    press("tool_8");
    press("keepTemplateKey");
    press("backKey");
    EXPECT_EQ(face("restoreKey").face().kind, KeyKind::bad);
    press("restoreKey");
    EXPECT_TRUE(fs::exists(folder / "labels" / "item-60x40.toml"));
    press("restoreKey");
    EXPECT_FALSE(fs::exists(folder / "labels" / "item-60x40.toml"));
    EXPECT_EQ(changes->load(), 2u);
    press("editKey");
    EXPECT_EQ(face("undoStepKey").face().kind, KeyKind::dim);
}

TEST_F(Editor, WhatWasNotKeptIsStillThereAfterAWalk) {
    open_editor();
    touch({10, 22}, {10, 22});
    press("tool_8");
    press("backKey");
    press("editKey");
    EXPECT_EQ(face("undoStepKey").face().kind, KeyKind::normal);
}

TEST_F(Editor, ASorterIsAskedForASupervisor) {
    fixtures::show_scene(window, {"", "labelEditorScreen", fixtures::working()});
    EXPECT_TRUE(window.findChild<QWidget*>("supervisorPinScreen")->isVisible());
}

TEST_F(Editor, AFileThatCannotBeReadIsNamedAndNotOpened) {
    fs::create_directories(folder / "labels");
    std::ofstream(folder / "labels" / "item-60x40.toml") << "name = \"x\"\nwidth_mm = true\n";
    auto const files = desk->files();
    ASSERT_FALSE(files.empty());
    EXPECT_EQ(files.front().name, "item-60x40");
    EXPECT_NE(files.front().trouble.find("item-60x40.toml:2"), std::string::npos) << files.front().trouble;
    press("labelsKey");
    EXPECT_EQ(face("editKey").face().kind, KeyKind::dim);
    EXPECT_EQ(face("restoreKey").face().kind, KeyKind::bad) << "the way out";
}

TEST_F(Editor, APrinterThatCannotPrintItRefusesIt) {
    auto form = *desk->open("item-60x40");
    form.width = 80'000;
    auto const preview = desk->preview(form, false);
    EXPECT_EQ(preview.trouble, LabelTrouble::not_for_this_printer);
    auto const saved = desk->save("item-60x40", form);
    ASSERT_FALSE(saved.ok());
    EXPECT_NE(saved.error().text().find("576"), std::string::npos);
}

}  // namespace
}  // namespace bozhong::ui
