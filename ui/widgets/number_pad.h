#pragma once
// Twelve keys. Phone order for a PIN (1 2 3 on top), calculator order for amounts (7 8 9 on top).

#include <array>

#include "ui/widgets/key.h"

namespace bozhong::ui {

enum class PadOrder { phone, calculator };

class NumberPad {
  public:
    NumberPad(Style const& style, PadOrder order, QWidget* parent);
    std::function<void(char digit)> on_digit;
    std::function<void()> on_delete, on_last;
    void set_last(KeyFace face);
    /// In u on the unmirrored panel.
    void arrange(double x, double y, double width, double height);

  private:
    Style const& m_style;
    std::array<Key*, 12> m_keys{};
};

}  // namespace bozhong::ui
