#pragma once
// A label printer that exists only as paper: it takes ESC/POS, TSPL, ZPL or CPCL as a real one would, with a
// receive buffer, real-time commands found even inside pictures, a roll that ends and a cover that opens. It
// shares no code with the encoders it judges. Pure: fronts (TCP, USB) move its bytes and pass its time.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/sim/escpos_page.h"
#include "drivers/sim/label_language.h"
#include "drivers/sim/paper.h"

namespace bozhong::sim {

enum class PrinterLanguage { escpos, tspl, zpl, cpcl };

struct PrinterMake {
    PrinterLanguage language = PrinterLanguage::escpos;
    int dots_wide = 384, dots_per_mm = 8;
    int label_rows = 240, gap_rows = 24;
    std::optional<int> labels_on_roll;  ///< none: endless
    std::size_t buffer = 65'536;
    bool answers_gs_r = true, answers_process_id = true, answers_dle_eot = true;
    bool near_end_sensor = false;
    int rows_a_second = 800;  ///< label languages print while time passes; ESC/POS prints as it reads
    std::string maker = "BOZHONG", model = "SIM-58";
    std::string font = k_printer_font;  ///< of its own texts
};

class VirtualPrinter;
/// What happens when a count is reached.
struct PlannedEvent {
    std::uint64_t at;
    std::function<void(VirtualPrinter&)> what;
};

class VirtualPrinter : private LabelMechanism {
  public:
    explicit VirtualPrinter(PrinterMake make = {});
    ~VirtualPrinter() override;
    VirtualPrinter(VirtualPrinter&&) noexcept;
    VirtualPrinter& operator=(VirtualPrinter&&) noexcept;

    /// How many bytes it would take now; a front stops reading, or NAKs, at 0.
    [[nodiscard]] std::size_t room() const;
    /// More than room() is cut off and lost, as on a cable without flow control.
    void receive(std::string_view bytes);
    /// The paper moves for so long, when there is something to print.
    void pass(int milliseconds);
    [[nodiscard]] bool moving() const { return m_motion.has_value(); }
    std::string take_answers();
    std::vector<PrintedLabel> take_printed() { return m_paper.take_printed(); }

    void paper_out();
    void new_roll(std::optional<int> labels);
    void cover_open();
    void cover_close();
    void cutter_jam();
    /// What a person does with the cover open; ESC/POS printers want DLE ENQ 2 or their switch.
    void clear_jam();
    void ribbon_out();  ///< label languages only
    void new_ribbon();
    /// Its pause key, or its head's own rest: the label under way goes on afterwards.
    void pause(bool paused);
    void too_hot(bool hot);
    void power_off();
    void power_on();
    /// What happens when the interpreter has used up `bytes` more bytes.
    void at(std::uint64_t bytes, std::function<void(VirtualPrinter&)> what);
    /// The same when so many more rows of a label have been printed; label languages only.
    void at_row(std::uint64_t rows, std::function<void(VirtualPrinter&)> what);
    /// Called for each command understood: its name and a few words.
    void trace(std::function<void(std::string_view name, std::string detail)> sink) {
        m_trace = std::move(sink);
    }

    [[nodiscard]] bool powered() const { return m_powered; }
    [[nodiscard]] bool offline() const { return spoils_label() || m_paused || m_hot; }
    [[nodiscard]] bool paper_ended() const { return m_paper.at_end(); }
    [[nodiscard]] int labels_printed() const { return m_paper.labels_printed(); }
    [[nodiscard]] std::size_t buffered() const { return m_buffer.size(); }
    /// GET_PORT_STATUS: 18 fine, 30 without paper, 10 otherwise not ready.
    [[nodiscard]] std::uint8_t port_status() const;
    /// One JSON line for people and tests.
    [[nodiscard]] std::string status_json() const;

  private:
    // LabelMechanism: what the interpreter of a label language does with its printer.
    void answer(std::string bytes) override;
    void print(Strip rows, bool to_next_label, int copies) override;
    void set_reprint(bool after_error) override { m_reprint = after_error; }
    void forget() override;
    void say(std::string_view name, std::string detail = {}) override;
    [[nodiscard]] MechanismLook look() const override;
    void print_rows(int rows);
    void print_next_row();
    void after_trouble();

    [[nodiscard]] bool spoils_label() const {
        return m_cover_open || m_paper.at_end() || m_cutter_jammed || m_ribbon_out;
    }
    void mended();
    void scan_real_time(unsigned char byte);
    void answer_real_time(int n);
    void run();
    /// Bytes used up, or 0 when more are needed or the printer cannot go on.
    std::size_t step();
    std::size_t step_gs();
    std::size_t step_gs_question();
    std::size_t step_bar_code();
    std::size_t step_esc();
    std::size_t step_fs();
    std::size_t step_graphics();
    std::size_t step_character();
    std::size_t step_real_time();
    void run_escpos();
    /// Puts on paper what a command has made; false when the paper ends before its end.
    bool print_made();
    /// The same for a line that was not ended, before what begins on a new one.
    bool finish_line();
    /// Draws a whole command of the page's.
    std::size_t draw(std::size_t length, std::string_view name, std::string detail);
    void begin_raster(std::size_t width_bytes, std::size_t rows, int mode, std::size_t width_dots);
    bool print_raster_rows();
    bool put_raster_row(std::vector<bool> const& row);
    void end_raster();
    std::size_t feed_label(std::size_t length, std::string_view name);
    std::size_t step_fs_parentheses();
    void consume(std::size_t count);
    void status_changed();
    void send_status_back();
    void reset_modes();
    void happen(std::deque<PlannedEvent>& planned, std::uint64_t now);
    [[nodiscard]] unsigned char byte(std::size_t index) const {
        return static_cast<unsigned char>(m_buffer[index]);
    }
    [[nodiscard]] bool have(std::size_t count) const { return m_buffer.size() >= count; }

    struct Raster {
        std::size_t width_bytes = 0, rows_left = 0;
        int across = 1, down = 1;
        std::size_t width_dots = 0;
        int indent = 0;
        Strip for_page;  ///< page mode: what came so far
    };
    PrinterMake m_make;
    Paper m_paper;
    EscposPage m_page;
    std::string m_buffer, m_answers, m_real_time;
    std::optional<Raster> m_raster;  ///< a picture whose rows are still coming
    std::string m_stored_graphics;   ///< GS ( L fn 112 until fn 50 prints it
    bool m_powered = true, m_cover_open = false, m_cutter_jammed = false;
    bool m_ribbon_out = false, m_paused = false, m_hot = false;
    bool m_font_missed = false;
    int m_status_back = 0;
    std::string m_last_status_back;
    std::uint64_t m_used = 0;
    std::deque<PlannedEvent> m_planned, m_planned_rows;
    std::uint64_t m_rows_printed = 0;

    /// A label on its way under the head.
    struct Motion {
        Strip rows;
        bool to_next_label = false, hurt = false;
        int copies = 1;
        std::size_t next_row = 0;
    };
    std::unique_ptr<LabelLanguage> m_language;  ///< null: ESC/POS
    std::optional<Motion> m_motion;
    int m_row_thousandths = 0;  ///< of a row, left over from the time passed
    bool m_reprint = true;
    std::function<void(std::string_view, std::string)> m_trace;
};

}  // namespace bozhong::sim
