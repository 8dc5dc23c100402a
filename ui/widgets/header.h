#pragma once
// The header's cells: product, progress, hands-free, devices, who and when.

#include "station/core/snapshot.h"
#include "ui/widgets/component.h"

namespace bozhong::ui {

struct ProductFace {
    QString name, sub, category;
    QString plate;  ///< pick mode: the customer's code instead of the pictogram
    friend bool operator==(ProductFace const&, ProductFace const&) = default;
};

class ProductHeader final : public Pressable {
  public:
    ProductHeader(Style const& style, QWidget* parent) : Pressable(style, "productHeader", parent) {}
    void show_face(ProductFace face);

  private:
    void paint(QPainter& painter) override;
    ProductFace m_face;
};

struct ProgressFace {
    int done = 0, total = 0;
    QString unit, amount, notice;
    int more_notices = 0;  ///< beside the one shown
    std::vector<core::TickState> ticks;
    friend bool operator==(ProgressFace const&, ProgressFace const&) = default;
};

/// One tick a customer up to 60, above that one bar. A notice takes the place of the amount; a touch opens them all.
class ProgressTicks final : public Pressable {
  public:
    ProgressTicks(Style const& style, QWidget* parent) : Pressable(style, "progressTicks", parent) {}
    void show_face(ProgressFace face);

  private:
    void paint(QPainter& painter) override;
    void paint_notice(QPainter& painter, QRectF right);
    void paint_ticks(QPainter& painter, QRectF const& area);
    void paint_bar(QPainter& painter, QRectF const& area);
    ProgressFace m_face;
};

class HandsFreeKey final : public Pressable {
  public:
    HandsFreeKey(Style const& style, QWidget* parent) : Pressable(style, "handsFreeKey", parent) {}
    void show(bool on);

  private:
    void paint(QPainter& painter) override;
    bool m_on = false;
};

enum class Health { good, look, stopped };
struct DevicesFace {
    Health scale = Health::good, printer = Health::good, hub = Health::good;
    QString hub_words;
    friend bool operator==(DevicesFace const&, DevicesFace const&) = default;
};
DevicesFace devices_face(core::DeviceView const& devices, Language language);
void paint_device(QPainter& painter, Style const& style, QPointF centre, Icon icon, Health health,
                  Rgb ground);

class DeviceDots final : public Pressable {
  public:
    DeviceDots(Style const& style, QWidget* parent) : Pressable(style, "deviceDots", parent) {}
    void show_face(DevicesFace face);

  private:
    void paint(QPainter& painter) override;
    DevicesFace m_face;
};

class OperatorBadge final : public Component {
  public:
    OperatorBadge(Style const& style, QWidget* parent) : Component(style, "operatorBadge", parent) {}
    void show(QString const& clock, QString const& name);

  private:
    void paint(QPainter& painter) override;
    QString m_clock, m_name;
};

}  // namespace bozhong::ui
