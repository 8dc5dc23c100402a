#include "ui/screens/screen.h"

#include <QPaintEvent>
#include <QPainter>

namespace bozhong::ui {

Screen::Screen(Style const& style, Outlet const& outlet, char const* name, QWidget* parent)
    : QWidget(parent), m_style(style), m_outlet(outlet) {
    setObjectName(QString::fromLatin1(name));
    setAttribute(Qt::WA_OpaquePaintEvent);
}

bool Screen::scanned(std::string const&) {
    return false;
}

void Screen::paintEvent(QPaintEvent* event) {
    QPainter(this).fillRect(event->rect(), colour(m_style.colours.bg));
}

}  // namespace bozhong::ui
