// bozhong-screens --out DIR [--panel 1280x800] [--language zh] [--theme dark] [--scene NAME]
// Writes a PNG of every screen and state; without limits in both languages, both themes and on every panel.

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <iostream>

#include "tests/ui/fixtures/shots.h"

namespace fixtures = bozhong::ui::fixtures;

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{"out", "folder for the pictures", "folder"},
                       {"panel", "only this panel", "size"},
                       {"language", "only zh or en", "language"},
                       {"theme", "only dark or light", "theme"},
                       {"scene", "only this scene", "name"}});
    parser.process(app);
    if (!parser.isSet("out")) {
        std::cerr << "bozhong-screens: --out: a folder for the pictures is needed\n";
        return 2;
    }
    auto const wanted = [&](char const* option, std::string const& value) {
        return !parser.isSet(option) || parser.value(option).toStdString() == value;
    };
    QDir const folder(parser.value("out"));
    folder.mkpath(".");
    int written = 0;
    for (auto const& panel : fixtures::panels)
        for (std::string const language : {"zh", "en"})
            for (std::string const theme : {"dark", "light"})
                for (auto const& scene : fixtures::all_scenes()) {
                    if (!wanted("panel", panel.name) || !wanted("language", language) ||
                        !wanted("theme", theme) || !wanted("scene", scene.name))
                        continue;
                    QString const name =
                        QStringLiteral("%1-%2-%3-%4.png")
                            .arg(scene.name.c_str(), panel.name, language.c_str(), theme.c_str());
                    if (!fixtures::picture(scene, panel, language, theme).save(folder.filePath(name))) {
                        std::cerr << "bozhong-screens: " << name.toStdString() << ": cannot be written\n";
                        return 1;
                    }
                    ++written;
                }
    std::cout << "{\"pictures\":" << written << "}\n";
    return 0;
}
