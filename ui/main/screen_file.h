#pragma once
// What was changed at the screen itself (language, theme, hand, sound, speech, panel width), kept beside the
// journal in screen.ini, so that a restart does not forget it: for each person what she likes, for the table
// what it is with nobody signed in. station.toml stays the technician's.

#include <functional>
#include <string>

#include "ui/main_window.h"

namespace bozhong::ui {

class ScreenFile {
  public:
    explicit ScreenFile(std::string const& journal_path);

    /// More people are not kept apart; they have the table's settings.
    static constexpr int most_people = 1'000;

    /// The given settings with what the file changes of them for the table, then for the person; nobody's id
    /// is empty.
    [[nodiscard]] Settings load(Settings settings, std::string const& person = {}) const;
    /// A person's are kept for her; the panel's width is the table's whoever measured it.
    void save(Settings const& settings, std::string const& person = {}) const;
    /// In which order this table works, and for whom; whoever stands there.
    [[nodiscard]] core::WorkChoice load_work() const;
    void save_work(core::WorkChoice const& choice) const;

  private:
    std::string m_path;
};

/// From now on each person who is signed in at the window has what she likes, with `table` under it, and what
/// she changes is kept. Both outlive the window's use.
void keep_likes(MainWindow& window, ScreenFile const& file, Settings const& table);

/// What was chosen of the work is kept from now on; what was kept before is pressed once. Both outlive the window's use.
void keep_work(MainWindow& window, ScreenFile const& file, std::function<void(core::KeyPressed)> const& press);

}  // namespace bozhong::ui
