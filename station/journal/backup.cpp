#include "station/journal/backup.h"

#include <filesystem>

#include "station/journal/files.h"
#include "station/journal/reader.h"
#include "station/journal/sqlite.h"

namespace bozhong::journal {

using domain::Done, domain::Error, domain::ErrorKind, domain::Head, domain::Result, domain::Status;

namespace {

Status must_be_free(std::string const& path) {
    // An old WAL beside a new database would be replayed into it.
    for (auto const& name : {path, path + "-wal"})
        if (std::error_code none; std::filesystem::exists(name, none))
            return Error{ErrorKind::conflict, "this file exists already", name,
                         "move it away, or name another"};
    return Done{};
}

/// A copy under a working name; the caller renames it when it is good.
Status copy(std::string const& from, std::string const& to) {
    auto source = Reader::open(from);
    if (!source) return source.error();
    std::error_code none;
    std::filesystem::remove(to, none);
    auto target = Database::open(to, Access::copy);
    if (!target) return target.error();
    return (*target)->copy_from(source->database());
}

Status move_into_place(std::string const& from, std::string const& to) {
    std::error_code failed;
    std::filesystem::rename(from, to, failed);
    if (failed) return Error{ErrorKind::io, "renaming failed: " + failed.message(), to, ""};
    return sync_file(to);
}

}  // namespace

Result<Verdict> backup(std::string const& path, std::string const& out) {
    if (auto const free = must_be_free(out); !free) return free.error();
    std::string const fresh = out + ".new";
    auto const copied = copy(path, fresh);
    auto verdict = copied ? verify(fresh) : Result<Verdict>(copied.error());
    std::error_code none;
    if (!verdict || !verdict->ok) {
        std::filesystem::remove(fresh, none);
        return verdict;
    }
    if (auto const moved = move_into_place(fresh, out); !moved) return moved.error();
    return verdict;
}

Result<Head> restore(std::string const& from, std::string const& path, OpenOptions options) {
    if (auto const free = must_be_free(path); !free) return free.error();
    auto const verdict = verify(from);
    if (!verdict) return verdict.error();
    if (!verdict->ok)
        return Error{ErrorKind::corrupt, "this backup is not good: " + verdict->why,
                     from + " sequence " + std::to_string(verdict->seq), "take an older one"};
    std::string const fresh = path + ".new";
    if (auto const copied = copy(from, fresh); !copied) return copied.error();
    if (auto const moved = move_into_place(fresh, path); !moved) return moved.error();
    options.reason = "restore";
    auto journal = open_journal(path, options);
    if (!journal) return journal.error();
    Head const head = (*journal)->head();
    if (auto const ended = (*journal)->mark_clean_end(); !ended) return ended.error();
    return head;
}

}  // namespace bozhong::journal
