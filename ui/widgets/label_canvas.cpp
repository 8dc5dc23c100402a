#include "ui/widgets/label_canvas.h"

#include <QMouseEvent>
#include <algorithm>
#include <cmath>

namespace bozhong::ui {
namespace {

constexpr double ruler_u = 3.4, handle_u = 2.2;
/// A finger that trembles while it touches does not drag.
constexpr double tremble_u = 0.8;

double mm_of(int micrometres) {
    return micrometres / 1000.0;
}

/// As in the raster: rows of whole bytes, highest bit left, 1 = black.
QImage image_of(LabelPreview const& picture) {
    if (picture.rows.empty()) return {};
    QImage out(reinterpret_cast<uchar const*>(picture.rows.data()), picture.width, picture.height,
               picture.row_bytes, QImage::Format_Mono);
    out.setColorTable({qRgb(255, 255, 255), qRgb(0, 0, 0)});
    return out.copy();
}

}  // namespace

LabelCanvas::LabelCanvas(Style const& style, LabelStudio& studio, QWidget* parent)
    : Component(style, "labelCanvas", parent), m_studio(studio) {}

void LabelCanvas::refresh() {
    m_image = image_of(m_studio.picture);
    update();
}

double LabelCanvas::pixels_per_mm() const {
    if (!m_studio.editing) return 1;
    auto const& form = m_studio.editing->form();
    double const wide = width() - u(ruler_u + 2), high = height() - u(ruler_u + 2);
    return std::max(0.1, std::min(wide / mm_of(form.width), high / mm_of(form.height)));
}

QRectF LabelCanvas::paper() const {
    if (!m_studio.editing) return {};
    auto const& form = m_studio.editing->form();
    double const scale = pixels_per_mm();
    double const wide = mm_of(form.width) * scale, high = mm_of(form.height) * scale;
    return {u(ruler_u) + (width() - u(ruler_u) - wide) / 2, u(ruler_u) + (height() - u(ruler_u) - high) / 2,
            wide, high};
}

QPointF LabelCanvas::at(double x_mm, double y_mm) const {
    return paper().topLeft() + QPointF(x_mm, y_mm) * pixels_per_mm();
}

QRectF LabelCanvas::box_in_hand() const {
    auto const* element = m_studio.editing ? m_studio.editing->element() : nullptr;
    if (element == nullptr) return {};
    auto const& box = element->box;
    return {at(mm_of(box.x), mm_of(box.y)), at(mm_of(box.right()), mm_of(box.bottom()))};
}

QRectF LabelCanvas::handle() const {
    QRectF const box = box_in_hand();
    if (box.isNull()) return {};
    return {box.right() - u(handle_u) / 2, box.bottom() - u(handle_u) / 2, u(handle_u), u(handle_u)};
}

void LabelCanvas::paint(QPainter& painter) {
    Tokens const& c = colours();
    draw::panel(painter, style(), rect(), {colour(c.off), colour(c.line), 0.2, draw::Edge::solid, 0.8});
    if (!m_studio.editing) return;
    QRectF const sheet = paper();
    painter.fillRect(sheet, colour(c.plate));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (!m_image.isNull()) painter.drawImage(sheet, m_image);
    paint_rulers(painter, sheet);
    paint_hand(painter, sheet);
}

void LabelCanvas::paint_rulers(QPainter& painter, QRectF const& sheet) const {
    Tokens const& c = colours();
    auto const& form = m_studio.editing->form();
    double const scale = pixels_per_mm(), thin = std::max(1.0, u(0.1));
    auto const length = [&](int mm) { return u(mm % 10 == 0 ? 1.6 : mm % 5 == 0 ? 1.1 : 0.6); };
    QRectF const top(sheet.left(), sheet.top() - u(ruler_u), sheet.width(), u(ruler_u - 0.4));
    QRectF const left(sheet.left() - u(ruler_u), sheet.top(), u(ruler_u - 0.4), sheet.height());
    painter.fillRect(top, colour(c.pan));
    painter.fillRect(left, colour(c.pan));
    for (int mm = 0; mm <= form.width / 1000; ++mm) {
        double const x = sheet.left() + mm * scale;
        painter.fillRect(QRectF(x - thin / 2, top.bottom() - length(mm), thin, length(mm)), colour(c.ink2));
        if (mm % 10 == 0 && mm > 0 && mm < form.width / 1000)
            draw::text(painter, style(), {x - u(2), top.top() + u(0.1), u(4), u(1.4)}, QString::number(mm),
                       {1.6, false, colour(c.ink2), Qt::AlignHCenter, 1.4});
    }
    for (int mm = 0; mm <= form.height / 1000; ++mm) {
        double const y = sheet.top() + mm * scale;
        painter.fillRect(QRectF(left.right() - length(mm), y - thin / 2, length(mm), thin), colour(c.ink2));
        if (mm % 10 == 0 && mm > 0 && mm < form.height / 1000)
            draw::text(painter, style(), {left.left() + u(0.1), y - u(1.9), u(2.0), u(1.6)},
                       QString::number(mm), {1.6, false, colour(c.ink2), Qt::AlignLeft, 1.4});
    }
}

void LabelCanvas::paint_hand(QPainter& painter, QRectF const& sheet) const {
    QRectF const box = box_in_hand();
    if (box.isNull()) return;
    bool const bad = m_studio.picture.trouble != LabelTrouble::none &&
                     m_studio.picture.element == m_studio.editing->element()->id;
    QColor const hue = colour(bad ? colours().stop_flood : colours().rec_flood);
    // How far it is from the edges is read on the rulers.
    QColor band = hue;
    band.setAlpha(110);
    painter.fillRect(QRectF(box.left(), sheet.top() - u(ruler_u), box.width(), u(ruler_u - 0.4)), band);
    painter.fillRect(QRectF(sheet.left() - u(ruler_u), box.top(), u(ruler_u - 0.4), box.height()), band);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(hue, std::max(2.0, u(0.3))));
    painter.drawRect(box);
    painter.fillRect(handle(), hue);
}

