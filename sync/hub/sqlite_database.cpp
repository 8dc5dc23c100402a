#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <unordered_map>

#include "sync/hub/database.h"

namespace bozhong::hub {

namespace {

using domain::Error;
using domain::ErrorKind;

/// A longer log (4 KiB a page) is moved into the database after a commit.
constexpr int checkpoint_pages = 1000;

class Sqlite final : public Database {
  public:
    ~Sqlite() override {
        for (auto& [sql, statement] : m_statements) sqlite3_finalize(statement);
        // A file that failed is left as it is: its log holds everything that was answered.
        if (m_broken) sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        sqlite3_close(m_handle);
        if (m_lock_file >= 0) ::close(m_lock_file);
    }

    Status open(std::string const& path, domain::Disk* disk) {
        if (auto locked = lock(path, disk); !locked) return locked;
        std::string const vfs = disk == nullptr ? "" : disk->vfs();
        auto const old_mask = ::umask(0077);
        int const code = sqlite3_open_v2(path.c_str(), &m_handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                         vfs.empty() ? nullptr : vfs.c_str());
        ::umask(old_mask);
        if (code != SQLITE_OK)
            return Error{ErrorKind::io, "cannot open the database", path, "check rights and disk"};
        sqlite3_busy_timeout(m_handle, 5'000);
        for (char const* pragma :
             {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON",
              "PRAGMA cache_size=-32768", "PRAGMA trusted_schema=OFF", "PRAGMA wal_autocheckpoint=0"}) {
            query(pragma, {});
        }
        sqlite3_wal_hook(m_handle, remember_log, &m_log_pages);
        if (m_failure) return *m_failure;
        // Pages of the log that a failed sync left behind are on no medium though the system shows them;
        // moved into the database they are written anew.
        if (auto settled = checkpoint(SQLITE_CHECKPOINT_TRUNCATE); !settled) return settled;
        return migrate(path);
    }

    Status open_to_read(std::string const& path) {
        if (sqlite3_open_v2(path.c_str(), &m_handle, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
            return Error{ErrorKind::unavailable, "this database cannot be read", path, "name the hub's file"};
        sqlite3_busy_timeout(m_handle, 5'000);
        sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        for (char const* pragma : {"PRAGMA query_only=ON", "PRAGMA wal_autocheckpoint=0", "PRAGMA trusted_schema=OFF",
                                   "PRAGMA cell_size_check=ON"}) {
            query(pragma, {});
        }
        auto const version = query("PRAGMA user_version", {});
        if (m_failure) return Error{m_failure->kind, m_failure->what, path, "is this a hub's database?"};
        auto const have = version.empty() ? 0 : static_cast<std::size_t>(version[0].integer(0));
        if (have == 0 || have > migrations().size())
            return Error{ErrorKind::unsupported, "this is no hub's database, or one of a newer version", path,
                         "use the bozhong-hub that wrote it"};
        return domain::Done{};
    }

    /// In one go: steps would start again with every commit of the running hub.
    Status copy_to(std::string const& to) {
        sqlite3* target = nullptr;
        auto const old_mask = ::umask(0077);
        int code = sqlite3_open_v2(to.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
        ::umask(old_mask);
        auto* const copying = code == SQLITE_OK ? sqlite3_backup_init(target, "main", m_handle, "main") : nullptr;
        if (copying != nullptr) {
            sqlite3_backup_step(copying, -1);
            code = sqlite3_backup_finish(copying);
        }
        if (code == SQLITE_OK && copying != nullptr)
            code = sqlite3_exec(target, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr);
        std::string const said = sqlite3_errmsg(target);
        sqlite3_close(target);
        if (code == SQLITE_OK && copying != nullptr) return sync_to_disk(to);
        return Error{code == SQLITE_FULL ? ErrorKind::full : ErrorKind::io, "copying failed: " + said, to,
                     "see that there is room and that the folder may be written"};
    }

    Rows query(std::string_view sql, std::vector<Value> const& values) override {
        if (m_failure || m_broken) return {};
        sqlite3_stmt* const statement = prepared(sql);
        if (statement == nullptr) return {};
        for (std::size_t i = 0; i < values.size(); ++i) bind(statement, static_cast<int>(i) + 1, values[i]);
        Rows rows;
        int code = SQLITE_ROW;
        while ((code = sqlite3_step(statement)) == SQLITE_ROW) rows.push_back(read(statement));
        if (code != SQLITE_DONE) fail(sql);
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
        return rows;
    }

    void begin() override {
        m_failure.reset();
        if (m_broken)
            m_failure = Error{ErrorKind::unavailable, "the database was closed after an error of the disk",
                              "", "the hub must start again"};
        query("BEGIN IMMEDIATE", {});
    }
    Status commit() override {
        query("COMMIT", {});
        if (!m_failure) {
            // The commit stands whatever this says; after a failure the next transaction is refused.
            if (m_log_pages > checkpoint_pages) (void)checkpoint(SQLITE_CHECKPOINT_PASSIVE);
            return domain::Done{};
        }
        auto const error = *m_failure;
        rollback();
        return error;
    }
    void rollback() override {
        m_failure.reset();
        if (!m_broken && sqlite3_get_autocommit(m_handle) == 0) query("ROLLBACK", {});
        m_failure.reset();
    }
    std::optional<Error> const& failure() const override { return m_failure; }
    bool broken() const override { return m_broken; }
    std::string fault() override {
        auto const said = one("PRAGMA integrity_check(1)");
        if (!said) return "it cannot be read";
        return said->text(0) == "ok" ? "" : said->text(0);
    }

  private:
    /// Keeps a second hub out for as long as this process lives, whatever it does with the database.
    Status lock(std::string const& path, domain::Disk* disk) {
        if (disk != nullptr) {
            auto held = disk->lock(path);
            if (!held) return held.error();
            m_lock = *held;
            return domain::Done{};
        }
        m_lock_file = ::open((path + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
        if (m_lock_file < 0)
            return Error{ErrorKind::io, "cannot make the lock file", path + ".lock",
                         "check the folder's rights"};
        if (::flock(m_lock_file, LOCK_EX | LOCK_NB) != 0)
            return Error{ErrorKind::conflict, "another hub uses this database", path,
                         "stop it, or choose another --dir"};
        return domain::Done{};
    }

    static int remember_log(void* pages, sqlite3*, char const*, int count) {
        *static_cast<int*>(pages) = count;
        return SQLITE_OK;
    }

    Status checkpoint(int mode) {
        int const code = sqlite3_wal_checkpoint_v2(m_handle, nullptr, mode, nullptr, nullptr);
        if (code == SQLITE_OK || (code == SQLITE_BUSY && mode == SQLITE_CHECKPOINT_PASSIVE))
            return domain::Done{};
        m_broken = code != SQLITE_BUSY;
        return Error{code == SQLITE_BUSY ? ErrorKind::unavailable : ErrorKind::io,
                     std::string("moving the log into the database: ") + sqlite3_errmsg(m_handle), "",
                     "end other programs that read the file, and start again"};
    }

    Status migrate(std::string const& path) {
        auto const rows = query("PRAGMA user_version", {});
        auto const have = rows.empty() ? 0 : static_cast<std::size_t>(rows[0].integer(0));
        if (m_failure) return *m_failure;
        if (have > migrations().size()) {
            return Error{ErrorKind::unsupported, "the database is of a newer version", path,
                         "use the newer program"};
        }
        for (std::size_t step = have; step < migrations().size(); ++step) {
            begin();
            char* message = nullptr;
            auto const sql =
                std::string(migrations()[step]) + ";PRAGMA user_version=" + std::to_string(step + 1);
            if (sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) fail(message);
            sqlite3_free(message);
            if (auto done = commit(); !done) return done;
        }
        return domain::Done{};
    }

    sqlite3_stmt* prepared(std::string_view sql) {
        auto const found = m_statements.find(sql);
        if (found != m_statements.end()) return found->second;
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                               &statement, nullptr) != SQLITE_OK) {
            fail(sql);
            return nullptr;
        }
        return m_statements[std::string(sql)] = statement;
    }

    static void bind(sqlite3_stmt* statement, int index, Value const& value) {
        if (auto const* number = std::get_if<std::int64_t>(&value)) {
            sqlite3_bind_int64(statement, index, *number);
        } else if (auto const* text = std::get_if<std::string>(&value)) {
            sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()),
                              SQLITE_TRANSIENT);
        }
    }

    static Row read(sqlite3_stmt* statement) {
        std::vector<Value> values;
        int const columns = sqlite3_column_count(statement);
        values.reserve(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i) {
            int const type = sqlite3_column_type(statement, i);
            if (type == SQLITE_NULL) {
                values.emplace_back();
            } else if (type == SQLITE_INTEGER) {
                values.emplace_back(static_cast<std::int64_t>(sqlite3_column_int64(statement, i)));
            } else {
                auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement, i));
                values.emplace_back(
                    std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, i))));
            }
        }
        return Row(std::move(values));
    }

