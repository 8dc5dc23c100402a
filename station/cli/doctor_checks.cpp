#include "station/cli/doctor_checks.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>

#include "config/credentials.h"
#include "config/protocols.h"
#include "drivers/label/font.h"
#include "drivers/link/link.h"
#include "drivers/link/printer_link.h"
#include "sync/client/http.h"
#include "sync/client/sync_machine.h"
#include "sync/wire/messages.h"

namespace bozhong::cli {

using domain::Error;
using domain::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::uint64_t free_bytes_least = 1'000'000'000;
constexpr milliseconds sync_most{50};
constexpr milliseconds device_wait{3'000};
constexpr std::int64_t skew_most_ms = 5'000;
constexpr std::int64_t year_2025_ms = 1'735'689'600'000;
constexpr std::int64_t year_2100_ms = 4'102'444'800'000;

Finding good(std::string check, std::string what) {
    return {std::move(check), true, std::move(what), ""};
}
Finding bad(std::string check, std::string what, std::string todo) {
    return {std::move(check), false, std::move(what), std::move(todo)};
}
Finding bad(std::string check, Error const& error) {
    return bad(std::move(check), error.where.empty() ? error.what : error.where + ": " + error.what,
               error.todo);
}

/// The folder itself, or the nearest one above it that exists.
std::string existing(std::string const& folder) {
    std::filesystem::path at = std::filesystem::absolute(folder.empty() ? "." : folder);
    while (!std::filesystem::exists(at) && at != at.root_path()) at = at.parent_path();
    return at.string();
}

std::int64_t wall_ms() {
    return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

bool in_group(char const* name) {
    if (::geteuid() == 0) return true;
    group const* wanted = ::getgrnam(name);
    if (wanted == nullptr) return false;
    if (::getegid() == wanted->gr_gid) return true;
    std::vector<gid_t> mine(static_cast<std::size_t>(std::max(0, ::getgroups(0, nullptr))));
    int const count = ::getgroups(static_cast<int>(mine.size()), mine.data());
    mine.resize(static_cast<std::size_t>(std::max(0, count)));
    return std::ranges::find(mine, wanted->gr_gid) != mine.end();
}

}  // namespace

Finding check_disk_space(std::string const& folder) {
    struct statvfs about {};
    std::string const place = existing(folder);
    if (::statvfs(place.c_str(), &about) != 0)
        return bad("disk_space", place + ": " + std::strerror(errno), "is the disk mounted?");
    std::uint64_t const free = std::uint64_t{about.f_bavail} * about.f_frsize;
    std::string const what = place + ": " + std::to_string(free / 1'000'000) + " MB free";
    if (free >= free_bytes_least) return good("disk_space", what);
    return bad("disk_space", what, "make at least 1000 MB free; capture stops before the disk is full");
}

Finding check_disk_sync(std::string const& folder) {
    std::string const path = existing(folder) + "/.bozhong-doctor-" + std::to_string(::getpid());
    int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return bad("disk_sync", path + ": " + std::strerror(errno), "may this user write there?");
    std::string const page(4096, 'x');
    std::vector<std::chrono::microseconds> times;
    bool well = true;
    for (int i = 0; i < 20 && well; ++i) {
        auto const began = steady_clock::now();
        well = ::write(file, page.data(), page.size()) == static_cast<ssize_t>(page.size()) &&
               ::fdatasync(file) == 0;
        times.push_back(std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began));
    }
    std::string const reason = std::strerror(errno);
    ::close(file);
    ::unlink(path.c_str());
    if (!well) return bad("disk_sync", path + ": " + reason, "replace the disk before weighing on it");
    std::ranges::sort(times);
    auto const median = times[times.size() / 2], slowest = times.back();
    std::string const what = "a synced write takes " + std::to_string(median.count()) +
                             " µs, the slowest of 20 " + std::to_string(slowest.count()) + " µs";
    if (median <= sync_most) return good("disk_sync", what);
    return bad("disk_sync", what,
               "every weighing waits for one: use another disk, or stop what else writes to it");
}

Finding check_fonts() {
    auto const fonts = label::Fonts::open();
    if (fonts.ok()) return good("fonts", "label fonts are there");
    return bad("fonts", fonts.error().text(), "apt-get install fonts-noto-cjk");
}

Finding check_clock() {
    std::int64_t const now = wall_ms();
    if (now < year_2025_ms || now > year_2100_ms)
        return bad("clock", "the clock says " + domain::rfc3339({now}),
                   "set the clock; is the battery of the board empty?");
    timex state{};
    bool const synchronised = ::adjtimex(&state) >= 0 && (state.status & STA_UNSYNC) == 0;
    return good("clock",
                domain::rfc3339({now}) +
                    (synchronised ? ", synchronised" : ", not synchronised: labels may lack a time"));
}

Finding check_rights(config::StationSettings const& settings) {
    std::vector<std::string> endpoints;
    for (auto const& scale : settings.scales) endpoints.push_back(scale.endpoint);
    for (auto const& printer : settings.printers) endpoints.push_back(printer.endpoint);
    for (auto const& endpoint : endpoints) {
        if (!endpoint.starts_with("serial:")) continue;
        std::string const device = endpoint.substr(7, endpoint.find('?') - 7);
        if (std::filesystem::exists(device) && ::access(device.c_str(), R_OK | W_OK) != 0)
            return bad("rights", "no right to open " + device,
                       "usermod -aG dialout USER, then sign in again");
        if (!in_group("dialout"))
            return bad("rights", "not in the group dialout", "usermod -aG dialout USER, then sign in again");
    }
    for (auto const& printer : settings.printers) {
        bool const kernel_device =
            printer.endpoint.starts_with("usb:") || printer.endpoint.starts_with("lp:");
        if (kernel_device && !in_group("lp"))
            return bad("rights", "not in the group lp", "usermod -aG lp USER, then sign in again");
    }
    return good("rights", "devices may be opened");
}

namespace {

/// Opens a link; what went wrong, or nothing when it is open.
template <class Pipe, class Handlers>
std::optional<Error> open_fails(boost::asio::io_context& context, Pipe& pipe, Handlers handlers,
                                std::optional<Error> const& lost, bool const& opened,
                                std::string const& endpoint) {
    pipe.open(std::move(handlers));
    auto const end = steady_clock::now() + device_wait;
    while (!opened && !lost && context.run_one_until(end) > 0) {
    }
    if (opened || lost) return lost;
    return Error{domain::ErrorKind::timeout, "no answer within 3 s", endpoint,
                 "is it switched on and plugged in?"};
}

}  // namespace

Finding check_scale(domain::ScaleRecord const& scale) {
    std::string const name = "scale " + scale.id;
    if (auto const protocol = config::find_protocol(scale.protocol); !protocol)
        return bad(name, protocol.error());
    boost::asio::io_context context(1);
    auto made = link::make_link(context.get_executor(), scale.endpoint);
    if (!made) return bad(name, made.error());
    auto const pipe = std::move(made).value();
    bool opened = false;
    std::optional<Error> lost;
    std::size_t bytes = 0;
    link::Link::Handlers handlers{[&] { opened = true; }, [&](auto part) { bytes += part.size(); },
                                  [&](Error error) { lost = std::move(error); }};
    auto const wrong = open_fails(context, *pipe, std::move(handlers), lost, opened, scale.endpoint);
    // A running station has its port; that is as it should be.
    if (wrong && wrong->kind == domain::ErrorKind::conflict &&
        wrong->what.starts_with("in use by bozhong-station"))
        return good(name, scale.endpoint + ": " + wrong->what);
    if (wrong) return bad(name, *wrong);
    context.run_for(milliseconds(1'000));
    pipe->close();
    context.run_for(milliseconds(50));
    std::string const sent =
        bytes > 0 ? ", it sends" : ", silent so far (scales that are asked do not send by themselves)";
    return good(name, scale.endpoint + ": open" + sent);
}

Finding check_printer(config::PrinterSettings const& printer) {
    std::string const name = "printer " + printer.id;
    boost::asio::io_context context(1);
    auto made = link::make_printer_link(context.get_executor(), printer.endpoint);
    if (!made) return bad(name, made.error());
    auto const pipe = std::move(made).value();
    bool opened = false;
    std::string found;
    std::optional<Error> lost;
    link::PrinterLink::Handlers handlers;
    handlers.on_open = [&](std::string text) {
        opened = true;
        found = std::move(text);
    };
    handlers.on_bytes = [](auto) {};
    handlers.on_written = [](std::size_t) {};
    handlers.on_port_status = [](std::uint8_t) {};
    handlers.on_lost = [&](Error error) { lost = std::move(error); };
    handlers.on_arrived = [] {};
    if (auto const wrong = open_fails(context, *pipe, std::move(handlers), lost, opened, printer.endpoint))
        return bad(name, *wrong);
    pipe->close();
    context.run_for(milliseconds(50));
    return good(name, printer.endpoint + ": " + found);
}

std::vector<Finding> check_hub(config::StationSettings const& settings) {
    if (settings.hub_url.empty()) return {good("hub", "none: this station works alone")};
    auto const health = client::http_request({settings.hub_url, "", settings.hub_ca},
                                             {"GET", "/v1/health", "", milliseconds(5'000), ""});
    if (!health) return {bad("hub", health.error())};
    auto const message = wire::from_json<wire::Health>(health->body);
    if (!message)
        return {bad("hub", settings.hub_url + " is no hub: it answers " + std::to_string(health->status),
                    "check hub_url")};
    if (!message->ready)
        return {bad("hub", settings.hub_url + " is up but cannot store", "look at the hub's disk and log")};
    std::vector<Finding> out{good("hub", settings.hub_url + ": version " + message->version)};
    auto const theirs = domain::parse_rfc3339(message->now);
    if (theirs && std::abs(theirs->unix_ms - wall_ms()) > skew_most_ms)
        out.push_back(
            bad("clock_hub",
                "the hub's clock says " + message->now + ", this one " + domain::rfc3339({wall_ms()}),
                "let both take their time from one server"));

    auto const credentials = config::load_credentials(settings.credentials);
    if (!credentials) {
        out.push_back(bad("enrolment", credentials.error()));
        return out;
    }
    std::string const target = "/v1/" + client::url_text(credentials->warehouse) + "/stations/" +
                               client::url_text(credentials->station) + "/mark";
    auto const mark = client::http_request(
        {settings.hub_url, client::basic_authorization(credentials->station, credentials->secret),
         settings.hub_ca},
        {"GET", target, "", milliseconds(5'000), ""});
    if (!mark) {
        out.push_back(bad("enrolment", mark.error()));
    } else if (mark->status != 200) {
        out.push_back(
            bad("enrolment",
                "the hub answers " + std::to_string(mark->status) + " to station " + credentials->station,
                "enrol it again: bozhong enroll --again"));
    } else if (credentials->station != settings.id) {
        out.push_back(bad("enrolment",
                          "enrolled as " + credentials->station + ", but the settings say " + settings.id,
                          "make both the same"));
    } else {
        out.push_back(good("enrolment", "the hub knows station " + credentials->station));
    }
    return out;
}

}  // namespace bozhong::cli
