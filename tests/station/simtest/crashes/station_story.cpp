// The station's record path: a shift at the table, a backup and its return, what the hub gives back.

#include <fstream>

#include "station/journal/backup.h"
#include "station/journal/reader.h"
#include "sync/wire/feed_codec.h"
#include "tests/station/simtest/crashes/story.h"
#include "tests/sync/wire/samples.h"

namespace bozhong::crashes {
namespace {

using domain::Done, domain::Error, domain::ErrorKind, domain::Fact, domain::Head, domain::Status;

std::string const first = "s/journal.db", copied = "s/backup.db", second = "s/second.db";

journal::OpenOptions options(MemoryDisk& disk) {
    journal::OpenOptions out;
    out.station = "T03";
    out.software = "bozhong test";
    out.stamp = samples::stamp();
    out.disk = &disk;
    out.checkpoint_pages = 40;  // so that a short life meets checkpoints and the log's return to its start
    return out;
}

std::vector<Fact> weighing(std::string const& line) {
    return {samples::weighed("SO-1", line, 2'025'000), domain::LabelQueued{0, "60x40", 1, 0}};
}

class StationLife : public Life {
  public:
    explicit StationLife(MemoryDisk& disk, std::string file = first) : m_disk(disk) {
        told.file = std::move(file);
    }

    std::vector<Deed> deeds() override {
        return {{"open a new journal", false, [this] { return open(); }},
                {"feed", true, [this] { return feed(); }},
                {"weigh", true, [this] { return append(weighing("1")); }},
                {"label printed", true, [this] { return append(moved(1)); }},
                {"acknowledge", true,
                 [this] { return m_journal->acknowledge(m_journal->head().incarnation, 2); }},
                {"a batch, signed and checkpointed", true, [this] { return append(moved(256)); }},
                {"weigh into the log begun anew", true, [this] { return append(weighing("2")); }},
                {"clean end", true, [this] { return m_journal->mark_clean_end(); }},
                {"restart", true, [this] { return open(); }},
                {"void", true,
                 [this] {
                     return append({domain::Voided{2, {"SO-1", "1"}, "wrong", "p7", ""}});
                 }},
                {"backup", true, [this] { return backup(); }},
                {"weigh after the backup", true, [this] { return append(weighing("3")); }},
                {"rebuild", true, [this] { return rebuild(); }},
                {"restore", false, [this] { return restore(); }},
                {"restart on the restored", true, [this] { return open(); }},
                {"take back", true, [this] { return take_back(); }},
                {"a new incarnation", true, [this] { return next_incarnation(); }},
                {"weigh on", true, [this] { return append(weighing("4")); }},
                {"last clean end", true, [this] { return m_journal->mark_clean_end(); }}};
    }

    std::string refuses() override {
        if (m_journal == nullptr || m_apart) return "";
        auto const before = m_disk.operations();
        auto const item = feed_item(50, domain::LotGiven{"1", "A"});
        bool const refused =
            !m_journal->append(weighing("8"), samples::stamp()) && !m_journal->append_feed({&item, 1}) &&
            !m_journal->load() && !m_journal->read({{}, 1}) && !m_journal->unsent(10) &&
            !m_journal->heads() && !m_journal->backlog() &&
            !m_journal->acknowledge(m_journal->head().incarnation, 1) &&
            !m_journal->open_incarnation("fork", samples::stamp()) && !m_journal->mark_clean_end();
        if (!refused) return "a journal that met an error of the disk goes on";
        return m_disk.operations() == before ? "" : "a closed journal touches the disk";
    }

  protected:
    Status tell(domain::Result<Head> const& head) {
        if (!head) return head.error();
        told.heads[told.file].push_back(*head);
        return Done{};
    }
    Status open() {
        m_journal.reset();
        auto opened = journal::open_journal(told.file, options(m_disk));
        if (!opened) return opened.error();
        m_journal = std::move(*opened);
        return tell(m_journal->head());
    }
    Status append(std::vector<Fact> const& facts) { return tell(m_journal->append(facts, samples::stamp())); }

