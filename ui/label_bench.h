#pragma once
// What the label editor needs of the world outside: the templates' files and the product's own drawing.
// Values only; used on the GUI thread.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "station/domain/label_editing.h"
#include "station/domain/result.h"

namespace bozhong::ui {

struct LabelFile {
    std::string name;      ///< of the file, without ".toml"
    std::string title;     ///< for people; empty when the file cannot be read
    std::string size;      ///< "60 × 40"
    std::string trouble;   ///< why it cannot be read: file, line and key
    bool own = false;      ///< changed here; stands in the station's own folder
    bool standard = true;  ///< there is a delivered one to go back to
    bool in_use = false;   ///< the station's settings name it
    friend bool operator==(LabelFile const&, LabelFile const&) = default;
};

/// Where one element's ink is, and what it says on the sample.
struct LabelInk {
    std::string id, text;
    domain::DotBox box;  ///< dots of the preview
};

/// Why a template cannot be kept as it is.
enum class LabelTrouble { none, no_room, no_glyph, runs_into, not_readable, not_for_this_printer };

/// What would be on the paper, dot for dot.
struct LabelPreview {
    int width = 0, height = 0, row_bytes = 0, dots_per_mm = 8;
    std::string rows;  ///< from the top; most significant bit left, 1 = black
    std::vector<LabelInk> inks;
    LabelTrouble trouble = LabelTrouble::none;
    std::string element, other;  ///< ids
    std::string detail;          ///< file, line, key and what was expected
};

class LabelBench {
  public:
    virtual ~LabelBench() = default;
    /// Those in use first, then by name.
    virtual std::vector<LabelFile> files() = 0;
    /// In micrometres.
    virtual domain::Result<domain::LabelTemplate> open(std::string const& name) = 0;
    /// On a usual label, or on one with the longest of everything.
    virtual LabelPreview preview(domain::LabelTemplate const& form, bool crowded) = 0;
    /// Refused when it could not be loaded again by every printer of the station. Durable before it returns;
    /// the next label is drawn with it.
    virtual domain::Status save(std::string const& name, domain::LabelTemplate const& form) = 0;
    /// Back to the delivered one.
    virtual domain::Status restore(std::string const& name) = 0;
    /// Names of the PNG files that a template of this station may show, by name.
    virtual std::vector<std::string> pictures() = 0;
};

/// The template on the bench, shared by the editor's screens.
class LabelStudio {
  public:
    LabelBench* bench = nullptr;
    std::string name;  ///< of its file
    std::optional<domain::LabelEditing> editing;
    LabelPreview picture;
    bool crowded = false;
    domain::Status kept = domain::Done{};  ///< what became of the last try to keep it

    /// What was changed and not kept of this very template is still there.
    bool open(std::string const& which);
    /// The picture of what is here now; nothing to do when it is that already.
    void draw();
    bool keep();
    [[nodiscard]] LabelInk const* ink_in_hand() const;

  private:
    std::optional<std::pair<domain::LabelTemplate, bool>> m_drawn;
};

}  // namespace bozhong::ui
