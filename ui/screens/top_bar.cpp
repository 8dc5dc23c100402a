#include "ui/screens/top_bar.h"

#include "ui/screens/faces.h"

namespace bozhong::ui {

void BarTitle::show(QString title, QString sub, Icon icon, QString right) {
    if (title == m_title && sub == m_sub && icon == m_icon && right == m_right) return;
    m_title = std::move(title);
    m_sub = std::move(sub);
    m_icon = icon;
    m_right = std::move(right);
    update();
}

void BarTitle::paint(QPainter& painter) {
    painter.fillRect(rect(), colour(colours().pan));
    QColor const line = colour(colours().line);
    painter.fillRect(QRectF(0, height() - u(0.2), width(), u(0.2)), line);
    QRectF const box = QRectF(rect()).adjusted(u(2), 0, -u(2), 0);
    double used = 0;
    if (!m_right.isEmpty()) {
        used = draw::text(painter, style(), {box.right() - u(24), 0, u(24), box.height()}, m_right,
                          {3.4, true, colour(colours().ink), Qt::AlignRight});
        QRectF const icon(box.right() - used - u(3.8), box.center().y() - u(1.3), u(2.6), u(2.6));
        paint_icon(painter, m_icon, icon, colour(colours().ink2), colour(colours().pan));
        used += u(5.8);
        painter.fillRect(QRectF(box.right() - used, 0, u(0.2), height()), line);
        used += u(1.6);
    }
    double const sub = m_sub.isEmpty() ? 0 : draw::width(m_sub, u(1.9), false) + u(1.4);
    double const title =
        draw::text(painter, style(), box.adjusted(0, 0, -used - std::min(sub, box.width() * 0.4), 0), m_title,
                   {4.0, true, colour(colours().ink), Qt::AlignLeft, 2.4});
    draw::text(painter, style(), box.adjusted(title + u(1.4), u(0.3), -used, 0), m_sub,
               {2.6, false, colour(colours().ink2), Qt::AlignLeft, 1.8});
}

TopBar::TopBar(Style const& style, Outlet const& outlet, QWidget* parent)
    : m_style(style), m_back(new Key(style, "backKey", parent)), m_title(new BarTitle(style, parent)) {
    m_back->on_press = [&outlet] { outlet.back(); };
}

void TopBar::arrange() {
    double const back = 16.4, wide = m_style.grid.width();
    m_back->place_cell(m_style.place(0, 0, back, bar_u));
    m_title->setGeometry(m_style.place(back, 0, wide - back, bar_u));
    m_back->set_face({.icon = Icon::back, .text = m_style.say(Word::back), .in_row = true, .text_u = 3.0});
}

void TopBar::show(QString const& title, QString const& sub, core::Snapshot const& snapshot) {
    show(title, sub, Icon::scale, live_weight(snapshot, m_style));
}

void TopBar::show(QString const& title, QString const& sub, Icon icon, QString const& right) {
    m_title->show(title, sub, icon, right);
}

}  // namespace bozhong::ui
