#pragma once
// A disk in memory on which journals and hub databases live: a SQLite VFS of its own, and the files beside a
// database. It behaves as the system's disk does and can crash, fail, lie, fill and rot, all of it following
// from a seed. Any number of them live side by side. One thread at a time.

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "station/domain/disk.h"
#include "station/simtest/memory_files.h"

struct sqlite3_vfs;

namespace bozhong::simtest {

/// What is asked of the disk. From `create` on they change it.
enum class Operation { open, read, create, write, sync, truncate, remove, rename };
inline constexpr std::size_t operation_kinds = 8;

/// One operation, before it happens.
struct Step {
    Operation operation;
    std::string_view file;
    std::size_t offset = 0;       ///< of reads and writes; of a truncation: the new size
    std::string_view bytes = {};  ///< of writes
};

struct MemoryShared;

class MemoryDisk final : public domain::Disk {
  public:
    explicit MemoryDisk(std::uint64_t seed);
    /// Every database on it must be closed by now.
    ~MemoryDisk() override;
    MemoryDisk(MemoryDisk const&) = delete;
    MemoryDisk& operator=(MemoryDisk const&) = delete;

    /// Everything on the disk, with what is synced of it and what is not.
    struct Image {
        Files files;
    };
    [[nodiscard]] Image copy() const { return {m_files.copy()}; }
    /// The disk as it was then (a backup, a clone); who has files open is dead, as after kill().
    void restore(Image const& image);

    // Crashes. Open handles are dead afterwards: whatever they ask fails. Close them and open anew.
    void kill();       ///< the process: what was written stays
    void power_cut();  ///< and of what no sync has confirmed any choice of sectors, sizes and names stays

    // Faults
    /// Syncs answer well and make nothing durable.
    void lie(bool on) { m_lies = on; }
    /// The `at`-th next operation of these (1 = the next one; of this kind, or any) fails; or all from it on.
    void fail(Operation operation, std::uint64_t at, bool for_ever = false);
    void fail_any(std::uint64_t at, bool for_ever = false);
    /// Room for so many bytes in all; a write that finds none fails with SQLITE_FULL.
    void limit(std::int64_t bytes) { m_capacity = bytes; }
    /// The `at`-th next read gives the bytes of another place of the file.
    void misdirect_read(std::uint64_t at) { m_misread = {count(Operation::read) + at, {}}; }
    /// The `at`-th next read gives what stood there in the image.
    void stale_read(std::uint64_t at, Image const& past) {
        m_misread = {count(Operation::read) + at, past.files.copy()};
    }
    /// Rot on the medium: changes bits, or bytes.
    void flip(std::string const& file, std::size_t offset, unsigned char mask);
    void overwrite(std::string const& file, std::size_t offset, std::string_view bytes);
    /// A write of which the process got only this far before it was killed.
    void write_part(std::string const& file, std::size_t offset, std::string_view bytes);
    /// Ends lies, failures and misreads, and the limit.
    void heal();

    // Looking
    [[nodiscard]] std::uint64_t count(Operation operation) const {
        return m_counts[static_cast<std::size_t>(operation)];
    }
    [[nodiscard]] std::uint64_t operations() const;
    /// True when an armed failure or misread was met.
    [[nodiscard]] bool met() const { return m_met; }
    [[nodiscard]] bool limited() const { return m_capacity != 0; }
    [[nodiscard]] std::int64_t used() const { return m_files.size(); }
    /// Called before every operation that changes the disk; may copy or crash it.
    void on_change(std::function<void(Step const&)> tell) { m_tell = std::move(tell); }
    [[nodiscard]] std::vector<std::string> names() const { return m_files.names(); }
    [[nodiscard]] std::string bytes(std::string const& file) const;

    // domain::Disk
    [[nodiscard]] std::string vfs() const override { return m_name; }
    domain::Result<std::shared_ptr<void>> lock(std::string const& path) override;
    [[nodiscard]] bool exists(std::string const& path) override;
    void remove(std::string const& path) override;
    domain::Status move_durably(std::string const& from, std::string const& to) override;
    domain::Result<std::optional<std::string>> read_secret(std::string const& path) override;
    domain::Status write_secret(std::string const& path, std::string const& text) override;
    [[nodiscard]] std::int64_t free_bytes(std::string const& path) override;

  private:
    friend struct MemoryVfs;
    friend struct MemoryHandle;
    struct Failure {
        bool armed = false, any = false, for_ever = false;
        Operation operation = Operation::open;
        std::uint64_t at = 0;
    };
    struct Misread {
        std::uint64_t at = 0;
        std::optional<Files> past;
    };

    /// Tells of an operation and counts it; false: it fails.
    [[nodiscard]] bool step(Step const& step);
    void crash();
    /// What this read finds; the offset may be another afterwards.
    [[nodiscard]] std::string_view seen(File const& file, std::string const& name, std::size_t& offset);
    /// How far a write may reach that wants to reach `end`.
    [[nodiscard]] std::size_t room(File const& file, std::size_t end) const;

    std::string m_name;
    std::unique_ptr<sqlite3_vfs> m_vfs;
    Random m_random;
    Files m_files;
    /// Rises with every crash: a handle of an earlier life is dead.
    std::uint64_t m_life = 1;
    std::map<std::string, std::weak_ptr<void>> m_locks;
    /// What the open handles of a file have of it together (locks, shared memory).
    std::map<File const*, std::weak_ptr<MemoryShared>> m_shared;
    bool m_lies = false, m_met = false;
    Failure m_failure;
    Misread m_misread;
    std::int64_t m_capacity = 0;
    std::array<std::uint64_t, operation_kinds> m_counts{};
    std::function<void(Step const&)> m_tell;
};

/// SQLite draws its random numbers (salts of its write-ahead log) from this seed from now on, in the whole
/// process. Once at the start of a program whose runs are to be equal.
void seed_sqlite(unsigned seed);

}  // namespace bozhong::simtest
