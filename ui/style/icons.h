#pragma once
// Icons and pictures, drawn once per size and colour and then kept as pixmaps.

#include <QColor>
#include <QRectF>

class QPainter;

namespace bozhong::ui {

enum class Icon {
    none,
#define ICON(name, svg) name,
#include "ui/style/icons.inc"
#undef ICON
};

enum class Pictogram {
#define PICTOGRAM(name, svg) name,
#include "ui/style/pictograms.inc"
#undef PICTOGRAM
};

enum class Picture {
#define PICTURE(name, width, height, svg) name,
#include "ui/style/pictures.inc"
#undef PICTURE
};

/// `hole` is the colour of what is cut out of a filled icon, that is of the ground it stands on.
void paint_icon(QPainter& painter, Icon icon, QRectF const& box, QColor ink, QColor hole = {});
void paint_pictogram(QPainter& painter, Pictogram pictogram, QRectF const& box);
/// Fitted into the box with its own proportions; `ink` is the line, `hole` the ground.
void paint_picture(QPainter& painter, Picture picture, QRectF const& box, QColor ink, QColor hole,
                   QColor mark);

/// Pictogram of a category's name as the order service writes it; leaf when nothing fits.
Pictogram pictogram_of(QString const& category);

}  // namespace bozhong::ui
