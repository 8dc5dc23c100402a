#include "ui/style/draw.h"

#include <QFile>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QHash>
#include <QPixmap>
#include <QRegularExpression>
#include <cmath>

namespace bozhong::ui {

QRect Style::place(double x, double y, double width, double height) const {
    int const left = qRound(u(x));
    int const right = qRound(u(x + width));
    int const top = qRound(u(y));
    int const bottom = qRound(u(y + height));
    int const mirrored = left_handed ? grid.panel.width() - right : left;
    return {mirrored, top, right - left, bottom - top};
}

namespace draw {

namespace {

QString& family() {
    static QString name = QStringLiteral("Noto Sans CJK SC");
    return name;
}

// Figures and capitals are 0.733 em high, Chinese characters about as much around the same middle.
constexpr double middle_of_em = 0.37;

void put(QPainter& painter, QRectF const& box, QString const& line, double pixels, TextLook const& look,
         double wide) {
    double x = box.left();
    if (look.align == Qt::AlignRight) x = box.right() - wide;
    if (look.align == Qt::AlignHCenter || look.align == Qt::AlignCenter) x = box.center().x() - wide / 2;
    painter.setFont(font(pixels, look.bold));
    painter.setPen(look.ink);
    QPointF const foot(std::round(x), std::round(box.center().y() + pixels * middle_of_em));
    painter.drawText(foot, line);
    tell_text(line, foot, pixels, look.bold);
}

// Keeps the bracketed suffix, which tells two sizes of one product apart.
QString cut(QString const& line, double pixels, bool bold, double room) {
    static QRegularExpression const bracket(QStringLiteral("[(（][^()（）]*[)）]$"));
    QString const tail = bracket.match(line).captured();
    QString head = line.chopped(tail.size());
    while (!head.isEmpty() && width(head + "…" + tail, pixels, bold) > room) head.chop(1);
    return head + "…" + tail;
}

double fitting_size(QString const& line, TextLook const& look, double unit, double room) {
    double const least =
        look.least_u > 0 ? look.least_u : std::min(look.size_u, std::max(2.0, 0.7 * look.size_u));
    // Without hinting a line's width grows with its size; loading a typeface at every size between would be
    // slow.
    double const wide = width(line, look.size_u * unit, look.bold);
    double size = look.size_u;
    if (wide > room) size = std::max(least, std::floor(10 * size * room / wide) / 10 - 0.1);
    return size * unit;
}

}  // namespace

QString load_fonts(QString const& regular_file, QString const& bold_file) {
    for (QString const& file : {regular_file, bold_file})
        if (!file.isEmpty() && QFile::exists(file)) QFontDatabase::addApplicationFont(file);
    return family();
}

QFont font(double pixels, bool bold) {
    static QHash<int, QFont> known;
    int const size = std::max(1, qRound(pixels));
    QFont& made = known[size * 2 + (bold ? 1 : 0)];
    if (made.pixelSize() <= 0) {
        made = QFont(family());
        made.setPixelSize(size);
        made.setWeight(bold ? QFont::Bold : QFont::Normal);
        made.setHintingPreference(QFont::PreferNoHinting);
        made.setStyleStrategy(QFont::PreferAntialias);
    }
    return made;
}

double width(QString const& text, double pixels, bool bold) {
    return QFontMetricsF(font(pixels, bold)).horizontalAdvance(text);
}

std::function<void(QString const&)>& on_cut_text() {
    static std::function<void(QString const&)> listener;
    return listener;
}

std::function<void(QString const&, QRectF const&)>& on_text() {
    static std::function<void(QString const&, QRectF const&)> listener;
    return listener;
}

void tell_text(QString const& text, QPointF foot, double pixels, bool bold) {
    if (!on_text()) return;
    on_text()(text, QFontMetricsF(font(pixels, bold)).tightBoundingRect(text).translated(foot));
}

double text(QPainter& painter, Style const& style, QRectF const& box, QString const& line,
            TextLook const& look) {
    if (line.isEmpty()) return 0;
    double const pixels = fitting_size(line, look, style.grid.u, box.width());
    double wide = width(line, pixels, look.bold);
    if (wide <= box.width() + 1) {
        put(painter, box, line, pixels, look, wide);
        return wide;
    }
    if (on_cut_text()) on_cut_text()(line);
    QString const shown = cut(line, pixels, look.bold, box.width());
    wide = width(shown, pixels, look.bold);
    put(painter, box, shown, pixels, look, wide);
    return wide;
}

namespace {

bool may_break_after(QString const& text, qsizetype at) {
    if (at + 1 >= text.size()) return true;
    auto const wide = [](QChar c) { return c.unicode() >= 0x2E80; };
    static QString const not_first = QStringLiteral("，。、；：！？）】”…)");
    if (not_first.contains(text[at + 1])) return false;
    return text[at] == ' ' || wide(text[at]) || wide(text[at + 1]);
}

QStringList broken(QString const& text, double pixels, bool bold, double room) {
    QStringList lines;
    for (QString const& forced : text.split('\n')) {
        qsizetype start = 0;
        while (start < forced.size()) {
            qsizetype end = start;
            for (qsizetype at = start; at < forced.size(); ++at) {
                if (!may_break_after(forced, at)) continue;
                if (width(forced.mid(start, at + 1 - start).trimmed(), pixels, bold) > room) break;
                end = at + 1;
            }
            if (end == start) end = forced.size();
            lines += forced.mid(start, end - start).trimmed();
            start = end;
        }
    }
    return lines;
}

}  // namespace

void paragraph(QPainter& painter, Style const& style, QRectF const& box, QString const& text,
               TextLook const& look, int lines) {
    double const least = look.least_u > 0 ? look.least_u : std::max(2.0, 0.7 * look.size_u);
    double size = look.size_u;
    QStringList parts = broken(text, style.u(size), look.bold, box.width());
    auto const too_high = [&] {
        return static_cast<double>(parts.size()) * style.u(size) * 1.3 > box.height() + 1;
    };
    while ((parts.size() > lines || (parts.size() > 1 && too_high())) && size > least) {
        size = std::max(least, size - 0.1);
        parts = broken(text, style.u(size), look.bold, box.width());
    }
    double const step = style.u(size) * 1.3;
    double top = box.center().y() - step * static_cast<double>(parts.size()) / 2;
    if (look.align == Qt::AlignTop) top = box.top();
    TextLook line = look;
    line.size_u = size;
    line.least_u = std::min(size, least);
    if (line.align == Qt::AlignTop) line.align = Qt::AlignLeft;
    for (QString const& part : parts) {
        draw::text(painter, style, {box.left(), top, box.width(), step}, part, line);
        top += step;
    }
    if (parts.size() > lines && on_cut_text()) on_cut_text()(text);
}

void panel(QPainter& painter, Style const& style, QRectF const& box, PanelLook const& look) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    double const edge = look.kind == Edge::none ? 0 : std::max(1.0, style.u(look.edge_u));
    QPen pen(look.edge, edge);
    if (look.kind == Edge::dashed) {
        pen.setDashPattern({3, 2.2});
        pen.setCapStyle(Qt::FlatCap);
    }
    painter.setPen(look.kind == Edge::none ? QPen(Qt::NoPen) : pen);
    painter.setBrush(look.ground);
    painter.drawRoundedRect(box.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), style.u(look.radius_u),
                            style.u(look.radius_u));
    painter.restore();
}

