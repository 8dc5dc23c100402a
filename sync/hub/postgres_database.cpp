#include "sync/hub/postgres_database.h"

#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <regex>
#include <unordered_map>

namespace bozhong::hub {

using domain::Done;
using domain::Error;
using domain::ErrorKind;

namespace {

template <auto F>
struct Free {
    template <class T>
    void operator()(T* it) const {
        F(it);
    }
};
using Connection = std::unique_ptr<PGconn, Free<PQfinish>>;
using Answer = std::unique_ptr<PGresult, Free<PQclear>>;

/// Prepared statements kept by the server; more are forgotten all at once between transactions.
constexpr std::size_t statements_most = 500;

/// Advisory locks of the store, each with the number of its schema.
enum class Lock : std::int32_t {
    writing = 0x626f7a01,    ///< one transaction at a time
    migrating = 0x626f7a02,  ///< one start at a time
    serving = 0x626f7a03,    ///< shared by hubs, whole by a restore or a change of the schema
    leading = 0x626f7a04,    ///< one hub does what is done once
};

/// What the server must be like for as long as the connection lives. Time limits let go of the lock of a hub
/// that stands still; none cuts a statement, because that could cut a commit's wait for a standby.
constexpr char const* session = R"sql(
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') <> 'remote_apply';
SET lock_timeout = '5s';
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = '60s';
SET client_min_messages = warning;
SET jit = off;
)sql";

/// Types by their number in pg_type, which never changes.
constexpr Oid oid_bool = 16, oid_int8 = 20, oid_int2 = 21, oid_int4 = 23, oid_oid = 26, oid_numeric = 1700;

Value value_of(PGresult const* answer, int row, int column) {
    if (PQgetisnull(answer, row, column) != 0) return {};
    std::string_view const text(PQgetvalue(answer, row, column),
                                static_cast<std::size_t>(PQgetlength(answer, row, column)));
    auto const type = PQftype(answer, column);
    if (type == oid_bool) return std::int64_t{text == "t"};
    if (type == oid_int8 || type == oid_int4 || type == oid_int2 || type == oid_oid || type == oid_numeric) {
        std::int64_t number = 0;
        auto const [stop, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (wrong == std::errc() && stop == text.data() + text.size()) return number;
    }
    return std::string(text);
}

Rows rows_of(PGresult const* answer) {
    Rows rows;
    int const count = PQntuples(answer), columns = PQnfields(answer);
    rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row) {
        std::vector<Value> values;
        values.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) values.push_back(value_of(answer, row, column));
        rows.emplace_back(std::move(values));
    }
    return rows;
}

ErrorKind kind_of(std::string_view state) {
    auto const class_of = state.substr(0, 2);
    if (state == "53100") return ErrorKind::full;
    if (state == "22021" || state == "22P05") return ErrorKind::bad_input;  // a text with a NUL, or no UTF-8
    if (class_of == "58" || class_of == "F0") return ErrorKind::io;
    if (class_of == "40" || class_of == "53" || class_of == "55" || class_of == "57" || class_of == "08" ||
        state == "25006" || state == "25P03" || state.empty())
        return ErrorKind::unavailable;
    return ErrorKind::corrupt;
}

/// What libpq says, in one line.
std::string one_line(char const* said) {
    std::string text(said == nullptr ? "" : said);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    for (auto& c : text) c = c == '\n' ? ' ' : c;
    return text;
}

/// Parameters as libpq takes them: texts that end with a NUL, numbers in digits.
class Parameters {
  public:
    explicit Parameters(std::vector<Value> const& values) {
        m_digits.reserve(values.size());
        for (auto const& value : values) {
            if (auto const* number = std::get_if<std::int64_t>(&value)) {
                m_texts.push_back(m_digits.emplace_back(std::to_string(*number)).c_str());
            } else if (auto const* text = std::get_if<std::string>(&value)) {
                m_good = m_good && text->find('\0') == std::string::npos;
                m_texts.push_back(text->c_str());
            } else {
                m_texts.push_back(nullptr);
            }
        }
    }
    [[nodiscard]] bool good() const { return m_good; }  ///< else a text holds a NUL, and would end there
    [[nodiscard]] int count() const { return static_cast<int>(m_texts.size()); }
    [[nodiscard]] char const* const* texts() const { return m_texts.data(); }

