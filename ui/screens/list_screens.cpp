#include "ui/screens/list_screens.h"

#include <algorithm>

#include "ui/screens/faces.h"

namespace bozhong::ui {

using core::TickState;

TileScreen::TileScreen(Style const& style, Outlet const& outlet, char const* name, int columns, int rows,
                       QWidget* parent)
    : Screen(style, outlet, name, parent), m_bar(style, outlet, this), m_columns(columns), m_rows(rows) {
    for (std::size_t at = 0; at < 27; ++at) {
        m_tiles.push_back(new Tile(style, "tile", this));
        m_tiles.back()->on_press = [this, at] {
            std::size_t const index = m_page * per_page() + at;
            if (index < count()) touch(index);
        };
    }
    for (std::size_t at = 0; at < m_foot.size(); ++at) {
        m_foot.at(at) = new Key(style, ("footKey_" + std::to_string(at)).c_str(), this);
        m_foot.at(at)->on_press = [this, at] { foot(at); };
    }
}

void TileScreen::arrange() {
    m_bar.arrange();
    double const inner = grid().width() - 2 * gap_u, foot_y = grid().height() - gap_u - foot_u;
    double const top = bar_u + gap_u, high = foot_y - gap_u - top;
    int const columns = shape_columns(), rows = shape_rows();
    double const wide = (inner - (columns - 1) * gap_u) / columns, tall = (high - (rows - 1) * gap_u) / rows;
    for (std::size_t at = 0; at < m_tiles.size(); ++at) {
        m_tiles.at(at)->setVisible(at < per_page());
        if (at >= per_page()) continue;
        // Columns first, as she walks.
        int const column = static_cast<int>(at) / rows, row = static_cast<int>(at) % rows;
        m_tiles.at(at)->place(
            style().place(gap_u + column * (wide + gap_u), top + row * (tall + gap_u), wide, tall));
    }
    double const each = (inner - 5 * gap_u) / 6;
    for (std::size_t at = 0; at < m_foot.size(); ++at)
        m_foot.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (each + gap_u), foot_y, each, foot_u));
}

void TileScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    refresh();
}

bool TileScreen::can_turn(int pages) const {
    if (pages < 0) return m_page > 0;
    return (m_page + 1) * per_page() < count();
}

void TileScreen::turn(int pages) {
    if (!can_turn(pages)) return;
    m_page += static_cast<std::size_t>(pages);
    refresh();
}

void TileScreen::refresh() {
    while (m_page > 0 && m_page * per_page() >= count()) --m_page;
    for (std::size_t at = 0; at < m_tiles.size(); ++at) {
        std::size_t const index = m_page * per_page() + at;
        bool const there = at < per_page() && index < count();
        m_tiles.at(at)->setObjectName(QString::fromStdString(there ? tile_name(index) : "tile"));
        m_tiles.at(at)->show_face(there ? face(index) : TileFace{});
    }
    show_words();
}

CustomersScreen::CustomersScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : TileScreen(style, outlet, "customerListScreen", 5, 5, parent) {}

void CustomersScreen::entered() {
    TileScreen::entered();
    m_filter = Filter::all;
}

void CustomersScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    choose_shown();
    refresh();
}

namespace {

bool still_open(TickState state) {
    return state == TickState::open || state == TickState::current || state == TickState::held;
}

}  // namespace

void CustomersScreen::choose_shown() {
    m_shown.clear();
    for (std::size_t at = 0; at < m_snapshot.customers.size(); ++at) {
        TickState const state = m_snapshot.customers[at].state;
        bool const shown = m_filter == Filter::all || (m_filter == Filter::open && still_open(state)) ||
                           (m_filter == Filter::shorted && state == TickState::shorted) ||
                           (m_filter == Filter::skipped && state == TickState::skipped);
        if (shown) m_shown.push_back(at);
    }
}

TileFace CustomersScreen::face(std::size_t at) const {
    auto const& task = m_snapshot.customers.at(m_shown.at(at));
    TileFace face;
    face.code = QString::fromStdString(task.customer_code);
    QString const unit = unit_word(task.unit, style().language);
    face.figure = QString::fromStdString(task.actual.empty() ? task.ordered : task.actual);
    face.below =
        task.actual.empty() ? unit : style().say(Word::of_ordered, {QString::fromStdString(task.ordered)});
    if (task.actual.empty() || task.state != TickState::done) face.remark = remark_icon(task.note);
    switch (task.state) {
        case TickState::open: break;
        case TickState::done:
            face.state = Icon::seal;
            face.done = true;
            break;
        case TickState::shorted:
            face.state = Icon::shortage;
            face.warns = true;
            break;
        case TickState::current:
            face.state = Icon::next;
            face.current = true;
            face.below = style().say(Word::now_here);
            break;
        case TickState::skipped:
            face.state = Icon::skip;
            face.warns = true;
            face.below = style().say(Word::skipped);
            break;
        case TickState::held:
            face.state = Icon::voided;
            face.warns = true;
            face.below = style().say(Word::held);
            break;
    }
    return face;
}

std::string CustomersScreen::tile_name(std::size_t at) const {
    return "customerTile_" + m_snapshot.customers.at(m_shown.at(at)).customer_code;
}

