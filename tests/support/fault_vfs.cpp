#include "tests/support/fault_vfs.h"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <vector>

namespace bozhong::support {
namespace {

/// What a write replaced, to take it back at a power cut.
struct Undo {
    sqlite3_file* file;
    sqlite3_int64 offset;
    std::vector<char> before;
    sqlite3_int64 size_before;
};

struct {
    Fault fault = Fault::none;
    int at = 0;
    int seen = 0;
    unsigned seed = 0;
    std::vector<Undo> unsynced;
} plan;

sqlite3_vfs* system_vfs() {
    return sqlite3_vfs_find("unix");
}

struct File {
    sqlite3_file base;
    sqlite3_file* real;
};
sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<File*>(file)->real;
}

/// Takes back a random choice of the unconfirmed writes, newest first.
void lose_unsynced() {
    std::mt19937 random(plan.seed);
    for (auto undo = plan.unsynced.rbegin(); undo != plan.unsynced.rend(); ++undo) {
        if (random() % 2 != 0) continue;
        auto const& methods = *undo->file->pMethods;
        if (!undo->before.empty())
            methods.xWrite(undo->file, undo->before.data(), static_cast<int>(undo->before.size()),
                           undo->offset);
        if (undo->offset + static_cast<sqlite3_int64>(undo->before.size()) == undo->size_before)
            methods.xTruncate(undo->file, undo->size_before);
    }
}

/// The fault's answer for the change that is about to happen, SQLITE_OK to let it.
int meet(bool is_write, int io_code) {
    int const number = ++plan.seen;
    bool const now = number == plan.at, from_now = plan.at > 0 && number >= plan.at;
    switch (plan.fault) {
        case Fault::none: return SQLITE_OK;
        case Fault::die:
            if (now) ::_exit(9);
            return SQLITE_OK;
        case Fault::power_cut:
            if (now) {
                lose_unsynced();
                ::_exit(9);
            }
            return SQLITE_OK;
        case Fault::io_error: return now ? io_code : SQLITE_OK;
        case Fault::io_forever: return from_now ? io_code : SQLITE_OK;
        case Fault::disk_full: return from_now && is_write ? SQLITE_FULL : SQLITE_OK;
    }
    std::abort();
}

void remember(sqlite3_file* file, int size, sqlite3_int64 offset) {
    if (plan.fault != Fault::power_cut) return;
    sqlite3_int64 length = 0;
    file->pMethods->xFileSize(file, &length);
    auto const kept = std::clamp<sqlite3_int64>(length - offset, 0, size);
    std::vector<char> before(static_cast<std::size_t>(kept));
    if (kept > 0) file->pMethods->xRead(file, before.data(), static_cast<int>(kept), offset);
    plan.unsynced.push_back({file, offset, std::move(before), length});
}

void forget(sqlite3_file* file) {
    std::erase_if(plan.unsynced, [file](Undo const& undo) { return undo.file == file; });
}

int close_file(sqlite3_file* file) {
    forget(real(file));
    return real(file)->pMethods->xClose(real(file));
}
int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
    return real(file)->pMethods->xRead(real(file), into, size, offset);
}
int write_file(sqlite3_file* file, void const* from, int size, sqlite3_int64 offset) {
    if (int const fault = meet(true, SQLITE_IOERR_WRITE); fault != SQLITE_OK) return fault;
    remember(real(file), size, offset);
    return real(file)->pMethods->xWrite(real(file), from, size, offset);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    if (int const fault = meet(false, SQLITE_IOERR_TRUNCATE); fault != SQLITE_OK) return fault;
    forget(real(file));
    return real(file)->pMethods->xTruncate(real(file), size);
}
int sync_file(sqlite3_file* file, int flags) {
    if (int const fault = meet(false, SQLITE_IOERR_FSYNC); fault != SQLITE_OK) return fault;
    forget(real(file));
    return real(file)->pMethods->xSync(real(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
int lock_file(sqlite3_file* file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}
int check_lock(sqlite3_file* file, int* held) {
    return real(file)->pMethods->xCheckReservedLock(real(file), held);
}
int control(sqlite3_file* file, int what, void* with) {
    return real(file)->pMethods->xFileControl(real(file), what, with);
}
int sector_size(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
}
int characteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) {
    real(file)->pMethods->xShmBarrier(real(file));
}
int shm_unmap(sqlite3_file* file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

sqlite3_io_methods const methods{2,           close_file,  read_file,       write_file,  truncate_file,
                                 sync_file,   file_size,   lock_file,       unlock_file, check_lock,
                                 control,     sector_size, characteristics, shm_map,     shm_lock,
                                 shm_barrier, shm_unmap,   nullptr,         nullptr};

int open_file(sqlite3_vfs*, char const* name, sqlite3_file* file, int flags, int* out_flags) {
    auto* wrapped = reinterpret_cast<File*>(file);
    wrapped->real = reinterpret_cast<sqlite3_file*>(wrapped + 1);
    int const code = system_vfs()->xOpen(system_vfs(), name, wrapped->real, flags, out_flags);
    wrapped->base.pMethods = wrapped->real->pMethods != nullptr ? &methods : nullptr;
    return code;
}

int delete_file(sqlite3_vfs*, char const* name, int sync_folder) {
    if (int const fault = meet(false, SQLITE_IOERR_DELETE); fault != SQLITE_OK) return fault;
    return system_vfs()->xDelete(system_vfs(), name, sync_folder);
}

}  // namespace

std::string fault_vfs() {
    static sqlite3_vfs vfs = [] {
        sqlite3_initialize();
        sqlite3_vfs out = *system_vfs();
        out.zName = "fault";
        out.szOsFile = static_cast<int>(sizeof(File)) + out.szOsFile;
        out.xOpen = open_file;
        out.xDelete = delete_file;
        return out;
    }();
    sqlite3_vfs_register(&vfs, 0);
    return "fault";
}

void arm(Fault fault, int at, unsigned seed) {
    plan.fault = fault;
    plan.at = at;
    plan.seen = 0;
    plan.seed = seed;
    plan.unsynced.clear();
}

int changes() {
    return plan.seen;
}

}  // namespace bozhong::support
