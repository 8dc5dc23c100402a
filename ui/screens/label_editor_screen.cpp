#include <QFontMetricsF>

#include "ui/screens/label_editor_screens.h"

namespace bozhong::ui {
namespace {

using domain::LabelAlign;
using domain::LabelCut;
using domain::LabelEditing;
using domain::LabelElementKind;

bool is_code(LabelElementKind kind) {
    return kind == LabelElementKind::code128 || kind == LabelElementKind::ean13 ||
           kind == LabelElementKind::gs1_128 || kind == LabelElementKind::qr ||
           kind == LabelElementKind::gs1_datamatrix;
}

QString millimetres(int micrometres) {
    return QString::number(micrometres / 1000.0, 'g', 6);
}

QString joined(std::vector<std::string> const& parts) {
    QStringList out;
    for (auto const& part : parts) out += QString::fromStdString(part);
    return out.join(QStringLiteral(" ")).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

QString shortened(QString text, int most) {
    if (text.size() <= most) return text;
    return text.left(most - 1) + QStringLiteral("…");
}

}  // namespace

void EditorLine::show(Icon icon, QString text, QString detail) {
    if (icon == m_icon && text == m_text && detail == m_detail) return;
    m_icon = icon;
    m_text = std::move(text);
    m_detail = std::move(detail);
    update();
}

void EditorLine::paint(QPainter& painter) {
    Tokens const& c = colours();
    bool const wrong = m_icon == Icon::warn;
    draw::panel(painter, style(), rect(),
                {colour(wrong ? c.warn : c.pan), colour(c.line), 0.2, draw::Edge::solid, 0.8});
    QColor const ink = colour(wrong ? c.on_warn : c.ink), second = colour(wrong ? c.on_warn_second : c.ink2);
    QRectF box = QRectF(rect()).adjusted(u(1.2), u(0.4), -u(1), -u(0.4));
    paint_icon(painter, m_icon, {box.left(), box.center().y() - u(1.6), u(3.2), u(3.2)}, ink,
               colour(wrong ? c.warn : c.pan));
    box.setLeft(box.left() + u(4.4));
    double const half = m_detail.isEmpty() ? box.height() : box.height() * 0.55;
    draw::text(painter, style(), {box.left(), box.top(), box.width(), half}, m_text,
               {2.7, true, ink, Qt::AlignLeft, 1.7});
    if (m_detail.isEmpty()) return;
    // A technician's words may be long; the whole of them stands in the log.
    QString const line =
        QFontMetricsF(draw::font(u(1.9), false)).elidedText(m_detail, Qt::ElideRight, box.width() - u(1));
    draw::text(painter, style(), {box.left(), box.top() + half, box.width(), box.height() - half}, line,
               {1.9, false, second, Qt::AlignLeft, 1.7});
}

LabelEditorScreen::LabelEditorScreen(Style const& style, Outlet const& outlet, LabelStudio& studio,
                                     QWidget* parent)
    : Screen(style, outlet, "labelEditorScreen", parent),
      m_studio(studio),
      m_bar(style, outlet, this),
      m_canvas(new LabelCanvas(style, studio, this)),
      m_line(new EditorLine(style, this)) {
    static constexpr std::array tools{"placePageKey", "lookPageKey", "addKey",  "tool_3",
                                      "tool_4",       "tool_5",      "tool_6",  "tool_7",
                                      "tool_8",       "tool_9",      "tool_10", "tool_11"};
    for (std::size_t at = 0; at < m_tools.size(); ++at) {
        m_tools.at(at) = new Key(style, tools.at(at), this);
        m_tools.at(at)->on_press = [this, at] { tool(at); };
    }
    static constexpr std::array feet{"undoStepKey", "redoStepKey", "nextElementKey", "sampleKey",
                                     "keepTemplateKey"};
    for (std::size_t at = 0; at < m_foot.size(); ++at) {
        m_foot.at(at) = new Key(style, feet.at(at), this);
        m_foot.at(at)->on_press = [this, at] { foot(at); };
    }
    m_canvas->on_touch = [this](std::string const& id) {
        if (m_studio.editing) m_studio.editing->select(id);
        changed();
    };
    m_canvas->on_drag = [this](domain::DotBox to) {
        if (m_studio.editing && m_studio.editing->drag(to)) changed();
    };
    m_canvas->on_lift = [this] {
        if (m_studio.editing) m_studio.editing->lift();
    };
    m_bar.back().on_press = [&outlet] { outlet.open(Place::label_templates); };
}

void LabelEditorScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), high = grid().height(), top = bar_u + gap_u;
    bool const portrait = grid().portrait;
    double const foot_y = high - gap_u - foot_u, tool_high = portrait ? 12 : (foot_y - top - 4 * gap_u) / 4;
    double const tools = portrait ? wide - 2 * gap_u : 45;
    double const each = (tools - 2 * gap_u) / 3, x = wide - gap_u - tools;
    double const y = portrait ? foot_y - 4 * (tool_high + gap_u) : top;
    for (int at = 0; at < 12; ++at)
        m_tools.at(static_cast<std::size_t>(at))
            ->place(style().place(x + (at % 3) * (each + gap_u), y + (at / 3) * (tool_high + gap_u), each,
                                  tool_high));
    double const left = portrait ? tools : wide - 3 * gap_u - tools;
    double const line = 6.4, end = portrait ? y : foot_y;
    m_canvas->setGeometry(style().place(gap_u, top, left, end - 2 * gap_u - line - top));
    m_line->setGeometry(style().place(gap_u, end - gap_u - line, left, line));
    double const key = (wide - 6 * gap_u) / 5;
    for (std::size_t at = 0; at < m_foot.size(); ++at)
        m_foot.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (key + gap_u), foot_y, key, foot_u));
    show_keys();
}

