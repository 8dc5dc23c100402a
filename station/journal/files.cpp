#include "station/journal/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>

namespace bozhong::journal {

using domain::Done, domain::Error, domain::ErrorKind, domain::Result, domain::Status;

namespace {

Error failed(std::string const& path, std::string const& doing) {
    int const code = errno;
    ErrorKind const kind = code == ENOSPC || code == EDQUOT ? ErrorKind::full
                           : code == EIO                    ? ErrorKind::io
                                                            : ErrorKind::unavailable;
    return {kind, doing + " failed: " + std::strerror(code), path,
            "see that the folder exists and may be written"};
}

/// Closes a descriptor at the end of a scope.
struct File {
    int number;
    ~File() {
        if (number >= 0) ::close(number);
    }
};

Status sync_folder(std::string const& path) {
    auto folder = std::filesystem::path(path).parent_path().string();
    if (folder.empty()) folder = ".";
    File const file{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (file.number < 0 || ::fsync(file.number) != 0) return failed(folder, "syncing the folder");
    return Done{};
}

Result<wire::KeyPair> make_key(std::string const& path) {
    wire::KeyPair const keys = wire::make_key_pair();
    std::string const text = keys.secret_key + "\n";
    // Under another name first, so that a crash leaves a whole key or none.
    std::string const fresh = path + ".new";
    ::unlink(fresh.c_str());
    File const file{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (file.number < 0) return failed(fresh, "making the device key");
    if (::write(file.number, text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        ::fsync(file.number) != 0 || ::rename(fresh.c_str(), path.c_str()) != 0)
        return failed(path, "writing the device key");
    if (auto const synced = sync_folder(path); !synced) return synced.error();
    return keys;
}

}  // namespace

Result<Lock> Lock::take(std::string const& database_path) {
    // One database reached by two names is still one.
    std::error_code ignored;
    auto canonical = std::filesystem::weakly_canonical(database_path, ignored);
    std::string const path = (canonical.empty() ? database_path : canonical.string()) + ".lock";
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return failed(path, "opening the lock file");
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        char holder[32] = "";
        auto const size = ::pread(file, holder, sizeof holder - 1, 0);
        ::close(file);
        std::string const who =
            size > 0 ? " (process " + std::string(holder, static_cast<std::size_t>(size)) + ")" : "";
        return Error{ErrorKind::conflict, "another program has this journal open" + who, database_path,
                     "end the other station first; one journal serves one station"};
    }
    std::string const self = std::to_string(::getpid());
    // Only a note for the message above; the lock itself is the flock.
    if (::ftruncate(file, 0) == 0) (void)!::pwrite(file, self.data(), self.size(), 0);
    return Lock(file);
}

Lock::Lock(Lock&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}

Lock::~Lock() {
    if (m_file >= 0) ::close(m_file);
}

Result<wire::KeyPair> device_key(std::string const& database_path) {
    std::string const path = database_path + ".key";
    File const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number < 0) return errno == ENOENT ? make_key(path) : failed(path, "opening the device key");
    struct stat about {};
    if (::fstat(file.number, &about) != 0) return failed(path, "reading the device key");
    if ((about.st_mode & 077) != 0)
        return Error{ErrorKind::no_right, "the device key may be read by others", path,
                     "chmod 600, and enrol again"};
    char text[256];
    auto const size = ::read(file.number, text, sizeof text);
    if (size < 128)
        return Error{ErrorKind::corrupt, "this is no device key", path, "remove it and enrol again"};
    auto const keys = wire::key_pair(std::string_view(text, 128));
    if (!keys) return Error{ErrorKind::corrupt, "this is no device key", path, "remove it and enrol again"};
    return *keys;
}

Status sync_file(std::string const& path) {
    File const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number < 0 || ::fsync(file.number) != 0) return failed(path, "syncing");
    return sync_folder(path);
}

}  // namespace bozhong::journal
