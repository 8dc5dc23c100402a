#pragma once
// The implementation behind open_journal(). One connection writes and checkpoints; after an error of the disk
// it is closed and every later call repeats that error.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "station/journal/files.h"
#include "station/journal/journal.h"
#include "station/journal/place.h"
#include "station/journal/projection.h"
#include "station/journal/sqlite.h"

namespace bozhong::journal {

class SqliteJournal final : public app::Journal {
  public:
    static domain::Result<std::unique_ptr<app::Journal>> open(std::string const& path,
                                                              OpenOptions const& options);

    domain::Result<domain::Head> append(std::span<domain::Fact const> facts,
                                        domain::Stamp const& stamp) override;
    domain::Status append_feed(std::span<domain::FeedItem const> items) override;
    domain::Result<core::Restored> load() override;
    domain::Result<std::vector<core::TaskRecord>> tasks(std::span<domain::LineKey const> lines) override;
    domain::Result<domain::StoredEvent> read(domain::EventName const& name) override;
    domain::Head head() const override { return m_cursor.head; }
    std::int64_t feed_position() const override { return m_cursor.feed_position; }
    domain::Result<std::vector<domain::StoredEvent>> unsent(std::size_t limit) override;
    domain::Status acknowledge(std::string const& incarnation, domain::Seq up_to) override;
    domain::Result<std::vector<domain::Head>> heads() override;
    domain::Status reoffer(std::string const& incarnation, domain::Seq above) override;
    domain::Result<Backlog> backlog() override;
    std::string sign_head(domain::Head const& head) override;
    std::string public_key() const override { return m_keys.public_key; }
    void witnessed(std::vector<std::string> lines) override { m_witnesses = std::move(lines); }
    std::string feed_generation() const override { return m_cursor.feed_generation; }
    domain::Result<domain::Head> open_incarnation(std::string const& reason,
                                                  domain::Stamp const& stamp) override;
    domain::Status take_back(std::span<domain::StoredEvent const> events) override;
    domain::Status note_people_age(std::int64_t seconds) override;
    domain::Status mark_clean_end() override;
    std::int64_t free_bytes() const override { return m_disk.free_bytes(m_path); }
    std::optional<domain::Error> lost() const override { return m_closed; }

  private:
    struct Queries {
        explicit Queries(Database& database);
        Projection projection;
        Query insert, read, last, unsent, sign, set_meta, add_feed, lives, add_life, acknowledge;
    };
    /// What a transaction moves on. Copied before it, put back when it fails.
    struct Cursor {
        Life life = 0;
        domain::Head head;
        domain::Seq signed_seq = 0;
        std::int64_t feed_position = 0;
        std::string feed_generation;
        bool started = false;  ///< this run has a `started` event
        bool clean = false;    ///< the file says that its last run ended by itself
        bool sealed = true;    ///< `meta` and `incarnation` are as the seal says
        std::string feed_hash;
    };

    SqliteJournal(domain::Disk& disk, std::shared_ptr<void> lock, wire::KeyPair keys, OpenOptions options)
        : m_disk(disk), m_lock(std::move(lock)), m_keys(std::move(keys)), m_options(std::move(options)) {}
    domain::Status set_up(std::string const& path);
    domain::Status check_station();
    domain::Status find_head();
    domain::Status settle_log();
    domain::Status check_seal();
    domain::Status begin();
    domain::Status after_read();

    /// Runs a body in a transaction; closes the handle on an error of the disk and undoes the cursor on any.
    domain::Status write(std::function<domain::Status()> const& body);
    [[nodiscard]] domain::Error closed() const;
    void give_up(domain::Error const& error);

    /// These work inside write().
    domain::Status add(domain::Fact const& fact, domain::Stamp stamp);
    domain::Status add_all(std::span<domain::Fact const> facts, domain::Stamp const& stamp);
    domain::Status add_life(std::string const& reason, domain::Stamp const& stamp);
    domain::Status add_foreign(domain::StoredEvent const& event);
    void store(Life life, domain::StoredEvent const& event);
    void sign(domain::Seq after);
    /// These change what the seal covers; write() seals before it commits.
    void set_meta(std::string const& name, std::string const& value);
    void set_generation(std::string const& generation);
    void acknowledged(Life life, domain::Seq up_to);

    [[nodiscard]] domain::Started started(std::string const& reason) const;
    /// One incarnation of this file, with its last event.
    struct LifeHead {
        Life life = 0;
        domain::Head head;
        domain::Seq acknowledged = 0;
    };
    std::vector<LifeHead> lives();
    std::optional<LifeHead> life_named(std::string const& incarnation);
    domain::StoredEvent event_at(Query& row, std::string const& incarnation) const;

    domain::Disk& m_disk;
    std::shared_ptr<void> m_lock;
    wire::KeyPair m_keys;
    OpenOptions m_options;
    std::string m_path;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Queries> m_queries;  ///< after the database: destroyed before it
    std::optional<domain::Error> m_closed;

    Cursor m_cursor;
    domain::Stamp m_last_stamp;
    std::vector<std::string> m_witnesses;  ///< for the next `started`
    bool m_unclean = false;
};

/// The state that follows from the projections; `unclean` is the caller's.
domain::Result<core::Restored> load_projections(Database& database);
/// Those of these lines that this station holds.
domain::Result<std::vector<core::TaskRecord>> load_tasks(Database& database,
                                                         std::span<domain::LineKey const> lines);

}  // namespace bozhong::journal
