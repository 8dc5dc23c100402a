// The side of MemoryDisk that SQLite sees. What it says of itself is what SQLite's own VFS for Unix says: a
// write harms no byte around it, a file of no length does not exist, the first sync of a log syncs its
// folder.

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

#include "station/simtest/memory_disk.h"

namespace bozhong::simtest {

/// A handle's state. SQLite allocates the sqlite3_file; this hangs on it.
struct MemoryHandle {
    MemoryDisk* disk;
    std::uint64_t life;
    std::string name;
    std::shared_ptr<File> file;
    std::shared_ptr<MemoryShared> shared;
    bool sync_folder = false, remove_on_close = false;
    int level = SQLITE_LOCK_NONE;
    bool maps = false;
    unsigned shm_shares = 0, shm_holds = 0;  ///< slots, one bit each

    [[nodiscard]] bool dead() const { return life != disk->m_life; }
};

struct MemoryShared {
    int readers = 0;
    MemoryHandle const *reserved = nullptr, *pending = nullptr;
    int maps = 0;  ///< handles that use the shared memory; without any it is gone
    std::vector<std::unique_ptr<char[]>> regions;
    std::array<int, SQLITE_SHM_NLOCK> slot_readers{};
    unsigned slots_held = 0;
};

namespace {

struct SqliteFile {
    sqlite3_file base;
    MemoryHandle* handle;
};

MemoryHandle& of(sqlite3_file* file) {
    return *reinterpret_cast<SqliteFile*>(file)->handle;
}

}  // namespace

struct MemoryVfs {
    static bool go(MemoryHandle& handle, Operation operation, std::size_t offset = 0,
                   std::string_view bytes = {}) {
        return !handle.dead() && handle.disk->step({operation, handle.name, offset, bytes});
    }

    // --- a file's content

    static int read(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
        auto& handle = of(file);
        auto offset = static_cast<std::size_t>(at);
        auto const wanted = static_cast<std::size_t>(size);
        if (!go(handle, Operation::read, offset)) return SQLITE_IOERR_READ;
        auto const from = handle.disk->seen(*handle.file, handle.name, offset);
        std::size_t const found = offset < from.size() ? std::min(wanted, from.size() - offset) : 0;
        if (found > 0) std::memcpy(into, from.data() + offset, found);
        std::memset(static_cast<char*>(into) + found, 0, wanted - found);
        return found == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
    }

    static int write(sqlite3_file* file, void const* from, int size, sqlite3_int64 at) {
        auto& handle = of(file);
        auto const offset = static_cast<std::size_t>(at);
        std::string_view const bytes(static_cast<char const*>(from), static_cast<std::size_t>(size));
        if (!go(handle, Operation::write, offset, bytes)) return SQLITE_IOERR_WRITE;
        std::size_t const end = handle.disk->room(*handle.file, offset + bytes.size());
        if (end > offset) handle.file->write(offset, bytes.substr(0, end - offset));
        return end == offset + bytes.size() ? SQLITE_OK : SQLITE_FULL;
    }

    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        auto& handle = of(file);
        if (!go(handle, Operation::truncate, static_cast<std::size_t>(size))) return SQLITE_IOERR_TRUNCATE;
        handle.file->resize(static_cast<std::size_t>(size));
        return SQLITE_OK;
    }

    static int sync(sqlite3_file* file, int) {
        auto& handle = of(file);
        auto& disk = *handle.disk;
        if (!go(handle, Operation::sync)) {
            if (!handle.dead()) handle.file->give_up();
            return SQLITE_IOERR_FSYNC;
        }
        if (!disk.m_lies) handle.file->settle();
        // As in the VFS for Unix, nobody hears of a folder that could not be synced.
        if (handle.sync_folder && go(handle, Operation::sync) && !disk.m_lies)
            disk.m_files.settle_folder(handle.name);
        handle.sync_folder = false;
        return handle.dead() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
    }

    static int size(sqlite3_file* file, sqlite3_int64* out) {
        if (of(file).dead()) return SQLITE_IOERR_FSTAT;
        *out = static_cast<sqlite3_int64>(of(file).file->bytes().size());
        return SQLITE_OK;
    }

    // --- locks

