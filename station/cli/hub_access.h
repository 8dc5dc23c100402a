#pragma once
// How the order-service commands reach a hub: address, token, warehouse, and what an answer means for the
// exit status.

#include <CLI/CLI.hpp>
#include <string>

#include "sync/client/http.h"
#include "sync/client/sync_machine.h"
#include "sync/wire/messages.h"

namespace bozhong::cli {

struct HubOptions {
    std::string url, token_file, ca_file;
    std::string warehouse = "main";

    /// --hub, --token-file, --ca, --warehouse.
    void add_to(CLI::App& command);
    /// "/v1/main"
    [[nodiscard]] std::string base() const { return "/v1/" + client::url_text(warehouse); }
};

/// Writes the error as one line and ends with its exit status: 1 the thing is not good, 2 wrong use, 3
/// failed.
[[noreturn]] void end_with(domain::Error const& error);

/// The token of --token-file, else of BOZHONG_HUB_TOKEN; ends with 2 when there is neither.
client::HttpAccess access_of(HubOptions const& options);

/// The body of a 2xx answer; anything else is an Error of the kind that end_with knows.
domain::Result<std::string> ask(client::HttpAccess const& access, client::HttpRequest request);

/// Asks and reads the answer's message.
template <class T>
domain::Result<T> ask_for(client::HttpAccess const& access, client::HttpRequest request) {
    std::string const what = access.url + request.target;
    auto const body = ask(access, std::move(request));
    if (!body) return body.error();
    auto message = wire::from_json<T>(*body);
    if (message) return message;
    return domain::Error{domain::ErrorKind::corrupt,
                         "the hub's answer is not understood: " + message.error().text(), what,
                         "are hub and tool of matching versions?"};
}

/// A new key for a write that may be repeated.
std::string idempotency_key();

}  // namespace bozhong::cli
