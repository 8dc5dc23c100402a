// What the disk and the power can do to the journal: death and power cut at every change of a file, writes
// and syncs that fail, no room. Every time: what was answered with a head is there afterwards, and the file
// verifies.

#include <sys/wait.h>
#include <unistd.h>

#include "station/journal/verify.h"
#include "tests/station/journal/fixture.h"
#include "tests/support/fault_vfs.h"

namespace bozhong::journal {
namespace {

using domain::ErrorKind, domain::Head;
using support::Fault;

struct Witness {
    char incarnation[17];
    domain::Seq seq;
    char hash[65];
};

Witness witness_of(Head const& head) {
    Witness out{};
    head.incarnation.copy(out.incarnation, 16);
    head.hash.copy(out.hash, 64);
    out.seq = head.seq;
    return out;
}

struct FaultyDisk final : SystemDisk {
    [[nodiscard]] std::string vfs() const override { return support::fault_vfs(); }
};

OpenOptions faulty() {
    static FaultyDisk disk;
    auto how = options();
    how.disk = &disk;
    return how;
}

/// A life of a station: start, feed, two weighings and a label's way, an acknowledgement, a clean end. Tells
/// every head it was given; false as soon as something fails.
bool live(app::Journal& journal, std::function<void(Head const&)> const& tell) {
    auto const item = feed_item(1, domain::TaskGiven{task("1")});
    if (!journal.append_feed({&item, 1})) return false;
    for (auto const* line : {"1", "2"}) {
        auto const head = journal.append(weighing(line), samples::stamp());
        if (!head) return false;
        tell(*head);
    }
    std::vector<domain::Fact> const moved{
        domain::LabelMoved{3, domain::LabelState::printed, "gs_r", "p", ""}};
    auto const head = journal.append(moved, samples::stamp());
    if (!head) return false;
    tell(*head);
    if (!journal.acknowledge(head->incarnation, 2)) return false;
    return journal.mark_clean_end().ok();
}

/// The life in a process of its own that meets the fault. Its exit status, and what it told.
int live_in_child(std::string const& path, Fault fault, int at, std::vector<Witness>& told) {
    int pipe[2];
    EXPECT_EQ(::pipe(pipe), 0);
    pid_t const child = ::fork();
    if (child == 0) {
        auto const how = faulty();
        support::arm(fault, at, static_cast<unsigned>(at));
        auto const journal = open_journal(path, how);
        auto const tell = [&](Head const& head) {
            auto const witness = witness_of(head);
            (void)!::write(pipe[1], &witness, sizeof witness);
        };
        bool const lived = journal.ok() && live(**journal, tell);
        ::_exit(lived ? 0 : 1);
    }
    ::close(pipe[1]);
    for (Witness witness; ::read(pipe[0], &witness, sizeof witness) == sizeof witness;)
        told.push_back(witness);
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Opens the file as the next start does and holds it against the witnesses.
void expect_kept(std::string const& path, std::vector<Witness> const& told, std::string const& when) {
    auto const journal = open_journal(path, options());
    ASSERT_TRUE(journal.ok()) << when << ": " << journal.error().text();
    for (auto const& witness : told) {
        auto const event = (*journal)->read({{}, witness.seq});
        ASSERT_TRUE(event.ok()) << when;
        EXPECT_EQ(event->id.incarnation, witness.incarnation) << when;
        EXPECT_EQ(event->hash, witness.hash) << when;
    }
    auto const restored = (*journal)->load();
    ASSERT_TRUE(restored.ok()) << when;
    EXPECT_GE(restored->records.size(), std::min<std::size_t>(told.size(), 2)) << when;
    EXPECT_LE(restored->records.size(), told.size() + 1) << when << ": no other than the one under way";
    EXPECT_EQ(restored->records.size(), restored->labels.size())
        << when << ": a weighing and its label are one";
    ASSERT_TRUE((*journal)->append(weighing("9"), samples::stamp()).ok()) << when;
    auto const verdict = verify(path);
    ASSERT_TRUE(verdict.ok()) << when;
    EXPECT_TRUE(verdict->ok) << when << ": " << verdict->why;
}

void die_at_every_change(Fault fault, std::string const& name) {
    int at = 1;
    for (;; ++at) {
        Folder folder{true};
        std::vector<Witness> told;
        int const status = live_in_child(folder / "journal.db", fault, at, told);
        expect_kept(folder / "journal.db", told, name + " at change " + std::to_string(at));
        if (testing::Test::HasFatalFailure() || status == 0) break;
        ASSERT_EQ(status, 9) << "the child ended by something else";
        ASSERT_LT(at, 1000);
    }
    EXPECT_GT(at, 30) << "the life has more changes than that";
}

TEST(Faults, KeepsWhatItToldWhenKilledAtAnyChange) {
    die_at_every_change(Fault::die, "killed");
}

TEST(Faults, KeepsWhatItToldWhenThePowerGoesAtAnyChange) {
    die_at_every_change(Fault::power_cut, "power cut");
}

TEST(Faults, DiesAgainWhileItRecovers) {
    for (int first = 20; first < 60; first += 7) {
        Folder folder{true};
        std::vector<Witness> told;
        ASSERT_EQ(live_in_child(folder / "journal.db", Fault::power_cut, first, told), 9);
        for (int second = 1; second < 12; second += 3) {
            std::vector<Witness> ignored;
            live_in_child(folder / "journal.db", Fault::power_cut, second, ignored);
            for (auto const& witness : ignored) told.push_back(witness);
        }
        auto const journal = open_journal(folder / "journal.db", options());
        ASSERT_TRUE(journal.ok()) << journal.error().text();
        for (auto const& witness : told) EXPECT_EQ((*journal)->read({{}, witness.seq})->hash, witness.hash);
        EXPECT_TRUE(verify(folder / "journal.db")->ok);
    }
}

/// After an error of the disk every call says that the journal is closed.
void expect_closed(app::Journal& journal) {
    auto const closed = [](auto const& result) {
        return !result.ok() && result.error().kind == ErrorKind::unavailable;
    };
    auto const item = feed_item(50, domain::LotGiven{"1", "A"});
    EXPECT_TRUE(closed(journal.append(weighing("8"), samples::stamp())));
    EXPECT_TRUE(closed(journal.append_feed({&item, 1})));
    EXPECT_TRUE(closed(journal.load()));
    EXPECT_TRUE(closed(journal.read({{}, 1})));
    EXPECT_TRUE(closed(journal.unsent(10)));
    EXPECT_TRUE(closed(journal.acknowledge(journal.head().incarnation, 1)));
    EXPECT_TRUE(closed(journal.heads()));
    EXPECT_TRUE(closed(journal.tasks({})));
    EXPECT_TRUE(closed(journal.backlog()));
    EXPECT_TRUE(closed(journal.open_incarnation("fork", samples::stamp())));
    EXPECT_TRUE(closed(journal.mark_clean_end()));
    EXPECT_THAT(journal.read({{}, 1}).error().text(),
                testing::HasSubstr("the journal was closed after an error"));
}

void fail_at_every_change(Fault fault, ErrorKind kind) {
    int at = 1, failures = 0;
    for (bool met = true; met; ++at) {
        Folder folder{true};
        std::string const path = folder / "journal.db";
        auto const when = "change " + std::to_string(at);
        std::vector<Witness> told;
        {
            auto const journal = open_good(path, faulty());
            support::arm(fault, at);
            bool const lived = live(*journal, [&](Head const& head) { told.push_back(witness_of(head)); });
            met = support::changes() >= at;
            EXPECT_EQ(lived, !met) << when << ": nothing that failed is passed over";
            if (met) {
                ++failures;
                expect_closed(*journal);
            }
            support::arm(Fault::none, 0);
        }
        expect_kept(path, told, when);
        if (testing::Test::HasFailure()) return;
        ASSERT_LT(at, 1000);
    }
    EXPECT_GT(failures, kind == ErrorKind::full ? 5 : 10);
}

TEST(Faults, ClosesAtAnyFailedWriteOrSync) {
    fail_at_every_change(Fault::io_error, ErrorKind::io);
}

TEST(Faults, ClosesWhenTheDiskFailsForEver) {
    fail_at_every_change(Fault::io_forever, ErrorKind::io);
}

TEST(Faults, SaysThatTheDiskIsFull) {
    Folder folder{true};
    auto const journal = open_good(folder / "journal.db", faulty());
    auto const head = append_good(*journal, weighing("1"));
    support::arm(Fault::disk_full, 1);
    auto const full = journal->append(weighing("2"), samples::stamp());
    ASSERT_FALSE(full.ok());
    EXPECT_EQ(full.error().kind, ErrorKind::full);
    EXPECT_THAT(full.error().text(), testing::HasSubstr("make room"));
    EXPECT_EQ(journal->head(), head);
    expect_closed(*journal);
    support::arm(Fault::none, 0);
}

/// The commit stands; the handle is not used any more.
TEST(Faults, ACheckpointThatFailsIsHeardByTheNextCall) {
    Folder folder{true};
    auto how = faulty();
    how.checkpoint_pages = 0;
    {
        auto const journal = open_good(folder / "journal.db", how);
        append_good(*journal, weighing("1"));
        support::arm(Fault::none, 0);
        append_good(*journal, weighing("1"));
        support::arm(Fault::io_error, support::changes());  // the last change is the checkpoint's sync
        auto const told = append_good(*journal, weighing("1"));
        EXPECT_EQ(told.seq, 7U);
        expect_closed(*journal);
        support::arm(Fault::none, 0);
    }
    {
        auto const journal = open_good(folder / "journal.db", how);
        append_good(*journal, weighing("1"));
        support::arm(Fault::none, 0);
        ASSERT_TRUE(journal->mark_clean_end().ok());
        int const changes_of_an_end = support::changes();
        append_good(*journal, weighing("1"));
        support::arm(Fault::io_error, changes_of_an_end);
        EXPECT_TRUE(journal->mark_clean_end().ok());
        expect_closed(*journal);
        support::arm(Fault::none, 0);
    }
    EXPECT_TRUE(verify(folder / "journal.db")->ok);
}

TEST(Faults, SaysThatASyncFailed) {
    Folder folder{true};
    auto const journal = open_good(folder / "journal.db", faulty());
    support::arm(Fault::none, 0);
    append_good(*journal, weighing("1"));
    int const changes_of_an_append = support::changes();
    ASSERT_GT(changes_of_an_append, 1);
    support::arm(Fault::io_error, changes_of_an_append);  // the last change of a commit is its sync
    auto const failed = journal->append(weighing("1"), samples::stamp());
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().kind, ErrorKind::io);
    EXPECT_THAT(failed.error().text(), testing::HasSubstr("(1034)")) << "SQLITE_IOERR_FSYNC";
    expect_closed(*journal);
    support::arm(Fault::none, 0);
}

}  // namespace
}  // namespace bozhong::journal
