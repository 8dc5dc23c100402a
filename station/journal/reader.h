#pragma once
// Looking at a journal's file from outside: read-only, without a checkpoint, beside a running station.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "station/domain/facts.h"
#include "station/domain/result.h"
#include "station/journal/place.h"
#include "station/journal/sqlite.h"

namespace bozhong::journal {

class Reader {
  public:
    /// unavailable: no such file; unsupported: another program's or a newer version's; corrupt: no database.
    static domain::Result<Reader> open(std::string const& path, domain::Disk& disk = system_disk());

    [[nodiscard]] std::string const& station() const { return m_station; }
    [[nodiscard]] std::map<Life, std::string> const& incarnations() const { return m_incarnations; }
    [[nodiscard]] Database& database() { return *m_database; }

    /// Every event in order, in short reads, so that the writer's WAL is not held up. Ends when `take` says
    /// false.
    domain::Status each(std::function<bool(domain::StoredEvent const&)> const& take);

  private:
    std::unique_ptr<Database> m_database;
    std::string m_station;
    std::map<Life, std::string> m_incarnations;
};

}  // namespace bozhong::journal
