// bozhong-changed-bytes [--random N] [--structure-every N] [--seed N]
// Changes single bytes of a journal's files: every byte of SQLite's own structure, or every N-th of it, and N
// random ones of each file. A change must be found by verify or by the opener, or what is read must be equal
// to the last byte. One line with the counts; before it a line for each change that was missed, and then exit
// status 1.

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "station/journal/backup.h"
#include "station/journal/journal.h"
#include "station/journal/packing.h"
#include "station/journal/sqlite.h"
#include "station/journal/verify.h"
#include "sync/wire/feed_codec.h"
#include "tests/sync/wire/samples.h"

namespace bozhong::journal {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t page_bytes = 4096, log_header = 32, frame_header = 24;

struct Effort {
    int random = 1000, structure_every = 1, seed = 1;
};

struct Count {
    long long found = 0, meaningless = 0, by_mark = 0, missed = 0;
};

void must(bool good, char const* what) {
    if (good) return;
    std::fprintf(stderr, "the journal to be changed could not be made: %s\n", what);
    std::exit(2);
}

std::string bytes_of(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(std::string const& path, std::string const& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

OpenOptions options() {
    OpenOptions out;
    out.station = "T03";
    out.stamp = samples::stamp();
    return out;
}

/// A journal's files as they lay on the disk, and the newest event the hub has.
struct Picture {
    std::string name, database, log;
    domain::Head head;
};

void work(app::Journal& journal, int tasks) {
    static std::int64_t position = 0;
    for (int i = 0; i < tasks; ++i) {
        auto const line = std::to_string(++position);
        auto task = samples::sort_task("SO-1", line);
        auto const body = wire::encode_feed(domain::TaskGiven{task});
        domain::FeedItem const item{position, body.kind, body.body};
        must(journal.append_feed({&item, 1}).ok(), "feed");
        must(journal
                 .append(std::vector<domain::Fact>{samples::weighed("SO-1", line, 2'025'000),
                                                   domain::LabelQueued{0, "60x40", 1, 0}},
                         samples::stamp())
                 .ok(),
             "append");
        if (i % 3 == 0)
            must(journal.acknowledge(journal.head().incarnation, journal.head().seq - 1).ok(), "mark");
    }
}

/// At rest after a clean end, cut off in the middle of work, and a backup.
std::vector<Picture> pictures(std::string const& folder) {
    std::vector<Picture> out;
    auto const path = folder + "/made.db";
    {
        auto const journal = open_journal(path, options());
        must(journal.ok(), "open");
        work(**journal, 40);
        must((*journal)->open_incarnation("fork", samples::stamp()).ok(), "fork");
        work(**journal, 20);
        must((*journal)->mark_clean_end().ok(), "end");
        out.push_back({"at rest", bytes_of(path), "", (*journal)->head()});
    }
    must(backup(path, folder + "/backup.db").ok(), "backup");
    out.push_back({"backup", bytes_of(folder + "/backup.db"), "", out.front().head});
    auto const journal = open_journal(path, options());
    must(journal.ok(), "open again");
    work(**journal, 12);
    out.push_back({"at work", bytes_of(path), bytes_of(path + "-wal"), (*journal)->head()});
    return out;
}

std::size_t number(std::string const& bytes, std::size_t at, std::size_t size) {
    std::size_t out = 0;
    for (std::size_t i = 0; i < size; ++i) out = out << 8 | static_cast<unsigned char>(bytes[at + i]);
    return out;
}

/// SQLite's own: the file's header, the header of each page and where its cells stand, the head of each cell.
/// https://sqlite.org/fileformat2.html
std::set<std::size_t> database_structure(std::string const& bytes) {
    std::set<std::size_t> out;
    auto const take = [&](std::size_t from, std::size_t size) {
        for (std::size_t i = from; i < std::min(from + size, bytes.size()); ++i) out.insert(i);
    };
    take(0, 100);
    for (std::size_t page = 0; page + page_bytes <= bytes.size(); page += page_bytes) {
        std::size_t const head = page + (page == 0 ? 100 : 0);
        auto const kind = bytes[head];
        std::size_t const size = kind == 2 || kind == 5 ? 12 : 8;
        take(head, size);
        if (kind != 2 && kind != 5 && kind != 10 && kind != 13) continue;
        auto const cells = number(bytes, head + 3, 2);
        take(head + size, 2 * cells);
        for (std::size_t cell = 0; cell < cells; ++cell)
            take(page + number(bytes, head + size + 2 * cell, 2), 6);
    }
    return out;
}

std::set<std::size_t> log_structure(std::string const& bytes) {
    std::set<std::size_t> out;
    for (std::size_t i = 0; i < log_header; ++i) out.insert(i);
    for (std::size_t frame = log_header; frame + frame_header <= bytes.size();
         frame += frame_header + page_bytes)
        for (std::size_t i = 0; i < frame_header; ++i) out.insert(frame + i);
    return out;
}

/// Everything a journal's file says, whoever asks; nothing when it cannot be read to its end. Payloads as
/// they are unpacked: some bits of a zstd frame may be either, and what comes out is the same.
std::string content(std::string const& path) {
    auto const database = Database::open(path, Access::read);
    if (!database) return "";
    std::string out = std::to_string((*database)->integer("PRAGMA user_version"));
    std::vector<std::string> tables;
    Query schema(**database, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name");
    while (schema.next()) {
        for (int column = 0; column < 4; ++column) out += schema.text(column) + "\n";
        if (schema.text(0) == "table") tables.push_back(schema.text(1));
    }
    for (auto const& table : tables) {
        bool const events = table == "journal";
        auto const columns = (*database)->text(
            "SELECT group_concat('quote(' || name || ')', '||'',''||') FROM "
            "pragma_table_info('" +
            table + "')" + (events ? " WHERE name NOT IN ('payload', 'packed')" : ""));
        Query rows(**database, "SELECT " + columns + (events ? ", payload, packed" : "") + " FROM " + table);
        while (rows.next()) out += rows.text(0) + (events ? "," + payload_of(rows, 1) : "") + "\n";
    }
    return (*database)->ok() ? out : "";
}

class Changer {
  public:
    Changer(std::string const& folder, Picture picture, Effort const& effort, std::mt19937& draw,
            Count& count)
        : m_path(folder + "/journal.db"),
          m_picture(std::move(picture)),
          m_effort(effort),
          m_draw(draw),
          m_count(count) {}

    void run() {
        lay();
        auto const good = verify(m_path, mark());
        must(good.ok() && good->ok, "what was not changed must verify");
        m_content = content(m_path);
        must(!m_content.empty(), "content");
        change("", m_picture.database, database_structure(m_picture.database));
        if (!m_picture.log.empty()) change("-wal", m_picture.log, log_structure(m_picture.log));
    }

  private:
    [[nodiscard]] VerifyOptions mark() const { return {m_picture.head, ""}; }

    void clear() {
        for (auto const* end : {"", "-wal", "-shm", ".lock"}) fs::remove(m_path + end);
    }
    void lay() {
        clear();
        write(m_path, m_picture.database);
        if (!m_picture.log.empty()) write(m_path + "-wal", m_picture.log);
    }

    void change(std::string const& end, std::string const& good, std::set<std::size_t> const& structure) {
        std::set<std::size_t> places;
        int number = 0;
        for (auto const at : structure)
            if (number++ % m_effort.structure_every == 0) places.insert(at);
        for (int i = 0; i < m_effort.random; ++i) places.insert(m_draw() % good.size());
        for (auto const at : places) {
            std::string changed = good;
            changed[at] = static_cast<char>(changed[at] ^ static_cast<char>(1 + m_draw() % 255));
            lay();
            write(m_path + end, changed);
            if (judge()) continue;
            ++m_count.missed;
            std::printf("missed: %s%s, byte %zu: %02x for %02x\n", m_picture.name.c_str(), end.c_str(), at,
                        static_cast<unsigned char>(changed[at]), static_cast<unsigned char>(good[at]));
        }
    }

    bool judge() {
        auto const verdict = verify(m_path);
        if (!verdict || !verdict->ok) return ++m_count.found, true;
        if (content(m_path) == m_content) return ++m_count.meaningless, true;
        auto const marked = verify(m_path, mark());
        if (!marked || !marked->ok) return ++m_count.by_mark, true;
        if (!open_journal(m_path, options())) return ++m_count.found, true;
        return false;
    }

    std::string m_path;
    Picture m_picture;
    Effort m_effort;
    std::mt19937& m_draw;
    Count& m_count;
    std::string m_content;
};

int run(Effort const& effort) {
    std::string folder =
        fs::exists("/dev/shm") ? "/dev/shm/bozhong-bytes-XXXXXX" : "/tmp/bozhong-bytes-XXXXXX";
    must(::mkdtemp(folder.data()) != nullptr, "folder");
    std::mt19937 draw(static_cast<unsigned>(effort.seed));
    Count count;
    for (auto const& picture : pictures(folder)) Changer(folder, picture, effort, draw, count).run();
    fs::remove_all(folder);
    std::printf(
        "%lld changed bytes: %lld found, %lld without meaning (everything read is equal), %lld in the last "
        "transaction of the log (found by the hub's mark alone), %lld missed\n",
        count.found + count.meaningless + count.by_mark + count.missed, count.found, count.meaningless,
        count.by_mark, count.missed);
    return count.missed == 0 && count.found > 0 ? 0 : 1;
}

}  // namespace
}  // namespace bozhong::journal

int main(int argc, char** argv) {
    bozhong::journal::Effort effort;
    std::map<std::string, int*> const numbers{{"--random", &effort.random},
                                              {"--structure-every", &effort.structure_every},
                                              {"--seed", &effort.seed}};
    for (int i = 1; i < argc; i += 2) {
        auto const found = numbers.find(argv[i]);
        std::string const value = i + 1 < argc ? argv[i + 1] : "";
        if (found == numbers.end() ||
            std::from_chars(value.data(), value.data() + value.size(), *found->second).ec != std::errc()) {
            std::fprintf(stderr, "%s: not understood\n", argv[i]);
            return 2;
        }
    }
    return bozhong::journal::run(effort);
}
