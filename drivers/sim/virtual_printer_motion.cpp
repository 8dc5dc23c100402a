// What the virtual printer does for the label languages: paper that moves while time passes.
#include <utility>

#include "drivers/sim/virtual_printer.h"

namespace bozhong::sim {

void VirtualPrinter::answer(std::string bytes) {
    if (m_make.answers_dle_eot) m_answers += bytes;
}

void VirtualPrinter::print(Strip rows, bool to_next_label, int copies) {
    m_motion = Motion{std::move(rows), to_next_label, false, copies, 0};
}

/// A label that is being printed is printed to its end.
void VirtualPrinter::forget() {
    if (m_motion) m_motion->copies = 1;
    if (m_motion && m_motion->hurt) m_motion.reset();
    m_buffer.clear();
}

MechanismLook VirtualPrinter::look() const {
    MechanismLook look;
    look.paper_out = m_paper.at_end();
    look.cover_open = m_cover_open;
    look.jammed = m_cutter_jammed;
    look.ribbon_out = m_ribbon_out;
    look.paused = m_paused;
    look.too_hot = m_hot;
    look.moving = m_motion.has_value();
    look.full = room() == 0;
    look.copies_left = m_motion ? m_motion->copies : 0;
    look.waiting = m_buffer;
    return look;
}

void VirtualPrinter::pass(int milliseconds) {
    if (!m_powered || offline() || !m_motion) return;
    int const thousandths = m_row_thousandths + milliseconds * m_make.rows_a_second;
    m_row_thousandths = thousandths % 1000;
    print_rows(thousandths / 1000);
    run();
}

void VirtualPrinter::print_rows(int rows) {
    for (; rows > 0 && m_powered && m_motion && !offline(); --rows) print_next_row();
    if (m_motion && spoils_label()) m_motion->hurt = true;
}

/// A row of the label, or of the way to the next one; the label is over when neither is left.
void VirtualPrinter::print_next_row() {
    Motion& motion = *m_motion;
    if (motion.next_row < motion.rows.size()) {
        m_paper.print_row(motion.rows[motion.next_row++]);
    } else {
        m_paper.feed(1);
    }
    bool const drawn = motion.next_row == motion.rows.size();
    if (drawn && (!motion.to_next_label || m_paper.at_label_start())) {
        motion.next_row = 0;
        if (--motion.copies == 0) m_motion.reset();
    }
    ++m_rows_printed;
    happen(m_planned_rows, m_rows_printed);
}

/// The head is at no label's start any more, so the paper is brought to the next one first.
void VirtualPrinter::after_trouble() {
    if (!m_motion || !m_motion->hurt || offline()) return;
    if (!m_paper.at_label_start()) m_paper.feed_to_next_label();
    m_motion->hurt = false;
    m_motion->next_row = 0;
    if (!m_reprint) m_motion.reset();
}

}  // namespace bozhong::sim
