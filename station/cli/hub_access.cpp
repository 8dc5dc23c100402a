#include "station/cli/hub_access.h"

#include <cstdlib>
#include <iostream>

#include "station/cli/text_file.h"
#include "sync/wire/chain.h"

namespace bozhong::cli {

using domain::Error;
using domain::ErrorKind;
using domain::Result;

namespace {

ErrorKind kind_of(int status) {
    switch (status) {
        case 401:
        case 403: return ErrorKind::no_right;
        case 404: return ErrorKind::not_found;
        case 409: return ErrorKind::conflict;
        case 429: return ErrorKind::unavailable;
        default: return status < 500 ? ErrorKind::refused : ErrorKind::unavailable;
    }
}

int exit_status(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::bad_input:
        case ErrorKind::no_right: return 2;
        case ErrorKind::conflict:
        case ErrorKind::refused:
        case ErrorKind::corrupt: return 1;
        case ErrorKind::not_found:
        case ErrorKind::unavailable:
        case ErrorKind::timeout:
        case ErrorKind::io:
        case ErrorKind::full:
        case ErrorKind::unsupported: return 3;
    }
    std::abort();
}

/// The problem's own words, and its list of places; a list is cut after ten.
Error error_of(client::HttpResponse const& response, std::string const& where) {
    Error out{kind_of(response.status), "the hub answers " + std::to_string(response.status), where, ""};
    auto const problem = wire::from_json<wire::Problem>(response.body);
    if (!problem.ok()) return out;
    out.what += ": " + (problem->title.empty() ? problem->detail : problem->title);
    if (!problem->field.empty()) out.where = problem->field;
    std::size_t shown = 0;
    for (auto const& item : problem->errors) {
        if (++shown > 10) {
            out.what += ", and " + std::to_string(problem->errors.size() - 10) + " more";
            break;
        }
        out.what += (shown == 1 ? ": " : ", ") + item.where + " " + item.what;
    }
    out.todo = problem->todo;
    return out;
}

std::string trimmed(std::string text) {
    auto const end = text.find_last_not_of(" \t\r\n");
    text.resize(end == std::string::npos ? 0 : end + 1);
    return text;
}

}  // namespace

void HubOptions::add_to(CLI::App& command) {
    command.add_option("--hub", url, "address of the hub, e.g. https://hub.example:7443")->required();
    command.add_option("--token-file", token_file,
                       "file with the order service's token (else BOZHONG_HUB_TOKEN)");
    command.add_option("--ca", ca_file, "PEM file of the hub's certificate authority");
    command.add_option("--warehouse", warehouse, "warehouse at the hub")->capture_default_str();
}

void end_with(Error const& error) {
    std::string text = error.text();
    for (char& c : text)
        if (c == '\n' || c == '\r') c = ' ';
    std::cerr << "bozhong: " << text << '\n';
    throw CLI::RuntimeError(exit_status(error.kind));
}

client::HttpAccess access_of(HubOptions const& options) {
    std::string token;
    if (!options.token_file.empty()) {
        auto const text = read_text_file(options.token_file);
        if (!text) end_with(text.error());
        token = trimmed(*text);
    } else if (char const* from_environment = std::getenv("BOZHONG_HUB_TOKEN")) {
        token = trimmed(from_environment);
    }
    if (token.empty())
        end_with({ErrorKind::bad_input, "no token for the hub", options.token_file,
                  "give --token-file FILE or set BOZHONG_HUB_TOKEN"});
    return {options.url, client::bearer_authorization(token), options.ca_file};
}

Result<std::string> ask(client::HttpAccess const& access, client::HttpRequest request) {
    std::string const where = access.url + request.target;
    auto response = client::http_request(access, std::move(request));
    if (!response) return response.error();
    if (response->status >= 200 && response->status <= 299) return std::move(response->body);
    return error_of(*response, where);
}

std::string idempotency_key() {
    return wire::random_hex(16);
}

}  // namespace bozhong::cli
