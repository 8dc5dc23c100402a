#pragma once
// What a person changed at the screen itself (language, theme, hand, sound, panel width), kept beside the journal in
// screen.ini, so that a restart does not forget it. station.toml stays the technician's.

#include <string>

#include "ui/main_window.h"

namespace bozhong::ui {

class ScreenFile {
  public:
    explicit ScreenFile(std::string const& journal_path);

    /// The given settings with what the file changes of them.
    [[nodiscard]] Settings load(Settings settings) const;
    void save(Settings const& settings) const;

  private:
    std::string m_path;
};

}  // namespace bozhong::ui
