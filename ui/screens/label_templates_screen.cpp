#include "ui/screens/label_editor_screens.h"

namespace bozhong::ui {

TemplatesScreen::TemplatesScreen(Style const& style, Outlet const& outlet, LabelStudio& studio,
                                 QWidget* parent)
    : Screen(style, outlet, "labelTemplatesScreen", parent), m_studio(studio), m_bar(style, outlet, this) {
    for (std::size_t at = 0; at < m_tiles.size(); ++at) {
        m_tiles.at(at) = new Key(style, ("tileKey_" + std::to_string(at)).c_str(), this);
        m_tiles.at(at)->on_press = [this, at] {
            m_chosen = m_page * shown + at;
            m_dropping = false;
            refresh();
        };
    }
    static constexpr std::array names{"pageUpKey", "pageDownKey", "restoreKey", "editKey"};
    for (std::size_t at = 0; at < m_foot.size(); ++at) {
        m_foot.at(at) = new Key(style, names.at(at), this);
        m_foot.at(at)->on_press = [this, at] { foot(at); };
    }
    m_bar.back().on_press = [&outlet] { outlet.open(Place::supervisor); };
}

void TemplatesScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), high = grid().height(), top = bar_u + gap_u;
    double const foot_y = high - gap_u - foot_u;
    int const columns = 3, rows = static_cast<int>(shown) / columns;
    double const each = (wide - (columns + 1) * gap_u) / columns, tall = (foot_y - top - rows * gap_u) / rows;
    for (int at = 0; at < static_cast<int>(shown); ++at)
        m_tiles.at(static_cast<std::size_t>(at))
            ->place(style().place(gap_u + (at % columns) * (each + gap_u),
                                  top + (at / columns) * (tall + gap_u), each, tall));
    double const key = (wide - 5 * gap_u) / 4;
    for (std::size_t at = 0; at < m_foot.size(); ++at)
        m_foot.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (key + gap_u), foot_y, key, foot_u));
    refresh();
}

void TemplatesScreen::entered() {
    m_page = m_chosen = 0;
    m_dropping = false;
    m_files = m_studio.bench == nullptr ? std::vector<LabelFile>{} : m_studio.bench->files();
    refresh();
}

void TemplatesScreen::show_snapshot(core::Snapshot const& snapshot) {
    QString const person = snapshot.person ? QString::fromStdString(snapshot.person->name) : QString();
    m_bar.show(style().say(Word::templates),
               style().say(Word::templates_sub, {QString::number(m_files.size())}), Icon::supervisor, person);
}

LabelFile const* TemplatesScreen::chosen() const {
    return m_chosen < m_files.size() ? &m_files[m_chosen] : nullptr;
}

void TemplatesScreen::foot(std::size_t which) {
    auto const* file = chosen();
    bool const dropping = std::exchange(m_dropping, false);
    if (which == 0 && m_page > 0) m_chosen = --m_page * shown;
    if (which == 1 && (m_page + 1) * shown < m_files.size()) m_chosen = ++m_page * shown;
    if (which == 2 && file != nullptr && file->own && file->standard) {
        m_dropping = !dropping;
        if (dropping && m_studio.bench->restore(file->name).ok()) {
            if (m_studio.name == file->name) m_studio.editing.reset();
            m_files = m_studio.bench->files();
        }
    }
    if (which == 3 && file != nullptr && m_studio.open(file->name)) return outlet().open(Place::label_editor);
    refresh();
}

void TemplatesScreen::refresh() {
    for (std::size_t at = 0; at < m_tiles.size(); ++at) {
        std::size_t const index = m_page * shown + at;
        m_tiles.at(at)->setVisible(index < m_files.size());
        if (index >= m_files.size()) continue;
        auto const& file = m_files[index];
        QString const name = QString::fromStdString(file.name);
        QString const title = zh() && !file.title.empty() ? QString::fromStdString(file.title) : name;
        QString const state = !file.trouble.empty()
                                  ? style().say(Word::template_unreadable)
                                  : style().say(file.own ? Word::template_own : Word::template_standard);
        QString const use =
            file.in_use ? style().say(Word::template_in_use) + QStringLiteral(" · ") : QString();
        m_tiles.at(at)->set_face({.icon = !file.trouble.empty() ? Icon::warn
                                          : file.in_use         ? Icon::printer
                                                                : Icon::note,
                                  .text = title,
                                  .sub = use + state,
                                  .kind = index == m_chosen ? KeyKind::inverted : KeyKind::normal});
    }
    auto const* file = chosen();
    bool const mine = file != nullptr && file->own && file->standard;
    bool const more = (m_page + 1) * shown < m_files.size();
    bool const row = !grid().portrait;
    m_foot[0]->set_face({.icon = Icon::up,
                         .text = style().say(Word::page_up),
                         .kind = m_page > 0 ? KeyKind::normal : KeyKind::dim,
                         .in_row = row});
    m_foot[1]->set_face({.icon = Icon::down,
                         .text = style().say(Word::page_down),
                         .kind = more ? KeyKind::normal : KeyKind::dim,
                         .in_row = row});
    m_foot[2]->set_face(
        {.text = style().say(m_dropping ? Word::template_restore_again : Word::template_restore),
         .sub = style().say(Word::template_restore_sub),
         .kind = !mine        ? KeyKind::dim
                 : m_dropping ? KeyKind::warn
                              : KeyKind::bad});
    bool const readable = file != nullptr && file->trouble.empty();
    m_foot[3]->set_face({.text = style().say(Word::template_edit),
                         .sub = style().say(Word::template_edit_sub),
                         .kind = readable ? KeyKind::primary : KeyKind::dim});
}

}  // namespace bozhong::ui
