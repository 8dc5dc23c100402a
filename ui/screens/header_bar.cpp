#include "ui/screens/header_bar.h"

#include "ui/screens/faces.h"

namespace bozhong::ui {

HeaderBar::HeaderBar(Style const& style, Outlet const& outlet, QWidget* parent)
    : m_style(style),
      m_product(new ProductHeader(style, parent)),
      m_progress(new ProgressTicks(style, parent)),
      m_hands_free(new HandsFreeKey(style, parent)),
      m_devices(new DeviceDots(style, parent)),
      m_operator(new OperatorBadge(style, parent)) {
    m_product->on_press = [&outlet] { outlet.open(Place::customers); };
    m_devices->on_press = [&outlet] { outlet.open(Place::devices); };
    m_progress->on_press = [this, &outlet] {
        if (m_notices) outlet.open(Place::notices);
    };
    m_hands_free->on_press = [this, &outlet] {
        outlet.press({.key = core::Key::hands_free, .text = m_on ? "off" : "on"});
    };
}

double HeaderBar::height_u() const {
    return m_style.grid.portrait ? 20.0 : 9.6;
}

void HeaderBar::arrange() {
    double const wide = m_style.grid.width();
    bool const portrait = m_style.grid.portrait;
    double const hands = portrait ? 16 : 17, devices = 25, person = portrait ? 11 : 12;
    double const product = portrait ? wide - hands - devices - person : 32;
    double const high = 9.6;
    double x = 0;
    m_product->place_cell(m_style.place(x, 0, product, high));
    x += product;
    if (portrait) {
        m_progress->place_cell(m_style.place(0, high, wide, height_u() - high), true);
    } else {
        double const progress = wide - product - hands - devices - person;
        m_progress->place_cell(m_style.place(x, 0, progress, high));
        x += progress;
    }
    m_hands_free->place_cell(m_style.place(x, 0, hands, high));
    x += hands;
    m_devices->place_cell(m_style.place(x, 0, devices, high));
    x += devices;
    m_operator->setGeometry(m_style.place(x, 0, person, high));
}

void HeaderBar::show_snapshot(core::Snapshot const& snapshot) {
    m_product->show_face(product_face(snapshot, m_style));
    m_progress->show_face(progress_face(snapshot, m_style));
    m_on = snapshot.hands_free;
    m_notices = !snapshot.notices.empty();
    m_hands_free->show(m_on);
    m_devices->show_face(devices_face(snapshot.devices, m_style.language));
    m_operator->show(QString::fromStdString(snapshot.clock),
                     snapshot.person ? QString::fromStdString(snapshot.person->name) : QString());
}

}  // namespace bozhong::ui
