#include "ui/main/glass.h"

#include <QCoreApplication>

#include "ui/screens/screen.h"
#include "ui/widgets/component.h"

namespace bozhong::ui {
namespace {

app::Glass glass_of(MainWindow const& window) {
    app::Glass out{.revision = window.revision()};
    for (auto const* part : window.findChildren<QWidget*>()) {
        if (!part->isVisible()) continue;
        if (dynamic_cast<Screen const*>(part) != nullptr) out.screen = part->objectName().toStdString();
        auto const* key = dynamic_cast<Pressable const*>(part);
        if (key == nullptr) continue;
        QRect const touch = key->touch().toAlignedRect();
        QPoint const corner = key->mapToGlobal(touch.topLeft());
        out.keys.push_back(
            {key->objectName().toStdString(), corner.x(), corner.y(), touch.width(), touch.height()});
    }
    return out;
}

}  // namespace

void tell_glass(MainWindow& window, std::function<void(app::Glass const&)> answer) {
    // The application outlives whoever asks; its loop, and so this call, ends before the window does.
    QMetaObject::invokeMethod(
        QCoreApplication::instance(), [&window, answer = std::move(answer)] { answer(glass_of(window)); },
        Qt::QueuedConnection);
}

}  // namespace bozhong::ui
