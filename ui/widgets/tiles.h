#pragma once
// Tiles and rows of the lists: a small plate or a name, a figure, and the shape of how it stands.

#include "ui/widgets/component.h"

namespace bozhong::ui {

struct TileFace {
    QString code;  ///< drawn as a small plate; else name is drawn
    QString name, sub, category;
    QString figure, below;
    Icon state = Icon::none, remark = Icon::none;
    Icon sign = Icon::none;  ///< of a name that is no product: instead of its pictogram
    bool done = false, current = false, warns = false;
    friend bool operator==(TileFace const&, TileFace const&) = default;
};

class Tile final : public Pressable {
  public:
    using Pressable::Pressable;
    void show_face(TileFace face);

  private:
    void paint(QPainter& painter) override;
    void paint_product(QPainter& painter, QRectF const& box);
    void paint_customer(QPainter& painter, QRectF const& box);
    TileFace m_face;
};

struct RowFace {
    QString time, code, product, tag, amount, words;
    Icon icon = Icon::none;
    bool selected = false, struck = false, doubtful = false;
    friend bool operator==(RowFace const&, RowFace const&) = default;
};

class Row final : public Pressable {
  public:
    using Pressable::Pressable;
    void show_face(RowFace face);

  private:
    void paint(QPainter& painter) override;
    RowFace m_face;
};

}  // namespace bozhong::ui
