#include "ui/screens/list_screens.h"

#include <algorithm>

#include "ui/screens/faces.h"
#include "ui/screens/menu_screens.h"

namespace bozhong::ui {

using core::TickState;

TileScreen::TileScreen(Style const& style, Outlet const& outlet, char const* name, int columns, int rows,
                       int foot_keys, QWidget* parent)
    : Screen(style, outlet, name, parent), m_bar(style, outlet, this), m_columns(columns), m_rows(rows) {
    for (std::size_t at = 0; at < 27; ++at) {
        m_tiles.push_back(new Tile(style, "tile", this));
        m_tiles.back()->on_press = [this, at] {
            std::size_t const index = m_page * per_page() + at;
            if (index < count()) touch(index);
        };
    }
    for (std::size_t at = 0; at < static_cast<std::size_t>(foot_keys); ++at) {
        m_foot.push_back(new Key(style, ("footKey_" + std::to_string(at)).c_str(), this));
        m_foot.back()->on_press = [this, at] { foot(at); };
    }
}

void TileScreen::arrange() {
    m_bar.arrange();
    double const inner = grid().width() - 2 * gap_u, foot = foot_rows() * (foot_u + gap_u) - gap_u;
    double const foot_y = grid().height() - gap_u - foot;
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
    int const keys = static_cast<int>(m_foot.size());
    place_grid(style(), m_foot.data(), keys, (keys + foot_rows() - 1) / foot_rows(), gap_u, foot_y, inner, foot);
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

void TileScreen::show_page_keys() {
    bool const row = !grid().portrait && m_foot.size() <= 6;
    auto const show = [&](std::size_t from_end, Icon icon, Word word, int pages) {
        m_foot.at(m_foot.size() - from_end)
            ->set_face({.icon = icon,
                        .text = style().say(word),
                        .kind = can_turn(pages) ? KeyKind::normal : KeyKind::dim,
                        .in_row = row});
    };
    show(2, Icon::up, Word::page_up, -1);
    show(1, Icon::down, Word::page_down, 1);
}

CustomersScreen::CustomersScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : TileScreen(style, outlet, "customerListScreen", 5, 5, 8, parent) {}

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

bool CustomersScreen::fits(Filter filter, core::TaskView const& task) {
    switch (filter) {
        case Filter::all: return true;
        case Filter::open: return still_open(task.state);
        case Filter::shorted: return task.state == TickState::shorted;
        case Filter::skipped: return task.state == TickState::skipped;
        case Filter::done: return task.state == TickState::done;
        case Filter::no_label:
            return task.label == domain::LabelState::unknown || task.label == domain::LabelState::failed;
    }
    return false;
}

bool CustomersScreen::hidden(core::TaskView const& task) const {
    auto const& work = m_snapshot.work;
    bool const waits = task.state == TickState::open || task.state == TickState::skipped;
    if (!waits || work.only == core::OnlyFor::everybody) return false;
    return (work.only == core::OnlyFor::route ? task.route : task.driver) != work.name;
}

void CustomersScreen::choose_shown() {
    m_shown.clear();
    for (std::size_t at = 0; at < m_snapshot.customers.size(); ++at)
        if (fits(m_filter, m_snapshot.customers[at])) m_shown.push_back(at);
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
    if (hidden(task)) face.below = style().say(Word::hidden_now);
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
    m_bar.show(QString::fromStdString(m_snapshot.product.name),
               style().say(Word::list_sub, {QString::number(all.size()), work_words(m_snapshot.work, style())}), m_snapshot);
    struct Choice {
        Filter filter;
        Icon icon;
        Word word;
    };
    static constexpr std::array choices{Choice{Filter::all, Icon::list, Word::all_count},
                                        Choice{Filter::open, Icon::dot, Word::open_count},
                                        Choice{Filter::shorted, Icon::shortage, Word::short_count},
                                        Choice{Filter::skipped, Icon::skip, Word::skipped_count},
                                        Choice{Filter::done, Icon::seal, Word::done_count},
                                        Choice{Filter::no_label, Icon::printer, Word::no_label_count}};
    for (std::size_t at = 0; at < choices.size(); ++at) {
        Choice const& choice = choices.at(at);
        auto const count = std::ranges::count_if(all, [&](auto const& each) { return fits(choice.filter, each); });
        m_foot.at(at)->set_face({.icon = choice.icon,
                                 .text = style().say(choice.word, {QString::number(count)}),
                                 .kind = choice.filter == m_filter ? KeyKind::inverted : KeyKind::normal});
    }
    show_page_keys();
}

void CustomersScreen::foot(std::size_t which) {
    if (which >= 6) return turn(which == 6 ? -1 : 1);
    TileScreen::entered();
    m_filter = static_cast<Filter>(which);
    choose_shown();
    refresh();
}

WorkScreen::WorkScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : TileScreen(style, outlet, "workScreen", 4, 4, static_cast<int>(core::walk_names.size()) + 2, parent) {}

TileFace WorkScreen::face(std::size_t at) const {
    auto const& work = m_snapshot.work;
    if (at == 0) {
        bool const current = work.only == core::OnlyFor::everybody;
        return {.name = style().say(Word::only_everybody),
                .state = current ? Icon::check : Icon::none,
                .sign = Icon::list,
                .current = current};
    }
    auto const& group = m_snapshot.groups.at(at - 1);
    bool const current = work.only == group.kind && work.name == group.name;
    return {.name = QString::fromStdString(group.name),
            .sub = style().say(Word::open_left, {QString::number(group.open)}),
            .state = current ? Icon::check : Icon::none,
            .sign = group.kind == core::OnlyFor::route ? Icon::truck : Icon::person,
            .current = current};
}

std::string WorkScreen::tile_name(std::size_t at) const {
    if (at == 0) return "onlyTile_everybody";
    auto const& group = m_snapshot.groups.at(at - 1);
    return "onlyTile_" + std::string(core::name(group.kind)) + "_" + group.name;
}

void WorkScreen::touch(std::size_t at) {
    core::KeyPressed key{.key = core::Key::only};
    if (at > 0) {
        auto const& group = m_snapshot.groups.at(at - 1);
        key.text = core::name(group.kind);
        key.detail = group.name;
    }
    outlet().press(std::move(key));
    outlet().back();
}

void WorkScreen::show_words() {
    QString const how = grid().portrait ? QString() : style().say(Word::work_sub);
    m_bar.show(style().say(Word::work_title), how, m_snapshot);
    for (std::size_t at = 0; at < core::walk_names.size(); ++at) {
        auto const walk = static_cast<core::WalkBy>(at);
        bool const chosen = walk == m_snapshot.work.walk;
        m_foot.at(at)->set_face({.icon = chosen ? Icon::check : Icon::next,
                                 .text = walk_words(walk, style()),
                                 .kind = chosen ? KeyKind::inverted : KeyKind::normal});
    }
    show_page_keys();
}

void WorkScreen::foot(std::size_t which) {
    if (which >= core::walk_names.size()) return turn(which == core::walk_names.size() ? -1 : 1);
    outlet().press({.key = core::Key::walk, .text = std::string(core::walk_names.at(which))});
}

ProductsScreen::ProductsScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : TileScreen(style, outlet, "productsScreen", 4, 4, 7, parent) {}

void ProductsScreen::entered() {
    TileScreen::entered();
    m_category.clear();
}

void ProductsScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_snapshot = snapshot;
    choose_shown();
    refresh();
}

/// As they come; in pick mode these are the routes of the orders.
std::vector<std::string> ProductsScreen::categories() const {
    std::vector<std::string> out;
    for (auto const& each : m_snapshot.products)
        if (!each.category.empty() && std::ranges::find(out, each.category) == out.end())
            out.push_back(each.category);
    return out;
}

void ProductsScreen::choose_shown() {
    auto const all = categories();
    // The last product of a category can leave the table while it is shown.
    if (std::ranges::find(all, m_category) == all.end()) m_category.clear();
    m_shown.clear();
    for (std::size_t at = 0; at < m_snapshot.products.size(); ++at)
        if (m_category.empty() || m_snapshot.products.at(at).category == m_category) m_shown.push_back(at);
}

void ProductsScreen::next_category() {
    auto const all = categories();
    auto const here = std::ranges::find(all, m_category);
    auto const next = m_category.empty() || here == all.end() ? all.begin() : here + 1;
    m_category = next == all.end() ? std::string() : *next;
    TileScreen::entered();
    choose_shown();
    refresh();
}

TileFace ProductsScreen::face(std::size_t at) const {
    auto const& product = m_snapshot.products.at(m_shown.at(at));
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
    return "productTile_" + m_snapshot.products.at(m_shown.at(at)).sku;
}

void ProductsScreen::touch(std::size_t at) {
    outlet().press({.key = core::Key::product, .text = m_snapshot.products.at(m_shown.at(at)).sku});
    outlet().back();
}

void ProductsScreen::show_words() {
    m_bar.show(style().say(Word::products_title),
               style().say(Word::products_sub, {QString::number(m_snapshot.products.size())}), m_snapshot);
    bool const pick = m_snapshot.mode == "pick";
    QString category = QString::fromStdString(m_category);
    if (category.size() > 6) category = category.left(5) + QChar(0x2026);
    m_foot[0]->set_face({.icon = Icon::list, .text = style().say(Word::customer_list)});
    m_foot[1]->set_face({.icon = Icon::note, .text = style().say(Word::lot)});
    m_foot[2]->set_face({.icon = Icon::swap, .text = style().say(pick ? Word::sow : Word::pick)});
    m_foot[3]->set_face({.icon = Icon::clock, .text = style().say(Word::history_key)});
    QString const all = style().say(Word::all_count, {QString::number(m_snapshot.products.size())});
    m_foot[4]->set_face({.icon = Icon::more,
                         .text = category.isEmpty() ? all : category,
                         .kind = category.isEmpty() ? KeyKind::normal : KeyKind::inverted});
    show_page_keys();
}

void ProductsScreen::foot(std::size_t which) {
    switch (which) {
        case 0: return outlet().open(Place::customers);
        case 1: return outlet().open(Place::lot);
        case 2:
            return outlet().press(
                {.key = core::Key::mode, .text = m_snapshot.mode == "pick" ? "sow" : "pick"});
        case 3: return outlet().open(Place::history);
        case 4: return next_category();
        default: return turn(which == 5 ? -1 : 1);
    }
}

}  // namespace bozhong::ui
