#include "sync/hub/database.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "sync/hub/postgres_database.h"

namespace bozhong::hub {

std::int64_t Row::integer(std::size_t i) const {
    auto const* number = std::get_if<std::int64_t>(&m_values.at(i));
    return number == nullptr ? 0 : *number;
}

std::string Row::text(std::size_t i) const {
    auto const* text = std::get_if<std::string>(&m_values.at(i));
    return text == nullptr ? std::string() : *text;
}

Result<std::unique_ptr<Database>> open_store(Store const& store) {
    return store.postgres.empty() ? open_sqlite(store.file) : open_postgres(store.postgres);
}

Result<std::unique_ptr<Database>> open_store_to_read(Store const& store) {
    return store.postgres.empty() ? open_sqlite_to_read(store.file) : open_postgres_to_read(store.postgres);
}

Status sync_to_disk(std::string const& path) {
    for (auto const& name : {path, std::filesystem::absolute(path).parent_path().string()}) {
        int const file = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
        bool const good = file >= 0 && ::fsync(file) == 0;
        if (file >= 0) ::close(file);
        if (!good) return domain::Error{domain::ErrorKind::io, "syncing failed", name, "check the disk"};
    }
    return domain::Done{};
}

}  // namespace bozhong::hub
