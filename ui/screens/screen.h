#pragma once
// A screen fills the window. It gets snapshots while it is visible and says through its outlet what was
// pressed.

#include <QWidget>
#include <functional>

#include "station/core/snapshot.h"
#include "ui/scale_trace.h"
#include "ui/style/style.h"

namespace bozhong::ui {

enum class Place {
    sign_in,
    sort,
    count,
    shortage,
    customers,
    products,
    history,
    devices,
    manual_weight,
    lot,
    label_decision,
    offers,
    supervisor,
    supervisor_pin,
    coach,
    more,
    panel_setup,
    diagnostics,
    check_weight,
    notices,
    scanned,
    label_templates,
    label_editor,
    label_text,
    label_add,
    work,
    mine,
};
inline constexpr int place_count = static_cast<int>(Place::mine) + 1;

/// What a person can change at the station itself.
enum class Change { language, theme, hand, sound, loudness, speech, speech_rate };

/// What a person is to hear; the tones and words are made elsewhere.
struct Hearing {
    bool sound = true, speech = true;
    int loudness = 2, speech_percent = 100;
};

struct Outlet {
    std::function<void(core::KeyPressed)> press;
    std::function<void(Place)> open;
    std::function<void()> back;
    /// The key needs somebody with the right: asks for badge and PIN, then hands the key on.
    std::function<void(core::KeyPressed)> with_supervisor;
    std::function<void(std::string badge, std::string pin)> sign_in;
    std::function<void(Change)> change;
    std::function<void(double width_mm)> panel_width;
    Hearing hearing;
    ScaleTracer* tracer = nullptr;  ///< what comes over the scale's wire; none in pictures without a scale
};

class Screen : public QWidget {
  public:
    Screen(Style const& style, Outlet const& outlet, char const* name, QWidget* parent);

    /// Places everything for the panel, language and hand of the style.
    virtual void arrange() = 0;
    virtual void show_snapshot(core::Snapshot const& snapshot) = 0;
    /// Called when the screen comes up: whatever was half done is forgotten.
    virtual void entered() {}
    /// Text from the badge reader or scanner; true when this screen used it.
    virtual bool scanned(std::string const& text);

  protected:
    [[nodiscard]] Style const& style() const { return m_style; }
    [[nodiscard]] Outlet const& outlet() const { return m_outlet; }
    [[nodiscard]] Grid const& grid() const { return m_style.grid; }
    [[nodiscard]] bool zh() const { return !m_style.english(); }
    void paintEvent(QPaintEvent* event) override;

  private:
    Style const& m_style;
    Outlet const& m_outlet;
};

}  // namespace bozhong::ui
