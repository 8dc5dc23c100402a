#include "ui/screens/entry_screens.h"

#include "station/domain/decimal.h"
#include "ui/text/phrases.h"

namespace bozhong::ui {

namespace {

struct Choice {
    Word word;
    char const* name;
};
constexpr std::array scales{Choice{Word::other_table, "next_table"}, Choice{Word::floor_scale, "floor_scale"},
                            Choice{Word::hand_scale, "hand_scale"}};
constexpr std::array manual_reasons{Choice{Word::scale_out, "scale_out"}, Choice{Word::too_big, "too_big"},
                                    Choice{Word::too_small, "below_minimum"}};
constexpr std::size_t longest_weight = 7, longest_lot = 24;

// What is typed so far as milligrams of kg, or nothing.
std::optional<domain::Decimal> decimal(std::string const& typed) {
    return domain::Decimal::parse(typed);
}

}  // namespace

ManualWeightScreen::ManualWeightScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "manualWeightScreen", parent),
      m_bar(style, outlet, this),
      m_who(new InfoPanel(style, "manualTask", this)),
      m_record(new Key(style, "confirmKey", this)),
      m_pad(style, PadOrder::calculator, this) {
    m_fields = {new Key(style, "grossField", this), new Key(style, "tareField", this)};
    for (std::size_t at = 0; at < 2; ++at)
        m_fields.at(at)->on_press = [this, at] {
            m_field = at;
            show_entry();
        };
    for (std::size_t at = 0; at < 3; ++at) {
        m_scales.at(at) = new Key(style, ("scaleKey_" + std::to_string(at)).c_str(), this);
        m_scales.at(at)->on_press = [this, at] {
            m_scale = at;
            show_entry();
        };
        m_reasons.at(at) = new Key(style, ("reasonKey_" + std::to_string(at)).c_str(), this);
        m_reasons.at(at)->on_press = [this, at] {
            m_reason = at;
            show_entry();
        };
    }
    m_record->on_press = [this] { record(); };
    m_pad.on_digit = [this](char which) { type(which); };
    m_pad.on_delete = [this] { erase(); };
    m_pad.on_last = [this] { type('.'); };
}

void ManualWeightScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), high = grid().height();
    bool const portrait = grid().portrait;
    double const pad = portrait ? wide - 2 * gap_u : 44, left = portrait ? pad : wide - 3 * gap_u - pad;
    double const top = bar_u + gap_u;
    m_who->setGeometry(style().place(gap_u, top, left, 9.6));
    double y = top + 9.6 + gap_u;
    double const half = (left - gap_u) / 2, third = (left - 2 * gap_u) / 3;
    double const block = portrait ? 12 : (high - gap_u - y - 2 * gap_u) / 3;
    for (std::size_t at = 0; at < 2; ++at)
        m_fields.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (half + gap_u), y, half, block));
    y += block + gap_u;
    for (auto const* row : {&m_scales, &m_reasons}) {
        for (std::size_t at = 0; at < 3; ++at)
            row->at(at)->place(
                style().place(gap_u + static_cast<double>(at) * (third + gap_u), y, third, block));
        y += block + gap_u;
    }
    double const x = portrait ? gap_u : 2 * gap_u + left, pad_y = portrait ? y : top;
    double const record_y = high - gap_u - 14;
    m_pad.arrange(x, pad_y, pad, record_y - gap_u - pad_y);
    m_record->place(style().place(x, record_y, pad, 14));
    show_entry();
}

void ManualWeightScreen::entered() {
    m_typed = {"", "0"};
    m_field = m_scale = m_reason = 0;
}

void ManualWeightScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    m_bar.show(style().say(Word::hand_entry), style().say(Word::hand_entry_sub), snapshot);
    show_entry();
}

void ManualWeightScreen::type(char which) {
    std::string& entry = m_typed.at(m_field);
    if (which == '.' && entry.find('.') != std::string::npos) return;
    if (entry == "0" && which != '.') entry.clear();
    if (entry.size() < longest_weight) entry += which;
    show_entry();
}

void ManualWeightScreen::erase() {
    std::string& entry = m_typed.at(m_field);
    if (!entry.empty()) entry.pop_back();
    show_entry();
}

bool ManualWeightScreen::ready() const {
    auto const gross = decimal(m_typed[0]);
    return m_snapshot.task && gross && gross->units > 0 && decimal(m_typed[1]);
}

void ManualWeightScreen::record() {
    if (!ready()) return;
    core::KeyPressed key{.key = core::Key::manual_weight,
                         .text = m_typed[0],
                         .detail = m_typed[1],
                         .where = scales.at(m_scale).name,
                         .reason = manual_reasons.at(m_reason).name,
                         .line = m_snapshot.task->line};
    auto const& person = m_snapshot.person;
    bool const may = person && person->may(domain::Right::enter_weight);
    if (!may) return outlet().with_supervisor(std::move(key));
    outlet().press(std::move(key));
    outlet().back();
}

