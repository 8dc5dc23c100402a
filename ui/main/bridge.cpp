#include "ui/main/bridge.h"

#include <QMetaObject>
#include <utility>

namespace bozhong::ui {

void Bridge::show(core::Snapshot const& snapshot) {
    bool asleep = false;
    {
        std::lock_guard const lock(m_mutex);
        asleep = !m_newest.has_value();
        m_newest = snapshot;
    }
    if (asleep) QMetaObject::invokeMethod(this, [this] { take(); }, Qt::QueuedConnection);
}

void Bridge::take() {
    std::optional<core::Snapshot> snapshot;
    {
        std::lock_guard const lock(m_mutex);
        snapshot = std::exchange(m_newest, std::nullopt);
    }
    if (snapshot) m_window.show_snapshot(*std::move(snapshot));
}

void Bridge::refuse(core::SignInRefused const& refused) {
    QMetaObject::invokeMethod(this, [this, refused] { m_window.show_refused(refused); }, Qt::QueuedConnection);
}

void Bridge::allow() {
    QMetaObject::invokeMethod(this, [this] { m_window.show_authorised(); }, Qt::QueuedConnection);
}

}  // namespace bozhong::ui
