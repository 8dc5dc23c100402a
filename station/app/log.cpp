#include "station/app/log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace bozhong::app {

using domain::Done;
using domain::Error;
using domain::ErrorKind;
using domain::Status;

namespace {

constexpr std::size_t line_max = 4096;
constexpr std::size_t secret_least = 4;
constexpr char const* pattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";

std::shared_ptr<spdlog::logger> make_logger(std::vector<spdlog::sink_ptr> sinks) {
    auto out = std::make_shared<spdlog::logger>("bozhong", sinks.begin(), sinks.end());
    out->set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
    out->set_level(spdlog::level::info);
    out->flush_on(spdlog::level::info);
    return out;
}

spdlog::sink_ptr standard_error() {
    return std::make_shared<spdlog::sinks::stderr_sink_mt>();
}

struct State {
    std::mutex mutex;
    std::shared_ptr<spdlog::logger> logger = make_logger({standard_error()});
    std::vector<std::string> secrets;
};

State& state() {
    static State the_one;
    return the_one;
}

void mask_all(std::string& text, std::string const& secret) {
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += 3)
        text.replace(at, secret.size(), "***");
}

/// What stands after `word` up to the next space, quote or comma.
void mask_after(std::string& text, std::string_view word) {
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos;) {
        at += word.size();
        std::size_t const end = std::min(text.find_first_of(" \"',\t\r\n", at), text.size());
        text.replace(at, end - at, "***");
    }
}

}  // namespace

std::string log_line(std::string_view part, std::string_view what) {
    std::string out = std::string(part) + ": " + std::string(what);
    {
        std::lock_guard const lock(state().mutex);
        for (auto const& secret : state().secrets) mask_all(out, secret);
    }
    mask_after(out, "Bearer ");
    mask_after(out, "Basic ");
    if (out.size() > line_max) out = out.substr(0, line_max) + "…";
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    return out;
}

void log(LogLevel level, std::string_view part, std::string_view what) {
    std::string const text = log_line(part, what);
    auto const logger = [] {
        std::lock_guard const lock(state().mutex);
        return state().logger;
    }();
    switch (level) {
        case LogLevel::info: return logger->log(spdlog::level::info, text);
        case LogLevel::warning: return logger->log(spdlog::level::warn, text);
        case LogLevel::error: return logger->log(spdlog::level::err, text);
    }
}

void hide_secret(std::string secret) {
    if (secret.size() < secret_least) return;
    std::lock_guard const lock(state().mutex);
    state().secrets.push_back(std::move(secret));
}

Status start_log(LogSettings const& settings) {
    try {
        std::filesystem::create_directories(settings.dir);
        auto const path = (std::filesystem::path(settings.dir) / (settings.name + ".log")).string();
        std::vector<spdlog::sink_ptr> sinks{std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
            path, settings.file_bytes, settings.files)};
        if (settings.to_stderr) sinks.push_back(standard_error());
        auto logger = make_logger(std::move(sinks));
        std::lock_guard const lock(state().mutex);
        state().logger = std::move(logger);
        return Done{};
    } catch (std::exception const& error) {
        return Error{ErrorKind::io, std::string("cannot write the log: ") + error.what(), settings.dir,
                     "may this user write there?"};
    }
}

void stop_log() {
    auto plain = make_logger({standard_error()});
    std::lock_guard const lock(state().mutex);
    state().logger->flush();
    state().logger = std::move(plain);
}

}  // namespace bozhong::app
