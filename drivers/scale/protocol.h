#pragma once
// A scale protocol is a pure function over bytes. It says how many bytes it consumed; nobody else assumes.

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "drivers/scale/function.h"
#include "station/domain/reading.h"

namespace bozhong::scale {

/// "9600,8N1"
struct LineSettings {
    int baud = 9600;
    int data_bits = 8;
    char parity = 'N';
    int stop_bits = 1;
    friend bool operator==(LineSettings, LineSettings) = default;
};

enum class Command { zero, tare, clear_tare, preset_tare, read, stream_on, stream_off, reset };

/// What a scale says in words. Events hold no memory of their own, so that handing one on is one copy.
using Words = domain::InlineText<79>;

/// An answer to a command.
struct Reply {
    Command to;
    bool ok = false;
    Words reason;
    friend bool operator==(Reply const&, Reply const&) = default;
};
/// The scale says that something is wrong with it or with what was sent.
struct Fault {
    Words fault;
    friend bool operator==(Fault const&, Fault const&) = default;
};
/// A good frame that carries nothing the station uses (identity, hold values, totals).
struct Ignored {
    Words what;
    friend bool operator==(Ignored const&, Ignored const&) = default;
};
/// The scale says that the weight is still the one it sent last.
struct Unchanged {
    friend bool operator==(Unchanged, Unchanged) = default;
};
using ScaleEvent = std::variant<domain::Reading, Reply, Fault, Ignored, Unchanged>;

/// Every further byte is worth another look, unless it says what nothing can be decided before.
struct NeedMore {
    std::optional<char> until{};  ///< this byte
    std::size_t at_least = 0;  ///< so many bytes in all; never more than the shortest frame that may follow
};
struct Skip {
    std::size_t bytes;
    bool checksum_error = false;
};
struct Frame {
    template <class Event>
    Frame(std::size_t length, Event const& what) : bytes(length), event(what) {}
    /// An event without content yet, to be filled where it stands.
    template <class Event>
    Frame(std::size_t length, std::in_place_type_t<Event> kind) : bytes(length), event(kind) {}

    std::size_t bytes;
    ScaleEvent event;
};
using Step = std::variant<NeedMore, Skip, Frame>;
static_assert(std::is_trivially_copyable_v<Step>);

enum class Kind { stream, poll };

struct Protocol {
    std::string_view id, title;
    Kind kind;
    LineSettings line;
    /// No frame is longer, more bytes without one are skipped; at most domain::RawFrame::longest.
    std::size_t frame_max;
    std::chrono::milliseconds poll_every;  ///< 0 for streams
    std::chrono::milliseconds expected_interval;
    bool has_stable_flag;
    using Decode = Function<Step(std::span<std::byte const> bytes, std::string_view default_unit)>;
    Decode decode;
    /// The bytes of a command, always from a closed list; empty when this scale has none. The argument is the
    /// amount for preset_tare; addressed scales take the address in the others.
    Function<std::string(Command command, std::string_view argument)> encode;
    std::string_view commands;  ///< space-separated names of what encode can do
    std::string_view units;     ///< space-separated units its frames can name; empty: it never sends one
    /// True when every command gets a Reply; otherwise only the readings after it show whether it worked.
    bool answers_commands = false;
    /// What the bytes mean when nothing will follow them; null where every frame shows its own end.
    Decode decode_end = nullptr;
    /// What an event obliges the host to send at once, the second half of a handshake; empty for nothing.
    Function<std::string_view(ScaleEvent const& event)> follow_up = nullptr;
    /// Asked for each reading although it can be told to stream: not every model listens to that.
    bool polls_by_reading = false;
    /// Every weight is called net, also with no tare active: at the table that says nothing about a tare.
    bool always_net = false;
    /// Keeps alive what the functions and texts of a protocol read from a file stand on; null for those
    /// written in code.
    std::shared_ptr<void const> owner;
};

/// "zero", "tare", "clear_tare", "preset_tare", "read", "stream_on", "stream_off", "reset".
std::string_view command_name(Command command);
std::optional<Command> parse_command(std::string_view name);
/// "9600,8N1"
std::string line_text(LineSettings line);

/// All protocols; one line each in protocols.cpp.
std::span<Protocol const> protocols();
Protocol const* find_protocol(std::string_view id);

}  // namespace bozhong::scale