  private:
    bool m_good = true;
    std::vector<std::string> m_digits;
    std::vector<char const*> m_texts;
};

class Postgres final : public Database {
  public:
    enum class Use { serving, alone, reading };

    Status open(std::string const& conninfo, Use use) {
        if (auto connected = connect(conninfo, use); !connected) return connected;
        m_shared = use != Use::alone;
        if (auto fit = judge_server(use); !fit) return fit;
        if (use == Use::reading) return open_to_read();
        return migrate(use);
    }

    Rows query(std::string_view sql, std::vector<Value> const& values) override {
        if (m_failure || m_broken) return {};
        Parameters const parameters(values);
        if (!parameters.good()) {
            m_failure = Error{ErrorKind::bad_input, "a text with a NUL byte cannot be stored", "", ""};
            return {};
        }
        auto const* const name = prepared(sql);
        if (name == nullptr) return {};
        Answer const answer(PQexecPrepared(m_connection.get(), name, parameters.count(), parameters.texts(),
                                           nullptr, nullptr, 0));
        if (!good(answer, sql)) return {};
        return rows_of(answer.get());
    }

    /// Read committed, whatever the server's default is: a snapshot older than the lock would not show what
    /// the one before has committed.
    void begin() override {
        m_failure.reset();
        if (m_broken) {
            m_failure = Error{ErrorKind::unavailable, "the connection to the database is lost", "",
                              "the hub must start again"};
            return;
        }
        if (m_statements.size() > statements_most && tell("DEALLOCATE ALL")) m_statements.clear();
        tell("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;" +
             take("pg_advisory_xact_lock", Lock::writing));
    }

    /// Only the word COMMIT, said without a warning, is one: the server warns when a standby did not confirm.
    Status commit() override {
        m_warned = false;
        if (!m_failure && !m_broken) {
            Answer const answer(PQexec(m_connection.get(), "COMMIT"));
            bool const said = good(answer, "COMMIT");
            if (said && !m_warned && std::string_view(PQcmdStatus(answer.get())) == "COMMIT") return Done{};
            if (said || m_broken) {
                m_broken = true;
                m_failure = Error{ErrorKind::unavailable,
                                  "the server did not confirm the commit: whether it stands is not known",
                                  m_warning, "nothing was acknowledged; ask again"};
            }
        }
        auto const error = m_failure.value_or(
            Error{ErrorKind::unavailable, "the connection to the database is lost", "", ""});
        rollback();
        return error;
    }
    void rollback() override {
        m_failure.reset();
        if (!m_broken && PQtransactionStatus(m_connection.get()) != PQTRANS_IDLE) tell("ROLLBACK");
        m_failure.reset();
    }
    std::optional<Error> const& failure() const override { return m_failure; }
    bool broken() const override { return m_broken; }
    bool shared() const override { return m_shared; }
    bool leads() override {
        if (!m_leads && !m_broken) m_leads = granted(take("pg_try_advisory_lock", Lock::leading));
        return m_leads && !m_broken;
    }

  private:
    /// What the caller names goes before these.
    Status connect(std::string const& conninfo, Use use) {
        constexpr std::array<char const*, 9> names{"fallback_application_name",
                                                   "target_session_attrs",
                                                   "connect_timeout",
                                                   "keepalives_idle",
                                                   "keepalives_interval",
                                                   "keepalives_count",
                                                   "tcp_user_timeout",
                                                   "dbname",
                                                   "client_encoding"};
        std::array<char const*, 11> values{"bozhong-hub", use == Use::reading ? "any" : "read-write",
                                           "10",          "10",
                                           "5",           "3",
                                           "20000",       conninfo.c_str(),
                                           "UTF8"};
        std::array<char const*, 11> keys{};
        std::copy(names.begin(), names.end(), keys.begin());
        m_connection.reset(PQconnectdbParams(keys.data(), values.data(), 1));
        auto* const it = m_connection.get();
        if (PQstatus(it) != CONNECTION_OK)
            return Error{ErrorKind::unavailable,
                         "cannot connect to the database: " + one_line(PQerrorMessage(it)), "db",
                         "is the server up, and are name, password and TLS as it wants them?"};
        PQsetNoticeReceiver(it, noticed, this);
        std::string_view const host = PQhost(it), address = PQhostaddr(it);
        bool const here =
            host.starts_with('/') || host.starts_with('@') || address.starts_with("127.") || address == "::1";
        if (!here && PQsslInUse(it) == 0)
            return Error{ErrorKind::refused, "the server is on another computer and does not speak TLS",
                         std::string(host),
                         "set TLS up there, and sslmode=verify-full with sslrootcert here"};
        return tell(session) ? Status(Done{}) : Status(*m_failure);
    }

