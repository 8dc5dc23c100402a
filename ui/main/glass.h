#pragma once
// Where on the display the keys are, for a script that touches them with a pointer of its own.

#include <functional>

#include "station/app/control.h"
#include "ui/main_window.h"

namespace bozhong::ui {

/// From any thread; answers on the GUI thread, and never once the window is gone.
void tell_glass(MainWindow& window, std::function<void(app::Glass const&)> answer);

}  // namespace bozhong::ui
