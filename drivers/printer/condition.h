#pragma once
#include <string>

namespace bozhong::printer {

/// Why a printer that is on and shut and has paper does not print, where it says so.
enum class Trouble { none, ribbon_out, paper_jam, cutter, paused, too_hot, too_cold, other };

/// What is the matter with a printer, from any source.
struct Condition {
    bool offline = false, cover_open = false, paper_end = false, paper_near_end = false;
    bool cutter = false, unrecoverable = false, recoverable = false;
    bool self_recovering = false;  ///< the head is too hot: it goes on by itself
    bool too_cold = false;
    bool jam = false, ribbon_end = false;
    bool paused = false;  ///< somebody pressed its key; it goes on by itself when pressed again
    bool busy = false;    ///< it prints, or has something left to print
    /// A label on its way is in doubt.
    [[nodiscard]] bool broken() const {
        return cover_open || paper_end || cutter || unrecoverable || recoverable || self_recovering ||
               too_cold || jam || ribbon_end;
    }
    [[nodiscard]] bool working() const { return !offline && !paused && !broken(); }
    /// Ready for the next label.
    [[nodiscard]] bool clean() const { return working() && !busy; }
    /// "paper_out", "cover_open", "ribbon_out", "paper_jam", "cutter", "fault", "too_hot", "too_cold",
    /// "paused", "offline"; empty when it works.
    [[nodiscard]] std::string reason() const;
    [[nodiscard]] Trouble trouble() const;
    friend bool operator==(Condition, Condition) = default;
};

}  // namespace bozhong::printer
