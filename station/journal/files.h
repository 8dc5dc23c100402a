#pragma once
// What stands beside the database: the lock file and the device key.

#include <string>

#include "station/domain/result.h"
#include "sync/wire/chain.h"

namespace bozhong::journal {

/// Held as long as it lives; the kernel gives it back when the process dies, however it dies.
class Lock {
  public:
    static domain::Result<Lock> take(std::string const& database_path);
    ~Lock();
    Lock(Lock&& other) noexcept;
    Lock& operator=(Lock&&) = delete;

  private:
    explicit Lock(int file) : m_file(file) {}
    int m_file;
};

/// The key in `database_path`.key (128 hex digits and a line end, mode 0600), made and synced when there is
/// none.
domain::Result<wire::KeyPair> device_key(std::string const& database_path);

/// Makes a finished file durable under its name: syncs it and its folder.
domain::Status sync_file(std::string const& path);

}  // namespace bozhong::journal
