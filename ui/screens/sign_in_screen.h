#pragma once
// Badge, then PIN. The same screen asks for a supervisor when a key needs the right.

#include <array>

#include "ui/screens/screen.h"
#include "ui/widgets/header.h"
#include "ui/widgets/key.h"
#include "ui/widgets/number_pad.h"

namespace bozhong::ui {

struct SignInFace {
    QString station, when, title, sub;
    DevicesFace devices;
    bool alarm = false;
    friend bool operator==(SignInFace const&, SignInFace const&) = default;
};

class SignInPanel final : public Component {
  public:
    SignInPanel(Style const& style, QWidget* parent) : Component(style, "signInPanel", parent) {}
    void show_face(SignInFace face);

  private:
    void paint(QPainter& painter) override;
    SignInFace m_face;
};

class PinDots final : public Component {
  public:
    PinDots(Style const& style, QWidget* parent) : Component(style, "pinDots", parent) {}
    void show(QString who, int filled, QString digits);

  private:
    void paint(QPainter& painter) override;
    QString m_who, m_digits;
    int m_filled = 0;
};

class SignInScreen final : public Screen {
  public:
    enum class For { sign_in, supervisor };
    SignInScreen(For purpose, Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override;
    bool scanned(std::string const& text) override;
    void show_refused(core::SignInRefused const& refused);
    /// What a supervisor is asked for: "release this load".
    void ask_for(QString what) { m_what = std::move(what); }

  private:
    void digit(char which);
    void erase();
    void go_on();
    void show_entry();
    [[nodiscard]] SignInFace panel_face() const;

    For m_purpose;
    SignInPanel* m_panel;
    PinDots* m_dots;
    NumberPad m_pad;
    std::array<Key*, 3> m_keys{};
    core::Snapshot m_snapshot;
    std::string m_badge, m_pin, m_number;
    bool m_by_number = false;  ///< the staff number is being typed
    bool m_sent = false;
    QString m_refused, m_what;
};

}  // namespace bozhong::ui