void LabelEditorScreen::entered() {
    // Opened by its name, as a technician's picture of it is: the one in use.
    if (!m_studio.editing && m_studio.bench != nullptr)
        if (auto const files = m_studio.bench->files(); !files.empty()) m_studio.open(files.front().name);
    changed();
}

void LabelEditorScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_person = snapshot.person ? QString::fromStdString(snapshot.person->name) : QString();
    show_bar();
}

void LabelEditorScreen::show_bar() {
    QString title, sub;
    if (m_studio.editing) {
        auto const& form = m_studio.editing->form();
        title = QString::fromStdString(zh() && !form.title.empty() ? form.title : m_studio.name);
        sub = m_studio.editing->changed() ? style().say(Word::edit_unkept)
                                          : style().say(Word::edit_kept, {QString::number(form.version)});
    }
    m_bar.show(title, sub, Icon::supervisor, m_person);
}

void LabelEditorScreen::changed() {
    m_studio.draw();
    m_canvas->refresh();
    show_keys();
}

void LabelEditorScreen::tool(std::size_t which) {
    if (!m_studio.editing) return;
    if (which < 2) m_page = which == 0 ? Page::place : Page::look;
    if (which == 2) return outlet().open(Place::label_add);
    if (which > 2) m_page == Page::place ? place_tool(which) : look_tool(which);
    changed();
}

void LabelEditorScreen::place_tool(std::size_t which) {
    auto& editing = *m_studio.editing;
    int const step = m_coarse ? LabelEditing::coarse : LabelEditing::fine;
    switch (which) {
        case 3: return void(editing.resize(-step, 0));
        case 4: return void(editing.move(0, -step));
        case 5: return void(editing.resize(step, 0));
        case 6: return void(editing.move(-step, 0));
        case 7: m_coarse = !m_coarse; return;
        case 8: return void(editing.move(step, 0));
        case 9: return void(editing.resize(0, -step));
        case 10: return void(editing.move(0, step));
        default: return void(editing.resize(0, step));
    }
}