    void fail(std::string_view where) {
        int const code = sqlite3_errcode(m_handle) & 0xff;
        ErrorKind kind = ErrorKind::corrupt;
        if (code == SQLITE_FULL) kind = ErrorKind::full;
        if (code == SQLITE_IOERR || code == SQLITE_READONLY || code == SQLITE_CANTOPEN) kind = ErrorKind::io;
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) kind = ErrorKind::unavailable;
        m_broken = m_broken || code == SQLITE_IOERR || code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
        m_failure = Error{kind, std::string("database: ") + sqlite3_errmsg(m_handle),
                          std::string(where.substr(0, 160)), "nothing was changed; see the hub's log"};
    }

    sqlite3* m_handle = nullptr;
    int m_lock_file = -1;
    std::shared_ptr<void> m_lock;
    bool m_broken = false;
    int m_log_pages = 0;
    std::optional<Error> m_failure;
    /// Looked up by the text of a statement, without a copy of it.
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, sqlite3_stmt*, TextHash, std::equal_to<>> m_statements;
};

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(std::string const& path, domain::Disk* disk) {
    auto database = std::make_unique<Sqlite>();
    if (auto opened = database->open(path, disk); !opened) return opened.error();
    return std::unique_ptr<Database>(std::move(database));
}

Result<std::unique_ptr<Database>> open_sqlite_to_read(std::string const& path) {
    auto database = std::make_unique<Sqlite>();
    if (auto opened = database->open_to_read(path); !opened) return opened.error();
    return std::unique_ptr<Database>(std::move(database));
}

Status copy_sqlite(std::string const& from, std::string const& to) {
    Sqlite source;
    if (auto opened = source.open_to_read(from); !opened) return opened;
    return source.copy_to(to);
}

}  // namespace bozhong::hub
