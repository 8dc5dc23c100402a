#include <cctype>

#include "station/domain/label_fields.h"
#include "ui/screens/label_editor_screens.h"

namespace bozhong::ui {
namespace {

/// What stands on labels beside the fields, in the languages of the people who read them.
constexpr std::array words{"品名 ",  "净 ",   "毛 ",   "皮 ",   "应拣 ",   "实重 ",   "筐 ",    "线路 ",
                           "司机 ",  "客户 ", "单号 ", "批 ",   "产地 ",   "保质期 ", "规格 ",  "单价 ",
                           "金额 ",  "日期 ", "台 ",   "第 ",   "共 ",     "袋",      " kg",    " g",
                           " 斤",    "元",    "¥",     "×",     "·",       "Net ",    "Gross ", "Tote ",
                           "Route ", "Lot ",  "No. ",  "Date ", "Origin ", "PT "};

}  // namespace

LabelTextScreen::LabelTextScreen(Style const& style, Outlet const& outlet, LabelStudio& studio,
                                 QWidget* parent)
    : Screen(style, outlet, "labelTextScreen", parent),
      m_studio(studio),
      m_bar(style, outlet, this),
      m_text(new InfoPanel(style, "labelText", this)) {
    for (std::size_t at = 0; at < m_tokens.size(); ++at) {
        m_tokens.at(at) = new Key(style, ("tileKey_" + std::to_string(at)).c_str(), this);
        m_tokens.at(at)->on_press = [this, at] { press(at); };
    }
    for (std::size_t at = 0; at < m_turn.size(); ++at) {
        m_turn.at(at) = new Key(style, at == 0 ? "tileUpKey" : "tileDownKey", this);
        m_turn.at(at)->on_press = [this, at] {
            if (at == 0 && m_sheet > 0) --m_sheet;
            if (at == 1 && (m_sheet + 1) * m_per_sheet < tokens().size()) ++m_sheet;
            changed();
        };
    }
    static constexpr std::array feet{"fieldsKey", "wordsKey", "lettersKey", "newPartKey", "eraseKey"};
    for (std::size_t at = 0; at < m_foot.size(); ++at) {
        m_foot.at(at) = new Key(style, feet.at(at), this);
        m_foot.at(at)->on_press = [this, at] { foot(at); };
    }
    m_bar.back().on_press = [&outlet] { outlet.open(Place::label_editor); };
}

std::vector<LabelTextScreen::Token> LabelTextScreen::tokens() const {
    std::vector<Token> out;
    if (m_page == Page::fields)
        for (auto const& field : domain::label_fields()) {
            QString const name =
                zh() ? QString::fromUtf8(field.chinese.data(), static_cast<int>(field.chinese.size()))
                     : QString::fromStdString(std::string(field.name)).replace('_', ' ');
            QString example = QString::fromUtf8(field.example.data(), static_cast<int>(field.example.size()));
            if (example.size() > 14) example = example.left(13) + QStringLiteral("…");
            out.push_back({name, example, "{" + std::string(field.name) + "}"});
        }
    if (m_page == Page::words)
        for (char const* const word : words) out.push_back({QString::fromUtf8(word).trimmed(), {}, word});
    if (m_page != Page::letters) return out;
    for (char each = 'A'; each <= 'Z'; ++each) out.push_back({QString(QLatin1Char(each)), {}, {each}});
    for (char const each : {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-', '/', '.', ':'})
        out.push_back({QString(QLatin1Char(each)), {}, {each}});
    out.push_back({style().say(Word::text_space), {}, " "});
    out.push_back({style().say(Word::text_line), {}, "\n"});
    return out;
}

void LabelTextScreen::arrange() {
    m_bar.arrange();
    double const wide = grid().width(), top = bar_u + gap_u;
    m_text->setGeometry(style().place(gap_u, top, wide - 2 * gap_u, 10));
    double const foot_y = grid().height() - gap_u - foot_u, key = (wide - 6 * gap_u) / 5;
    for (std::size_t at = 0; at < m_foot.size(); ++at)
        m_foot.at(at)->place(
            style().place(gap_u + static_cast<double>(at) * (key + gap_u), foot_y, key, foot_u));
    changed();
}

void LabelTextScreen::arrange_tokens() {
    double const wide = grid().width() - 2 * gap_u, top = bar_u + 2 * gap_u + 10;
    double const high = grid().height() - 2 * gap_u - foot_u - top;
    // The narrowest key that a glove still hits, or one that a field's name fits into.
    double const least = m_page == Page::letters ? 9.6 : m_page == Page::words ? 13 : 19;
    int const columns = static_cast<int>((wide + gap_u) / (least + gap_u));
    int const rows = std::min(8, static_cast<int>((high + gap_u) / (9.8 + gap_u)));
    double const each = (wide - (columns - 1) * gap_u) / columns, tall = (high - (rows - 1) * gap_u) / rows;
    auto const place = [&](Key* key, int cell) {
        key->place(style().place(gap_u + (cell % columns) * (each + gap_u),
                                 top + (cell / columns) * (tall + gap_u), each, tall));
    };
    int const cells = std::min(columns * rows, static_cast<int>(most_tokens) + 2);
    bool const turning = static_cast<int>(tokens().size()) > cells;
    m_per_sheet = static_cast<std::size_t>(turning ? cells - 2 : cells);
    for (std::size_t at = 0; at < m_tokens.size(); ++at)
        if (at < m_per_sheet) place(m_tokens.at(at), static_cast<int>(at));
    for (int at = 0; at < 2; ++at) {
        m_turn.at(static_cast<std::size_t>(at))->setVisible(turning);
        place(m_turn.at(static_cast<std::size_t>(at)), cells - 2 + at);
    }
}

void LabelTextScreen::entered() {
    m_page = Page::fields;
    m_sheet = 0;
    changed();
}

void LabelTextScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_bar.show(style().say(Word::edit_text), style().say(Word::text_hint), snapshot);
}

bool LabelTextScreen::scanned(std::string const& text) {
    if (m_studio.editing) m_studio.editing->write(text);
    changed();
    return true;
}

void LabelTextScreen::press(std::size_t which) {
    auto const all = tokens();
    std::size_t const index = m_sheet * m_per_sheet + which;
    if (index < all.size() && m_studio.editing) m_studio.editing->write(all[index].written);
    changed();
}

void LabelTextScreen::foot(std::size_t which) {
    if (which < 3) {
        m_page = static_cast<Page>(which);
        m_sheet = 0;
    }
    if (which == 3 && m_studio.editing) m_studio.editing->begin_part();
    if (which == 4 && m_studio.editing) m_studio.editing->erase();
    changed();
}

void LabelTextScreen::changed() {
    arrange_tokens();
    auto const all = tokens();
    for (std::size_t at = 0; at < m_tokens.size(); ++at) {
        std::size_t const index = m_sheet * m_per_sheet + at;
        bool const there = at < m_per_sheet && index < all.size();
        m_tokens.at(at)->setVisible(there);
        if (there) m_tokens.at(at)->set_face({.text = all[index].text, .sub = all[index].sub, .text_u = 2.6});
    }
    m_turn[0]->set_face({.icon = Icon::up, .text = style().say(Word::page_up), .in_row = true});
    m_turn[1]->set_face({.icon = Icon::down, .text = style().say(Word::page_down), .in_row = true});
    bool const row = !grid().portrait;
    auto const face = [&](std::size_t at, Icon icon, Word word, bool on) {
        m_foot.at(at)->set_face({.icon = icon,
                                 .text = style().say(word),
                                 .kind = on ? KeyKind::inverted : KeyKind::normal,
                                 .in_row = row});
    };
    face(0, Icon::swap, Word::text_fields, m_page == Page::fields);
    face(1, Icon::note, Word::text_words, m_page == Page::words);
    face(2, Icon::list, Word::text_letters, m_page == Page::letters);
    face(3, Icon::plus, Word::text_new_part, false);
    face(4, Icon::bksp, Word::text_erase, false);
    if (!m_studio.editing) return;
    m_studio.draw();
    QStringList parts;
    if (auto const* element = m_studio.editing->element())
        for (auto const& part : element->parts)
            parts += QString::fromStdString(part).replace(QLatin1Char('\n'), QStringLiteral("↵"));
    auto const* ink = m_studio.ink_in_hand();
    QString const drawn =
        ink == nullptr ? style().say(Word::edit_not_drawn)
                       : QString::fromStdString(ink->text).replace(QLatin1Char('\n'), QStringLiteral("↵"));
    m_text->show(parts.join(QStringLiteral("  |  ")), {drawn});
}

}  // namespace bozhong::ui