void ManualWeightScreen::show_entry() {
    auto const& task = m_snapshot.task;
    QString const who =
        task ? QString::fromStdString(task->customer_code + " · " + task->customer) : QString();
    m_who->show(who, task ? QStringList{style().say(Word::ordered) + QLatin1Char(' ') +
                                        amount(task->ordered, task->unit, style().language)}
                          : QStringList());
    static constexpr std::array words{Word::gross, Word::tare_kg};
    for (std::size_t at = 0; at < 2; ++at)
        m_fields.at(at)->set_face(
            {.text = QString::fromStdString(m_typed.at(at).empty() ? "–" : m_typed.at(at)),
             .sub = style().say(words.at(at)),
             .kind = at == m_field ? KeyKind::inverted : KeyKind::normal,
             .text_u = 6.4});
    for (std::size_t at = 0; at < 3; ++at) {
        m_scales.at(at)->set_face({.icon = Icon::scale,
                                   .text = style().say(scales.at(at).word),
                                   .kind = at == m_scale ? KeyKind::inverted : KeyKind::normal});
        m_reasons.at(at)->set_face({.icon = at == m_reason ? Icon::check : Icon::none,
                                    .text = style().say(manual_reasons.at(at).word),
                                    .kind = at == m_reason ? KeyKind::inverted : KeyKind::normal});
    }
    QString net;
    if (ready()) {
        auto const gross = domain::to_mass(*decimal(m_typed[0]), domain::MassUnit::kg);
        auto const tare = domain::to_mass(*decimal(m_typed[1]), domain::MassUnit::kg);
        if (gross && tare)
            net = style().say(
                Word::net_is,
                {QString::fromStdString(domain::in_unit(*gross - *tare, domain::MassUnit::kg, 3).text())});
    }
    m_record->set_face({.icon = Icon::check,
                        .text = style().say(Word::record_by_hand),
                        .sub = net,
                        .kind = ready() ? KeyKind::primary : KeyKind::dim,
                        .in_row = true,
                        .text_u = 4.2});
    m_pad.set_last({.text = QStringLiteral("."), .text_u = 5.4});
}

LotScreen::LotScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "lotScreen", parent),
      m_bar(style, outlet, this),
      m_info(new InfoPanel(style, "lotInfo", this)),
      m_field(new Key(style, "lotField", this)),
      m_use(new Key(style, "useLotKey", this)),
      m_pad(style, PadOrder::calculator, this) {
    m_use->on_press = [this] { use(); };
    m_pad.on_digit = [this](char which) {
        if (m_typed.size() < longest_lot) m_typed += which;
        show_entry();
    };
    m_pad.on_delete = [this] {
        if (!m_typed.empty()) m_typed.pop_back();
        show_entry();
    };
    m_pad.on_last = [this] {
        if (m_typed.size() < longest_lot && !m_typed.empty()) m_typed += '-';
        show_entry();
    };
}

void LotScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), high = grid().height(), top = bar_u + gap_u;
    bool const portrait = grid().portrait;
    double const pad = portrait ? wide - 2 * gap_u : 50, left = portrait ? pad : wide - 3 * gap_u - pad;
    double const left_high = portrait ? 54 : high - gap_u - top;
    m_info->setGeometry(style().place(gap_u, top, left, 14));
    double const y = top + 14 + gap_u, rest = left_high - 14 - 2 * gap_u - 16;
    m_field->place(style().place(gap_u, y, left, rest));
    m_use->place(style().place(gap_u, y + rest + gap_u, left, 16));
    double const pad_y = portrait ? top + left_high + gap_u : top;
    m_pad.arrange(portrait ? gap_u : 2 * gap_u + left, pad_y, pad, high - gap_u - pad_y);
    show_entry();
}

void LotScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    m_bar.show(style().say(Word::lot_title, {QString::fromStdString(snapshot.product.name)}), QString(),
               snapshot);
    show_entry();
}

bool LotScreen::scanned(std::string const& text) {
    m_typed = text.substr(0, longest_lot);
    show_entry();
    return true;
}

void LotScreen::use() {
    if (m_typed.empty()) return;
    outlet().press({.key = core::Key::lot, .text = m_typed});
    outlet().back();
}

void LotScreen::show_entry() {
    QString const now = m_snapshot.product.lot.empty()
                            ? style().say(Word::no_lot)
                            : style().say(Word::lot_now, {QString::fromStdString(m_snapshot.product.lot)});
    m_info->show(now, {style().say(Word::lot_scan)});
    m_field->set_face({.text = QString::fromStdString(m_typed.empty() ? "–" : m_typed), .text_u = 7});
    m_use->set_face({.icon = Icon::check,
                     .text = style().say(Word::use_this),
                     .kind = m_typed.empty() ? KeyKind::dim : KeyKind::primary,
                     .in_row = true,
                     .text_u = 4.4});
    m_pad.set_last({.text = QStringLiteral("-"), .text_u = 5.4});
}

}  // namespace bozhong::ui
