#pragma once
// The hub's way to its store: a few SQL calls that embedded SQLite and PostgreSQL (postgres_database.h) answer alike.
// The SQL of this folder keeps to what both understand. One thread.
//
// A statement that fails leaves the transaction failed: what follows has no effect and answers nothing, and
// commit() tells the first error. So rules read as rules, and no failure is passed over.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "station/domain/disk.h"
#include "station/domain/result.h"

namespace bozhong::hub {

using domain::Result;
using domain::Status;
using Value = std::variant<std::monostate, std::int64_t, std::string>;

class Row {
  public:
    explicit Row(std::vector<Value> values) : m_values(std::move(values)) {}
    [[nodiscard]] bool null(std::size_t i) const {
        return std::holds_alternative<std::monostate>(m_values.at(i));
    }
    /// 0 and "" for null.
    [[nodiscard]] std::int64_t integer(std::size_t i) const;
    [[nodiscard]] std::string text(std::size_t i) const;
    [[nodiscard]] bool flag(std::size_t i) const { return integer(i) != 0; }

  private:
    std::vector<Value> m_values;
};
using Rows = std::vector<Row>;

class Database {
  public:
    virtual ~Database() = default;
    /// Runs one statement with ?1, ?2 … bound in order.
    virtual Rows query(std::string_view sql, std::vector<Value> const& values) = 0;
    virtual void begin() = 0;
    /// Durable when it returns well.
    virtual Status commit() = 0;
    virtual void rollback() = 0;
    [[nodiscard]] virtual std::optional<domain::Error> const& failure() const = 0;
    /// A failed write or sync, or a lost connection: it must be closed and the process started again.
    [[nodiscard]] virtual bool broken() const = 0;
    /// Other processes write to it too: what this one remembers of it grows old.
    [[nodiscard]] virtual bool shared() const { return false; }
    /// Is this, of all processes on the store, the one that does what must be done once? It stays so until it closes
    /// the store.
    [[nodiscard]] virtual bool leads() { return true; }
    /// The first fault that the engine finds in its own files; empty = none, or they are out of its sight.
    [[nodiscard]] virtual std::string fault() { return {}; }

    template <class... T>
    Rows run(std::string_view sql, T const&... values) {
        return query(sql, {value(values)...});
    }
    /// The first row, if any.
    template <class... T>
    std::optional<Row> one(std::string_view sql, T const&... values) {
        auto rows = run(sql, values...);
        if (rows.empty()) return std::nullopt;
        return rows.front();
    }
    template <class... T>
    std::int64_t number(std::string_view sql, T const&... values) {
        auto const row = one(sql, values...);
        return row ? row->integer(0) : 0;
    }

  private:
    static Value value(std::string const& v) { return v; }
    static Value value(std::string_view v) { return std::string(v); }
    static Value value(char const* v) { return std::string(v); }
    static Value value(Value const& v) { return v; }
    template <class T>
    requires std::is_arithmetic_v<T>
    static Value value(T v) { return static_cast<std::int64_t>(v); }
};

/// Opens or makes the file (WAL, synchronous=FULL, mode 0600) and brings its schema to this version. A second
/// hub on the same file is refused. Without a disk the file is on this computer's.
Result<std::unique_ptr<Database>> open_sqlite(std::string const& path, domain::Disk* disk = nullptr);

/// A look at the file beside a running hub: it never writes, and it never moves the write-ahead log into the database,
/// which is the running hub's alone.
Result<std::unique_ptr<Database>> open_sqlite_to_read(std::string const& path);
/// One consistent copy of `from`, taken beside a running hub, as the new file `to` (mode 0600, durable).
Status copy_sqlite(std::string const& from, std::string const& to);

/// Where a hub's data is: in a PostgreSQL when one is named (libpq's conninfo), else in a file.
struct Store {
    std::string file, postgres;
};
Result<std::unique_ptr<Database>> open_store(Store const& store);
Result<std::unique_ptr<Database>> open_store_to_read(Store const& store);

/// A finished file is durable under its name: syncs it and its folder.
Status sync_to_disk(std::string const& path);

/// Schema steps, in order; a released one never changes.
std::vector<std::string_view> const& migrations();

}  // namespace bozhong::hub
