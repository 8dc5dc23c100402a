#include "ui/screens/mine_screen.h"

#include "ui/screens/menu_screens.h"

namespace bozhong::ui {
namespace {

struct Entry {
    char const* name;
    Change change;
};
constexpr std::array entries{
    Entry{"myLanguageKey", Change::language}, Entry{"myHandKey", Change::hand},
    Entry{"myThemeKey", Change::theme},       Entry{"myLoudnessKey", Change::loudness},
    Entry{"mySpeechKey", Change::speech},     Entry{"myRateKey", Change::speech_rate}};

}  // namespace

MineScreen::MineScreen(Style const& style, Outlet const& outlet, QWidget* parent)
    : Screen(style, outlet, "mineScreen", parent), m_bar(style, outlet, this) {
    for (std::size_t at = 0; at < entries.size(); ++at) {
        m_keys.at(at) = new Key(style, entries.at(at).name, this);
        m_keys.at(at)->on_press = [&outlet, at] { outlet.change(entries.at(at).change); };
    }
}

void MineScreen::arrange() {
    m_bar.arrange();
    double const top = bar_u + gap_u;
    place_grid(style(), m_keys.data(), static_cast<int>(m_keys.size()), grid().portrait ? 2 : 3, gap_u, top,
               grid().width() - 2 * gap_u, grid().height() - gap_u - top);
}

void MineScreen::show_snapshot(core::Snapshot const& snapshot) {
    m_bar.show(style().say(Word::mine_title),
               snapshot.person ? QString::fromStdString(snapshot.person->name) : QString(), snapshot);
    Hearing const& hearing = outlet().hearing;
    bool const speaks = hearing.sound && hearing.speech;
    auto const set = [&](std::size_t at, Icon icon, Word what, QString now, KeyKind kind = KeyKind::normal) {
        m_keys.at(at)->set_face(
            {.icon = icon, .text = style().say(what), .sub = std::move(now), .kind = kind, .text_u = 3.4});
    };
    set(0, Icon::swap, Word::language, style().say(Word::other_language));
    set(1, Icon::hand, Word::hand_side, style().say(style().left_handed ? Word::left : Word::right));
    set(2, Icon::dot, Word::theme,
        style().say(style().theme == Theme::dark ? Word::theme_dark : Word::theme_light));
    set(3, Icon::speak, Word::loudness,
        hearing.sound ? style().say(Word::loudness_of, {QString::number(hearing.loudness)})
                      : style().say(Word::sound_off));
    set(4, Icon::speak, Word::speech, style().say(speaks ? Word::is_on : Word::is_off),
        hearing.sound ? KeyKind::normal : KeyKind::dim);
    set(5, Icon::next, Word::speech_rate,
        style().say(Word::speech_rate_of, {QString::number(hearing.speech_percent)}),
        speaks ? KeyKind::normal : KeyKind::dim);
}

}  // namespace bozhong::ui
