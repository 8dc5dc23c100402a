#include "station/journal/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

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
    explicit File(int opened) : number(opened) {}
    File(File const&) = delete;
    File& operator=(File const&) = delete;
    ~File() {
        if (number >= 0) ::close(number);
    }
    int const number;
};

Status sync_folder(std::string const& path) {
    auto folder = std::filesystem::path(path).parent_path().string();
    if (folder.empty()) folder = ".";
    File const file{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (file.number < 0 || ::fsync(file.number) != 0) return failed(folder, "syncing the folder");
    return Done{};
}

}  // namespace

Result<std::shared_ptr<void>> SystemDisk::lock(std::string const& database_path) {
    // One database reached by two names is still one.
    std::error_code ignored;
    auto canonical = std::filesystem::weakly_canonical(database_path, ignored);
    std::string const path = (canonical.empty() ? database_path : canonical.string()) + ".lock";
    auto const file = std::make_shared<File>(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (file->number < 0) return failed(path, "opening the lock file");
    if (::flock(file->number, LOCK_EX | LOCK_NB) != 0) {
        char holder[32] = "";
        auto const size = ::pread(file->number, holder, sizeof holder - 1, 0);
        std::string const who =
            size > 0 ? " (process " + std::string(holder, static_cast<std::size_t>(size)) + ")" : "";
        return Error{ErrorKind::conflict, "another program has this journal open" + who, database_path,
                     "end the other station first; one journal serves one station"};
    }
    std::string const self = std::to_string(::getpid());
    // Only a note for the message above; the lock itself is the flock.
    if (::ftruncate(file->number, 0) == 0) (void)!::pwrite(file->number, self.data(), self.size(), 0);
    return std::shared_ptr<void>(file);
}

bool SystemDisk::exists(std::string const& path) {
    std::error_code none;
    return std::filesystem::exists(path, none);
}

void SystemDisk::remove(std::string const& path) {
    std::error_code none;
    std::filesystem::remove(path, none);
}

Status SystemDisk::move_durably(std::string const& from, std::string const& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return failed(to, "renaming");
    File const file{::open(to.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number < 0 || ::fsync(file.number) != 0) return failed(to, "syncing");
    return sync_folder(to);
}

Result<std::optional<std::string>> SystemDisk::read_secret(std::string const& path) {
    File const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number < 0) {
        if (errno == ENOENT) return std::optional<std::string>();
        return failed(path, "opening the secret");
    }
    struct stat about {};
    if (::fstat(file.number, &about) != 0) return failed(path, "reading the secret");
    if ((about.st_mode & 077) != 0)
        return Error{ErrorKind::no_right, "the secret may be read by others", path,
                     "chmod 600, and enrol again"};
    char text[256];
    auto const size = ::read(file.number, text, sizeof text);
    if (size < 0) return failed(path, "reading the secret");
    return std::optional(std::string(text, static_cast<std::size_t>(size)));
}

Status SystemDisk::write_secret(std::string const& path, std::string const& text) {
    // Under another name first, so that a crash leaves a whole secret or none.
    std::string const fresh = path + ".new";
    ::unlink(fresh.c_str());
    {
        File const file{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
        if (file.number < 0) return failed(fresh, "making the secret");
        if (::write(file.number, text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
            ::fsync(file.number) != 0)
            return failed(fresh, "writing the secret");
    }
    return move_durably(fresh, path);
}

std::int64_t SystemDisk::free_bytes(std::string const& path) {
    auto const folder = std::filesystem::path(path).parent_path().string();
    struct statvfs about {};
    if (::statvfs(folder.empty() ? "." : folder.c_str(), &about) != 0) return 0;
    return static_cast<std::int64_t>(about.f_bavail) * static_cast<std::int64_t>(about.f_frsize);
}

domain::Disk& system_disk() {
    static SystemDisk disk;
    return disk;
}

Result<wire::KeyPair> device_key(std::string const& database_path, domain::Disk& disk) {
    std::string const path = database_path + ".key";
    auto const text = disk.read_secret(path);
    if (!text) return text.error();
    if (!*text) {
        wire::KeyPair const made = wire::make_key_pair();
        if (auto const written = disk.write_secret(path, made.secret_key + "\n"); !written)
            return written.error();
        return made;
    }
    auto const keys = wire::key_pair(std::string_view(**text).substr(0, 128));
    if (!keys) return Error{ErrorKind::corrupt, "this is no device key", path, "remove it and enrol again"};
    return *keys;
}

}  // namespace bozhong::journal