    static int lock(sqlite3_file* file, int level) {
        auto& handle = of(file);
        auto& shared = *handle.shared;
        if (handle.dead()) return SQLITE_IOERR_LOCK;
        if (handle.level >= level) return SQLITE_OK;
        auto const by_another = [&](MemoryHandle const* who) { return who != nullptr && who != &handle; };
        if (level == SQLITE_LOCK_SHARED) {
            if (shared.pending != nullptr) return SQLITE_BUSY;
            ++shared.readers;
        } else if (level == SQLITE_LOCK_RESERVED) {
            if (by_another(shared.reserved)) return SQLITE_BUSY;
            shared.reserved = &handle;
        } else {
            if (by_another(shared.pending)) return SQLITE_BUSY;
            shared.pending = &handle;
            handle.level = SQLITE_LOCK_PENDING;
            if (shared.readers > 1) return SQLITE_BUSY;
        }
        handle.level = level;
        return SQLITE_OK;
    }

    static int unlock(sqlite3_file* file, int level) {
        auto& handle = of(file);
        auto& shared = *handle.shared;
        if (handle.level <= level) return SQLITE_OK;
        if (shared.reserved == &handle) shared.reserved = nullptr;
        if (shared.pending == &handle) shared.pending = nullptr;
        if (level == SQLITE_LOCK_NONE) --shared.readers;
        handle.level = level;
        return SQLITE_OK;
    }

    static int check_lock(sqlite3_file* file, int* held) {
        auto const& shared = *of(file).shared;
        *held = shared.reserved != nullptr || shared.pending != nullptr;
        return of(file).dead() ? SQLITE_IOERR_CHECKRESERVEDLOCK : SQLITE_OK;
    }

    // --- shared memory of the write-ahead log's index

    static int shm_map(sqlite3_file* file, int page, int bytes, int extend, void volatile** out) {
        auto& handle = of(file);
        *out = nullptr;
        if (handle.dead()) return SQLITE_IOERR_SHMMAP;
        if (!handle.maps) ++handle.shared->maps;
        handle.maps = true;
        auto& regions = handle.shared->regions;
        auto const index = static_cast<std::size_t>(page);
        while (extend != 0 && regions.size() <= index)
            regions.push_back(std::make_unique<char[]>(static_cast<std::size_t>(bytes)));
        if (index < regions.size()) *out = regions[index].get();
        return SQLITE_OK;
    }

