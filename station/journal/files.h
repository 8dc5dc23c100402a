#pragma once
// What stands beside the database: the lock file and the device key.

#include <string>

#include "station/domain/disk.h"
#include "station/domain/result.h"
#include "sync/wire/chain.h"

namespace bozhong::journal {

/// The disk of this computer. The lock on `path` is an flock on `path`.lock; secrets have mode 0600.
class SystemDisk : public domain::Disk {
  public:
    [[nodiscard]] std::string vfs() const override { return ""; }
    domain::Result<std::shared_ptr<void>> lock(std::string const& path) override;
    [[nodiscard]] bool exists(std::string const& path) override;
    void remove(std::string const& path) override;
    domain::Status move_durably(std::string const& from, std::string const& to) override;
    domain::Result<std::optional<std::string>> read_secret(std::string const& path) override;
    domain::Status write_secret(std::string const& path, std::string const& text) override;
    [[nodiscard]] std::int64_t free_bytes(std::string const& path) override;
};

domain::Disk& system_disk();

/// The key in `database_path`.key (128 hex digits and a line end), made and synced when there is none.
domain::Result<wire::KeyPair> device_key(std::string const& database_path,
                                         domain::Disk& disk = system_disk());

}  // namespace bozhong::journal