void LabelEditorScreen::look_tool(std::size_t which) {
    auto& editing = *m_studio.editing;
    auto const* element = editing.element();
    if (element == nullptr) return;
    int const step = LabelEditing::fine;
    bool const code = is_code(element->kind);
    switch (which) {
        case 3: return void(code ? editing.module(-step) : editing.font(-2 * step));
        case 4: return void(editing.toggle_bold());
        case 5: return void(code ? editing.module(step) : editing.font(2 * step));
        case 6: return void(editing.next_align());
        case 7: return void(editing.toggle_inverse());
        case 8: return void(editing.next_frame());
        case 9: return change_content(*element);
        case 10: return void(editing.next_cut());
        default: return void(editing.remove());
    }
}

void LabelEditorScreen::change_content(domain::LabelElement const& element) {
    if (element.kind == LabelElementKind::picture) m_studio.editing->next_picture(m_studio.bench->pictures());
    if (!domain::is_drawing(element.kind)) outlet().open(Place::label_text);
}

void LabelEditorScreen::show_content_key(domain::LabelElement const& element) {
    if (element.kind == LabelElementKind::picture)
        return set(9, Icon::next, style().say(Word::edit_picture),
                   shortened(QString::fromStdString(element.file), 16), with_hand());
    bool const box = domain::is_drawing(element.kind);
    set(9, Icon::note, style().say(Word::edit_text), {}, box ? KeyKind::dim : with_hand());
}

void LabelEditorScreen::foot(std::size_t which) {
    if (!m_studio.editing) return;
    switch (which) {
        case 0: m_studio.editing->undo(); break;
        case 1: m_studio.editing->redo(); break;
        case 2: m_studio.editing->select_next(); break;
        case 3: m_studio.crowded = !m_studio.crowded; break;
        default: m_studio.keep(); break;
    }
    changed();
}

KeyKind LabelEditorScreen::with_hand() const {
    return m_studio.editing && m_studio.editing->element() != nullptr ? KeyKind::normal : KeyKind::dim;
}

void LabelEditorScreen::set(std::size_t tool, Icon icon, QString text, QString sub, KeyKind kind) {
    m_tools.at(tool)->set_face(
        {.icon = icon, .text = std::move(text), .sub = std::move(sub), .kind = kind, .text_u = 2.6});
}

void LabelEditorScreen::show_keys() {
    set(0, Icon::swap, style().say(Word::edit_place), {},
        m_page == Page::place ? KeyKind::inverted : KeyKind::normal);
    set(1, Icon::diamond, style().say(Word::edit_look), {},
        m_page == Page::look ? KeyKind::inverted : KeyKind::normal);
    set(2, Icon::plus, style().say(Word::edit_add));
    m_page == Page::place ? show_place_keys() : show_look_keys();
    auto const* editing = m_studio.editing ? &*m_studio.editing : nullptr;
    bool const row = !grid().portrait;
    auto const face = [&](std::size_t at, Icon icon, QString text, bool possible) {
        m_foot.at(at)->set_face({.icon = icon,
                                 .text = std::move(text),
                                 .kind = possible ? KeyKind::normal : KeyKind::dim,
                                 .in_row = row});
    };
    face(0, Icon::undo, style().say(Word::edit_undo), editing != nullptr && editing->can_undo());
    face(1, Icon::skip, style().say(Word::edit_redo), editing != nullptr && editing->can_redo());
    face(2, Icon::next, style().say(Word::edit_next), editing != nullptr);
    face(3, Icon::search, style().say(m_studio.crowded ? Word::edit_crowded : Word::edit_usual),
         editing != nullptr);
    bool const good = editing != nullptr && m_studio.picture.trouble == LabelTrouble::none;
    int const version = editing != nullptr ? editing->form().version : 0;
    m_foot[4]->set_face({.icon = Icon::check,
                         .text = style().say(Word::edit_keep),
                         .sub = style().say(Word::edit_keep_sub, {QString::number(version + 1)}),
                         .kind = good && editing->changed() ? KeyKind::primary : KeyKind::dim,
                         .in_row = row});
    show_bar();
    show_line();
}

