#pragma once
// Devices with the scale's last six seconds, and the coach that leads through a fault one picture at a time.

#include <QElapsedTimer>
#include <array>
#include <deque>

#include "ui/screens/record_screens.h"
#include "ui/screens/top_bar.h"
#include "ui/widgets/header.h"

namespace bozhong::ui {

struct DeviceFace {
    Icon icon = Icon::none;
    QString name, words;
    Health health = Health::good;
    friend bool operator==(DeviceFace const&, DeviceFace const&) = default;
};

class DeviceRow final : public Component {
  public:
    DeviceRow(Style const& style, char const* name, QWidget* parent) : Component(style, name, parent) {}
    void show_face(DeviceFace face);

  private:
    void paint(QPainter& painter) override;
    DeviceFace m_face;
};

/// The last six seconds of what the scale showed. Positions on glass only; nothing is computed from them.
class StabilityCurve final : public Component {
  public:
    StabilityCurve(Style const& style, QWidget* parent);
    void add(QString const& kg, bool stable);

  private:
    void paint(QPainter& painter) override;
    struct Point {
        qint64 at_ms;
        double kg;
        bool stable;
    };
    std::deque<Point> m_points;  ///< at most 1,200
    QElapsedTimer m_clock;
    QString m_figure;
};

class DevicesScreen final : public Screen {
  public:
    DevicesScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;

  private:
    [[nodiscard]] QStringList label_lines(core::DeviceView const& devices) const;
    TopBar m_bar;
    std::array<DeviceRow*, 4> m_rows{};
    StabilityCurve* m_curve;
    InfoPanel* m_detail;
    std::array<Key*, 5> m_foot{};
    core::Snapshot m_snapshot;
};

class CoachPicture final : public Component {
  public:
    CoachPicture(Style const& style, QWidget* parent) : Component(style, "coachPicture", parent) {}
    void show(Picture picture);

  private:
    void paint(QPainter& painter) override;
    Picture m_picture = Picture::scale_cable;
};

class CoachWords final : public Component {
  public:
    CoachWords(Style const& style, QWidget* parent) : Component(style, "coachCard", parent) {}
    void show(int step, int steps, QString what, QString why);

  private:
    void paint(QPainter& painter) override;
    int m_step = 0, m_steps = 1;
    QString m_what, m_why;
};

class CoachScreen final : public Screen {
  public:
    CoachScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override { m_step = 0; }
    /// Nothing is wrong any more: the card leaves by itself.
    [[nodiscard]] static bool fault_there(core::Snapshot const& snapshot);

  private:
    void show_step();
    TopBar m_bar;
    CoachPicture* m_picture;
    CoachWords* m_words;
    std::array<Key*, 3> m_keys{};
    core::Snapshot m_snapshot;
    std::size_t m_step = 0;
};

}  // namespace bozhong::ui
