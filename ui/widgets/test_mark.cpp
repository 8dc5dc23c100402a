#include "ui/widgets/test_mark.h"

#include <QPainter>

namespace bozhong::ui {

TestMark::TestMark(Style const& style, QWidget* parent) : Component(style, "testMark", parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void TestMark::arrange(QRect const& window) {
    auto const width = static_cast<int>(u(34));
    setGeometry((window.width() - width) / 2, 0, width, static_cast<int>(u(2.6)));
    raise();
}

void TestMark::paint(QPainter& painter) {
    painter.fillRect(rect(), colour(colours().warn));
    draw::TextLook look;
    look.size_u = 2.0;
    look.ink = colour(colours().on_warn);
    look.align = Qt::AlignHCenter;
    draw::text(painter, style(), rect(), style().say(Word::test_control), look);
}

}  // namespace bozhong::ui