void LabelEditorScreen::show_place_keys() {
    KeyKind const kind = with_hand();
    QString const step =
        style().say(Word::edit_mm, {millimetres(m_coarse ? LabelEditing::coarse : LabelEditing::fine)});
    set(3, Icon::minus, style().say(Word::edit_narrower), {}, kind);
    set(4, Icon::up, style().say(Word::edit_up), {}, kind);
    set(5, Icon::plus, style().say(Word::edit_wider), {}, kind);
    set(6, Icon::back, style().say(Word::edit_left), {}, kind);
    set(7, Icon::none, style().say(Word::edit_step), step);
    set(8, Icon::next, style().say(Word::edit_right), {}, kind);
    set(9, Icon::minus, style().say(Word::edit_lower), {}, kind);
    set(10, Icon::down, style().say(Word::edit_down), {}, kind);
    set(11, Icon::plus, style().say(Word::edit_higher), {}, kind);
}

void LabelEditorScreen::show_look_keys() {
    auto const* element = m_studio.editing ? m_studio.editing->element() : nullptr;
    domain::LabelElement const none;
    auto const& e = element == nullptr ? none : *element;
    KeyKind const hand = with_hand();
    bool const code = is_code(e.kind), box = domain::is_drawing(e.kind);
    KeyKind const writing = code || box ? KeyKind::dim : hand;
    QString const size = element == nullptr || box
                             ? QString()
                             : style().say(Word::edit_mm, {millimetres(code ? e.module : e.font_max)});
    KeyKind const sized = box ? KeyKind::dim : hand;
    set(3, Icon::minus, style().say(code ? Word::edit_bars_thinner : Word::edit_font_smaller), size, sized);
    set(4, Icon::none, style().say(e.bold ? Word::edit_bold : Word::edit_regular), {}, writing);
    set(5, Icon::plus, style().say(code ? Word::edit_bars_thicker : Word::edit_font_larger), size, sized);
    Word const align = e.align == LabelAlign::left     ? Word::edit_align_left
                       : e.align == LabelAlign::center ? Word::edit_align_center
                                                       : Word::edit_align_right;
    set(6, Icon::list, style().say(align), {}, writing);
    KeyKind const inverse = code ? KeyKind::dim : e.inverse ? KeyKind::inverted : hand;
    set(7, Icon::dot, style().say(Word::edit_inverse), {}, inverse);
    QString const frame = e.frame > 0 ? style().say(Word::edit_mm, {millimetres(e.frame)}) : QString();
    set(8, Icon::crate, style().say(Word::edit_frame), frame, code ? KeyKind::dim : hand);
    show_content_key(e);
    Word const cut = e.cut == LabelCut::end     ? Word::edit_cut_end
                     : e.cut == LabelCut::start ? Word::edit_cut_start
                                                : Word::edit_cut_never;
    set(10, Icon::none, style().say(cut), {}, writing);
    set(11, Icon::x, style().say(Word::edit_remove), {}, element == nullptr ? KeyKind::dim : KeyKind::bad);
}

/// What it says on the sample, else what its text is made of.
QString LabelEditorScreen::named(std::string const& id) const {
    for (auto const& ink : m_studio.picture.inks)
        if (ink.id == id && !ink.text.empty())
            return shortened(QString::fromStdString(ink.text).replace(QLatin1Char('\n'), QLatin1Char(' ')),
                             style().english() ? 16 : 12);
    if (m_studio.editing)
        for (auto const& element : m_studio.editing->form().elements)
            if (element.id == id && !element.parts.empty()) return shortened(joined(element.parts), 16);
    return QString::fromStdString(id);
}

