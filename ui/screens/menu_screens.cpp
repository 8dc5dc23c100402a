#include "ui/screens/menu_screens.h"

#include <algorithm>

#include "ui/screens/faces.h"
#include "ui/text/phrases.h"

namespace bozhong::ui {

namespace {

bool is_supervisor(core::Snapshot const& snapshot) {
    return snapshot.person && snapshot.person->role != domain::Role::sorter;
}

}  // namespace

void place_grid(Style const& style, Key* const* keys, int count, int columns, double x, double y, double wide,
                double high) {
    int const rows = (count + columns - 1) / columns;
    double const each = (wide - (columns - 1) * gap_u) / columns, tall = (high - (rows - 1) * gap_u) / rows;
    for (int at = 0; at < count; ++at)
        keys[at]->place(style.place(x + (at % columns) * (each + gap_u), y + (at / columns) * (tall + gap_u),
                                    each, tall));
}

MoreScreen::MoreScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "moreScreen", parent), m_bar(style, outlet, this) {
    static constexpr std::array names{"productsKey", "customersKey",  "historyKey",
                                      "modeKey",     "loadModeKey",   "manualKey",
                                      "devicesKey",  "supervisorKey", "mineKey",
                                      "workKey",     "signOutKey"};
    for (std::size_t at = 0; at < m_keys.size(); ++at) {
        m_keys.at(at) = new Key(style, names.at(at), this);
        m_keys.at(at)->on_press = [this, at] { press(at); };
    }
}

void MoreScreen::arrange() {
    m_bar.arrange();
    double const top = bar_u + gap_u;
    place_grid(style(), m_keys.data(), static_cast<int>(m_keys.size()), grid().portrait ? 2 : 3, gap_u, top, grid().width() - 2 * gap_u,
               grid().height() - gap_u - top);
}

void MoreScreen::press(std::size_t which) {
    switch (which) {
        case 0: return outlet().open(Place::products);
        case 1: return outlet().open(Place::customers);
        case 2: return outlet().open(Place::history);
        case 3:
            outlet().press({.key = core::Key::mode, .text = m_snapshot.mode == "pick" ? "sow" : "pick"});
            return outlet().back();
        case 4: {
            // One touch walks through the three ways of loading.
            std::string const now = m_snapshot.load_mode;
            std::string const next = now == "normal"       ? "accumulate"
                                     : now == "accumulate" ? "take_away"
                                                           : "normal";
            return outlet().press({.key = core::Key::load_mode, .text = next});
        }
        case 5: return outlet().open(Place::manual_weight);
        case 6: return outlet().open(Place::devices);
        case 7: return outlet().open(Place::supervisor);
        case 8: return outlet().open(Place::mine);
        case 9: return outlet().open(Place::work);
        default: return outlet().press({.key = core::Key::sign_out});
    }
}

void MoreScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    m_bar.show(style().say(Word::more_title), QString::fromStdString(snapshot.station_name), snapshot);
    bool const pick = snapshot.mode == "pick";
    Word const load = snapshot.load_mode == "take_away"    ? Word::take_away
                      : snapshot.load_mode == "accumulate" ? Word::accumulate_mode
                                                           : Word::normal_bags;
    struct Entry {
        Icon icon;
        QString text, sub;
    };
    QString const person = snapshot.person ? QString::fromStdString(snapshot.person->name) : QString();
    std::array const entries{
        Entry{Icon::crate, style().say(Word::products_title), QString::fromStdString(snapshot.product.name)},
        Entry{Icon::list, style().say(Word::customer_list), {}},
        Entry{Icon::clock, style().say(Word::history_key), {}},
        Entry{Icon::swap, style().say(Word::mode),
              style().say(pick ? Word::mode_sub_pick : Word::mode_sub_sow)},
        Entry{Icon::bags, style().say(Word::bags), style().say(load)},
        Entry{Icon::note, style().say(Word::hand_entry), style().say(Word::hand_entry_sub)},
        Entry{Icon::scale, style().say(Word::devices), {}},
        Entry{Icon::supervisor, style().say(Word::supervisor), {}},
        Entry{Icon::hand, style().say(Word::mine), {}},
        Entry{Icon::truck, style().say(Word::work_title), work_words(snapshot.work, style())},
        Entry{Icon::person, style().say(Word::sign_out), person}};
    for (std::size_t at = 0; at < entries.size(); ++at)
        m_keys.at(at)->set_face({.icon = entries.at(at).icon,
                                 .text = entries.at(at).text,
                                 .sub = entries.at(at).sub,
                                 .kind = at + 1 == entries.size() ? KeyKind::bad : KeyKind::normal,
                                 .text_u = 3.4});
}

