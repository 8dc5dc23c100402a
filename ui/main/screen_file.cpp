#include "ui/main/screen_file.h"

#include <QSettings>
#include <filesystem>

namespace bozhong::ui {
namespace {

/// A width nobody's panel has would make every key unusable.
constexpr double narrowest_mm = 80, widest_mm = 2000;

}  // namespace

ScreenFile::ScreenFile(std::string const& journal_path)
    : m_path(std::filesystem::path(journal_path).parent_path() / "screen.ini") {}

Settings ScreenFile::load(Settings settings) const {
    QSettings const file(QString::fromStdString(m_path), QSettings::IniFormat);
    auto const language = file.value("language").toString();
    if (language == "zh" || language == "en") settings.language = language.toStdString();
    auto const theme = file.value("theme").toString();
    if (theme == "dark" || theme == "light") settings.theme = theme.toStdString();
    auto const width = file.value("panel_width_mm", settings.panel_width_mm).toDouble();
    if (width >= narrowest_mm && width <= widest_mm) settings.panel_width_mm = width;
    settings.left_handed = file.value("left_handed", settings.left_handed).toBool();
    settings.less_motion = file.value("less_motion", settings.less_motion).toBool();
    settings.sound = file.value("sound", settings.sound).toBool();
    settings.loudness = qBound(1, file.value("loudness", settings.loudness).toInt(), 3);
    settings.speech = file.value("speech", settings.speech).toBool();
    settings.speech_percent = qBound(100, file.value("speech_percent", settings.speech_percent).toInt(), 160);
    return settings;
}

void ScreenFile::save(Settings const& settings) const {
    QSettings file(QString::fromStdString(m_path), QSettings::IniFormat);
    file.setValue("language", QString::fromStdString(settings.language));
    file.setValue("theme", QString::fromStdString(settings.theme));
    file.setValue("panel_width_mm", settings.panel_width_mm);
    file.setValue("left_handed", settings.left_handed);
    file.setValue("less_motion", settings.less_motion);
    file.setValue("sound", settings.sound);
    file.setValue("loudness", settings.loudness);
    file.setValue("speech", settings.speech);
    file.setValue("speech_percent", settings.speech_percent);
}

}  // namespace bozhong::ui
