#pragma once
// The live weight: state, figure, ordered amount, and the scale's own words below. What does not change with
// every reading is kept as one picture; a new reading repaints only the figure, the phrase and the legal
// line.

#include <QPixmap>
#include <map>
#include <tuple>

#include "ui/text/phrases.h"
#include "ui/widgets/component.h"

namespace bozhong::ui {

struct WeightFace {
    StateLook look;
    QString figure, unit;  ///< figure empty: – – –
    QString ordered_label, ordered, ordered_unit;
    QString net, tare;  ///< "2.025 kg"; the words before them are chosen by the panel
    bool preset_tare = false, stable = false, at_zero = false;
    QString right;                   ///< "e 5 g · Max 15 kg"
    QString instead;                 ///< replaces net, tare and marks when nothing can be weighed
    std::optional<Picture> picture;  ///< instead of the state's icon
    friend bool operator==(WeightFace const&, WeightFace const&) = default;
};

class WeightPanel final : public Component {
  public:
    WeightPanel(Style const& style, QWidget* parent);
    void show_face(WeightFace face);
    void restyle();
    /// Called after every paint of this panel.
    std::function<void()> on_painted;
    /// Where the figure stands; the same in every state. In the widget's pixels.
    [[nodiscard]] QRect figure_box() const;
    /// Em of a figure, in pixels; the figure is 0.733 of it high.
    [[nodiscard]] double figure_pixels(QString const& figure) const;

  private:
    void paint(QPainter&) override {}
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void draw_fixed();
    void draw_flood(QPainter& painter);
    void draw_ordered(QPainter& painter);
    void draw_unit(QPainter& painter);
    void draw_phrase(QPainter& painter);
    void draw_figure(QPainter& painter);
    void draw_legal(QPainter& painter);
    [[nodiscard]] QRect phrase_box() const;
    [[nodiscard]] QRect legal_box() const;
    void draw_legal_fixed();
    /// So that its last character ends at `right`.
    void draw_glyphs(QPainter& painter, QString const& figure, double right, double baseline, double pixels,
                     QColor ink) const;
    [[nodiscard]] double advance(QString const& figure, double pixels) const;
    [[nodiscard]] QRect changed_figure(QString const& old) const;

    /// A bold character, drawn once for each size and colour.
    struct Glyph {
        QPixmap picture;
        double advance = 0;
    };
    Glyph const& glyph(QChar character, double pixels, QColor ink) const;

    WeightFace m_face;
    QPixmap m_fixed, m_legal;
    double m_net_right = 0;  ///< of the net number in the legal line
    mutable std::map<std::tuple<char16_t, int, QRgb>, Glyph> m_glyphs;
};

}  // namespace bozhong::ui
