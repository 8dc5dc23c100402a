#include "tests/sync/hub/test_store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "sync/hub/postgres_database.h"

namespace bozhong::hub::test {
namespace {

void tell_server(std::string const& sql) {
    auto server = open_postgres(test_postgres());
    ASSERT_TRUE(server.ok()) << server.error().text();
    (*server)->run(sql);
    ASSERT_FALSE((*server)->failure().has_value()) << (*server)->failure()->text();
}

}  // namespace

std::string test_postgres() {
    auto const* const conninfo = std::getenv("BOZHONG_TEST_POSTGRES");
    return conninfo == nullptr ? "" : conninfo;
}

TestStore::TestStore(std::string const& file) {
    m_store.file = file;
    if (test_postgres().empty()) return;
    static std::atomic<int> number{0};
    m_schema = "t" + std::to_string(::getpid()) + "_" + std::to_string(++number);
    m_store.postgres = test_postgres() + " options='-c search_path=" + m_schema + "'";
    tell_server("CREATE SCHEMA " + m_schema);
}

TestStore::~TestStore() {
    if (!m_schema.empty()) tell_server("DROP SCHEMA " + m_schema + " CASCADE");
}

std::unique_ptr<Database> TestStore::open() const {
    auto database = open_store(m_store);
    EXPECT_TRUE(database.ok()) << database.error().text();
    return database ? std::move(database).value() : nullptr;
}

}  // namespace bozhong::hub::test
