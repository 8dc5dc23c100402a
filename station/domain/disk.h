#pragma once
// Where a database and the few files beside it live: the system's disk (station/journal/files.h), or a
// simulated one (station/simtest/memory_disk.h). SQLite itself goes through the VFS that is named here.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "station/domain/result.h"

namespace bozhong::domain {

class Disk {
  public:
    virtual ~Disk() = default;
    /// Name of a registered SQLite VFS; empty is the system's.
    [[nodiscard]] virtual std::string vfs() const = 0;
    /// Keeps everybody else off `path` until the answer goes or the process dies, however it dies; `conflict`
    /// when somebody else is on it.
    virtual Result<std::shared_ptr<void>> lock(std::string const& path) = 0;
    [[nodiscard]] virtual bool exists(std::string const& path) = 0;
    virtual void remove(std::string const& path) = 0;
    /// Renames; when it returns well the new name stands for the whole file durably.
    virtual Status move_durably(std::string const& from, std::string const& to) = 0;
    /// The text of a file that only its owner may read; nothing when there is no such file.
    virtual Result<std::optional<std::string>> read_secret(std::string const& path) = 0;
    /// Makes such a file, durable and whole or not at all.
    virtual Status write_secret(std::string const& path, std::string const& text) = 0;
    /// Room left for the file; 0 when it cannot be told.
    [[nodiscard]] virtual std::int64_t free_bytes(std::string const& path) = 0;
};

}  // namespace bozhong::domain
