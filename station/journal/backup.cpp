#include "station/journal/backup.h"

#include "station/journal/files.h"
#include "station/journal/reader.h"
#include "station/journal/sqlite.h"

namespace bozhong::journal {

using domain::Done, domain::Error, domain::ErrorKind, domain::Head, domain::Result, domain::Status;

namespace {

Status must_be_free(domain::Disk& disk, std::string const& path) {
    // An old WAL beside a new database would be replayed into it.
    for (auto const& name : {path, path + "-wal"})
        if (disk.exists(name))
            return Error{ErrorKind::conflict, "this file exists already", name,
                         "move it away, or name another"};
    return Done{};
}

/// A copy under a working name; the caller renames it when it is good.
Status copy(domain::Disk& disk, std::string const& from, std::string const& to) {
    auto source = Reader::open(from, disk);
    if (!source) return source.error();
    disk.remove(to);
    auto target = Database::open(to, Access::copy, disk);
    if (!target) return target.error();
    return (*target)->copy_from(source->database());
}

}  // namespace

Result<Verdict> backup(std::string const& path, std::string const& out, domain::Disk& disk) {
    if (auto const free = must_be_free(disk, out); !free) return free.error();
    std::string const fresh = out + ".new";
    auto const copied = copy(disk, path, fresh);
    auto verdict = copied ? verify(fresh, {}, disk) : Result<Verdict>(copied.error());
    if (!verdict || !verdict->ok) {
        disk.remove(fresh);
        return verdict;
    }
    if (auto const moved = disk.move_durably(fresh, out); !moved) return moved.error();
    return verdict;
}

Result<Head> restore(std::string const& from, std::string const& path, OpenOptions options) {
    auto& disk = options.disk != nullptr ? *options.disk : system_disk();
    if (auto const free = must_be_free(disk, path); !free) return free.error();
    auto const verdict = verify(from, {}, disk);
    if (!verdict) return verdict.error();
    if (!verdict->ok)
        return Error{ErrorKind::corrupt, "this backup is not good: " + verdict->why,
                     from + " sequence " + std::to_string(verdict->seq), "take an older one"};
    std::string const fresh = path + ".new";
    if (auto const copied = copy(disk, from, fresh); !copied) return copied.error();
    if (auto const moved = disk.move_durably(fresh, path); !moved) return moved.error();
    options.reason = "restore";
    auto journal = open_journal(path, options);
    if (!journal) return journal.error();
    Head const head = (*journal)->head();
    if (auto const ended = (*journal)->mark_clean_end(); !ended) return ended.error();
    return head;
}

}  // namespace bozhong::journal
