#pragma once
// The walk: what was just done (undo) and who comes next.

#include "ui/widgets/component.h"

namespace bozhong::ui {

struct UndoFace {
    bool possible = false, fresh = false;
    QString title, sub;
    friend bool operator==(UndoFace const&, UndoFace const&) = default;
};

class UndoKey final : public Pressable {
  public:
    UndoKey(Style const& style, QWidget* parent) : Pressable(style, "undoKey", parent) {}
    void show_face(UndoFace face);

  private:
    void paint(QPainter& painter) override;
    UndoFace m_face;
};

struct QueueFace {
    QString name, amount;
    Icon remark = Icon::none;
    friend bool operator==(QueueFace const&, QueueFace const&) = default;
};

class QueueTile final : public Pressable {
  public:
    using Pressable::Pressable;
    void show_face(QueueFace face);

  private:
    void paint(QPainter& painter) override;
    QueueFace m_face;
};

/// Bags for "split", a note for every other remark.
Icon remark_icon(std::string const& note);

}  // namespace bozhong::ui
