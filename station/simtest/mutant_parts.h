#pragma once
// The decorators of the planted mistakes.

#include <optional>
#include <string>
#include <vector>

#include "station/simtest/table.h"
#include "station/simtest/watched_journal.h"

namespace bozhong::simtest {

/// Answers an append before it is done; does it when the next thing is asked.
class EarlyWord final : public ForwardingJournal {
  public:
    using ForwardingJournal::ForwardingJournal;
    domain::Result<domain::Head> append(std::span<domain::Fact const> facts,
                                        domain::Stamp const& stamp) override;
    domain::Status append_feed(std::span<domain::FeedItem const> items) override {
        return flush(), ForwardingJournal::append_feed(items);
    }
    domain::Result<core::Restored> load() override { return flush(), ForwardingJournal::load(); }
    domain::Result<domain::StoredEvent> read(domain::EventName const& name) override {
        return flush(), ForwardingJournal::read(name);
    }
    domain::Result<std::vector<domain::StoredEvent>> unsent(std::size_t limit) override {
        return flush(), ForwardingJournal::unsent(limit);
    }
    domain::Result<std::vector<domain::Head>> heads() override { return flush(), ForwardingJournal::heads(); }
    domain::Result<domain::Head> open_incarnation(std::string const& reason,
                                                  domain::Stamp const& stamp) override {
        return flush(), ForwardingJournal::open_incarnation(reason, stamp);
    }
    domain::Status mark_clean_end() override { return flush(), ForwardingJournal::mark_clean_end(); }

  private:
    void flush();
    std::vector<domain::Fact> m_facts;
    domain::Stamp m_stamp;
    bool m_started = false;
};

/// Puts the label into the printer's buffer, then asks the disk.
class EarlyLabel final : public ForwardingJournal {
  public:
    EarlyLabel(std::unique_ptr<app::Journal> inside, Table& table)
        : ForwardingJournal(std::move(inside)), m_table(table) {}
    domain::Result<domain::Head> append(std::span<domain::Fact const> facts,
                                        domain::Stamp const& stamp) override;

  private:
    Table& m_table;
};

/// Books every fortieth load twice.
class TwiceBooked final : public ForwardingJournal {
  public:
    using ForwardingJournal::ForwardingJournal;
    domain::Result<domain::Head> append(std::span<domain::Fact const> facts,
                                        domain::Stamp const& stamp) override;

  private:
    int m_weighings = 0;
};

class CountedIncarnations final : public ForwardingJournal {
  public:
    CountedIncarnations(std::unique_ptr<app::Journal> inside, std::uint64_t& next)
        : ForwardingJournal(std::move(inside)), m_next(next) {}
    domain::Result<domain::Head> open_incarnation(std::string const& reason,
                                                  domain::Stamp const& stamp) override;
    domain::Status take_back(std::span<domain::StoredEvent const> events) override;

  private:
    void count();
    std::uint64_t& m_next;
};

class ForwardingDatabase : public hub::Database {
  public:
    explicit ForwardingDatabase(std::unique_ptr<hub::Database> inside) : m_inside(std::move(inside)) {}
    hub::Rows query(std::string_view sql, std::vector<hub::Value> const& values) override {
        return m_inside->query(sql, values);
    }
    void begin() override { m_inside->begin(); }
    domain::Status commit() override { return m_inside->commit(); }
    void rollback() override { m_inside->rollback(); }
    std::optional<domain::Error> const& failure() const override { return m_inside->failure(); }
    bool broken() const override { return m_inside->broken(); }

  protected:
    hub::Database& inside() { return *m_inside; }

  private:
    std::unique_ptr<hub::Database> m_inside;
};

/// Says "committed" and commits some transactions later.
class LateDatabase final : public ForwardingDatabase {
  public:
    using ForwardingDatabase::ForwardingDatabase;
    void begin() override;
    domain::Status commit() override;
    void rollback() override;

  private:
    int m_open = 0;
};

/// Asks another question instead of the one that begins so.
class OtherSql final : public ForwardingDatabase {
  public:
    OtherSql(std::unique_ptr<hub::Database> inside, std::string beginning, std::string other)
        : ForwardingDatabase(std::move(inside)),
          m_beginning(std::move(beginning)),
          m_other(std::move(other)) {}
    hub::Rows query(std::string_view sql, std::vector<hub::Value> const& values) override {
        return ForwardingDatabase::query(sql.starts_with(m_beginning) ? std::string_view(m_other) : sql,
                                         values);
    }

  private:
    std::string m_beginning, m_other;
};

}  // namespace bozhong::simtest
