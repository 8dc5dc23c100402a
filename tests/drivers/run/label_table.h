#pragma once
// A table, its spool, a cable and a printer with paper in one process, with time that only passes when told
// to. The facts are those the journal would keep; the paper says what really came out. A fault can be set at
// any byte of a label, at any row under the head, or at the printer's answer.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drivers/printer/spool.h"
#include "drivers/sim/virtual_printer.h"
#include "tests/support/station_rig.h"

namespace bozhong::test {

/// A label that was handed to the printer's spool, and the picture that must come out.
struct Handed {
    domain::EventName label, bag;
    int copy = 0;
    std::string picture;
};

/// Where in a label something happens.
struct Point {
    enum class Where { byte, row, answer } where = Where::byte;
    std::size_t count = 0;  ///< bytes of the label the printer has got, or rows it has printed of it
    std::string name;
};

/// Of the picture, in bytes and rows; `band` is the rows of one picture command.
struct Size {
    std::size_t width_bytes, rows, band, gap, buffer;
    int rows_a_second;
};
/// Small enough for a fault at every byte; it has three bands.
inline constexpr Size k_small{6, 40, 16, 8, 4096, 100};
/// 60 x 40 mm at 203 dpi.
inline constexpr Size k_real{60, 320, 240, 24, 65'536, 800};

class LabelTable {
  public:
    LabelTable(std::string const& profile, Size const& size);

    void run(milliseconds time);
    /// A bag is weighed and recorded; its label follows.
    void weigh();
    /// At that point of the next label.
    void plan(Point point, std::function<void(LabelTable&)> fault);
    [[nodiscard]] bool fault_happened() const { return !m_fault && m_planned; }
    /// Every so-manieth byte from `first` on, the first and last bytes of its start, of every band, of every
    /// band's header and of the end; likewise the rows where it prints by itself; and its answer.
    [[nodiscard]] std::vector<Point> points(std::size_t step, std::size_t first) const;

    // What can happen, and how a person puts it right.
    void pull_cable();
    void plug_in();
    void lose_answers() { m_deaf = true; }
    /// The program dies, and starts again from what it had kept.
    void die();
    void put_right();
    /// She has every label printed that the screen offers, until it offers none.
    void print_what_is_offered();
    sim::VirtualPrinter& printer() { return m_printer; }

    /// The last state that the journal has of each label, by name.
    [[nodiscard]] std::map<domain::EventName, domain::LabelState> journal_states() const;
    [[nodiscard]] bool offered(domain::EventName const& label) const;
    [[nodiscard]] std::vector<Handed> const& handed() const { return m_handed; }
    [[nodiscard]] std::vector<domain::EventName> bags() const;
    /// How often this picture lies there whole; tears the strip off first.
    int on_paper(Handed const& label);

  private:
    static printer::Profile with_bands(std::string const& profile, Size const& size);
    static sim::PrinterMake make(printer::Profile const& profile, Size const& size);
    [[nodiscard]] std::string picture_of(std::size_t number, int copy) const;
    [[nodiscard]] printer::Encoded encoded(std::string const& picture, domain::Seq label) const;
    void open();
    void step();
    bool exchange();
    bool carry_out();
    void give(std::size_t count);
    void happen();
    void hand_over();
    void look_at_paper();
    [[nodiscard]] domain::EventName own(domain::EventName name) const;

    /// Bytes on the cable; those of a label are counted.
    struct Piece {
        std::string bytes;
        bool of_label = false, ends_label = false;
    };

    Size m_size;
    printer::Profile m_profile;
    std::unique_ptr<StationRig> m_rig;
    std::unique_ptr<printer::Spool> m_spool;
    sim::VirtualPrinter m_printer;
    std::string m_incarnation;
    std::vector<std::pair<std::string, Kept>> m_earlier;  ///< facts of a run that died, with its incarnation
    domain::Instant m_now{}, m_next_tick{};
    bool m_open = false, m_plugged = true, m_deaf = false, m_planned = false;
    bool m_given = false;  ///< all bytes of the label since plan()
    std::vector<Piece> m_cable;
    std::size_t m_label_bytes = 0;
    Point m_point;
    std::function<void(LabelTable&)> m_fault;
    std::vector<Handed> m_handed;
    std::size_t m_taken = 0;  ///< of the rig's printed
    std::vector<std::string> m_paper;
};

}  // namespace bozhong::test
