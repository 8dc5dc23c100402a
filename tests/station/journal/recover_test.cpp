// What labels say about a journal: present, lost, of another table, forged; and entering the lost ones again.

#include "station/journal/recover.h"

#include "station/journal/files.h"
#include "station/journal/verify.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/label_maker.h"
#include "tests/station/journal/fixture.h"

namespace bozhong::journal {
namespace {

using domain::ErrorKind;
using testing::HasSubstr;

class Recovering : public testing::Test {
  protected:
    void SetUp() override {
        auto const journal = open_good(m_path);
        domain::Person person{.id = "p9", .name = "班长"};
        person.rights = {domain::Right::enter_weight};
        domain::Person sorter{.id = "p1", .name = "李"};
        std::vector<domain::FeedItem> const items{
            feed_item(1, domain::TaskGiven{task("1")}),      feed_item(2, domain::TaskGiven{task("2")}),
            feed_item(3, domain::PersonGiven{person}),       feed_item(4, domain::PersonGiven{sorter}),
            feed_item(5, domain::TaskGiven{counted_task()}), feed_item(6, domain::TaskGiven{boxes()})};
        ASSERT_TRUE(journal->append_feed(items).ok());
        m_kept = append_good(*journal, weighing("1"));
        ASSERT_TRUE(journal->mark_clean_end().ok());
    }
    static domain::SortTask counted_task() {
        auto out = task("1");
        out.line = {"SO-7", "1"};
        out.kind = domain::TaskKind::counted;
        out.ordered = {{4, 0}, "份"};
        return out;
    }
    /// Weighed, but ordered in something that is no mass.
    static domain::SortTask boxes() {
        auto out = task("1");
        out.line = {"SO-8", "1"};
        out.ordered = {{2, 0}, "箱"};
        return out;
    }
    std::string lost_count(domain::Seq seq, std::int64_t count) const {
        auto const keys = *device_key(m_path);
        wire::LabelClaim claim{
            wire::label_key_id(keys.public_key), {"T03", m_kept.incarnation, seq}, {}, count, "00ff00ff"};
        return *wire::label_payload(claim, wire::label_signer(keys.secret_key));
    }
    domain::Fact entered(Recovery const& done, std::size_t index = 0) const {
        auto const journal = open_good(m_path);
        auto const event = *journal->read({done.head.incarnation, done.labels.at(index).seq});
        return *wire::decode(event.type, event.payload);
    }
    /// The QR text of this station's event, or of one that the journal does not have.
    std::string label(std::string const& incarnation, domain::Seq seq, std::int64_t net_mg,
                      std::string const& hash, wire::KeyPair const& keys,
                      std::string const& station = "T03") const {
        wire::LabelClaim claim{
            wire::label_key_id(keys.public_key), {station, incarnation, seq}, net_mg, {}, hash};
        auto const text = wire::label_payload(claim, wire::label_signer(keys.secret_key));
        EXPECT_TRUE(text.ok());
        return text.ok() ? *text : "";
    }
    std::string lost(domain::Seq seq, std::int64_t net_mg = 2'000'000) const {
        return label(m_kept.incarnation, seq, net_mg, "00ff00ff", *device_key(m_path));
    }
    std::string kept_label() const {
        auto const journal = open_good(m_path);
        auto const event = *journal->read({m_kept.incarnation, m_kept.seq - 1});
        return label(m_kept.incarnation, m_kept.seq - 1, 2'025'000, event.hash.substr(0, 8),
                     *device_key(m_path));
    }
    Losses find(std::vector<std::string> const& texts) const {
        std::vector<Scan> scans;
        for (auto const& text : texts) scans.push_back({static_cast<std::int64_t>(scans.size() + 1), text});
        auto losses = find_losses(m_path, scans, "");
        EXPECT_TRUE(losses.ok()) << losses.error().text();
        return losses.ok() ? *losses : Losses{};
    }
    static std::vector<Finding> findings(Losses const& losses) {
        std::vector<Finding> out;
        for (auto const& label : losses.labels) out.push_back(label.finding);
        return out;
    }
    domain::Result<Recovery> enter(Losses const& losses, std::string const& person = "p9") const {
        return enter_again(m_path, losses, {person, "disk changed"}, options());
    }
    Folder m_folder;
    std::string m_path = m_folder / "journal.db";
    domain::Head m_kept;
};

TEST_F(Recovering, TellsLabelsApart) {
    auto const own = kept_label();
    auto forged = own;
    forged.replace(forged.find(".2025000."), 9, ".2925000.");
    auto const stranger = wire::make_key_pair();
    auto const last = open_good(m_path)->head().seq;
    auto const losses = find({own, lost(last + 1), lost(last + 1), forged,
                              label(m_kept.incarnation, last + 2, 1, "00ff00ff", stranger),
                              label("00000000000000aa", 1, 1, "00ff00ff", stranger, "T04"), "6901234567892",
                              label(m_kept.incarnation, m_kept.seq, 1, "00ff00ff", *device_key(m_path))});
    EXPECT_EQ(findings(losses),
              (std::vector{Finding::present, Finding::lost, Finding::again, Finding::forged, Finding::forged,
                           Finding::other_station, Finding::unreadable, Finding::contradicts}));
    EXPECT_EQ(losses.count(Finding::forged), 2);
    EXPECT_EQ(losses.count(Finding::recovered), 0);
    ASSERT_EQ(losses.gaps.size(), 1U);
    EXPECT_EQ(losses.gaps[0].from, last + 1);
    EXPECT_EQ(losses.gaps[0].to, last + 1);
}

TEST_F(Recovering, NamesTheGapAndWhatIsKnownOfIt) {
    auto const losses = find({lost(8), lost(4)});
    ASSERT_EQ(losses.gaps.size(), 1U);
    auto const& gap = losses.gaps[0];
    EXPECT_EQ(gap.incarnation, m_kept.incarnation);
    EXPECT_EQ(gap.from, 4U);
    EXPECT_EQ(gap.to, 8U);
    EXPECT_EQ(gap.proved, 2);
    EXPECT_EQ(gap.unknown, 3);
}

TEST_F(Recovering, AnIncarnationThatIsGoneWholeIsLostFromItsFirstNumber) {
    auto const losses = find({label("00000000000000cc", 7, 5, "00ff00ff", *device_key(m_path))});
    ASSERT_EQ(losses.gaps.size(), 1U);
    EXPECT_EQ(losses.gaps[0].from, 1U);
    EXPECT_EQ(losses.gaps[0].unknown, 6);
}

TEST_F(Recovering, EntersALostWeighingOnceInANewIncarnation) {
    auto const losses = find({lost(4) + "\tSO-1/2"});
    auto const done = enter(losses);
    ASSERT_TRUE(done.ok()) << done.error().text();
    ASSERT_EQ(done->labels.size(), 1U);
    EXPECT_NE(done->head.incarnation, m_kept.incarnation);
    {
        auto const journal = open_good(m_path);
        auto const event = *journal->read({done->head.incarnation, done->labels[0].seq});
        auto const fact = std::get<domain::Weighed>(*wire::decode(event.type, event.payload));
        EXPECT_EQ(fact.entry, domain::Entry::manual);
        EXPECT_EQ(fact.net.mg, 2'000'000);
        EXPECT_EQ(fact.recovers, 4U);
        EXPECT_EQ(fact.recovers_incarnation, m_kept.incarnation);
        EXPECT_EQ(fact.task.line.line_no, "2");
        EXPECT_EQ(fact.settled, "4.00");
        EXPECT_EQ(fact.person, "p9");
        EXPECT_EQ(fact.reason, "disk changed");
        auto const started = *journal->read({done->head.incarnation, 1});
        auto const first = std::get<domain::Started>(*wire::decode(started.type, started.payload));
        EXPECT_EQ(first.reason, "recover");
        EXPECT_THAT(first.witnesses, testing::ElementsAre("label " + m_kept.incarnation + ":4"));
        EXPECT_EQ(first.previous_incarnation, m_kept.incarnation);
        EXPECT_EQ(first.previous_seq, m_kept.seq) << "no number of the old one was used";
        EXPECT_EQ(journal->load()->records.size(), 2U);
        ASSERT_TRUE(journal->mark_clean_end().ok());
    }
    EXPECT_TRUE(verify(m_path)->ok) << verify(m_path)->why;
    auto const again = find({lost(4) + "\tSO-1/2"});
    EXPECT_EQ(findings(again), std::vector{Finding::recovered});
    auto const nothing = enter(again);
    ASSERT_TRUE(nothing.ok());
    EXPECT_TRUE(nothing->labels.empty());
    EXPECT_EQ(nothing->head.incarnation, "") << "nothing was written";
}

TEST_F(Recovering, SaysWhatItCannotEnter) {
    auto const losses = find({lost(4), lost(5) + "\tSO-1", lost(6) + "\tSO-9/1"});
    auto const done = enter(losses);
    ASSERT_TRUE(done.ok());
    ASSERT_EQ(done->labels.size(), 3U);
    EXPECT_THAT(done->labels[0].why, HasSubstr("which order?"));
    EXPECT_THAT(done->labels[1].why, HasSubstr("2 lines here"));
    EXPECT_THAT(done->labels[2].why, HasSubstr("never had order SO-9/1"));
    EXPECT_TRUE(done->head.incarnation.empty());
    EXPECT_EQ(open_good(m_path)->head().incarnation, m_kept.incarnation);
}

TEST_F(Recovering, NeedsAPersonWhoMay) {
    auto const losses = find({lost(4) + "\tSO-1/2"});
    EXPECT_EQ(enter(losses, "p1").error().kind, ErrorKind::no_right);
    EXPECT_EQ(enter(losses, "nobody").error().kind, ErrorKind::no_right);
    EXPECT_EQ(enter_again(m_path, losses, {"p9", ""}, options()).error().kind, ErrorKind::bad_input);
    auto const running = open_good(m_path);
    EXPECT_EQ(enter(losses).error().kind, ErrorKind::conflict) << "the station runs";
}

TEST_F(Recovering, EntersALostCountAsACount) {
    auto const done = enter(find({lost_count(4, 3) + "\tSO-7"}));
    ASSERT_TRUE(done.ok()) << done.error().text();
    auto const fact = std::get<domain::Counted>(entered(*done));
    EXPECT_EQ(fact.count, 3);
    EXPECT_EQ(fact.recovers, 4U);
    EXPECT_EQ(fact.recovers_incarnation, m_kept.incarnation);
    EXPECT_EQ(fact.reason, "disk changed");
    EXPECT_EQ(fact.read_on, "label " + m_kept.incarnation + " 4");
    EXPECT_EQ(fact.person, "p9");
    EXPECT_EQ(fact.task.line.order_no, "SO-7");
    EXPECT_EQ(findings(find({lost_count(4, 3)})), std::vector{Finding::recovered});
    EXPECT_TRUE(verify(m_path)->ok) << verify(m_path)->why;
}

TEST_F(Recovering, DoesNotMistakePiecesForAWeight) {
    auto const done = enter(find({lost_count(4, 3) + "\tSO-1/1", lost(5) + "\tSO-7/1"}));
    ASSERT_TRUE(done.ok());
    EXPECT_THAT(done->labels.at(0).why, HasSubstr("wants a weight"));
    EXPECT_THAT(done->labels.at(1).why, HasSubstr("counts pieces"));
    EXPECT_TRUE(done->head.incarnation.empty());
}

TEST_F(Recovering, SettlesInKilogramsWhatWasOrderedInNoMass) {
    auto const done = enter(find({lost(4) + "\tSO-8/1"}));
    ASSERT_TRUE(done.ok());
    auto const fact = std::get<domain::Weighed>(entered(*done));
    EXPECT_EQ(fact.settled, "2.000");
    EXPECT_EQ(fact.settle_unit, "kg");
    EXPECT_EQ(fact.zone, domain::Weighed{}.zone) << "nobody can say what is right";
}

TEST_F(Recovering, BelievesTheKeyItIsGivenBesideItsOwn) {
    auto const before = wire::make_key_pair();
    std::vector<Scan> const scans{{1, label(m_kept.incarnation, 4, 1'000'000, "00ff00ff", before)}};
    EXPECT_EQ(find_losses(m_path, scans, "")->labels[0].finding, Finding::forged);
    EXPECT_EQ(find_losses(m_path, scans, before.public_key)->labels[0].finding, Finding::lost);
    EXPECT_EQ(find_losses(m_path, scans, "no key")->labels[0].finding, Finding::forged);
}

TEST_F(Recovering, ALabelWithAnotherHashContradictsTheJournal) {
    auto const keys = *device_key(m_path);
    auto const losses = find({label(m_kept.incarnation, m_kept.seq - 1, 2'025'000, "00ff00ff", keys)});
    EXPECT_EQ(findings(losses), std::vector{Finding::contradicts});
    EXPECT_THAT(losses.labels[0].why, HasSubstr("its hash"));
}

TEST_F(Recovering, NothingIsMissingWhenTheOriginalCameBack) {
    auto const lost_weighing = lost(4);
    ASSERT_TRUE(enter(find({lost_weighing + "\tSO-1/2"})).ok());
    {
        auto const journal = open_good(m_path);
        auto const fact = domain::Fact{samples::weighed("SO-1", "2", 2'000'000)};
        domain::StoredEvent event{
            {"T03", m_kept.incarnation, 4}, "weighed", wire::encode(fact, samples::stamp()), m_kept.hash, ""};
        event.hash = wire::hash_event(event);
        ASSERT_TRUE(journal->take_back({&event, 1}).ok());
        ASSERT_TRUE(journal->mark_clean_end().ok());
    }
    auto const losses = find({lost_weighing});
    EXPECT_EQ(findings(losses), std::vector{Finding::recovered});
    EXPECT_TRUE(losses.gaps.empty());
}

TEST_F(Recovering, HasABoundAndNeedsAJournal) {
    EXPECT_EQ(find_losses(m_path, std::vector<Scan>(max_scans + 1), "").error().kind, ErrorKind::bad_input);
    EXPECT_EQ(find_losses(m_folder / "none", {}, "").error().kind, ErrorKind::unavailable);
    EXPECT_EQ(enter_again(m_folder / "none", {}, {"p9", "x"}, options()).error().kind,
              ErrorKind::unavailable);
    std::vector<std::string> names;
    for (int i = 0; i <= static_cast<int>(Finding::again); ++i)
        names.push_back(name(static_cast<Finding>(i)));
    EXPECT_THAT(names, testing::ElementsAre("present", "lost", "recovered", "other_station", "contradicts",
                                            "forged", "unreadable", "again"));
}

TEST_F(Recovering, KnowsACountOfItsOwn) {
    domain::Seq seq = 0;
    std::string hash;
    {
        auto const journal = open_good(m_path);
        seq = append_good(*journal, {domain::Counted{samples::task_facts("SO-7", "1"), 4, "key", "p7", "张"}})
                  .seq;
        hash = journal->head().hash.substr(0, 8);
        m_kept.incarnation = journal->head().incarnation;
    }
    auto const keys = *device_key(m_path);
    wire::LabelClaim const claim{
        wire::label_key_id(keys.public_key), {"T03", m_kept.incarnation, seq}, {}, 4, hash};
    auto const text = *wire::label_payload(claim, wire::label_signer(keys.secret_key));
    EXPECT_EQ(findings(find({text})), std::vector{Finding::present});
}

TEST_F(Recovering, APersonOfAnotherDayMayNotAndRottenFeedIsPassedOver) {
    auto const losses = find({lost(4) + "\tSO-1/2", lost(5) + "\tSO-8/1"});
    {
        domain::Person gone{
            .id = "p9", .name = "班长", .rights = {domain::Right::enter_weight}, .active = false};
        auto const item = feed_item(7, domain::PersonGiven{gone});
        ASSERT_TRUE(open_good(m_path)->append_feed({&item, 1}).ok());
    }
    EXPECT_EQ(enter(losses).error().kind, ErrorKind::no_right) << "she left";
    tamper(m_path, "UPDATE person SET position=1 WHERE id='p9'");
    EXPECT_EQ(enter(losses).error().kind, ErrorKind::no_right) << "that is no person";
    tamper(m_path, "UPDATE feed SET body='{}' WHERE position=1");
    EXPECT_EQ(findings(losses), (std::vector{Finding::lost, Finding::lost}))
        << "a task is only needed to enter";
    tamper(m_path, "UPDATE person SET position=3 WHERE id='p9'; UPDATE feed SET body='{}' WHERE position=3");
    EXPECT_EQ(enter(losses).error().kind, ErrorKind::no_right) << "nor can that be read";
    rot_table(m_path, "journal");
    EXPECT_EQ(find_losses(m_path, {}, "").error().kind, ErrorKind::corrupt);
}

}  // namespace
}  // namespace bozhong::journal
