#pragma once
// A thin wrapper of SQLite for the journal. Errors stick: after the first one every call of the same Database
// does nothing and says false, so that straight code can look once at its end. One thread at a time.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "station/domain/disk.h"
#include "station/domain/result.h"
#include "station/journal/files.h"

struct sqlite3;
struct sqlite3_stmt;

namespace bozhong::journal {

enum class Access {
    write,  ///< creates; WAL, synchronous=FULL; checkpoints only when asked to
    read,   ///< must exist; never writes the database and never checkpoints
    copy,   ///< creates a file that holds all by itself, without a WAL, for backups
};

class Database {
  public:
    static domain::Result<std::unique_ptr<Database>> open(std::string const& path, Access access,
                                                          domain::Disk& disk = system_disk());
    ~Database();
    Database(Database const&) = delete;
    Database& operator=(Database const&) = delete;

    [[nodiscard]] bool ok() const { return m_code == 0; }
    /// The first thing that went wrong since open or forget().
    [[nodiscard]] domain::Error error() const;
    [[nodiscard]] domain::Status status() const;
    void forget() { m_code = 0; }
    [[nodiscard]] std::string const& path() const { return m_path; }

    /// One or more statements without parameters.
    bool execute(std::string const& sql);
    /// First column of the first row, 0 when there is none.
    std::int64_t integer(std::string const& sql);
    std::string text(std::string const& sql);

    /// BEGIN IMMEDIATE, body, COMMIT; ROLLBACK when the body returns an error or a statement failed in it.
    domain::Status transaction(std::function<domain::Status()> const& body);

    /// Makes this empty database a copy of the other as it is now, while others may go on with that one.
    domain::Status copy_from(Database& other);

    /// Moves the WAL into the database when it is longer than so many pages.
    domain::Status checkpoint(int beyond_pages);
    /// Moves the whole WAL into the database and begins it anew; `unavailable` when a reader of long standing
    /// forbids it.
    domain::Status empty_log();

    [[nodiscard]] sqlite3* handle() { return m_handle; }

  private:
    friend class Query;
    Database(sqlite3* handle, std::string path) : m_handle(handle), m_path(std::move(path)) {}
    bool note(int code);
    domain::Status set_up(Access access);

    sqlite3* m_handle;
    std::string m_path;
    int m_code = 0;
    std::string m_message;
    int m_wal_pages = 0;
};

/// Bytes bound as a BLOB rather than a TEXT.
struct Blob {
    std::string_view bytes;
};

/// A prepared statement, kept for reuse: q.with(a, b).run(), or q.with(a) and next() until it says false.
class Query {
  public:
    Query(Database& database, std::string_view sql);
    ~Query();
    Query(Query const&) = delete;
    Query& operator=(Query const&) = delete;

    template <class... T>
    Query& with(T const&... values) {
        reset();
        int index = 0;
        (bind(++index, values), ...);
        return *this;
    }
    /// True at a row; false at the end (then reset by itself) or after an error.
    bool next();
    /// For statements that give no row.
    bool run();
    /// Ends the read a row is part of.
    void reset();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;  ///< bytes of a TEXT or BLOB
    [[nodiscard]] bool null(int column) const;

  private:
    void bind(int index, std::int64_t value);
    void bind(int index, int value) { bind(index, std::int64_t{value}); }
    void bind(int index, bool value) { bind(index, std::int64_t{value}); }
    void bind(int index, std::string_view value);
    void bind(int index, std::string const& value) { bind(index, std::string_view(value)); }
    void bind(int index, char const* value) { bind(index, std::string_view(value)); }
    void bind(int index, Blob value);
    void bind(int index, std::optional<std::int64_t> value);
    void bind(int index, std::optional<Blob> value);

    Database& m_database;
    sqlite3_stmt* m_statement = nullptr;
};

}  // namespace bozhong::journal