    Status judge_server(Use use) {
        auto const row =
            one("SELECT current_setting('fsync'), current_setting('server_encoding'), pg_is_in_recovery(), "
                "current_schema()::regnamespace::oid, current_setting('server_version_num')::bigint");
        if (!row)
            return m_failure.value_or(Error{ErrorKind::corrupt, "the server does not answer", "db", ""});
        auto const bad = [](std::string what, std::string todo) {
            return Error{ErrorKind::refused, std::move(what), "db", std::move(todo)};
        };
        if (row->null(3)) return bad("this user has no schema to work in", "make one, or set search_path");
        if (row->integer(4) < 130'000) return bad("the server is older than PostgreSQL 13", "upgrade it");
        if (row->text(1) != "UTF8") return bad("the database is not in UTF8", "make it with ENCODING 'UTF8'");
        if (use != Use::reading && row->flag(2))
            return bad("this server is a standby", "name the one that takes writes");
        if (use != Use::reading && row->text(0) != "on")
            return bad("this server does not flush what it acknowledges (fsync = off)", "set fsync = on");
        m_schema = static_cast<std::int32_t>(row->integer(3));
        return Done{};
    }

    std::string take(std::string const& function, Lock lock) const {
        return "SELECT " + function + "(" + std::to_string(static_cast<std::int32_t>(lock)) + ", " +
               std::to_string(m_schema) + ")";
    }
    bool granted(std::string const& sql) {
        auto const row = one(sql);
        return row && row->flag(0);
    }

    /// The steps that are missing, in one transaction, by one process at a time; and the place among those
    /// that use the store, taken before anybody else can look whether it is free.
    Status migrate(Use use) {
        tell("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '60s';" +
             take("pg_advisory_xact_lock", Lock::migrating));
        tell("CREATE TABLE IF NOT EXISTS hub_schema(version BIGINT NOT NULL)");
        auto const have = static_cast<std::size_t>(number("SELECT max(version) FROM hub_schema"));
        bool const old = have > 0 && have < migrations().size();
        if (have > migrations().size()) {
            rollback();
            return Error{ErrorKind::unsupported, "the database is of a newer version", "db",
                         "use the newer program"};
        }
        if ((old && !granted(take("pg_try_advisory_xact_lock", Lock::serving))) ||
            !granted(take(use == Use::alone ? "pg_try_advisory_lock" : "pg_try_advisory_lock_shared",
                          Lock::serving))) {
            auto const failed = m_failure;
            rollback();
            if (failed) return *failed;
            return Error{
                ErrorKind::conflict,
                use == Use::alone || old ? "hubs use this database" : "the database is being restored", "db",
                use == Use::alone || old ? "stop every hub on it first" : "start again when that is done"};
        }
        for (std::size_t step = have; step < migrations().size(); ++step) {
            tell(postgres_schema(migrations()[step]));
            run("INSERT INTO hub_schema VALUES(?1)", step + 1);
        }
        return commit();
    }

    Status open_to_read() {
        tell(
            "SET idle_in_transaction_session_timeout = 0; SET SESSION CHARACTERISTICS AS TRANSACTION "
            "ISOLATION LEVEL REPEATABLE READ READ ONLY");
        auto const have = static_cast<std::size_t>(number("SELECT max(version) FROM hub_schema"));
        if (have == 0 || have > migrations().size())
            return Error{ErrorKind::unsupported, "this is no hub's database, or one of a newer version", "db",
                         "use the bozhong-hub that wrote it"};
        return Done{};
    }

    /// Statements without parameters, several at once.
    bool tell(std::string const& sql) {
        if (m_failure || m_broken) return false;
        Answer const answer(PQexec(m_connection.get(), sql.c_str()));
        return good(answer, sql);
    }

    bool good(Answer const& answer, std::string_view where) {
        auto const status = PQresultStatus(answer.get());
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return true;
        auto const field = [&](int code) {
            auto const* const text = PQresultErrorField(answer.get(), code);
            return std::string(text == nullptr ? "" : text);
        };
        auto const severity = field(PG_DIAG_SEVERITY_NONLOCALIZED);
        auto const kind = kind_of(field(PG_DIAG_SQLSTATE));
        m_broken = m_broken || severity == "FATAL" || severity == "PANIC" ||
                   PQstatus(m_connection.get()) != CONNECTION_OK || field(PG_DIAG_SQLSTATE).starts_with("XX");
        auto said = field(PG_DIAG_MESSAGE_PRIMARY);
        if (said.empty()) said = one_line(PQerrorMessage(m_connection.get()));
        m_failure =
            Error{m_broken && kind != ErrorKind::io ? ErrorKind::unavailable : kind, "database: " + said,
                  std::string(where.substr(0, 160)), "nothing was changed; see the hub's log"};
        return false;
    }

    char const* prepared(std::string_view sql) {
        if (auto const found = m_statements.find(sql); found != m_statements.end())
            return found->second.c_str();
        auto name = "s" + std::to_string(++m_prepared);
        Answer const answer(
            PQprepare(m_connection.get(), name.c_str(), postgres_statement(sql).c_str(), 0, nullptr));
        if (!good(answer, sql)) return nullptr;
        return (m_statements[std::string(sql)] = std::move(name)).c_str();
    }

    static void noticed(void* self, PGresult const* notice) {
        auto const* const severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
        auto* const store = static_cast<Postgres*>(self);
        if (severity == nullptr || std::string_view(severity) != "WARNING") return;
        store->m_warned = true;
        store->m_warning = one_line(PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY));
    }