std::string LabelCanvas::touched(QPointF where) const {
    QPointF const mm = (where - paper().topLeft()) / pixels_per_mm();
    // A fingertip covers two millimetres around its middle; the smallest thing under it is meant.
    double const finger = u(1.2) / pixels_per_mm();
    std::vector<std::pair<double, std::string>> under;
    for (auto const& element : m_studio.editing->form().elements) {
        QRectF const box(mm_of(element.box.x), mm_of(element.box.y), mm_of(element.box.width),
                         mm_of(element.box.height));
        if (box.adjusted(-finger, -finger, finger, finger).contains(mm))
            under.emplace_back(box.width() * box.height(), element.id);
    }
    if (under.empty()) return {};
    std::ranges::sort(under);
    // Touched again: what lies under it.
    auto const* in_hand = m_studio.editing->element();
    if (in_hand != nullptr)
        for (std::size_t each = 0; each < under.size(); ++each)
            if (under[each].second == in_hand->id) return under[(each + 1) % under.size()].second;
    return under.front().second;
}

void LabelCanvas::mousePressEvent(QMouseEvent* event) {
    if (!m_studio.editing) return;
    m_from = event->position();
    m_moved = false;
    auto const* element = m_studio.editing->element();
    double const reach = u(1.6);
    if (element == nullptr)
        m_grip = Grip::none;
    else if (handle().adjusted(-reach, -reach, reach, reach).contains(m_from))
        m_grip = Grip::size;
    else
        m_grip = box_in_hand().contains(m_from) ? Grip::move : Grip::none;
    if (element != nullptr) m_box = element->box;
}

void LabelCanvas::mouseMoveEvent(QMouseEvent* event) {
    QPointF const way = event->position() - m_from;
    if (m_grip == Grip::none || (!m_moved && std::hypot(way.x(), way.y()) < u(tremble_u))) return;
    m_moved = true;
    int const right = qRound(way.x() / pixels_per_mm() * 1000),
              down = qRound(way.y() / pixels_per_mm() * 1000);
    domain::DotBox to = m_box;
    if (m_grip == Grip::move) {
        to.x += right;
        to.y += down;
    } else {
        to.width += right;
        to.height += down;
    }
    if (on_drag) on_drag(to);
}

void LabelCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_studio.editing) return;
    if (m_moved) {
        m_grip = Grip::none;
        if (on_lift) on_lift();
        return;
    }
    m_grip = Grip::none;
    if (on_touch) on_touch(touched(event->position()));
}

}  // namespace bozhong::ui
