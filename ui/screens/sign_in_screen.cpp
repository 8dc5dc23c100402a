#include "ui/screens/sign_in_screen.h"

#include "ui/screens/top_bar.h"

namespace bozhong::ui {

namespace {

constexpr std::size_t longest_pin = 12;

}  // namespace

void SignInPanel::show_face(SignInFace face) {
    if (face == m_face) return;
    m_face = std::move(face);
    update();
}

void SignInPanel::paint(QPainter& painter) {
    Tokens const& c = colours();
    draw::panel(painter, style(), rect(),
                {colour(c.pan), colour(m_face.alarm ? c.stop : c.line), m_face.alarm ? 0.5 : 0.2,
                 draw::Edge::solid, 0.8});
    QRectF const top(u(2), u(1.4), width() - u(4), u(4.4));
    double const name = draw::text(painter, style(), top, m_face.station, {3.0, true, colour(c.ink)});
    draw::text(painter, style(), top.adjusted(name + u(1.6), 0, -u(19), 0), m_face.when,
               {2.6, false, colour(c.ink2), Qt::AlignLeft, 1.8});
    double x = top.right() - u(14);
    double const y = top.center().y();
    paint_device(painter, style(), {x, y}, Icon::scale, m_face.devices.scale, c.pan);
    paint_device(painter, style(), {x += u(6), y}, Icon::printer, m_face.devices.printer, c.pan);
    paint_device(painter, style(), {x += u(6), y}, Icon::hub, m_face.devices.hub, c.pan);
    double const art = std::min(u(28.8), height() * 0.42);
    double const middle = height() * 0.44;
    paint_picture(painter, Picture::badge_scan, {0, middle - art / 2, 1.0 * width(), art}, colour(c.ink),
                  colour(c.pan), colour(c.go));
    QRectF const title(u(2), middle + art / 2 + u(1), width() - u(4), u(7));
    draw::text(painter, style(), title, m_face.title,
               {5.2, true, colour(m_face.alarm ? c.stop : c.ink), Qt::AlignHCenter, 3.0});
    draw::text(painter, style(), title.translated(0, u(6.4)), m_face.sub,
               {3.0, false, colour(c.ink2), Qt::AlignHCenter, 2.0});
}

void PinDots::show(QString who, int filled, QString digits) {
    if (who == m_who && filled == m_filled && digits == m_digits) return;
    m_who = std::move(who);
    m_filled = filled;
    m_digits = std::move(digits);
    update();
}

void PinDots::paint(QPainter& painter) {
    Tokens const& c = colours();
    draw::panel(painter, style(), rect(), {colour(c.pan), colour(c.line), 0.2, draw::Edge::solid, 0.8});
    QRectF const box = QRectF(rect()).adjusted(u(2), 0, -u(2), 0);
    if (!m_digits.isEmpty()) {
        draw::text(painter, style(), box, m_digits, {5.4, true, colour(c.ink), Qt::AlignHCenter});
        return;
    }
    int const dots = std::max(4, m_filled);
    double const step = u(dots > 6 ? 4.0 : 6.6), r = u(dots > 6 ? 1.4 : 1.9);
    double const room = box.width() - step * dots;
    double const used =
        draw::text(painter, style(), {box.left(), 0, std::max(u(8), room - u(1)), box.height()}, m_who,
                   {3.2, true, colour(c.ink), Qt::AlignLeft, 1.8});
    painter.setRenderHint(QPainter::Antialiasing);
    double x = std::max(box.left() + used + u(1) + r,
                        box.center().x() - step * (dots - 1) / 2.0 + (used > 0 ? u(6) : 0));
    x = std::min(x, box.right() - step * (dots - 1) - r);
    for (int at = 0; at < dots; ++at, x += step) {
        painter.setPen(QPen(colour(at < m_filled ? c.ink : c.ink2), u(0.5)));
        painter.setBrush(at < m_filled ? QBrush(colour(c.ink)) : QBrush(Qt::NoBrush));
        painter.drawEllipse(QPointF(x, box.center().y()), r, r);
    }
}

SignInScreen::SignInScreen(For purpose, Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, purpose == For::sign_in ? "signInScreen" : "supervisorPinScreen", parent),
      m_purpose(purpose),
      m_panel(new SignInPanel(style, this)),
      m_dots(new PinDots(style, this)),
      m_pad(style, PadOrder::phone, this) {
    bool const supervisor = purpose == For::supervisor;
    m_keys = {new Key(style, supervisor ? "backKey" : "languageKey", this),
              new Key(style, "noBadgeKey", this), new Key(style, "soundKey", this)};
    m_keys[0]->on_press = [supervisor, &outlet] {
        supervisor ? outlet.back() : outlet.change(Change::language);
    };
    m_keys[1]->on_press = [this] {
        entered();
        m_by_number = true;
        show_entry();
    };
    m_keys[2]->on_press = [&outlet] { outlet.change(Change::sound); };
    m_pad.on_digit = [this](char which) { digit(which); };
    m_pad.on_delete = [this] { erase(); };
    m_pad.on_last = [this] { go_on(); };
}

void SignInScreen::arrange() {
    double const wide = grid().width(), high = grid().height();
    bool const portrait = grid().portrait;
    double const pad = portrait ? wide - 2 * gap_u : 50;
    double const left = portrait ? wide - 2 * gap_u : wide - 3 * gap_u - pad;
    double const left_high = portrait ? 54 : high - 2 * gap_u;
    double const keys_y = gap_u + left_high - key_high_u;
    m_panel->setGeometry(style().place(gap_u, gap_u, left, left_high - key_high_u - gap_u));
    double const each = (left - 2 * gap_u) / 3;
    for (std::size_t at = 0; at < m_keys.size(); ++at)
        m_keys.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (each + gap_u), keys_y, each, key_high_u));
    double const x = portrait ? gap_u : 2 * gap_u + left, y = portrait ? 2 * gap_u + left_high : gap_u;
    double const dots = portrait ? 9 : 12;
    m_dots->setGeometry(style().place(x, y, pad, dots));
    m_pad.arrange(x, y + dots + gap_u, pad, high - gap_u - y - dots - gap_u);
    show_entry();
}