    Connection m_connection;
    std::int32_t m_schema = 0;
    bool m_broken = false, m_leads = false, m_shared = true, m_warned = false;
    std::string m_warning;
    std::optional<Error> m_failure;
    std::uint64_t m_prepared = 0;
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    /// Statement → its name at the server.
    std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> m_statements;
};

Result<std::unique_ptr<Database>> opened(std::string const& conninfo, Postgres::Use use) {
    auto database = std::make_unique<Postgres>();
    if (auto good = database->open(conninfo, use); !good) return good.error();
    return std::unique_ptr<Database>(std::move(database));
}

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(std::string const& conninfo) {
    return opened(conninfo, Postgres::Use::serving);
}
Result<std::unique_ptr<Database>> open_postgres_to_read(std::string const& conninfo) {
    return opened(conninfo, Postgres::Use::reading);
}
Result<std::unique_ptr<Database>> open_postgres_alone(std::string const& conninfo) {
    return opened(conninfo, Postgres::Use::alone);
}

Result<bool> has_password(std::string const& conninfo) {
    std::unique_ptr<PQconninfoOption, Free<PQconninfoFree>> const options(
        PQconninfoParse(conninfo.c_str(), nullptr));
    if (!options)
        return Error{ErrorKind::bad_input, "this is not how a PostgreSQL is named", "db",
                     "for example postgresql://bozhong@db.example/bozhong?sslmode=verify-full"};
    for (auto const* option = options.get(); option->keyword != nullptr; ++option) {
        bool const secret = std::string_view(option->keyword) == "password" ||
                            std::string_view(option->keyword) == "sslpassword";
        if (secret && option->val != nullptr && *option->val != '\0') return true;
    }
    return false;
}

std::string postgres_schema(std::string_view step) {
    static std::vector<std::pair<std::regex, std::string>> const spellings{
        {std::regex(R"(\bINTEGER PRIMARY KEY( AUTOINCREMENT)?\b)"),
         "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"},
        {std::regex(R"(\bINTEGER\b)"), "BIGINT"},
        {std::regex(R"(\bTEXT\b)"), "TEXT COLLATE \"C\""},
        {std::regex(R"(\bBLOB\b)"), "BYTEA"},
        {std::regex(R"( WITHOUT ROWID\b)"), ""},
    };
    std::string out(step);
    for (auto const& [sqlite, postgres] : spellings) out = std::regex_replace(out, sqlite, postgres);
    return out;
}

std::string postgres_statement(std::string_view sql) {
    std::string out(sql);
    bool quoted = false;
    for (auto& c : out) {
        if (c == '\'') quoted = !quoted;
        if (c == '?' && !quoted) c = '$';
    }
    return out;
}

}  // namespace bozhong::hub
