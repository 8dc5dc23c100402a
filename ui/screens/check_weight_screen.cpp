#include "ui/screens/check_weight_screen.h"

#include "station/domain/decimal.h"
#include "station/domain/scale_record.h"
#include "ui/text/wire_text.h"

namespace bozhong::ui {
namespace {

/// The masses of a common set, as typed.
constexpr std::array masses{"0.5", "1", "2", "5"};
constexpr std::size_t longest_mass = 7;

}  // namespace

CheckWeightScreen::CheckWeightScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "checkWeightScreen", parent),
      m_bar(style, outlet, this),
      m_deviation(new InfoPanel(style, "checkDeviation", this)),
      m_last(new InfoPanel(style, "checkLast", this)),
      m_field(new Key(style, "massField", this)),
      m_sign(new Key(style, "confirmKey", this)),
      m_pad(style, PadOrder::calculator, this) {
    for (std::size_t at = 0; at < m_masses.size(); ++at) {
        m_masses.at(at) = new Key(style, ("massKey_" + std::to_string(at)).c_str(), this);
        m_masses.at(at)->on_press = [this, at] {
            m_typed = masses.at(at);
            m_fresh = true;
            show_entry();
        };
    }
    m_sign->on_press = [this] { sign(); };
    m_pad.on_digit = [this](char which) { type(which); };
    m_pad.on_last = [this] { type('.'); };
    m_pad.on_delete = [this] {
        if (!m_typed.empty()) m_typed.pop_back();
        m_fresh = false;
        show_entry();
    };
}

void CheckWeightScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), high = grid().height(), top = bar_u + gap_u;
    bool const portrait = grid().portrait;
    double const pad = portrait ? wide - 2 * gap_u : 44, left = portrait ? pad : wide - 3 * gap_u - pad;
    double const quarter = (left - 3 * gap_u) / 4, info = portrait ? 13 : 15, last = portrait ? 7 : 9.6,
                 field = portrait ? 12 : 14;
    double y = top;
    for (std::size_t at = 0; at < m_masses.size(); ++at)
        m_masses.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (quarter + gap_u), y, quarter, foot_u));
    y += foot_u + gap_u;
    m_field->place(style().place(gap_u, y, left, field));
    y += field + gap_u;
    m_deviation->setGeometry(style().place(gap_u, y, left, info));
    y += info + gap_u;
    m_last->setGeometry(style().place(gap_u, y, left, last));
    y += last + gap_u;
    double const sign_y = high - gap_u - 14, pad_y = portrait ? y : top;
    double const x = portrait ? gap_u : 2 * gap_u + left;
    m_pad.arrange(x, pad_y, pad, sign_y - gap_u - pad_y);
    m_sign->place(style().place(x, sign_y, pad, 14));
    show_entry();
}

void CheckWeightScreen::entered() {
    m_typed = "2";
    m_fresh = true;
}

void CheckWeightScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    m_bar.show(style().say(Word::check_title), QString::fromStdString(snapshot.devices.scale), snapshot);
    show_entry();
}

void CheckWeightScreen::type(char which) {
    if (std::exchange(m_fresh, false)) m_typed.clear();
    if (which == '.' && m_typed.find('.') != std::string::npos) return;
    if (m_typed.size() < longest_mass) m_typed += which;
    show_entry();
}

std::optional<domain::Mass> CheckWeightScreen::nominal() const {
    auto const typed = domain::Decimal::parse(m_typed);
    auto const mass = typed ? domain::to_mass(*typed, domain::MassUnit::kg) : std::nullopt;
    if (!mass || mass->mg <= 0 || *mass > m_snapshot.devices.check.max) return std::nullopt;
    return mass;
}

bool CheckWeightScreen::ready() const {
    auto const& check = m_snapshot.devices.check;
    return nominal() && check.gross && check.stable;
}

void CheckWeightScreen::sign() {
    if (ready()) outlet().with_supervisor({.key = core::Key::check_weight, .number = nominal()->mg});
}

void CheckWeightScreen::show_entry() {
    auto const& check = m_snapshot.devices.check;
    auto const mass = nominal();
    for (std::size_t at = 0; at < m_masses.size(); ++at)
        m_masses.at(at)->set_face({.text = QLatin1String(masses.at(at)) + QStringLiteral(" kg"),
                                   .kind = m_typed == masses.at(at) ? KeyKind::inverted : KeyKind::normal,
                                   .text_u = 4.2});
    m_field->set_face(
        {.text = QString::fromStdString(m_typed.empty() ? "–" : m_typed) + QStringLiteral(" kg"),
         .sub =
             mass ? style().say(Word::check_put) : style().say(Word::check_too_much, {mass_text(check.max)}),
         .kind = mass ? KeyKind::normal : KeyKind::warn,
         .text_u = 5.4});
    QStringList lines;
    QString title = QStringLiteral("– – –");
    if (mass) lines += style().say(Word::check_allowed, {mass_text(domain::allowed_error(check.e, *mass))});
    if (mass && check.gross) {
        auto const off = *check.gross - *mass;
        bool const good = domain::abs(off) <= domain::allowed_error(check.e, *mass);
        title = style().say(Word::check_off, {mass_text(off, true)}) + QStringLiteral(" · ") +
                style().say(!check.stable ? Word::unstable
                            : good        ? Word::check_good
                                          : Word::check_bad);
        lines.prepend(style().say(Word::check_shows, {mass_text(*check.gross)}));
    }
    m_deviation->show(title, lines);
    QString last = style().say(check.due ? Word::check_due : Word::check_none);
    if (check.last)
        last = style().say(
            check.last->ok ? Word::check_last_good : Word::check_last_bad,
            {mass_text(check.last->nominal), mass_text(check.last->shown - check.last->nominal, true),
             QString::fromStdString(check.last->person)});
    m_last->show(last, {});
    m_sign->set_face({.icon = Icon::supervisor,
                      .text = style().say(Word::check_sign),
                      .sub = mass && check.gross ? mass_text(*check.gross) : QString(),
                      .kind = ready() ? KeyKind::primary : KeyKind::dim,
                      .in_row = true,
                      .text_u = 4.2});
    m_pad.set_last({.text = QStringLiteral("."), .text_u = 5.4});
}

}  // namespace bozhong::ui