  private:
    static std::vector<Fact> moved(int times) {
        return std::vector<Fact>(static_cast<std::size_t>(times),
                                 domain::LabelMoved{3, domain::LabelState::printed, "gs_r", "p", ""});
    }
    static domain::FeedItem feed_item(std::int64_t position, domain::FeedFact const& fact) {
        auto body = wire::encode_feed(fact);
        return {position, body.kind, body.body};
    }
    Status feed() {
        std::vector<domain::FeedItem> const items{
            feed_item(1, domain::TaskGiven{samples::sort_task("SO-1", "1")}),
            feed_item(2, domain::TaskGiven{samples::sort_task("SO-1", "2")}),
            feed_item(3, domain::LotGiven{"10045", "L-9"})};
        return m_journal->append_feed(items);
    }
    Status backup() {
        auto const made = journal::backup(first, copied, m_disk);
        m_apart = !made || !made->ok;
        if (!made) return made.error();
        if (!made->ok) return Error{ErrorKind::corrupt, made->why, "backup", ""};
        told.heads[copied] = told.heads[first];
        return Done{};
    }
    Status rebuild() {
        m_journal.reset();
        return journal::rebuild(first, m_disk);
    }
    Status restore() {
        auto const head = journal::restore(copied, second, options(m_disk));
        if (!head) return head.error();
        told.heads[second] = told.heads[copied];
        told.file = second;
        return tell(head);
    }
    /// What the first journal has beyond the backup, as the hub gives it back.
    Status take_back() {
        auto reader = journal::Reader::open(first, m_disk);
        m_apart = !reader.ok();
        if (!reader) return reader.error();
        Head const& known = told.heads[copied].back();
        std::vector<domain::StoredEvent> events;
        auto const read = reader->each([&](domain::StoredEvent const& event) {
            if (event.id.incarnation == known.incarnation && event.id.seq > known.seq)
                events.push_back(event);
            return true;
        });
        m_apart = !read.ok();
        if (!read) return read;
        if (auto const taken = m_journal->take_back(events); !taken) return taken;
        for (auto const& event : events)
            told.heads[second].push_back({event.id.incarnation, event.id.seq, event.hash});
        return tell(m_journal->head());
    }
    Status next_incarnation() { return tell(m_journal->open_incarnation("fork", samples::stamp())); }

    MemoryDisk& m_disk;
    std::unique_ptr<app::Journal> m_journal;
    bool m_apart = false;  ///< what failed was a reading beside the journal, which goes on
};

/// A file of the first released version, migrated and gone on with.
class OldJournalLife final : public StationLife {
  public:
    explicit OldJournalLife(MemoryDisk& disk) : StationLife(disk) {
        std::ifstream in(std::string(BOZHONG_SOURCE_DIR) + "/tests/golden/journal/v1.sql");
        std::string const sql{std::istreambuf_iterator<char>(in), {}};
        auto old = journal::Database::open(told.file, journal::Access::write, disk);
        if (!old || sql.empty() || !(*old)->execute(sql)) std::abort();
    }
    std::vector<Deed> deeds() override {
        return {{"open an old journal", false, [this] { return open(); }},
                {"weigh on", true, [this] { return append(weighing("2")); }}};
    }
};

using Hashes = std::map<std::pair<std::string, domain::Seq>, std::string>;

std::string judge_told(MemoryDisk& disk, std::string const& file, std::vector<Head> const& told) {
    auto reader = journal::Reader::open(file, disk);
    if (!reader) return told.empty() ? "" : file + " does not open: " + reader.error().text();
    Hashes found;
    (void)reader->each([&](domain::StoredEvent const& event) {
        found[{event.id.incarnation, event.id.seq}] = event.hash;
        return true;
    });
    for (auto const& head : told) {
        auto const place = found.find({head.incarnation, head.seq});
        std::string const where = file + " " + head.incarnation + " " + std::to_string(head.seq);
        if (place == found.end()) return "lost: " + where;
        if (place->second != head.hash) return "another event under this number: " + where;
    }
    return "";
}

std::string judge_sound(MemoryDisk& disk, std::string const& file) {
    auto const verdict = journal::verify(file, {}, disk);
    if (!verdict) return file + " does not verify: " + verdict.error().text();
    return verdict->ok ? "" : file + " does not verify: " + verdict->why;
}

std::string judge(MemoryDisk& disk, Witness& told) {
    auto opened = journal::open_journal(told.file, options(disk));
    if (!opened) return "the station does not start: " + opened.error().text();
    auto& journal = **opened;
    for (auto const& [file, heads] : told.heads)
        if (auto const wrong = judge_told(disk, file, heads); !wrong.empty()) return wrong;
    if (told.heads.contains(copied))
        if (auto const wrong = judge_sound(disk, copied); !wrong.empty()) return wrong;
    auto const restored = journal.load();
    if (!restored) return "the station's state does not load: " + restored.error().text();
    auto const head = journal.append(weighing("9"), samples::stamp());
    if (!head) return "the station cannot go on: " + head.error().text();
    told.heads[told.file].push_back(*head);
    return judge_sound(disk, told.file);
}

}  // namespace

Story station_story() {
    return {"station", [](MemoryDisk& disk) { return std::make_unique<StationLife>(disk); }, judge,
            [](MemoryDisk& disk, std::string const& file) { return judge_sound(disk, file).empty(); }};
}

Story old_journal_story() {
    return {"old journal", [](MemoryDisk& disk) { return std::make_unique<OldJournalLife>(disk); }, judge};
}

}  // namespace bozhong::crashes