void SignInScreen::entered() {
    m_badge.clear();
    m_pin.clear();
    m_number.clear();
    m_refused.clear();
    m_by_number = m_sent = false;
}

void SignInScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    show_entry();
}

bool SignInScreen::scanned(std::string const& text) {
    entered();
    m_badge = text;
    show_entry();
    return true;
}

void SignInScreen::show_refused(core::SignInRefused const& refused) {
    m_sent = false;
    m_pin.clear();
    int const left = 10 - refused.failures;
    m_refused = !refused.checked                 ? style().say(Word::not_checked)
                : refused.by == "people_too_old" ? style().say(Word::people_too_old)
                : refused.locked                 ? style().say(Word::locked_out)
                : left > 0 && left <= 5          ? style().say(Word::tries_left, {QString::number(left)})
                                                 : style().say(Word::wrong_try);
    show_entry();
}

void SignInScreen::digit(char which) {
    m_refused.clear();
    std::string& entry = m_by_number ? m_number : m_pin;
    if (!m_sent && entry.size() < longest_pin) entry += which;
    show_entry();
}

void SignInScreen::erase() {
    std::string& entry = m_by_number ? m_number : m_pin;
    if (!entry.empty()) entry.pop_back();
    show_entry();
}

void SignInScreen::go_on() {
    if (m_by_number && !m_number.empty()) {
        m_badge = m_number;
        m_by_number = false;
    } else if (!m_badge.empty() && !m_sent) {
        m_sent = true;
        outlet().sign_in(m_badge, m_pin);
    }
    show_entry();
}

SignInFace SignInScreen::panel_face() const {
    SignInFace face;
    face.station = QString::fromStdString(m_snapshot.station_name);
    QStringList when{QString::fromStdString(m_snapshot.clock), QString::fromStdString(m_snapshot.wave)};
    when.removeAll(QString());
    face.when = when.join(QStringLiteral(" · "));
    face.devices = devices_face(m_snapshot.devices, style().language);
    bool const supervisor = m_purpose == For::supervisor;
    face.sub = supervisor ? m_what : style().say(Word::then_pin);
    if (!m_refused.isEmpty()) {
        face.title = m_refused;
        face.alarm = true;
    } else if (m_sent) {
        face.title = style().say(Word::checking);
    } else if (m_by_number) {
        face.title = style().say(Word::type_number);
    } else if (!m_badge.empty()) {
        face.title = style().say(Word::enter_pin);
    } else {
        face.title = style().say(supervisor ? Word::supervisor_badge : Word::scan_badge);
    }
    return face;
}

void SignInScreen::show_entry() {
    m_panel->show_face(panel_face());
    // A badge's code is not for other eyes; a typed staff number is shown so that she can mend it.
    bool const typed = m_badge == m_number && !m_number.empty();
    m_dots->show(typed             ? QString::fromStdString(m_number)
                 : m_badge.empty() ? QString()
                                   : style().say(Word::enter_pin),
                 static_cast<int>(m_pin.size()), m_by_number ? QString::fromStdString(m_number) : QString());
    bool const ready = m_by_number ? !m_number.empty() : !m_badge.empty() && !m_sent;
    m_pad.set_last({.icon = Icon::next, .kind = ready ? KeyKind::primary : KeyKind::dim});
    if (m_purpose == For::supervisor)
        m_keys[0]->set_face({.icon = Icon::back, .text = style().say(Word::back), .in_row = true});
    else
        m_keys[0]->set_face({.icon = Icon::swap, .text = style().say(Word::other_language), .in_row = true});
    m_keys[1]->set_face({.icon = Icon::person, .text = style().say(Word::no_badge), .in_row = true});
    m_keys[2]->set_face({.icon = Icon::speak, .text = style().say(Word::sound), .in_row = true});
}

}  // namespace bozhong::ui
