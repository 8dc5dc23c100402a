#pragma once
// The store of one test: a file, or with BOZHONG_TEST_POSTGRES=CONNINFO a schema of its own in that database,
// gone with the object. tests/sync/hub/postgres_test.py starts such a server and runs every test on it.

#include <memory>
#include <string>

#include "sync/hub/database.h"

namespace bozhong::hub::test {

class TestStore {
  public:
    /// The file may be there already; it is the caller's.
    explicit TestStore(std::string const& file);
    ~TestStore();
    TestStore(TestStore const&) = delete;
    TestStore& operator=(TestStore const&) = delete;
    [[nodiscard]] Store const& store() const { return m_store; }
    [[nodiscard]] std::unique_ptr<Database> open() const;

  private:
    Store m_store;
    std::string m_schema;
};

/// CONNINFO, or empty.
std::string test_postgres();

}  // namespace bozhong::hub::test
