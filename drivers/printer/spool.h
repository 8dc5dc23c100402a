#pragma once
// The queue in front of one printer, as a pure state machine: the same class under Asio, in tests and in
// simulation. It decides when a label goes out and how sure anybody can be of it (queued, sending, sent,
// printed, unknown, failed). It never sends a label twice. `printed` needs the printer's own word after the
// data and a clean status; trouble at the wrong moment gives `unknown`. After trouble the printer is cleared
// and asked for a sign before the next label.

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "drivers/printer/answers.h"
#include "drivers/printer/encode.h"
#include "drivers/printer/profile.h"
#include "station/domain/facts.h"
#include "station/domain/time.h"

namespace bozhong::printer {

struct SpoolTimes {
    using milliseconds = domain::milliseconds;
    milliseconds not_begun{10'000};    ///< a label waiting longer is not printed by itself any more
    milliseconds poll{1'000};          ///< status questions when nothing happens
    milliseconds poll_in_flight{300};  ///< the same while a label is on its way
    milliseconds poll_printing{50};    ///< where only the status tells when it is printed
    milliseconds answer{1'000};        ///< to a status question
    milliseconds confirm{10'000};      ///< from the last byte to the printer's word
    milliseconds stalled{2'000};       ///< no byte accepted for so long; nobody changes a roll in less
    milliseconds quiet{1'500};         ///< after a clearing: no late answer for so long
    milliseconds reopen{1'000};        ///< between attempts to open the link
};

/// Whole commands for the link; it tells what was accepted by on_written.
struct Send {
    std::string bytes;
    bool of_label = false;    ///< else a question, or what clears the printer
    bool ends_label = false;  ///< the label's last bytes
};
/// Close the link and open it again.
struct Reopen {};
enum class State { ready, busy, paper_out, paper_low, cover_open, fault, away };
std::string_view name(State state);
struct Seen {
    State state = State::away;
    std::string detail;
    Trouble trouble = Trouble::none;  ///< of a fault
    friend bool operator==(Seen const&, Seen const&) = default;
};
using Output = std::variant<Send, Reopen, domain::LabelMoved, Seen>;

class Spool {
  public:
    static constexpr std::size_t k_queue_max = 64;
    using Instant = domain::Instant;

    /// The link is taken to be opening. `printer` is the name written into label states.
    Spool(Profile const& profile, std::string printer, SpoolTimes times = {});

    /// Before anything else: the last process ended with a label in flight, so half of one may be under the
    /// head.
    void clear_first() { m_flush_bytes = 1; }
    /// `label` is the sequence of its label_queued event. With 64 waiting it fails at once with "queue full".
    void submit(domain::Seq label, Encoded encoded, Instant now);
    void on_open(Instant now);
    void on_lost(std::string const& why, Instant now);
    void on_bytes(std::span<std::byte const> bytes, Instant now);
    void on_written(std::size_t count, Instant now);
    void on_port_status(std::uint8_t status, Instant now);
    /// A device was plugged in: opening is tried now, not at the next interval.
    void on_arrived(Instant now);
    void on_time(Instant now);
    [[nodiscard]] Instant wake_at(Instant now) const;
    /// What is to be done, in order; emptied by the call.
    std::vector<Output> take_outputs();

    [[nodiscard]] std::size_t waiting() const { return m_queue.size(); }
    [[nodiscard]] Condition condition() const { return m_condition; }
    [[nodiscard]] std::uint64_t garbage_bytes() const { return m_garbage; }

  private:
    enum class Phase {
        away,  ///< no link
        idle,
        sending,     ///< segments of m_job go out
        confirming,  ///< all sent; waiting for the printer's word
        settling,    ///< it came; one clean round of status is still wanted
        clearing,    ///< something went wrong: waiting for a clean printer, then flush and wait for its sign
    };
    struct Job {
        domain::Seq label;
        Encoded encoded;
        Instant queued;
        std::size_t next_segment = 0;
    };

    void report(domain::Seq label, domain::LabelState state, std::string known_by, std::string detail = {});
    void see(State state, std::string detail = {}, Trouble trouble = Trouble::none);
    void see_condition();
    void send(std::string bytes, Instant now);
    void enter(Phase phase, Instant now);

    void start_round(Instant now);
    void ask(std::initializer_list<int> questions, Instant now);
    void take(Answer const& answer, Instant now);
    void take_real_time(std::uint8_t value, Instant now);
    void take_word(Instant now);
    void take_whole_status(Condition const& condition, Instant now);
    [[nodiscard]] bool says_printed(Condition const& condition);
    void round_finished(Instant now);
    void answer_missing(Instant now);
    void condition_changed(Instant now);

    void begin_if_possible(Instant now);
    void send_next_segment(Instant now);
    void all_sent(Instant now);
    void conclude_printed(Instant now);
    void conclude_unknown(std::string known_by, std::string detail, Instant now);
    void expire_waiting(Instant now);

    void clear_printer(Instant now);
    void cleared(Instant now);
    void reopen(Instant now);
    void go_away(Instant now);
    [[nodiscard]] bool in_flight() const;
    [[nodiscard]] domain::milliseconds patience() const;
    [[nodiscard]] std::size_t longest_picture() const;
    [[nodiscard]] Condition all_conditions() const;

    Profile const& m_profile;
    std::string m_printer;
    SpoolTimes m_times;
    AnswerParser m_parser;
    Phase m_phase = Phase::away;
    Instant m_phase_since{};
    std::deque<Job> m_queue;
    std::optional<Job> m_job;
    std::vector<Output> m_outputs;
    std::optional<Seen> m_seen;

    Condition m_condition;     ///< as the printer says
    Condition m_port;          ///< as its USB port says
    std::vector<int> m_asked;  ///< the n of the status questions on their way, in the order of their answers
    bool m_was_busy = false;   ///< since the last byte of the label on its way
    Instant m_asked_at{}, m_round_at{};
    std::optional<Instant> m_next_round;
    int m_misses = 0;

    std::size_t m_unwritten = 0;
    Instant m_progress_at{};
    std::optional<Instant> m_reopen_at;

    std::size_t m_flush_bytes = 0;  ///< more than 0: something unfinished may be inside the printer
    int m_words_owed = 0;           ///< confirmations asked before this clearing that may still come
    std::optional<Instant> m_flushed_at, m_sign_at;
    int m_signs = 0;
    bool m_first_open = true;
    std::uint64_t m_garbage = 0;
};

/// The four characters a label or a clearing is confirmed with.
std::string process_id_of(domain::Seq label);

}  // namespace bozhong::printer
