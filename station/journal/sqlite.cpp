#include "station/journal/sqlite.h"

#include <sqlite3.h>

namespace bozhong::journal {

using domain::Done, domain::Error, domain::ErrorKind, domain::Result, domain::Status;

namespace {

ErrorKind kind_of(int code) {
    switch (code & 0xFF) {
        case SQLITE_FULL: return ErrorKind::full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return ErrorKind::corrupt;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH: return ErrorKind::unavailable;
        case SQLITE_CONSTRAINT: return ErrorKind::refused;
        default: return ErrorKind::io;
    }
}

std::string advice(ErrorKind kind) {
    if (kind == ErrorKind::full) return "make room on the disk and start again";
    if (kind == ErrorKind::corrupt) return "keep the file, run bozhong journal verify, restore a backup";
    if (kind == ErrorKind::unavailable)
        return "see that the file exists, may be used and no other program holds it";
    return "start again; if it comes back, change the disk";
}

int remember_wal(void* pages, sqlite3*, char const*, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(std::string const& path, Access access, domain::Disk& disk) {
    // Nobody asks for the statistics, and each piece of memory would be counted under one lock of all
    // threads.
    static int const uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)uncounted;  // refused when SQLite is in use already, and then only slower
    int const flags =
        access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (access == Access::read && !disk.exists(path))
        return Error{ErrorKind::unavailable, "there is no such file", path, "name the journal's file"};
    sqlite3* handle = nullptr;
    int const code =
        sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                        disk.vfs().empty() ? nullptr : disk.vfs().c_str());
    std::unique_ptr<Database> database(new Database(handle, path));
    if (!database->note(code)) return database->error();
    if (auto const status = database->set_up(access); !status) return status.error();
    return database;
}

Status Database::set_up(Access access) {
    // Whoever else holds the lock for a moment, a backup or a technician's shell, does not end the station.
    sqlite3_busy_timeout(m_handle, 10'000);
    // A checkpoint is a decision of the one writer, and never one of a connection that is going down.
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    execute(
        "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY");
    if (access == Access::read) {
        execute("PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0");
    } else if (access == Access::copy) {
        execute("PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL");
    } else if (m_path != ":memory:") {
        if (text("PRAGMA journal_mode=WAL") != "wal" && ok())
            return Error{ErrorKind::unsupported, "this file system allows no write-ahead log", m_path,
                         "put the journal on a local disk"};
        execute("PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint=0");
        sqlite3_wal_hook(m_handle, remember_wal, &m_wal_pages);
    }
    return status();
}

Database::~Database() {
    sqlite3_close_v2(m_handle);
}

bool Database::note(int code) {
    if (code == SQLITE_OK || code == SQLITE_DONE) return ok();
    if (m_code == 0) {
        m_code = code;
        m_message = m_handle != nullptr ? sqlite3_errmsg(m_handle) : sqlite3_errstr(code);
    }
    return false;
}

Error Database::error() const {
    ErrorKind const kind = kind_of(m_code);
    return {kind, "the database says: " + m_message + " (" + std::to_string(m_code) + ")", m_path,
            advice(kind)};
}

Status Database::status() const {
    if (ok()) return Done{};
    return error();
}

bool Database::execute(std::string const& sql) {
    return ok() && note(sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr));
}

std::int64_t Database::integer(std::string const& sql) {
    Query query(*this, sql);
    return query.next() ? query.integer(0) : 0;
}

std::string Database::text(std::string const& sql) {
    Query query(*this, sql);
    return query.next() ? query.text(0) : "";
}

Status Database::transaction(std::function<Status()> const& body) {
    if (!execute("BEGIN IMMEDIATE")) return error();
    Status const done = body();
    if (done.ok() && execute("COMMIT")) return Done{};
    Status const failed = ok() ? done : Status(error());
    sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr);
    return failed;
}

Status Database::copy_from(Database& other) {
    if (!ok() || !other.ok()) return ok() ? other.error() : error();
    auto* copying = sqlite3_backup_init(m_handle, "main", other.m_handle, "main");
    if (copying == nullptr) return note(sqlite3_errcode(m_handle)), error();
    // In one go: steps would start again with every commit of the station.
    note(sqlite3_backup_step(copying, -1));
    note(sqlite3_backup_finish(copying));
    execute("PRAGMA journal_mode=DELETE");
    return status();
}

Status Database::checkpoint(int beyond_pages) {
    if (m_wal_pages <= beyond_pages) return Done{};
    int const code =
        sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (code != SQLITE_BUSY) note(code);
    return status();
}

Status Database::empty_log() {
    int const code =
        sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code != SQLITE_BUSY) return note(code), status();
    return Error{ErrorKind::unavailable, "another program has been reading this file for long", m_path,
                 "end it and start again"};
}

Query::Query(Database& database, std::string_view sql) : m_database(database) {
    if (!database.ok()) return;
    database.note(sqlite3_prepare_v3(database.m_handle, sql.data(), static_cast<int>(sql.size()),
                                     SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr));
}

Query::~Query() {
    sqlite3_finalize(m_statement);
}

bool Query::next() {
    if (m_statement == nullptr || !m_database.ok()) return false;
    int const code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW) return true;
    m_database.note(code);
    sqlite3_reset(m_statement);
    return false;
}

bool Query::run() {
    while (next()) {
    }
    return m_database.ok();
}

void Query::reset() {
    if (m_statement != nullptr) sqlite3_reset(m_statement);
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(m_statement, column);
}

std::string Query::text(int column) const {
    auto const* bytes = static_cast<char const*>(sqlite3_column_blob(m_statement, column));
    auto const size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
    return bytes == nullptr ? std::string() : std::string(bytes, size);
}

bool Query::null(int column) const {
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

void Query::bind(int index, std::int64_t value) {
    if (m_statement != nullptr) m_database.note(sqlite3_bind_int64(m_statement, index, value));
}

void Query::bind(int index, std::string_view value) {
    if (m_statement == nullptr) return;
    // A null pointer would bind NULL, not an empty text.
    char const* bytes = value.data() == nullptr ? "" : value.data();
    m_database.note(
        sqlite3_bind_text64(m_statement, index, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Query::bind(int index, std::optional<std::int64_t> value) {
    if (value) return bind(index, *value);
    if (m_statement != nullptr) m_database.note(sqlite3_bind_null(m_statement, index));
}

void Query::bind(int index, std::optional<Blob> value) {
    if (value) return bind(index, *value);
    if (m_statement != nullptr) m_database.note(sqlite3_bind_null(m_statement, index));
}

void Query::bind(int index, Blob value) {
    if (m_statement == nullptr) return;
    m_database.note(
        sqlite3_bind_blob64(m_statement, index, value.bytes.data(), value.bytes.size(), SQLITE_TRANSIENT));
}

}  // namespace bozhong::journal
