#include "ui/style/icons.h"

#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <array>

namespace bozhong::ui {

namespace {

struct Drawing {
    double width, height;
    char const* svg;
};

// In the order of the enums, which come from the same files.
constexpr std::array icons{
    Drawing{24, 24, ""},
#define ICON(name, svg) Drawing{24, 24, svg},
#include "ui/style/icons.inc"
#undef ICON
};
constexpr std::array pictograms{
#define PICTOGRAM(name, svg) Drawing{48, 48, svg},
#include "ui/style/pictograms.inc"
#undef PICTOGRAM
};
constexpr std::array pictures{
#define PICTURE(name, width, height, svg) Drawing{width, height, svg},
#include "ui/style/pictures.inc"
#undef PICTURE
};

QByteArray document(Drawing const& drawing, double stroke, QColor ink, QColor hole, QColor mark) {
    QString const body = QString::fromUtf8(drawing.svg)
                             .replace("INK", ink.name())
                             .replace("HOLE", hole.name())
                             .replace("MARK", mark.name());
    return QStringLiteral(
               "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %1 %2' fill='none' stroke='%3' "
               "stroke-width='%4' stroke-linecap='round' stroke-linejoin='round'>%5</svg>")
        .arg(drawing.width)
        .arg(drawing.height)
        .arg(stroke > 0 ? ink.name() : QStringLiteral("none"))
        .arg(stroke)
        .arg(body)
        .toUtf8();
}

void paint(QPainter& painter, QString const& name, Drawing const& drawing, double stroke, QRectF const& box,
           QColor ink, QColor hole, QColor mark) {
    double const scale = std::min(box.width() / drawing.width, box.height() / drawing.height);
    QSize const size(qRound(drawing.width * scale), qRound(drawing.height * scale));
    if (size.isEmpty()) return;
    QString const key = QStringLiteral("%1/%2x%3/%4%5%6")
                            .arg(name)
                            .arg(size.width())
                            .arg(size.height())
                            .arg(ink.name(), hole.name(), mark.name());
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter inner(&pixmap);
        QSvgRenderer(document(drawing, stroke, ink, hole, mark)).render(&inner);
        QPixmapCache::insert(key, pixmap);
    }
    QPointF const corner = box.center() - QPointF(size.width() / 2.0, size.height() / 2.0);
    painter.drawPixmap(corner.toPoint(), pixmap);
}

}  // namespace

void paint_icon(QPainter& painter, Icon icon, QRectF const& box, QColor ink, QColor hole) {
    if (icon == Icon::none) return;
    auto const index = static_cast<std::size_t>(icon);
    paint(painter, QStringLiteral("i%1").arg(index), icons.at(index), 2, box, ink, hole, ink);
}

void paint_pictogram(QPainter& painter, Pictogram pictogram, QRectF const& box) {
    auto const index = static_cast<std::size_t>(pictogram);
    paint(painter, QStringLiteral("v%1").arg(index), pictograms.at(index), 2, box, Qt::black, Qt::white,
          Qt::black);
}

void paint_picture(QPainter& painter, Picture picture, QRectF const& box, QColor ink, QColor hole,
                   QColor mark) {
    auto const index = static_cast<std::size_t>(picture);
    paint(painter, QStringLiteral("p%1").arg(index), pictures.at(index), 5, box, ink, hole, mark);
}

Pictogram pictogram_of(QString const& category) {
    struct Known {
        char const* part;
        Pictogram pictogram;
    };
    static constexpr std::array known{Known{"椒", Pictogram::pepper}, Known{"茄", Pictogram::egg},
                                      Known{"菌", Pictogram::mush},   Known{"菇", Pictogram::mush},
                                      Known{"花菜", Pictogram::broc}, Known{"水生", Pictogram::lotus},
                                      Known{"根茎", Pictogram::lotus}};
    for (auto const& each : known)
        if (category.contains(QString::fromUtf8(each.part))) return each.pictogram;
    return Pictogram::leaf;
}

}  // namespace bozhong::ui
