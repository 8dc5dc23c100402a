#pragma once
// Editing a label template: what a person does to it, step by step, and back again. Pure; lengths are
// micrometres, since a template serves every resolution (`LabelTemplate::dots_per_mm` == micrometres).

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "station/domain/label_template.h"

namespace bozhong::domain {

class LabelEditing {
  public:
    /// A step of the keys, and what a finger snaps to: one dot of a 203 dpi head.
    static constexpr int fine = 125, coarse = 1000;
    static constexpr std::size_t most_steps = 100;  ///< to undo; older ones are forgotten
    static constexpr std::size_t most_elements = 100, most_parts = 16, longest_part = 200;

    explicit LabelEditing(LabelTemplate form);

    [[nodiscard]] LabelTemplate const& form() const { return m_now.form; }
    /// The element in hand; null when there is none.
    [[nodiscard]] LabelElement const* element() const;
    [[nodiscard]] bool changed() const { return m_now.form != m_kept; }
    [[nodiscard]] bool can_undo() const { return !m_before.empty(); }
    [[nodiscard]] bool can_redo() const { return !m_after.empty(); }

    /// Not a step: what is in hand comes back with the step that changed it. Unknown names put it down.
    void select(std::string const& id);
    void select_next();
    void undo();
    void redo();
    /// What is here now stands in the file.
    void kept(int version);

    // Each of these is one step. False: nothing in hand, or it stands at its bound already.
    bool move(int right, int down);
    bool resize(int wider, int higher);
    /// The finger's place for the box; all drags up to lift() are one step.
    bool drag(DotBox to);
    void lift() { m_dragging = false; }
    bool font(int larger);
    bool module(int thicker);
    bool toggle_bold();
    bool toggle_inverse();
    bool next_align();
    bool next_cut();
    bool next_frame();
    /// Puts a word or "{field}" behind the last part.
    bool write(std::string_view word);
    /// What is written from here on stands or falls with its own fields.
    bool begin_part();
    /// Takes away the last character, field or empty part.
    bool erase();
    bool clear_text();
    /// A new element in the middle of the label is in hand then; its name is given here. `file` is a
    /// picture's.
    bool add(LabelElementKind kind, std::string file = {});
    /// The picture in hand shows the next of these files.
    bool next_picture(std::vector<std::string> const& files);
    bool remove();

  private:
    struct State {
        LabelTemplate form;
        std::string in_hand;
    };
    template <class Change>
    bool step(Change change);
    bool replace(LabelTemplate form);
    void remember();
    [[nodiscard]] DotBox held(DotBox box, LabelElementKind kind) const;

    State m_now;
    LabelTemplate m_kept;
    std::deque<State> m_before, m_after;
    bool m_dragging = false;
};

}  // namespace bozhong::domain
