#pragma once
// A label printer that exists only as paper: it takes ESC/POS bytes as a real one would, with a receive
// buffer, real- time commands found even inside pictures, a roll that ends and a cover that opens. It shares
// no code with the encoder it judges. Pure: fronts (TCP, USB) move its bytes.

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/sim/paper.h"

namespace bozhong::sim {

struct PrinterMake {
    int dots_wide = 384;
    int label_rows = 240, gap_rows = 24;
    std::optional<int> labels_on_roll;  ///< none: endless
    std::size_t buffer = 65'536;
    bool answers_gs_r = true, answers_process_id = true, answers_dle_eot = true;
    bool near_end_sensor = false;
    std::string maker = "BOZHONG", model = "SIM-58";
};

class VirtualPrinter {
  public:
    explicit VirtualPrinter(PrinterMake make = {});

    /// How many bytes it would take now; a front stops reading, or NAKs, at 0.
    [[nodiscard]] std::size_t room() const;
    /// More than room() is cut off and lost, as on a cable without flow control.
    void receive(std::string_view bytes);
    std::string take_answers();
    std::vector<PrintedLabel> take_printed() { return m_paper.take_printed(); }

    void paper_out();
    void new_roll(std::optional<int> labels);
    void cover_open();
    void cover_close();
    void cutter_jam();
    void power_off();
    void power_on();
    /// What happens when the interpreter has used up `bytes` more bytes.
    void at(std::uint64_t bytes, std::function<void(VirtualPrinter&)> what);
    /// Called for each command understood: its name and a few words.
    void trace(std::function<void(std::string_view name, std::string detail)> sink) {
        m_trace = std::move(sink);
    }

    [[nodiscard]] bool powered() const { return m_powered; }
    [[nodiscard]] bool offline() const { return m_cover_open || m_paper.at_end() || m_cutter_jammed; }
    [[nodiscard]] bool paper_ended() const { return m_paper.at_end(); }
    [[nodiscard]] int labels_printed() const { return m_paper.labels_printed(); }
    [[nodiscard]] std::size_t buffered() const { return m_buffer.size(); }
    /// GET_PORT_STATUS: 18 fine, 30 without paper, 10 otherwise not ready.
    [[nodiscard]] std::uint8_t port_status() const;
    /// One JSON line for people and tests.
    [[nodiscard]] std::string status_json() const;

  private:
    void scan_real_time(unsigned char byte);
    void answer_real_time(int n);
    void run();
    /// Bytes used up, or 0 when more are needed or the printer cannot go on.
    std::size_t step();
    std::size_t step_gs();
    std::size_t step_gs_question();
    std::size_t step_esc();
    std::size_t step_fs();
    std::size_t step_graphics();
    bool print_raster_rows();
    void feed_label();
    void consume(std::size_t count);
    void status_changed();
    void send_status_back();
    void reset_modes();
    void say(std::string_view name, std::string detail = {});
    [[nodiscard]] unsigned char byte(std::size_t index) const {
        return static_cast<unsigned char>(m_buffer[index]);
    }
    [[nodiscard]] bool have(std::size_t count) const { return m_buffer.size() >= count; }

    struct Raster {
        std::size_t width_bytes = 0, rows_left = 0;
        int across = 1, down = 1;
        std::size_t width_dots = 0;
    };
    PrinterMake m_make;
    Paper m_paper;
    std::string m_buffer, m_answers, m_real_time;
    std::optional<Raster> m_raster;  ///< a picture whose rows are still coming
    std::string m_stored_graphics;   ///< GS ( L fn 112 until fn 50 prints it
    bool m_powered = true, m_cover_open = false, m_cutter_jammed = false;
    bool m_line_has_text = false;
    int m_status_back = 0;
    std::string m_last_status_back;
    std::uint64_t m_used = 0;
    struct Planned {
        std::uint64_t at;
        std::function<void(VirtualPrinter&)> what;
    };
    std::deque<Planned> m_planned;
    std::function<void(std::string_view, std::string)> m_trace;
};

}  // namespace bozhong::sim
