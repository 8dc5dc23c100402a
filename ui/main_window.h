#pragma once
// The station's only window. It shows snapshots and says what was pressed; it decides nothing about weighing.
// Used on the GUI thread only.

#include <QWidget>
#include <memory>
#include <string>

#include "station/core/event.h"
#include "station/core/snapshot.h"
#include "ui/label_bench.h"
#include "ui/scale_trace.h"

namespace bozhong::ui {

struct Settings {
    double panel_width_mm = 217;  ///< of the glass; 10.1" 16:10
    std::string language = "zh";  ///< "zh" | "en"
    std::string theme = "dark";   ///< "dark" | "light"
    bool left_handed = false;
    bool less_motion = false;
    bool sound = true;
    int loudness = 2;  ///< 1 … 3
    bool speech = true;
    int speech_percent = 100;  ///< 100 … 160
    std::string font_regular = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
    std::string font_bold = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc";
};

class MainWindow final : public QWidget {
    Q_OBJECT
  public:
    explicit MainWindow(Settings settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// A newer snapshot replaces an older one; the screen is painted with the newest only.
    void show_snapshot(core::Snapshot snapshot);
    /// The app's answer to sign_in or authorise when it said no.
    void show_refused(core::SignInRefused const& refused);
    /// The app's answer to authorise when it said yes and handed the key on.
    void show_authorised();
    /// A badge was read while somebody else works: asks for its PIN, with a way back. Her place is kept.
    void ask_pin(std::string const& badge);
    /// What comes over the scales' wires, for the diagnostics screen; it outlives the window.
    void watch(ScaleTracer& tracer);
    /// The label templates a supervisor may change; it outlives the window. Without one there are none.
    void edit_labels(LabelBench& bench);
    void apply(Settings settings);
    [[nodiscard]] Settings const& settings() const;
    /// Id of who is signed in; empty: nobody.
    [[nodiscard]] std::string person() const;
    /// Revision of the snapshot it shows.
    [[nodiscard]] std::uint64_t revision() const;
    /// Opens a second screen by its name, as touching its key would: for pictures and tests.
    void open(std::string const& screen);

  signals:
    void key_pressed(bozhong::core::KeyPressed key);
    void sign_in(std::string badge, std::string pin);
    /// The key needs a right its sorter lacks: check badge and PIN, fill `person`, then hand the key to the
    /// core.
    void authorise(bozhong::core::KeyPressed key, std::string badge, std::string pin);
    /// Text from the scanner that no screen used: a label, a tote or a command code.
    void scanned(std::string text);
    /// A person changed something here; the owner keeps it.
    void settings_changed(bozhong::ui::Settings settings);
    /// The weight panel has painted this snapshot's revision.
    void painted(quint64 revision);
    /// Another order of customers, or other ones worked for; the owner keeps it.
    void work_changed(bozhong::core::WorkChoice choice);
    /// Somebody else is signed in here now; empty: nobody. The owner applies what she likes.
    void person_changed(std::string id);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace bozhong::ui
