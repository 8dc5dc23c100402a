#pragma once
// A key: icon and words on a ground that tells what kind of key it is.

#include <optional>

#include "ui/widgets/component.h"

namespace bozhong::ui {

enum class KeyKind { normal, dim, primary, bad, inverted, dashed, warn };

struct KeyFace {
    Icon icon = Icon::none;
    QString text, sub;
    KeyKind kind = KeyKind::normal;
    bool in_row = false;  ///< icon beside the words, not above
    double text_u = 0;    ///< 0 = 2.8 u, English 2.5 u
    int pips = 0, pips_filled = 0;
    std::optional<Picture> picture;  ///< instead of the icon, larger
    friend bool operator==(KeyFace const&, KeyFace const&) = default;
};

class Key final : public Pressable {
  public:
    using Pressable::Pressable;
    void set_face(KeyFace face);
    [[nodiscard]] KeyFace const& face() const { return m_face; }

  private:
    void paint(QPainter& painter) override;
    void paint_in_row(QPainter& painter, QRectF const& box, QColor ink, QColor second, QColor ground);
    void paint_stacked(QPainter& painter, QRectF const& box, QColor ink, QColor second, QColor ground);
    [[nodiscard]] double text_size() const;
    KeyFace m_face;
};

/// Small circles that say how many presses a key wants and has had.
void paint_pips(QPainter& painter, Style const& style, QPointF centre, int count, int filled, QColor ink);

}  // namespace bozhong::ui