void CustomersScreen::touch(std::size_t at) {
    auto const& task = m_snapshot.customers.at(m_shown.at(at));
    if (task.state == TickState::done) return outlet().open(Place::history);
    bool const closed = task.state == TickState::shorted;
    outlet().press({.key = closed ? core::Key::reopen : core::Key::go_to, .line = task.line});
    outlet().back();
}

void CustomersScreen::show_words() {
    auto const& all = m_snapshot.customers;
    auto const count_of = [&](auto const& wanted) {
        return QString::number(
            std::ranges::count_if(all, [&](auto const& each) { return wanted(each.state); }));
    };
    QString const total = QString::number(all.size());
    m_bar.show(QString::fromStdString(m_snapshot.product.name), style().say(Word::list_sub, {total}),
               m_snapshot);
    struct Choice {
        Filter filter;
        Icon icon;
        QString text;
    };
    std::array const choices{
        Choice{Filter::all, Icon::list, style().say(Word::all_count, {total})},
        Choice{Filter::open, Icon::dot, style().say(Word::open_count, {count_of(still_open)})},
        Choice{
            Filter::shorted, Icon::shortage,
            style().say(Word::short_count, {count_of([](TickState s) { return s == TickState::shorted; })})},
        Choice{Filter::skipped, Icon::skip, style().say(Word::skipped_count, {count_of([](TickState s) {
                                                            return s == TickState::skipped;
                                                        })})}};
    for (std::size_t at = 0; at < choices.size(); ++at) {
        Choice const& choice = choices.at(at);
        m_foot.at(at)->set_face({.icon = choice.icon,
                                 .text = choice.text,
                                 .kind = choice.filter == m_filter ? KeyKind::inverted : KeyKind::normal,
                                 .in_row = !grid().portrait});
    }
    m_foot[4]->set_face({.icon = Icon::up,
                         .text = style().say(Word::page_up),
                         .kind = can_turn(-1) ? KeyKind::normal : KeyKind::dim,
                         .in_row = !grid().portrait});
    m_foot[5]->set_face({.icon = Icon::down,
                         .text = style().say(Word::page_down),
                         .kind = can_turn(1) ? KeyKind::normal : KeyKind::dim,
                         .in_row = !grid().portrait});
}

void CustomersScreen::foot(std::size_t which) {
    if (which >= 4) return turn(which == 4 ? -1 : 1);
    TileScreen::entered();
    m_filter = static_cast<Filter>(which);
    choose_shown();
    refresh();
}

ProductsScreen::ProductsScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : TileScreen(style, outlet, "productsScreen", 4, 4, parent) {}

TileFace ProductsScreen::face(std::size_t at) const {
    auto const& product = m_snapshot.products.at(at);
    TileFace face;
    face.name = QString::fromStdString(product.name);
    face.category = QString::fromStdString(product.category);
    face.sub = style().say(Word::done_of, {QString::number(product.done), QString::number(product.total)});
    face.done = product.total > 0 && product.done + product.shorted >= product.total;
    face.current = product.current;
    face.state = face.done ? Icon::seal : face.current ? Icon::next : Icon::none;
    return face;
}

std::string ProductsScreen::tile_name(std::size_t at) const {
    return "productTile_" + m_snapshot.products.at(at).sku;
}

void ProductsScreen::touch(std::size_t at) {
    outlet().press({.key = core::Key::product, .text = m_snapshot.products.at(at).sku});
    outlet().back();
}

void ProductsScreen::show_words() {
    m_bar.show(style().say(Word::products_title),
               style().say(Word::products_sub, {QString::number(m_snapshot.products.size())}), m_snapshot);
    bool const pick = m_snapshot.mode == "pick";
    bool const row = !grid().portrait;
    m_foot[0]->set_face({.icon = Icon::list, .text = style().say(Word::customer_list), .in_row = row});
    m_foot[1]->set_face({.icon = Icon::note, .text = style().say(Word::lot), .in_row = row});
    m_foot[2]->set_face(
        {.icon = Icon::swap, .text = style().say(pick ? Word::sow : Word::pick), .in_row = row});
    m_foot[3]->set_face({.icon = Icon::clock, .text = style().say(Word::history_key), .in_row = row});
    m_foot[4]->set_face({.icon = Icon::up,
                         .text = style().say(Word::page_up),
                         .kind = can_turn(-1) ? KeyKind::normal : KeyKind::dim,
                         .in_row = row});
    m_foot[5]->set_face({.icon = Icon::down,
                         .text = style().say(Word::page_down),
                         .kind = can_turn(1) ? KeyKind::normal : KeyKind::dim,
                         .in_row = row});
}

void ProductsScreen::foot(std::size_t which) {
    switch (which) {
        case 0: return outlet().open(Place::customers);
        case 1: return outlet().open(Place::lot);
        case 2:
            return outlet().press(
                {.key = core::Key::mode, .text = m_snapshot.mode == "pick" ? "sow" : "pick"});
        case 3: return outlet().open(Place::history);
        default: return turn(which == 4 ? -1 : 1);
    }
}

}  // namespace bozhong::ui
