#pragma once
// Listens to an endpoint for a while and gives back what came, for commands that judge bytes afterwards.

#include <functional>
#include <string>

#include "station/domain/result.h"
#include "station/domain/time.h"

namespace bozhong::cli {

struct EarSettings {
    domain::milliseconds time{1'600};
    /// Sent when open and then every `ask_every`; empty: nothing is ever sent.
    std::string ask;
    domain::milliseconds ask_every{300};
    /// What the bytes since the last call oblige to send, the second half of a handshake; may be empty.
    std::function<std::string(std::string_view)> follow_up;
};

/// Everything that came within the time, at most 1 MiB. A capture is read at once, however long it took. An
/// endpoint that cannot be opened is the error; one that is lost later has said what it said.
domain::Result<std::string> hear(std::string const& endpoint, EarSettings const& settings = {});

}  // namespace bozhong::cli
