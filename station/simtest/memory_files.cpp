#include "station/simtest/memory_files.h"

#include <algorithm>
#include <utility>

namespace bozhong::simtest {

void File::apply(std::string& to, Change const& change) {
    if (change.truncation) return to.resize(change.offset);
    if (to.size() < change.offset + change.bytes.size()) to.resize(change.offset + change.bytes.size());
    to.replace(change.offset, change.bytes.size(), change.bytes);
}

void File::note(Change change) {
    apply(m_bytes, change);
    m_unsynced_bytes += change.bytes.size();
    m_unsynced.push_back(std::move(change));
    while (m_unsynced_bytes > cache_bytes) {
        m_unsynced_bytes -= m_unsynced.front().bytes.size();
        apply(m_medium, m_unsynced.front());
        m_unsynced.pop_front();
    }
}

void File::write(std::size_t offset, std::string_view bytes) {
    note({offset, std::string(bytes), false});
}

void File::resize(std::size_t size) {
    note({size, "", true});
}

void File::settle() {
    for (auto const& change : m_unsynced) apply(m_medium, change);
    give_up();
}

void File::give_up() {
    m_unsynced.clear();
    m_unsynced_bytes = 0;
}

void File::keep_some(Change const& change, Random& random, unsigned kept_percent) {
    if (change.truncation) {
        if (random() % 100 < kept_percent) apply(m_medium, change);
        return;
    }
    // The new size may be on the medium without the bytes.
    std::size_t const end = change.offset + change.bytes.size();
    if (m_medium.size() < end && random() % 4 == 0) m_medium.resize(end);
    for (std::size_t from = change.offset; from < end;) {
        std::size_t const to = std::min(end, (from / sector_bytes + 1) * sector_bytes);
        if (random() % 100 < kept_percent) {
            // One sector in eight is torn; bytes around a write are never harmed by it.
            std::size_t const torn = random() % 8 == 0 ? random() % (to - from) : 0;
            bool const front = random() % 2 == 0;
            std::size_t const first = front ? from : from + torn, last = front ? to - torn : to;
            apply(m_medium, {first, change.bytes.substr(first - change.offset, last - first), false});
        }
        from = to;
    }
}

void File::cut(Random& random, unsigned kept_percent) {
    for (auto const& change : m_unsynced) keep_some(change, random, kept_percent);
    give_up();
    m_bytes = m_medium;
}

void File::rot(std::size_t offset, std::string_view bytes) {
    for (auto* copy : {&m_bytes, &m_medium})
        if (offset + bytes.size() <= copy->size()) copy->replace(offset, bytes.size(), bytes);
}

std::shared_ptr<File> Files::find(std::string const& name) const {
    auto const found = m_names.find(name);
    return found == m_names.end() ? nullptr : found->second;
}

void Files::apply(Names& to, Change const& change) {
    if (!change.renamed_from.empty()) to.erase(change.renamed_from);
    if (change.file != nullptr)
        to[change.name] = change.file;
    else
        to.erase(change.name);
}

std::shared_ptr<File> Files::create(std::string const& name) {
    m_unsynced.push_back({name, std::make_shared<File>(), ""});
    apply(m_names, m_unsynced.back());
    return m_unsynced.back().file;
}

void Files::remove(std::string const& name) {
    m_unsynced.push_back({name, nullptr, ""});
    apply(m_names, m_unsynced.back());
}

void Files::rename(std::string const& from, std::string const& to) {
    m_unsynced.push_back({to, find(from), from});
    apply(m_names, m_unsynced.back());
}

void Files::settle_folder(std::string const& of) {
    std::string const folder = folder_of(of);
    std::erase_if(m_unsynced, [&](Change const& change) {
        if (folder_of(change.name) != folder) return false;
        apply(m_medium, change);
        return true;
    });
}

void Files::cut(Random& random) {
    // Cuts are of different temper: everything unsynced gone, nearly everything, half, little, nothing.
    static constexpr unsigned tempers[] = {0, 10, 50, 90, 100};
    unsigned const kept_percent = tempers[random() % std::size(tempers)];
    for (auto const& change : m_unsynced)
        if (random() % 100 < kept_percent) apply(m_medium, change);
    m_unsynced.clear();
    m_names = m_medium;
    for (auto const& [name, file] : m_names) file->cut(random, kept_percent);
}

std::vector<std::string> Files::names() const {
    std::vector<std::string> out;
    for (auto const& [name, file] : m_names) out.push_back(name);
    return out;
}

std::int64_t Files::size() const {
    std::int64_t out = 0;
    for (auto const& [name, file] : m_names) out += static_cast<std::int64_t>(file->bytes().size());
    return out;
}

Files Files::copy() const {
    Files out = *this;
    std::map<File const*, std::shared_ptr<File>> copies;
    auto const own = [&](std::shared_ptr<File>& file) {
        if (file == nullptr) return;
        auto& copy = copies[file.get()];
        if (copy == nullptr) copy = std::make_shared<File>(*file);
        file = copy;
    };
    for (auto& [name, file] : out.m_names) own(file);
    for (auto& [name, file] : out.m_medium) own(file);
    for (auto& change : out.m_unsynced) own(change.file);
    return out;
}

std::string folder_of(std::string const& name) {
    auto const slash = name.rfind('/');
    return slash == std::string::npos ? "" : name.substr(0, slash);
}

}  // namespace bozhong::simtest
