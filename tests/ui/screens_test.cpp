// What can be measured on the glass: sizes, gaps, places that never move, text that is never cut.

#include <gtest/gtest.h>

#include <QDir>
#include <cstdlib>
#include <map>
#include <set>

#include "tests/ui/fixtures/hand.h"
#include "tests/ui/fixtures/ink.h"
#include "tests/ui/fixtures/shots.h"
#include "ui/style/draw.h"
#include "ui/widgets/gauge.h"
#include "ui/widgets/weight_panel.h"

namespace bozhong::ui {
namespace {

using fixtures::Panel;
using fixtures::Scene;

template <class T>
T* part(MainWindow& window, char const* name) {
    for (QWidget* each : window.findChildren<QWidget*>(QLatin1String(name)))
        if (each->isVisible()) return dynamic_cast<T*>(each);
    return nullptr;
}

std::unique_ptr<MainWindow> open(Panel const& panel, Scene const& scene, std::string const& language = "zh") {
    auto window = std::make_unique<MainWindow>(fixtures::settings_of(panel, language, "dark"));
    window->resize(panel.width, panel.height);
    window->show();
    fixtures::show_scene(*window, scene);
    return window;
}

class OnPanel : public ::testing::TestWithParam<Panel> {};

bool must_be_high(QString const& name) {
    static QStringList const small{"backKey",      "productHeader", "handsFreeKey", "deviceDots",
                                   "undoKey",      "queueMoreKey",  "tile",         "row_",
                                   "customerTile", "productTile",   "queueTile",    "progressTicks", "noticeKey_",
                                   "only"};
    return std::ranges::none_of(small, [&](QString const& each) { return name.startsWith(each); });
}

TEST_P(OnPanel, EveryTargetFitsAGlovedFinger) {
    Panel const panel = GetParam();
    double const mm = panel.width_mm / panel.width;
    for (auto const& scene : fixtures::all_scenes()) {
        auto const window = open(panel, scene);
        auto const keys = fixtures::pressables(*window);
        EXPECT_FALSE(keys.empty()) << scene.name;
        for (Pressable const* key : keys) {
            QRectF const touch = fixtures::touch_in(*window, *key);
            std::string const what = scene.name + " " + key->objectName().toStdString();
            EXPECT_GE(touch.width() * mm, 15.9) << what;
            EXPECT_GE(touch.height() * mm, must_be_high(key->objectName()) ? 19.9 : 15.9) << what;
            EXPECT_TRUE(
                QRectF(window->rect()).adjusted(-1, -1, 1, 1).contains(fixtures::drawn_in(*window, *key)))
                << what;
        }
    }
}

TEST_P(OnPanel, KeysNeverTouchEachOther) {
    Panel const panel = GetParam();
    double const mm = panel.width_mm / panel.width;
    for (auto const& scene : fixtures::all_scenes()) {
        auto const window = open(panel, scene);
        auto const keys = fixtures::pressables(*window);
        for (std::size_t a = 0; a < keys.size(); ++a)
            for (std::size_t b = a + 1; b < keys.size(); ++b) {
                // What is dead between two touch areas: half of a gap of 2 mm, less the rounding to pixels.
                double const dead = 0.8 / mm;
                QRectF const wide = fixtures::touch_in(*window, *keys[a]).adjusted(-dead, -dead, dead, dead);
                EXPECT_FALSE(wide.intersects(fixtures::touch_in(*window, *keys[b])))
                    << scene.name << " " << keys[a]->objectName().toStdString() << " "
                    << keys[b]->objectName().toStdString();
            }
    }
}

TEST_P(OnPanel, NothingMovesBetweenStates) {
    std::map<QString, QRect> seen;
    for (auto const& scene : fixtures::sort_scenes()) {
        auto const window = open(GetParam(), scene);
        for (char const* const name :
             {"confirmKey", "undoKey", "customerPlate", "weightPanel", "portionGauge", "shortKey", "skipKey",
              "printKey", "tareKey", "zeroKey", "moreKey", "queueTile_0", "handsFreeKey", "deviceDots",
              "productHeader"}) {
            auto* const widget = part<QWidget>(*window, name);
            ASSERT_NE(widget, nullptr) << scene.name << " " << name;
            QRect const place(widget->mapTo(window.get(), QPoint(0, 0)), widget->size());
            EXPECT_EQ(seen.emplace(name, place).first->second, place) << scene.name << " " << name;
        }
        auto* const weight = part<WeightPanel>(*window, "weightPanel");
        auto* const gauge = part<PortionGauge>(*window, "portionGauge");
        EXPECT_EQ(seen.emplace("liveWeight", weight->figure_box()).first->second, weight->figure_box())
            << scene.name;
        EXPECT_EQ(seen.emplace("window", gauge->window().toRect()).first->second, gauge->window().toRect())
            << scene.name;
    }
}

TEST_P(OnPanel, TheLiveWeightIsReadFromThreeMetres) {
    Panel const panel = GetParam();
    auto const window = open(panel, {"longest", "", fixtures::longest_names()});
    auto* const weight = part<WeightPanel>(*window, "weightPanel");
    ASSERT_NE(weight, nullptr);
    double const mm = panel.width_mm / panel.width;
    EXPECT_GE(weight->figure_pixels(QStringLiteral("112.46")) * 0.733 * mm, 17.5);
    EXPECT_GE(weight->figure_pixels(QStringLiteral("4.05")) * 0.733 * mm, 25.0);
}

/// The first panel is kept whole to be looked at, of the others what shows their shape.
void keep(QImage const& image, Panel const& panel, Scene const& scene, std::string const& language) {
    bool const kept = std::string(panel.name) == fixtures::panels[0].name || scene.name == "sort-in-band" ||
                      scene.name == "sort-longest-names";
    if (!kept) return;
    QDir const folder(QStringLiteral(BOZHONG_BIN_DIR "/../artifacts/screens"));
    folder.mkpath(".");
    QString const file =
        QStringLiteral("%1-%2-%3.png").arg(scene.name.c_str(), panel.name, language.c_str());
    EXPECT_TRUE(image.save(folder.filePath(file)));
}

TEST_P(OnPanel, TextIsWholeAndNothingLiesOnAnythingInEitherLanguage) {
    Panel const panel = GetParam();
    std::vector<std::string> faults;
    std::string where;
    draw::on_cut_text() = [&](QString const& text) {
        faults.push_back(where + "\"" + text.toStdString() + "\" is cut");
    };
    for (auto const& scene : fixtures::all_scenes())
        for (std::string const language : {"zh", "en"}) {
            where = scene.name + " " + language + ": ";
            fixtures::InkWatch watch;
            auto const window = open(panel, scene, language);
            QImage const image = window->grab().toImage();
            ASSERT_EQ(image.size(), QSize(panel.width, panel.height));
            EXPECT_FALSE(watch.seen.empty()) << where;
            for (auto const& fault : fixtures::layout_faults(*window, watch.seen)) faults.push_back(where + fault);
            keep(image, panel, scene, language);
        }
    draw::on_cut_text() = nullptr;
    for (auto const& each : faults) ADD_FAILURE() << each;
}

INSTANTIATE_TEST_SUITE_P(All, OnPanel, ::testing::ValuesIn(fixtures::panels),
                         [](auto const& each) { return "p" + std::string(each.param.name); });

// The judge of the pictures above must see what is drawn, and say what is wrong.
TEST(Layout, WhatLiesOnSomethingElseIsFound) {
    Panel const panel = fixtures::panels[0];
    fixtures::InkWatch watch;
    auto const window = open(panel, {"in band", "", fixtures::working()});
    window->grab();
    auto const drawn = [&](char const* name, QString const& text) {
        return std::ranges::any_of(watch.seen, [&](auto const& ink) {
            return ink.on->objectName() == QLatin1String(name) && ink.text == text;
        });
    };
    EXPECT_TRUE(drawn("customerPlate", "038"));
    EXPECT_TRUE(drawn("weightPanel", "0.00"));
    EXPECT_TRUE(drawn("moreKey", QStringLiteral("更多")));
    EXPECT_TRUE(fixtures::layout_faults(*window, watch.seen).empty());

    auto inks = watch.seen;
    inks.push_back(inks.front());
    EXPECT_EQ(fixtures::layout_faults(*window, inks).size(), 1U);
    inks.back().place.translate(0, -200);
    EXPECT_EQ(fixtures::layout_faults(*window, inks).size(), 1U);
    auto* const gauge = part<QWidget>(*window, "portionGauge");
    gauge->move(gauge->pos() + QPoint(0, 30));
    EXPECT_FALSE(fixtures::layout_faults(*window, {}).empty());
    gauge->move(-5000, 0);
    EXPECT_EQ(fixtures::layout_faults(*window, {}).size(), 1U);
}

// Grey pictures of the states: she tells them apart without colour, and without reading.
TEST(States, DifferInGreyByIconAndGauge) {
    std::map<std::string, std::pair<QImage, QImage>> shown;
    Panel const panel = fixtures::panels[0];
    for (auto const& scene : fixtures::sort_scenes()) {
        static std::set<std::string> const told{"sort-empty",     "sort-in-band",  "sort-over-soft",
                                                "sort-over-hard", "sort-recorded", "sort-dead"};
        if (!told.contains(scene.name)) continue;
        auto const window = open(panel, scene);
        auto* const weight = part<WeightPanel>(*window, "weightPanel");
        QImage const face = weight->grab().toImage().convertToFormat(QImage::Format_Grayscale8);
        QRect const icon(24, weight->figure_box().center().y() - 62, 125, 125);
        QImage const gauge = part<PortionGauge>(*window, "portionGauge")
                                 ->grab()
                                 .toImage()
                                 .convertToFormat(QImage::Format_Grayscale8);
        shown.emplace(scene.name, std::pair(face.copy(icon), gauge));
    }
    ASSERT_EQ(shown.size(), 6U);
    auto const differing = [](QImage const& a, QImage const& b) {
        int count = 0;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x)
                count += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) > 40 ? 1 : 0;
        return static_cast<double>(count) / (a.width() * a.height());
    };
    for (auto const& [a, first] : shown)
        for (auto const& [b, second] : shown)
            if (a < b) {
                EXPECT_GE(differing(first.first, second.first) + differing(first.second, second.second), 0.10)
                    << a << " " << b;
            }
}

}  // namespace
}  // namespace bozhong::ui
