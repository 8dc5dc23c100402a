#pragma once
// The bar of every second screen: back at the top left, what this is, and a word at the right that shows the
// scale is alive.

#include "ui/screens/screen.h"
#include "ui/widgets/key.h"

namespace bozhong::ui {

class BarTitle final : public Component {
  public:
    BarTitle(Style const& style, QWidget* parent) : Component(style, "barTitle", parent) {}
    void show(QString title, QString sub, Icon icon, QString right);

  private:
    void paint(QPainter& painter) override;
    QString m_title, m_sub, m_right;
    Icon m_icon = Icon::none;
};

class TopBar {
  public:
    TopBar(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange();
    /// The right side shows the live weight.
    void show(QString const& title, QString const& sub, core::Snapshot const& snapshot);
    void show(QString const& title, QString const& sub, Icon icon, QString const& right);
    Key& back() { return *m_back; }

  private:
    Style const& m_style;
    Key* m_back;
    BarTitle* m_title;
};

inline constexpr double bar_u = 9.6, foot_u = 11.8;

}  // namespace bozhong::ui