    static int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
        auto& handle = of(file);
        auto& shared = *handle.shared;
        if (handle.dead()) return SQLITE_IOERR_SHMLOCK;
        for (int slot = offset; slot < offset + count; ++slot) {
            unsigned const bit = 1U << slot;
            bool const mine = (handle.shm_shares & bit) != 0;
            if ((flags & SQLITE_SHM_UNLOCK) != 0) {
                release(handle, slot);
            } else if ((flags & SQLITE_SHM_SHARED) != 0) {
                if ((shared.slots_held & ~handle.shm_holds & bit) != 0) return SQLITE_BUSY;
                if (!mine) ++shared.slot_readers[slot];
                handle.shm_shares |= bit;
            } else if ((shared.slots_held & ~handle.shm_holds & bit) != 0 ||
                       shared.slot_readers[slot] > (mine ? 1 : 0)) {
                return SQLITE_BUSY;
            }
        }
        if (flags == (SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE)) {
            unsigned const bits = ((1U << count) - 1U) << offset;
            shared.slots_held |= bits;
            handle.shm_holds |= bits;
        }
        return SQLITE_OK;
    }

    static void release(MemoryHandle& handle, int slot) {
        unsigned const bit = 1U << slot;
        if ((handle.shm_shares & bit) != 0) --handle.shared->slot_readers[slot];
        handle.shared->slots_held &= ~(handle.shm_holds & bit);
        handle.shm_shares &= ~bit;
        handle.shm_holds &= ~bit;
    }

    static void shm_barrier(sqlite3_file*) {}

    static int shm_unmap(sqlite3_file* file, int) {
        auto& handle = of(file);
        for (int slot = 0; slot < SQLITE_SHM_NLOCK; ++slot) release(handle, slot);
        if (handle.maps && --handle.shared->maps == 0) handle.shared->regions.clear();
        handle.maps = false;
        return SQLITE_OK;
    }

    static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
    static int sector(sqlite3_file*) { return 4096; }
    static int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

    static int close(sqlite3_file* file) {
        auto* handle = &of(file);
        shm_unmap(file, 0);
        unlock(file, SQLITE_LOCK_NONE);
        if (handle->remove_on_close && !handle->name.empty() && !handle->dead())
            handle->disk->m_files.remove(handle->name);
        delete handle;
        return SQLITE_OK;
    }

    // --- names

    static MemoryDisk& disk(sqlite3_vfs* vfs) { return *static_cast<MemoryDisk*>(vfs->pAppData); }

    static int open(sqlite3_vfs* vfs, char const* name, sqlite3_file* file, int flags, int* out_flags) {
        file->pMethods = nullptr;
        auto& on = disk(vfs);
        std::string const path = name == nullptr ? "" : name;
        auto found = path.empty() ? std::make_shared<File>() : on.m_files.find(path);
        if (!on.step({Operation::open, path})) return SQLITE_CANTOPEN;
        if (found == nullptr) {
            if ((flags & SQLITE_OPEN_CREATE) == 0 || !on.step({Operation::create, path}))
                return SQLITE_CANTOPEN;
            found = on.m_files.create(path);
        }
        auto shared = on.m_shared[found.get()].lock();
        if (shared == nullptr) on.m_shared[found.get()] = shared = std::make_shared<MemoryShared>();
        bool const log =
            (flags & (SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
        auto* handle = new MemoryHandle{&on, on.m_life, path, std::move(found), std::move(shared)};
        handle->sync_folder = log && (flags & SQLITE_OPEN_CREATE) != 0;
        handle->remove_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
        reinterpret_cast<SqliteFile*>(file)->handle = handle;
        file->pMethods = &methods;
        if (out_flags != nullptr) *out_flags = flags;
        return SQLITE_OK;
    }

    static int remove(sqlite3_vfs* vfs, char const* name, int sync_folder) {
        auto& on = disk(vfs);
        if (!on.exists(name)) return SQLITE_IOERR_DELETE_NOENT;
        if (!on.step({Operation::remove, name})) return SQLITE_IOERR_DELETE;
        on.m_files.remove(name);
        if (sync_folder == 0) return SQLITE_OK;
        if (!on.step({Operation::sync, name})) return SQLITE_IOERR_DIR_FSYNC;
        if (!on.m_lies) on.m_files.settle_folder(name);
        return SQLITE_OK;
    }

    static int access(sqlite3_vfs* vfs, char const* name, int flags, int* out) {
        auto const found = disk(vfs).m_files.find(name);
        *out = found != nullptr && (flags != SQLITE_ACCESS_EXISTS || !found->bytes().empty());
        return SQLITE_OK;
    }

    static int full_name(sqlite3_vfs*, char const* name, int size, char* out) {
        sqlite3_snprintf(size, out, "%s", name);
        return SQLITE_OK;
    }

    static int sleep(sqlite3_vfs*, int microseconds) { return microseconds; }  // no time passes here

    static sqlite3_io_methods const methods;
};

sqlite3_io_methods const MemoryVfs::methods{
    2,         close,      read,    write,  truncate,        sync,    size,     lock,
    unlock,    check_lock, control, sector, characteristics, shm_map, shm_lock, shm_barrier,
    shm_unmap, nullptr,    nullptr};

MemoryDisk::MemoryDisk(std::uint64_t seed) : m_vfs(std::make_unique<sqlite3_vfs>()), m_random(seed) {
    static int made = 0;
    m_name = "memory-" + std::to_string(++made);
    sqlite3_initialize();
    auto& vfs = *m_vfs;
    vfs = *sqlite3_vfs_find(nullptr);
    vfs.iVersion = 2;  // the third adds the replacing of system calls
    vfs.zName = m_name.c_str();
    vfs.pNext = nullptr;
    vfs.pAppData = this;
    vfs.szOsFile = sizeof(SqliteFile);
    vfs.xOpen = MemoryVfs::open;
    vfs.xDelete = MemoryVfs::remove;
    vfs.xAccess = MemoryVfs::access;
    vfs.xFullPathname = MemoryVfs::full_name;
    vfs.xSleep = MemoryVfs::sleep;
    sqlite3_vfs_register(&vfs, 0);
}

MemoryDisk::~MemoryDisk() {
    sqlite3_vfs_unregister(m_vfs.get());
}

void seed_sqlite(unsigned seed) {
    sqlite3_initialize();
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, seed, nullptr);
    sqlite3_randomness(0, nullptr);
}

}  // namespace bozhong::simtest