void LabelEditorScreen::show_line() {
    auto const& picture = m_studio.picture;
    QString const detail = QString::fromStdString(picture.detail);
    if (!m_studio.editing) return m_line->show(Icon::none, {}, {});
    if (!m_studio.kept.ok() && m_studio.editing->changed())
        return m_line->show(Icon::warn, style().say(Word::edit_not_kept),
                            QString::fromStdString(m_studio.kept.error().text()));
    switch (picture.trouble) {
        case LabelTrouble::none: break;
        case LabelTrouble::no_room:
            return m_line->show(Icon::warn, style().say(Word::edit_no_room, {named(picture.element)}),
                                detail);
        case LabelTrouble::no_glyph:
            return m_line->show(Icon::warn, style().say(Word::edit_no_glyph, {named(picture.element)}),
                                detail);
        case LabelTrouble::runs_into:
            return m_line->show(
                Icon::warn, style().say(Word::edit_runs_into, {named(picture.element), named(picture.other)}),
                detail);
        case LabelTrouble::not_readable:
            return m_line->show(Icon::warn, style().say(Word::edit_not_readable), detail);
        case LabelTrouble::not_for_this_printer:
            return m_line->show(Icon::warn, style().say(Word::edit_not_printer), detail);
    }
    auto const* element = m_studio.editing->element();
    if (element == nullptr) return m_line->show(Icon::hand, style().say(Word::edit_touch), {});
    auto const& box = element->box;
    QString const size = millimetres(box.x) + QStringLiteral(", ") + millimetres(box.y) +
                         QStringLiteral(" · ") + millimetres(box.width) + QStringLiteral(" × ") +
                         millimetres(box.height) + QStringLiteral(" mm");
    bool const drawn = m_studio.ink_in_hand() != nullptr;
    m_line->show(Icon::hand, named(element->id),
                 drawn ? size : size + QStringLiteral(" · ") + style().say(Word::edit_not_drawn));
}

LabelAddScreen::LabelAddScreen(Style const& style, Outlet const& outlet, LabelStudio& studio, QWidget* parent)
    : Screen(style, outlet, "labelAddScreen", parent), m_studio(studio), m_bar(style, outlet, this) {
    static constexpr std::array kinds{LabelElementKind::text,    LabelElementKind::amount,
                                      LabelElementKind::plate,   LabelElementKind::code128,
                                      LabelElementKind::qr,      LabelElementKind::ean13,
                                      LabelElementKind::gs1_128, LabelElementKind::gs1_datamatrix,
                                      LabelElementKind::box,     LabelElementKind::picture};
    for (std::size_t at = 0; at < m_keys.size(); ++at) {
        m_keys.at(at) = new Key(style, ("kindKey_" + std::to_string(at)).c_str(), this);
        m_keys.at(at)->on_press = [this, at] {
            auto const files = kinds.at(at) == LabelElementKind::picture ? m_studio.bench->pictures()
                                                                         : std::vector<std::string>{""};
            if (m_studio.editing && !files.empty()) m_studio.editing->add(kinds.at(at), files.front());
            this->outlet().open(Place::label_editor);
        };
    }
    m_bar.back().on_press = [&outlet] { outlet.open(Place::label_editor); };
}

void LabelAddScreen::arrange() {
    m_bar.arrange();
    int const across = grid().portrait ? 2 : 5, down = 10 / across;
    double const top = bar_u + gap_u, wide = grid().width() - 2 * gap_u, high = grid().height() - gap_u - top;
    double const each = (wide - (across - 1) * gap_u) / across, tall = (high - (down - 1) * gap_u) / down;
    static constexpr std::array words{
        Word::kind_text,  Word::kind_amount,  Word::kind_plate,      Word::kind_code128, Word::kind_qr,
        Word::kind_ean13, Word::kind_gs1_128, Word::kind_datamatrix, Word::kind_box,     Word::kind_picture};
    static constexpr std::array icons{Icon::note, Icon::scale, Icon::badge,  Icon::list,  Icon::search,
                                      Icon::list, Icon::list,  Icon::search, Icon::crate, Icon::diamond};
    for (int at = 0; at < 10; ++at) {
        auto* key = m_keys.at(static_cast<std::size_t>(at));
        key->place(style().place(gap_u + (at % across) * (each + gap_u), top + (at / across) * (tall + gap_u),
                                 each, tall));
        key->set_face({.icon = icons.at(static_cast<std::size_t>(at)),
                       .text = style().say(words.at(static_cast<std::size_t>(at))),
                       .text_u = 2.7});
    }
}

void LabelAddScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_bar.show(style().say(Word::edit_add_title), QString(), snapshot);
}

}  // namespace bozhong::ui
