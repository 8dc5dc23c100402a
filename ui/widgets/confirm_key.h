#pragma once
// The confirm key: says what a press will do, with the figure it will record, or what is missing.

#include "ui/text/phrases.h"
#include "ui/widgets/component.h"

namespace bozhong::ui {

struct ConfirmLook {
    StateLook state;
    std::int64_t locked_ms = 0;       ///< of 600, after the first press of two
    std::int64_t hands_free_ms = -1;  ///< of 400
    bool low = false;                 ///< the low form beside a number pad
};

class ConfirmKey final : public Pressable {
  public:
    ConfirmKey(Style const& style, QWidget* parent) : Pressable(style, "confirmKey", parent) {}
    void show_look(ConfirmLook look);

  private:
    void paint(QPainter& painter) override;
    void paint_ring(QPainter& painter, QRectF const& box, QColor ink);
    [[nodiscard]] double mark_wide() const;
    ConfirmLook m_look;
};

}  // namespace bozhong::ui
