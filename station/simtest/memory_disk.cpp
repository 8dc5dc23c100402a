#include "station/simtest/memory_disk.h"

#include <algorithm>
#include <limits>

namespace bozhong::simtest {

using domain::Done, domain::Error, domain::ErrorKind, domain::Result, domain::Status;

namespace {

constexpr std::size_t page_bytes = 4096;

Error failed(std::string const& path) {
    return {ErrorKind::io, "the simulated disk failed", path, ""};
}

}  // namespace

void MemoryDisk::crash() {
    ++m_life;
    m_locks.clear();
    m_shared.clear();
}

void MemoryDisk::restore(Image const& image) {
    crash();
    m_files = image.files.copy();
}

void MemoryDisk::kill() {
    crash();
}

void MemoryDisk::power_cut() {
    crash();
    m_files.cut(m_random);
}

void MemoryDisk::fail(Operation operation, std::uint64_t at, bool for_ever) {
    m_failure = {true, false, for_ever, operation, at};
    m_met = false;
}

void MemoryDisk::fail_any(std::uint64_t at, bool for_ever) {
    m_failure = {true, true, for_ever, Operation::open, at};
    m_met = false;
}

void MemoryDisk::heal() {
    m_lies = false;
    m_failure = {};
    m_misread = {};
    m_capacity = 0;
}

void MemoryDisk::overwrite(std::string const& file, std::size_t offset, std::string_view bytes) {
    if (auto const found = m_files.find(file)) found->rot(offset, bytes);
}

void MemoryDisk::write_part(std::string const& file, std::size_t offset, std::string_view bytes) {
    if (auto const found = m_files.find(file)) found->write(offset, bytes);
}

void MemoryDisk::flip(std::string const& file, std::size_t offset, unsigned char mask) {
    auto const found = m_files.find(file);
    if (found == nullptr || offset >= found->bytes().size()) return;
    char const changed = static_cast<char>(found->bytes()[offset] ^ mask);
    found->rot(offset, {&changed, 1});
}

std::string MemoryDisk::bytes(std::string const& file) const {
    auto const found = m_files.find(file);
    return found == nullptr ? "" : found->bytes();
}

std::uint64_t MemoryDisk::operations() const {
    std::uint64_t out = 0;
    for (auto const count : m_counts) out += count;
    return out;
}

bool MemoryDisk::step(Step const& step) {
    auto const life = m_life;
    if (m_tell && step.operation >= Operation::create) m_tell(step);
    if (life != m_life) return false;
    ++m_counts[static_cast<std::size_t>(step.operation)];
    auto& failure = m_failure;
    if (!failure.armed || (!failure.any && failure.operation != step.operation)) return true;
    if (failure.at > 1) return --failure.at, true;
    failure.armed = failure.for_ever;
    m_met = true;
    return false;
}

std::string_view MemoryDisk::seen(File const& file, std::string const& name, std::size_t& offset) {
    if (m_misread.at != count(Operation::read)) return file.bytes();
    m_met = true;
    if (m_misread.past) {
        auto const past = m_misread.past->find(name);
        return past == nullptr ? std::string_view() : std::string_view(past->bytes());
    }
    std::size_t const pages = file.bytes().size() / page_bytes;
    if (pages > 1) offset = (offset + page_bytes * (1 + m_random() % (pages - 1))) % (pages * page_bytes);
    return file.bytes();
}

std::size_t MemoryDisk::room(File const& file, std::size_t end) const {
    if (m_capacity == 0 || end <= file.bytes().size()) return end;
    auto const left = std::max<std::int64_t>(0, m_capacity - m_files.size());
    return std::min(end, file.bytes().size() + static_cast<std::size_t>(left));
}

Result<std::shared_ptr<void>> MemoryDisk::lock(std::string const& path) {
    auto& held = m_locks[path];
    if (!held.expired())
        return Error{ErrorKind::conflict, "another program has this file open", path, "end it first"};
    auto lock = std::make_shared<char>();
    held = lock;
    return std::shared_ptr<void>(lock);
}

bool MemoryDisk::exists(std::string const& path) {
    return m_files.find(path) != nullptr;
}

void MemoryDisk::remove(std::string const& path) {
    if (exists(path) && step({Operation::remove, path})) m_files.remove(path);
}

Status MemoryDisk::move_durably(std::string const& from, std::string const& to) {
    if (!exists(from) || !step({Operation::rename, to})) return failed(to);
    m_files.rename(from, to);
    if (!step({Operation::sync, to})) return failed(to);
    if (!m_lies) m_files.find(to)->settle();
    if (!step({Operation::sync, to})) return failed(to);
    if (!m_lies) m_files.settle_folder(to);
    return Done{};
}

Result<std::optional<std::string>> MemoryDisk::read_secret(std::string const& path) {
    auto const found = m_files.find(path);
    if (found == nullptr) return std::optional<std::string>();
    if (!step({Operation::read, path})) return failed(path);
    return std::optional(found->bytes());
}

Status MemoryDisk::write_secret(std::string const& path, std::string const& text) {
    std::string const fresh = path + ".new";
    if (!step({Operation::create, fresh})) return failed(fresh);
    auto const file = m_files.create(fresh);
    if (!step({Operation::write, fresh, 0, text})) return failed(fresh);
    if (room(*file, text.size()) < text.size())
        return Error{ErrorKind::full, "the simulated disk is full", fresh, ""};
    file->write(0, text);
    if (!step({Operation::sync, fresh})) return failed(fresh);
    if (!m_lies) file->settle();
    return move_durably(fresh, path);
}

std::int64_t MemoryDisk::free_bytes(std::string const&) {
    if (m_capacity == 0) return std::numeric_limits<std::int64_t>::max();
    return std::max<std::int64_t>(0, m_capacity - m_files.size());
}

}  // namespace bozhong::simtest
