#pragma once
// The plate is the label is the tote card: zone on black, number on white. In pick mode the product takes its
// place. When the load suits another customer she stands in the foot, and a touch takes her.

#include "ui/widgets/component.h"

namespace bozhong::ui {

enum class StripKind { quiet, remark, put, alarm };

struct PlateFace {
    QString code;               ///< empty: no task
    QString name, right;        ///< customer; route · driver
    QString product, category;  ///< when set, the product is shown large and the customer is not
    StripKind strip = StripKind::quiet;
    QString strip_text;
    Icon strip_icon = Icon::none;
    QString fit_code, fit_amount,
        fit_words;  ///< whom the load suits: in the foot, a touch anywhere on the plate takes her
    friend bool operator==(PlateFace const&, PlateFace const&) = default;
};

class CustomerPlate final : public Pressable {
  public:
    CustomerPlate(Style const& style, QWidget* parent);
    void show_face(PlateFace face);

  private:
    void paint(QPainter& painter) override;
    void paint_code(QPainter& painter, QRectF const& area);
    void paint_product(QPainter& painter, QRectF const& area);
    void paint_low(QPainter& painter, QRectF const& box);
    void paint_high(QPainter& painter, QRectF const& box);
    void paint_names(QPainter& painter, QRectF const& line);
    void paint_strip(QPainter& painter, QRectF const& area);
    [[nodiscard]] bool keeps_strip() const;
    void paint_fit(QPainter& painter, QRectF const& area);
    PlateFace m_face;
};

}  // namespace bozhong::ui
