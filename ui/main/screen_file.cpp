#include "ui/main/screen_file.h"

#include <QSettings>
#include <filesystem>

namespace bozhong::ui {
namespace {

/// A width nobody's panel has would make every key unusable.
constexpr double narrowest_mm = 80, widest_mm = 2000;

/// Any text may be an id; a group's name is letters and digits.
QString group_of(std::string const& person) {
    return QStringLiteral("person-") + QString::fromLatin1(QByteArray::fromStdString(person).toHex());
}

void take_likes(QSettings const& file, Settings& settings) {
    auto const language = file.value("language").toString();
    if (language == "zh" || language == "en") settings.language = language.toStdString();
    auto const theme = file.value("theme").toString();
    if (theme == "dark" || theme == "light") settings.theme = theme.toStdString();
    settings.left_handed = file.value("left_handed", settings.left_handed).toBool();
    settings.less_motion = file.value("less_motion", settings.less_motion).toBool();
    settings.sound = file.value("sound", settings.sound).toBool();
    settings.loudness = qBound(1, file.value("loudness", settings.loudness).toInt(), 3);
    settings.speech = file.value("speech", settings.speech).toBool();
    settings.speech_percent = qBound(100, file.value("speech_percent", settings.speech_percent).toInt(), 160);
}

void write_likes(QSettings& file, Settings const& settings) {
    file.setValue("language", QString::fromStdString(settings.language));
    file.setValue("theme", QString::fromStdString(settings.theme));
    file.setValue("left_handed", settings.left_handed);
    file.setValue("less_motion", settings.less_motion);
    file.setValue("sound", settings.sound);
    file.setValue("loudness", settings.loudness);
    file.setValue("speech", settings.speech);
    file.setValue("speech_percent", settings.speech_percent);
}

}  // namespace

ScreenFile::ScreenFile(std::string const& journal_path)
    : m_path(std::filesystem::path(journal_path).parent_path() / "screen.ini") {}

Settings ScreenFile::load(Settings settings, std::string const& person) const {
    QSettings file(QString::fromStdString(m_path), QSettings::IniFormat);
    take_likes(file, settings);
    auto const width = file.value("panel_width_mm", settings.panel_width_mm).toDouble();
    if (width >= narrowest_mm && width <= widest_mm) settings.panel_width_mm = width;
    if (person.empty()) return settings;
    file.beginGroup(group_of(person));
    take_likes(file, settings);
    return settings;
}

void ScreenFile::save(Settings const& settings, std::string const& person) const {
    QSettings file(QString::fromStdString(m_path), QSettings::IniFormat);
    file.setValue("panel_width_mm", settings.panel_width_mm);
    if (person.empty()) return write_likes(file, settings);
    auto const people = file.childGroups();
    if (people.size() >= most_people && !people.contains(group_of(person))) return;
    file.beginGroup(group_of(person));
    write_likes(file, settings);
}

void keep_likes(MainWindow& window, ScreenFile const& file, Settings const& table) {
    QObject::connect(&window, &MainWindow::settings_changed,
                     [&](Settings const& now) { file.save(now, window.person()); });
    QObject::connect(&window, &MainWindow::person_changed,
                     [&](std::string const& person) { window.apply(file.load(table, person)); });
}

core::WorkChoice ScreenFile::load_work() const {
    QSettings file(QString::fromStdString(m_path), QSettings::IniFormat);
    file.beginGroup("work");
    core::WorkChoice choice;
    choice.walk = core::walk_by(file.value("walk").toString().toStdString());
    choice.only = core::only_for(file.value("only").toString().toStdString());
    choice.name = file.value("name").toString().toStdString();
    return choice.only == core::OnlyFor::everybody || choice.name.empty() ? core::WorkChoice{choice.walk}
                                                                          : choice;
}

void ScreenFile::save_work(core::WorkChoice const& choice) const {
    QSettings file(QString::fromStdString(m_path), QSettings::IniFormat);
    auto const text = [](std::string_view words) {
        return QString::fromUtf8(words.data(), static_cast<int>(words.size()));
    };
    file.beginGroup("work");
    file.setValue("walk", text(core::name(choice.walk)));
    file.setValue("only", text(core::name(choice.only)));
    file.setValue("name", text(choice.name));
}

void keep_work(MainWindow& window, ScreenFile const& file,
               std::function<void(core::KeyPressed)> const& press) {
    auto const kept = file.load_work();
    QObject::connect(&window, &MainWindow::work_changed,
                     [&](core::WorkChoice const& choice) { file.save_work(choice); });
    if (kept.walk != core::WalkBy::place)
        press({.key = core::Key::walk, .text = std::string(core::name(kept.walk))});
    if (kept.only != core::OnlyFor::everybody)
        press({.key = core::Key::only, .text = std::string(core::name(kept.only)), .detail = kept.name});
}

}  // namespace bozhong::ui
