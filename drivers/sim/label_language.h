#pragma once
// What an interpreter of a label language and the printer it sits in know of each other. Each interpreter is
// written from the language's manual and draws on a strip of its own; none shares a line with the encoders.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "drivers/sim/strip.h"

namespace bozhong::sim {

struct MechanismLook {
    bool paper_out = false, cover_open = false, jammed = false, moving = false;
    bool ribbon_out = false, paused = false, too_hot = false;
    bool full = false;  ///< no more room for what would end a line
    int copies_left = 0;
    std::string_view waiting;  ///< what was received and not yet interpreted
};

class LabelMechanism {
  public:
    virtual ~LabelMechanism() = default;
    virtual void answer(std::string bytes) = 0;
    /// The interpreter is not asked again until the label is out.
    virtual void print(Strip rows, bool to_next_label, int copies) = 0;
    /// What becomes of a label that trouble interrupted.
    virtual void set_reprint(bool after_error) = 0;
    /// Drops what waits and what trouble interrupted; what is being printed is its last.
    virtual void forget() = 0;
    virtual void say(std::string_view name, std::string detail) = 0;
    [[nodiscard]] virtual MechanismLook look() const = 0;
};

class LabelLanguage {
  public:
    virtual ~LabelLanguage() = default;
    /// A byte as it arrives, before it waits its turn: immediate commands act here, whatever they are part
    /// of.
    virtual void hear(char byte, LabelMechanism& printer) = 0;
    /// Takes the next command, or a part of a picture, from the front of `waiting`; the bytes used up, 0 when
    /// more are needed.
    virtual std::size_t step(std::string_view waiting, LabelMechanism& printer) = 0;
    virtual void power_on() = 0;
};

std::unique_ptr<LabelLanguage> make_tspl(int dots_wide, int dots_per_mm, std::string font);
std::unique_ptr<LabelLanguage> make_zpl(int dots_wide);
std::unique_ptr<LabelLanguage> make_cpcl(int dots_wide);

}  // namespace bozhong::sim
