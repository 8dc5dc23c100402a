#pragma once
// Drawing shared by all components. Sizes named *_u are in units of the grid, rectangles are pixels of the
// widget.

#include <QFont>
#include <QPainter>
#include <QString>
#include <functional>

#include "ui/style/icons.h"
#include "ui/style/style.h"

namespace bozhong::ui::draw {

/// Registers the typeface; files that are missing are left out and the system's choice stands in. Returns the
/// family.
QString load_fonts(QString const& regular_file, QString const& bold_file);
QFont font(double pixels, bool bold);
double width(QString const& text, double pixels, bool bold);

struct TextLook {
    double size_u = 2.8;
    bool bold = false;
    QColor ink;
    Qt::AlignmentFlag align =
        Qt::AlignLeft;   ///< left, right or centre; always centred vertically on the capitals
    double least_u = 0;  ///< shrinks down to this, in steps of 0.1 u; 0 = 70 % of size_u, not below 2.0
};
/// Draws one line and returns its width in pixels. What does not fit at the least size is cut and reported.
double text(QPainter& painter, Style const& style, QRectF const& box, QString const& line,
            TextLook const& look);
/// As text(), in up to `lines` lines of the same size, broken between words or CJK characters.
void paragraph(QPainter& painter, Style const& style, QRectF const& box, QString const& text,
               TextLook const& look, int lines);
/// Tests listen here for text that had to be cut.
std::function<void(QString const&)>& on_cut_text();
/// Tests listen here for every line drawn and what its ink covers, in the painter's own coordinates.
std::function<void(QString const&, QRectF const&)>& on_text();
/// For components that put their letters on the screen by themselves; `foot` is the left end of the baseline.
void tell_text(QString const& text, QPointF foot, double pixels, bool bold);

enum class Edge { none, solid, dashed };
struct PanelLook {
    QColor ground, edge;
    double edge_u = 0.2;
    Edge kind = Edge::solid;
    double radius_u = 0.8;
};
/// A rounded panel whose edge lies inside `box`.
void panel(QPainter& painter, Style const& style, QRectF const& box, PanelLook const& look);

/// Diagonal stripes of two colours, each `stripe` pixels wide.
QBrush stripes(QColor first, QColor second, double stripe);
QBrush cross_hatch(QColor ground, QColor line, double step, double width);
QBrush diagonal_hatch(QColor ground, QColor line, double step, double width);

/// The customer's code as a small plate; returns its width in pixels.
double mini_plate(QPainter& painter, Style const& style, QPointF left_middle, QString const& code,
                  double size_u);
/// "D-038" → {"D", "038"}; other codes → {"", code}.
std::pair<QString, QString> split_code(QString const& code);

}  // namespace bozhong::ui::draw