SupervisorScreen::SupervisorScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "supervisorScreen", parent),
      m_bar(style, outlet, this),
      m_tasks(new InfoPanel(style, "tasksHere", this)) {
    static constexpr std::array names{"releaseKey",  "manualKey", "lotKey",  "handsFreeSettingKey",
                                      "languageKey", "themeKey",  "handKey", "measureKey",
                                  "labelsKey",     "printToteKey", "printRouteKey"};
    for (std::size_t at = 0; at < m_keys.size(); ++at) {
        m_keys.at(at) = new Key(style, names.at(at), this);
        m_keys.at(at)->on_press = [this, at] { press(at); };
    }
}

void SupervisorScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), high = grid().height(), top = bar_u + gap_u;
    bool const portrait = grid().portrait;
    double const left = portrait ? wide - 2 * gap_u : 46, left_high = portrait ? 46 : high - gap_u - top;
    m_tasks->setGeometry(style().place(gap_u, top, left, left_high));
    double const x = portrait ? gap_u : 2 * gap_u + left, y = portrait ? top + left_high + gap_u : top;
    place_grid(style(), m_keys.data(), static_cast<int>(m_keys.size()), 3, x, y, portrait ? left : wide - 3 * gap_u - left,
               high - gap_u - y);
}

void SupervisorScreen::press(std::size_t which) {
    auto const state = m_snapshot.weight.state;
    bool const red = state == core::WeighState::over_hard || state == core::WeighState::under_hard;
    switch (which) {
        case 0: {
            if (!red) return;
            core::KeyPressed key{.key = core::Key::release};
            bool const may = m_snapshot.person && m_snapshot.person->may(domain::Right::release_red);
            if (!may) return outlet().with_supervisor(std::move(key));
            key.person = m_snapshot.person->id;
            outlet().press(std::move(key));
            return outlet().back();
        }
        case 1: return outlet().open(Place::manual_weight);
        case 2: return outlet().open(Place::lot);
        case 3:
            return outlet().press(
                {.key = core::Key::hands_free, .text = m_snapshot.hands_free ? "off" : "on"});
        case 4: return outlet().change(Change::language);
        case 5: return outlet().change(Change::theme);
        case 6: return outlet().change(Change::hand);
        case 7: return outlet().open(Place::panel_setup);
        case 8: return outlet().open(Place::label_templates);
        case 9: return outlet().press({.key = core::Key::print_tote});
        default: return outlet().press({.key = core::Key::print_route});
    }
}

void SupervisorScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    QString const person = snapshot.person ? QString::fromStdString(snapshot.person->name) : QString();
    m_bar.show(style().say(Word::supervisor_title), style().say(Word::moves_at_hub), Icon::supervisor,
               is_supervisor(snapshot) ? person : QString());
    QStringList lines;
    for (auto const& product : snapshot.products)
        if (lines.size() < 14)
            lines +=
                QString::fromStdString(product.name) + QStringLiteral(" · ") +
                style().say(Word::done_of, {QString::number(product.done), QString::number(product.total)});
    m_tasks->show(style().say(Word::tasks_here), lines);
    auto const state = snapshot.weight.state;
    bool const red = state == core::WeighState::over_hard || state == core::WeighState::under_hard;
    QString const now = red ? style().say(Word::release_load_sub, {live_weight(snapshot, style())})
                            : style().say(Word::no_red_load);
    auto const set = [&](std::size_t at, Icon icon, QString text, QString sub,
                         KeyKind kind = KeyKind::normal) {
        m_keys.at(at)->set_face(
            {.icon = icon, .text = std::move(text), .sub = std::move(sub), .kind = kind, .text_u = 3.0});
    };
    set(0, Icon::check, style().say(Word::release_load), now, red ? KeyKind::bad : KeyKind::dim);
    set(1, Icon::note, style().say(Word::hand_entry), style().say(Word::hand_entry_sub));
    set(2, Icon::crate, style().say(Word::lot), QString::fromStdString(snapshot.product.lot));
    set(3, Icon::hand, style().say(Word::hands_free),
        style().say(snapshot.hands_free ? Word::is_on : Word::is_off));
    set(4, Icon::swap, style().say(Word::language), style().say(Word::other_language));
    set(5, Icon::dot, style().say(Word::theme),
        style().say(style().theme == Theme::dark ? Word::theme_dark : Word::theme_light));
    set(6, Icon::hand, style().say(Word::hand_side),
        style().say(style().left_handed ? Word::left : Word::right));
    set(7, Icon::badge, style().say(Word::measure_panel),
        style().say(Word::measure_sub, {QString::number(qRound(grid().mm(grid().panel.width())))}));
    set(8, Icon::note, style().say(Word::templates), {});
    auto const& task = snapshot.task;
    KeyKind const kind = task ? KeyKind::normal : KeyKind::dim;
    auto const of = [&](char const* what, std::string const& name) {
        auto const& sheet = snapshot.devices.sheet;
        if (sheet.kind != what || sheet.name != name) return QString::fromStdString(name);
        core::HistoryRow row;
        row.label = 1;
        row.label_state = sheet.state;
        QString const words = label_words(row, style().language).text;
        return sheet.pages < 2 ? words
                               : style().say(Word::sheet_page, {words, QString::number(sheet.page),
                                                                QString::number(sheet.pages)});
    };
    set(9, Icon::tote, style().say(Word::print_tote), task ? of("tote", task->customer_code) : QString(), kind);
    set(10, Icon::truck, style().say(Word::print_route), task ? of("route", task->route) : QString(), kind);
}

