#include "ui/main/sounds.h"

#include <QMetaObject>
#include <utility>

namespace bozhong::ui {

Sounds::Sounds(MainWindow const& window, std::function<void(std::string const&)> log)
    : m_window(window), m_player(std::move(log)) {}

void Sounds::tone(core::Tone tone) {
    auto const play = [this, tone] {
        auto const& settings = m_window.settings();
        if (settings.sound) m_player.tone(tone, settings.loudness);
    };
    QMetaObject::invokeMethod(this, play, Qt::QueuedConnection);
}

}  // namespace bozhong::ui
