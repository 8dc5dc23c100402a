#pragma once
// One conversation with one scale, without I/O and without a clock: bytes and times go in, actions come out.
// The same class runs under Asio, in replay and in the simulation. Opens the link and opens it again with
// growing pauses, polls where the protocol wants it, drops the first frame after opening (it may be old),
// notices silence, matches commands with their answers.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "drivers/scale/decoder.h"
#include "drivers/scale/shared_watch.h"
#include "station/domain/time.h"

namespace bozhong::scale {

using domain::Instant;
using domain::milliseconds;

enum class Health { up, silent, down };

struct OpenLink {};
struct CloseLink {};
struct SendBytes {
    std::string bytes;
};
/// `up` comes with the first reading, not with the opened link. The same health again brings another detail:
/// somebody else talks to the scale too, or no longer does; a link cannot be opened for another reason.
struct HealthChanged {
    Health health;
    std::string detail;
    SharedWatch::Finding company = SharedWatch::Finding::alone;
};
struct CommandDone {
    Command command;
    bool ok;
    std::string reason;
};
using Action = std::variant<OpenLink, CloseLink, SendBytes, domain::Reading, HealthChanged, CommandDone>;
using Actions = std::vector<Action>;

struct SessionSettings {
    std::string default_unit;  ///< unit of frames that carry none
    milliseconds expected_interval{100};
};

class Session {
  public:
    Session(Protocol protocol, SessionSettings settings);

    Actions start(Instant now);
    Actions on_open(Instant now);
    Actions on_bytes(std::span<std::byte const> bytes, Instant now);
    Actions on_link_lost(std::string const& why, Instant now);
    Actions on_time(Instant now);
    /// One command at a time; its CommandDone comes within reply_timeout.
    Actions command(Command command, std::string_view argument, Instant now);

    /// When on_time wants to be called next; nothing while it waits for the link alone.
    [[nodiscard]] std::optional<Instant> wake_at() const;
    [[nodiscard]] Health health() const { return m_health; }
    /// Who else talks to the scale, as far as it shows; alone while it is not up.
    [[nodiscard]] SharedWatch::Finding company() const;
    [[nodiscard]] Counters const& counters() const { return m_decoder.counters(); }
    /// Without a good frame for this long the scale is silent: 3 intervals, at least 500 ms, at most 900 ms.
    [[nodiscard]] milliseconds silent_after() const;

    static constexpr milliseconds first_retry{100};
    /// Short, so that a cable put back is noticed within two seconds even in the middle of a try.
    static constexpr milliseconds longest_retry{800};
    static constexpr milliseconds hello_wait{
        300};  ///< for the answer to the reset a polled scale starts with
    static constexpr milliseconds reply_timeout{3000};
    static constexpr milliseconds reopen_after{
        3000};  ///< of silence: the link is opened anew, it may be half-open

  private:
    enum class LinkState { idle, waiting, opening, open };
    struct Pending {
        Command command;
        Instant deadline;
    };

    void open(Actions& out);
    void retry_later(Instant now);
    void take(ScaleEvent& event, Instant now, Actions& out);
    void take_reading(domain::Reading reading, Instant now, Actions& out);
    static void mark_overtaken(Actions& out);
    void take_identity(Ignored const& identity, Instant now, Actions& out);
    [[nodiscard]] std::string question() const;
    /// Every reading is asked for by itself.
    [[nodiscard]] bool asks_each() const;
    void finish_command(bool ok, std::string_view reason, Instant now, Actions& out);
    void poll(Instant now, Actions& out);
    void judge_company(Actions& out);
    void set_health(Health health, std::string detail, Actions& out);
    [[nodiscard]] Instant silence_at() const;
    [[nodiscard]] std::string silence_detail() const;
    [[nodiscard]] bool polled() const { return m_protocol.kind == Kind::poll; }

    Protocol m_protocol;
    SessionSettings m_settings;
    Decoder m_decoder;
    SharedWatch m_company;
    LinkState m_link = LinkState::idle;
    Health m_health = Health::down;
    std::string m_detail;
    Instant m_retry_at{}, m_last_frame{}, m_poll_at{}, m_reopen_from{};
    milliseconds m_retry_delay = first_retry;
    bool m_greeting = false;                              ///< the reset is sent, its answer not yet seen
    bool m_drop_frame = false;                            ///< the next frame is the first after opening
    std::uint64_t m_strange_bytes = 0, m_high_bytes = 0;  ///< since the last good frame; high: with bit 7 set
    std::string m_identity;
    std::optional<domain::Reading>
        m_last_reading;  ///< since opening, for scales that repeat themselves briefly
    std::optional<Pending> m_pending;
};

}  // namespace bozhong::scale