void CardFrame::show(double card_pixels) {
    if (card_pixels == m_pixels) return;
    m_pixels = card_pixels;
    update();
}

void CardFrame::paint(QPainter& painter) {
    Tokens const& c = colours();
    draw::panel(painter, style(), rect(), {colour(c.pan), colour(c.line), 0.2, draw::Edge::solid, 0.8});
    draw::paragraph(painter, style(), {u(2), u(1), width() - u(4), u(9)}, style().say(Word::measure_how),
                    {3.0, true, colour(c.ink), Qt::AlignHCenter, 2.2}, 2);
    double const high = m_pixels * 53.98 / PanelSetupScreen::card_mm;
    QRectF const card(width() / 2.0 - m_pixels / 2, u(10) + (height() - u(11) - high) / 2, m_pixels, high);
    draw::panel(painter, style(), card, {colour(c.bg), colour(c.go), 0.4, draw::Edge::dashed, 1.6});
    draw::text(painter, style(), card, style().say(Word::card_here),
               {3.4, true, colour(c.ink2), Qt::AlignHCenter});
}

PanelSetupScreen::PanelSetupScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "panelSetupScreen", parent),
      m_bar(style, outlet, this),
      m_frame(new CardFrame(style, this)) {
    m_keys = {new Key(style, "smallerKey", this), new Key(style, "largerKey", this),
              new Key(style, "keepKey", this)};
    auto const change = [this](double by) {
        m_card_pixels = std::clamp(m_card_pixels + by, 120.0, grid().panel.width() * 0.9);
        show_frame();
    };
    m_keys[0]->on_press = [change] { change(-2); };
    m_keys[1]->on_press = [change] { change(2); };
    m_keys[2]->on_press = [this] {
        auto const measured = choose_grid(grid().panel, width_mm());
        if (!measured || !measured->fits_fingers()) return;
        this->outlet().panel_width(width_mm());
        this->outlet().back();
    };
}

double PanelSetupScreen::width_mm() const {
    return grid().panel.width() * card_mm / m_card_pixels;
}

void PanelSetupScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), high = grid().height(), top = bar_u + gap_u,
                 foot_y = high - gap_u - foot_u;
    m_frame->setGeometry(style().place(gap_u, top, wide - 2 * gap_u, foot_y - gap_u - top));
    double const each = (wide - 4 * gap_u) / 3;
    for (std::size_t at = 0; at < m_keys.size(); ++at)
        m_keys.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (each + gap_u), foot_y, each, foot_u));
    show_frame();
}

void PanelSetupScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    show_frame();
}

void PanelSetupScreen::show_frame() {
    if (m_card_pixels <= 0 && grid().mm_per_pixel > 0) m_card_pixels = card_mm / grid().mm_per_pixel;
    if (m_card_pixels <= 0) return;
    m_frame->show(m_card_pixels);
    QString const width = QString::number(qRound(width_mm()));
    m_bar.show(style().say(Word::measure_panel), style().say(Word::measure_sub, {width}), m_snapshot);
    auto const measured = choose_grid(grid().panel, width_mm());
    bool const good = measured && measured->fits_fingers();
    QString const keys =
        measured ? QString::number(measured->mm(measured->u * key_high_u), 'f', 1) : QString();
    m_keys[0]->set_face({.icon = Icon::minus, .text = style().say(Word::smaller), .in_row = true});
    m_keys[1]->set_face({.icon = Icon::plus, .text = style().say(Word::larger), .in_row = true});
    m_keys[2]->set_face({.icon = good ? Icon::check : Icon::warn,
                         .text = style().say(good ? Word::keep_it : Word::panel_too_small),
                         .sub = style().say(Word::keys_are, {keys}),
                         .kind = good ? KeyKind::primary : KeyKind::dim,
                         .in_row = true});
}

}  // namespace bozhong::ui
