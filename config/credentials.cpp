#include "config/credentials.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sstream>

#include "config/toml_reader.h"

namespace bozhong::config {

using domain::Done;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using domain::Status;
using Need = TableReader::Need;

namespace {

constexpr std::int64_t number_max = 1'000'000'000'000'000;

Error io_error(std::string const& what, std::string const& path) {
    return Error{ErrorKind::io, what + ": " + std::strerror(errno), path, "may this user write there?"};
}

/// A TOML basic string; what it cannot say as it is, it says escaped.
std::string quoted(std::string const& text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            out += ' ';
        else
            out += c;
    }
    return out + '"';
}

std::string text_of(Credentials const& credentials) {
    std::ostringstream out;
    out << "# Written by `bozhong enroll`. Keep it secret: who has it can speak as this station.\n"
        << "hub_url = " << quoted(credentials.hub_url) << "\nwarehouse = " << quoted(credentials.warehouse)
        << "\nstation = " << quoted(credentials.station) << "\nname = " << quoted(credentials.name)
        << "\nsecret = " << quoted(credentials.secret) << "\nfeed_cursor = " << credentials.feed_cursor
        << "\nstation_number = " << credentials.station_number
        << "\nshort_first = " << credentials.short_first << "\nshort_count = " << credentials.short_count
        << "\nkey_id = " << quoted(credentials.key_id) << "\n";
    return out.str();
}

/// Writes everything and syncs it; closes the file in every case.
Status write_all(int file, std::string const& text, std::string const& path) {
    std::size_t done = 0;
    bool good = true;
    while (good && done < text.size()) {
        auto const wrote = ::write(file, text.data() + done, text.size() - done);
        good = wrote > 0 || (wrote < 0 && errno == EINTR);
        if (wrote > 0) done += static_cast<std::size_t>(wrote);
    }
    good = good && ::fsync(file) == 0;
    Status out = Done{};
    if (!good) out = io_error("cannot write the credentials", path);
    ::close(file);
    return out;
}

}  // namespace

Result<Credentials> load_credentials(std::string const& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0)
        return Error{ErrorKind::not_found, "no credentials", path, "enrol this station: bozhong enroll"};
    if ((about.st_mode & 077) != 0)
        return Error{ErrorKind::bad_input, "others may read the credentials", path, "chmod 600 it"};
    auto const text = read_settings_file(path);
    if (!text) return text.error();
    Credentials out;
    Status const read = read_toml(*text, path, [&](TableReader& table) {
        table.text("hub_url", out.hub_url, Need::required);
        table.id("warehouse", out.warehouse, Need::required);
        table.id("station", out.station, Need::required);
        table.text("name", out.name);
        table.text("secret", out.secret, Need::required);
        table.number("feed_cursor", out.feed_cursor, 0, number_max);
        table.number("station_number", out.station_number, 0, number_max);
        table.number("short_first", out.short_first, 0, number_max);
        table.number("short_count", out.short_count, 0, number_max);
        table.id("key_id", out.key_id, Need::optional);
    });
    if (!read) return read.error();
    return out;
}

Status save_credentials(std::string const& path, Credentials const& credentials) {
    std::string const beside_it = path + ".new";
    ::unlink(beside_it.c_str());
    int const file = ::open(beside_it.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return io_error("cannot write the credentials", beside_it);
    if (Status written = write_all(file, text_of(credentials), beside_it); !written) return written;
    if (::rename(beside_it.c_str(), path.c_str()) != 0)
        return io_error("cannot put the credentials in place", path);
    auto folder = std::filesystem::path(path).parent_path().string();
    int const place = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (place >= 0) {
        ::fsync(place);
        ::close(place);
    }
    return Done{};
}

}  // namespace bozhong::config
