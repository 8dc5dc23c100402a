#include "ui/widgets/number_pad.h"

#include <string>

namespace bozhong::ui {

NumberPad::NumberPad(Style const& style, PadOrder order, QWidget* parent) : m_style(style) {
    std::string const digits = order == PadOrder::phone ? "123456789" : "789456123";
    for (std::size_t at = 0; at < m_keys.size(); ++at) {
        std::string name = "padKey_";
        if (at < 9) name += digits[at];
        if (at == 9) name += "delete";
        if (at == 10) name += '0';
        if (at == 11) name += "last";
        m_keys.at(at) = new Key(style, name.c_str(), parent);
        char const digit = at < 9 ? digits[at] : '0';
        if (at < 9 || at == 10) {
            m_keys.at(at)->set_face({.text = QString(QLatin1Char(digit)), .text_u = 5.4});
            m_keys.at(at)->on_press = [this, digit] {
                if (on_digit) on_digit(digit);
            };
        }
    }
    m_keys[9]->set_face({.icon = Icon::bksp});
    m_keys[9]->on_press = [this] {
        if (on_delete) on_delete();
    };
    m_keys[11]->on_press = [this] {
        if (on_last) on_last();
    };
}

void NumberPad::set_last(KeyFace face) {
    m_keys[11]->set_face(std::move(face));
}

void NumberPad::arrange(double x, double y, double width, double height) {
    double const wide = (width - 2 * gap_u) / 3, high = (height - 3 * gap_u) / 4;
    for (int at = 0; at < 12; ++at)
        m_keys.at(static_cast<std::size_t>(at))
            ->place(m_style.place(x + (at % 3) * (wide + gap_u), y + (at / 3) * (high + gap_u), wide, high));
}

}  // namespace bozhong::ui