QBrush stripes(QColor first, QColor second, double stripe) {
    // A tile of a 45° pattern repeats after stripe × 2 × √2 in both directions.
    int const side = std::max(4, qRound(stripe * 2 * 1.41421356));
    QPixmap tile(side, side);
    tile.fill(first);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(second);
    double const half = side / 2.0;
    for (double offset : {-1.0 * side, 0.0, 1.0 * side})
        painter.drawPolygon(QPolygonF({{offset, 1.0 * side},
                                       {offset + half, 1.0 * side},
                                       {offset + half + side, 0},
                                       {offset + side, 0}}));
    return QBrush(tile);
}

QBrush diagonal_hatch(QColor ground, QColor line, double step, double width) {
    int const side = std::max(4, qRound(step * 1.41421356));
    QPixmap tile(side, side);
    tile.fill(ground);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(line, width));
    for (int offset : {-side, 0, side}) painter.drawLine(offset - 1, side + 1, offset + side + 1, -1);
    return QBrush(tile);
}

QBrush cross_hatch(QColor ground, QColor line, double step, double width) {
    QPixmap tile = diagonal_hatch(ground, line, step, width).texture();
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(line, width));
    int const side = tile.width();
    for (int offset : {-side, 0, side}) painter.drawLine(offset - 1, -1, offset + side + 1, side + 1);
    return QBrush(tile);
}

std::pair<QString, QString> split_code(QString const& code) {
    static QRegularExpression const form(QStringLiteral("^([A-Z]{1,2})-(\\d+)$"));
    auto const match = form.match(code);
    if (!match.hasMatch()) return {QString(), code};
    return {match.captured(1), match.captured(2)};
}

double mini_plate(QPainter& painter, Style const& style, QPointF left_middle, QString const& code,
                  double size_u) {
    auto const [zone, number] = split_code(code);
    double const pixels = style.u(size_u);
    double const pad = pixels * 0.32;
    double const high = pixels * 1.45;
    double const zone_wide = zone.isEmpty() ? 0 : width(zone, pixels, true) + 2 * pad;
    double const number_wide = width(number, pixels, true) + 2 * pad;
    QRectF const box(left_middle.x(), left_middle.y() - high / 2, zone_wide + number_wide, high);
    panel(painter, style, box,
          {colour(style.colours.plate), colour(style.colours.plate_edge), 0.2, Edge::solid, 0.4});
    QRectF const block = box.adjusted(style.u(0.2), style.u(0.2), -number_wide, -style.u(0.2));
    if (!zone.isEmpty()) painter.fillRect(block, colour(style.colours.plate_ink));
    text(painter, style, {box.left(), box.top(), zone_wide, high}, zone,
         {size_u, true, colour(style.colours.plate), Qt::AlignHCenter, size_u});
    text(painter, style, {box.left() + zone_wide, box.top(), number_wide, high}, number,
         {size_u, true, colour(style.colours.plate_ink), Qt::AlignHCenter, size_u});
    return box.width();
}

}  // namespace draw

}  // namespace bozhong::ui
