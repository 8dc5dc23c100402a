// The technician's screens of a scale: frames beside readings, a recording, a signed check weighing.

#include <gtest/gtest.h>

#include "tests/ui/fixtures/hand.h"
#include "tests/ui/fixtures/shots.h"
#include "ui/screens/all.h"
#include "ui/text/wire_text.h"

namespace bozhong::ui {
namespace {

using fixtures::key;
using fixtures::tap;

class Diagnostics : public ::testing::Test {
  protected:
    Diagnostics()
        : tracer(fixtures::full_trace()), window(fixtures::settings_of(fixtures::panels[0], "zh", "dark")) {
        window.resize(1280, 800);
        window.show();
        QObject::connect(&window, &MainWindow::key_pressed,
                         [this](core::KeyPressed key) { sent.push_back(std::move(key)); });
        QObject::connect(&window, &MainWindow::authorise,
                         [this](core::KeyPressed key, std::string badge, std::string) {
                             sent.push_back(std::move(key));
                             badges.push_back(std::move(badge));
                         });
    }
    void show(std::string const& name) {
        for (auto const& each : fixtures::all_scenes())
            if (each.name == name) fixtures::show_scene(window, each);
        window.watch(tracer);
    }
    void press(char const* name) {
        Pressable* const found = key(window, name);
        ASSERT_NE(found, nullptr) << name;
        tap(window, *found);
    }
    void type(std::string const& digits) {
        for (char const each : digits)
            press((std::string("padKey_") + (each == '.' ? std::string("last") : std::string(1, each)))
                      .c_str());
    }
    QString words(char const* name) { return dynamic_cast<Key*>(key(window, name))->face().text; }

    fixtures::CannedTracer tracer;
    MainWindow window;
    std::vector<core::KeyPressed> sent;
    std::vector<std::string> badges;
};

TEST_F(Diagnostics, OpensFromTheDevicesAndShowsFramesBesideReadings) {
    show("devices");
    press("diagnosticsKey");
    auto* const screen = window.findChild<QWidget*>("diagnosticsScreen");
    ASSERT_NE(screen, nullptr);
    EXPECT_TRUE(screen->isVisible());
    auto* const table = dynamic_cast<FrameTable*>(window.findChild<QWidget*>("frameTable"));
    ASSERT_NE(table, nullptr);
    ASSERT_EQ(table->rows().size(), ScaleTrace::most_frames);
    EXPECT_EQ(table->rows()[0].time, QStringLiteral("04:36:12.345"));
    EXPECT_EQ(table->rows()[0].bytes, QStringLiteral("‹02›+002025316‹03›"));
    EXPECT_EQ(table->rows()[0].reading, QStringLiteral("2.025 kg · 净 · 稳"));
    EXPECT_EQ(table->rows()[11].bytes, QStringLiteral("ST,GS,+  2.025kg‹0D›‹0A›"));
}

TEST_F(Diagnostics, RecordsTheScaleInUseAndEndsItByTheSameKey) {
    show("diagnostics");
    EXPECT_EQ(words("recordWireKey"), QStringLiteral("停 · 12 秒"));
    press("recordWireKey");
    EXPECT_EQ(words("recordWireKey"), QStringLiteral("录 60 秒"));
    press("recordWireKey");
    EXPECT_EQ(tracer.asked, (std::vector<std::string>{"scale-3 off", "scale-3 on"}));
}

TEST_F(Diagnostics, ItsKeysReachTheScale) {
    show("diagnostics");
    press("zeroKey");
    press("tareKey");
    press("clearTareKey");
    ASSERT_EQ(sent.size(), 3U);
    EXPECT_EQ(sent[0].key, core::Key::zero);
    EXPECT_EQ(sent[1].key, core::Key::tare);
    EXPECT_EQ(sent[2].key, core::Key::clear_tare);
    press("checkWeightKey");
    EXPECT_TRUE(window.findChild<QWidget*>("checkWeightScreen")->isVisible());
}

TEST_F(Diagnostics, ACheckWeighingAsksWhoSignsIt) {
    show("check-weight");
    press("massKey_3");
    press("massKey_2");
    press("confirmKey");
    EXPECT_TRUE(window.findChild<QWidget*>("supervisorPinScreen")->isVisible());
    EXPECT_TRUE(sent.empty()) << "nothing is written before somebody signed";
    window.show_authorised();
    EXPECT_TRUE(window.findChild<QWidget*>("checkWeightScreen")->isVisible()) << "to read the result";
}

TEST_F(Diagnostics, ATableThatWaitsForItsCheckLeadsThere) {
    show("check-due");
    press("confirmKey");
    EXPECT_TRUE(window.findChild<QWidget*>("checkWeightScreen")->isVisible());
    EXPECT_TRUE(sent.empty()) << "the key weighs nothing now";
}

TEST_F(Diagnostics, AnyMassUpToMaxCanBeTyped) {
    show("check-weight");
    type("12.5");
    EXPECT_EQ(words("massField"), QStringLiteral("12.5 kg"));
    EXPECT_EQ(dynamic_cast<Key*>(key(window, "confirmKey"))->face().kind, KeyKind::primary);
    press("massKey_0");
    type("15.005");
    EXPECT_EQ(dynamic_cast<Key*>(key(window, "confirmKey"))->face().kind, KeyKind::dim);
    press("confirmKey");
    EXPECT_FALSE(window.findChild<QWidget*>("supervisorPinScreen") != nullptr &&
                 window.findChild<QWidget*>("supervisorPinScreen")->isVisible());
}

TEST(WireText, ShowsControlAndHighBytesInHex) {
    using namespace std::string_view_literals;
    EXPECT_EQ(wire_text("\x02 1.5kg\r\x8f\x7f"sv), QStringLiteral("‹02› 1.5kg‹0D›‹8F›‹7F›"));
    EXPECT_EQ(wire_text("\0"sv), QStringLiteral("‹00›"));
}

TEST(WireText, SaysMassesAsAPersonWould) {
    EXPECT_EQ(mass_text(domain::grams(5), true), QStringLiteral("+5 g"));
    EXPECT_EQ(mass_text(-domain::grams(15), true), QStringLiteral("-15 g"));
    EXPECT_EQ(mass_text(domain::Mass{500}), QStringLiteral("0.500 g"));
    EXPECT_EQ(mass_text(domain::grams(15'000)), QStringLiteral("15.000 kg"));
}

}  // namespace
}  // namespace bozhong::ui
