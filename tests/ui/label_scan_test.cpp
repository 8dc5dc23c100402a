// A label's code typed into the window as a keyboard-wedge scanner types it: through the runner to a journal
// on disk, back to the screen, and on to the printer.

#include <mutex>

#include "station/journal/files.h"
#include "sync/wire/chain.h"
#include "sync/wire/label_maker.h"
#include "tests/ui/fixtures/live_window.h"
#include "ui/main/label_press.h"
#include "ui/widgets/key.h"

namespace bozhong::ui {
namespace {

/// Keeps the labels it is given, and says that each came out.
class Paper : public app::Printer {
  public:
    void start(OnLabel on_label, OnState on_state) override {
        m_on_label = std::move(on_label);
        on_state({"printer", core::PrinterState::ready, ""});
    }
    void print(app::LabelJob job) override {
        {
            std::lock_guard const lock(m_mutex);
            m_printed.push_back(job.content);
        }
        m_on_label({job.label, domain::LabelState::printed, "status", "printer", ""});
    }
    void stop() override {}
    std::vector<domain::LabelContent> printed() {
        std::lock_guard const lock(m_mutex);
        return m_printed;
    }

  private:
    OnLabel m_on_label;
    std::mutex m_mutex;
    std::vector<domain::LabelContent> m_printed;
};

class AtTheTable : public fixtures::LiveWindow {
  protected:
    void SetUp() override {
        auto opened = journal::open_good(path);
        std::vector<domain::FeedItem> const items{
            journal::feed_item(1, domain::TaskGiven{journal::task("1")})};
        ASSERT_TRUE(opened->append_feed(items).ok());
        weighed = journal::append_good(*opened, journal::weighing("1"));
        weighed.seq -= 1;  // its label's event is the head
        config::StationSettings settings;
        settings.journal = path;
        settings.name = "3 号台";
        auto maker = make_label_maker(settings, {}, *opened);
        ASSERT_TRUE(maker.ok()) << maker.error().text();
        auto const event = opened->read({weighed.incarnation, weighed.seq});
        ASSERT_TRUE(event.ok());
        hash = event->hash.substr(0, 8);
        auto const label = (*maker)(*event, 0);
        ASSERT_TRUE(label.ok()) << label.error().text();
        qr = label->qr;

        app::Parts parts;
        parts.journal = std::move(opened);
        parts.make_label = std::move(maker).value();
        auto held = std::make_unique<Paper>();
        paper = held.get();
        parts.printer = std::move(held);
        make(std::move(parts));
        start();
        domain::Person person{.id = "b1", .name = "班长", .role = domain::Role::supervisor};
        person.rights = {domain::Right::capture, domain::Right::correct_own, domain::Right::correct_any};
        runner->post(core::SignInAccepted{person, "badge"});
        ASSERT_TRUE(until([&] { return fixtures::key(window, "moreKey") != nullptr; }));
    }
    /// The words of the screen that answers a scan; empty while it is not up.
    QString answer() {
        auto const* panel = window.findChild<QWidget*>("scanPanel");
        return panel != nullptr && panel->isVisible() ? panel->accessibleName() : QString();
    }
    bool answers(Word word, QStringList const& figures = {}) {
        QString const wanted = say(word, Language::zh, figures);
        return until([&] { return answer() == wanted; });
    }
    std::string made(std::string const& station, domain::Seq seq, std::string const& said_hash,
                     wire::KeyPair const& keys) const {
        wire::LabelClaim const claim{wire::label_key_id(keys.public_key),
                                     {station, weighed.incarnation, seq},
                                     2'025'000,
                                     {},
                                     said_hash};
        return wire::label_payload(claim, wire::label_signer(keys.secret_key)).value();
    }

    domain::Head weighed;  ///< the one weighing
    std::string qr, hash;
    Paper* paper = nullptr;
};

TEST_F(AtTheTable, ALabelOfThisTableOpensItsWeighingAndIsPrintedAgainAsACopy) {
    scan(qr);
    ASSERT_TRUE(answers(Word::scan_record)) << answer().toStdString();
    ASSERT_NE(fixtures::key(window, "row_0"), nullptr);
    fixtures::tap(window, *fixtures::key(window, "actKey_0"));
    ASSERT_TRUE(until([&] { return !paper->printed().empty(); }));
    auto const copy = paper->printed().front();
    EXPECT_EQ(copy.event.seq, weighed.seq);
    EXPECT_EQ(copy.event.incarnation, weighed.incarnation);
    EXPECT_EQ(copy.qr, qr);
    EXPECT_GT(copy.copy, 0);
}

TEST_F(AtTheTable, AVoidedOneIsSeenAsVoidAtOnceAndWhenItIsScannedAgain) {
    scan(qr);
    ASSERT_TRUE(answers(Word::scan_record));
    fixtures::tap(window, *fixtures::key(window, "actKey_2"));
    fixtures::tap(window, *fixtures::key(window, "actKey_2"));
    ASSERT_TRUE(answers(Word::scan_voided)) << answer().toStdString();
    fixtures::tap(window, *fixtures::key(window, "backKey"));
    EXPECT_TRUE(answer().isEmpty());
    scan(qr);
    EXPECT_TRUE(answers(Word::scan_voided));
}

TEST_F(AtTheTable, EveryOtherTextIsCalledWhatItIs) {
    auto const own = *journal::device_key(path);
    auto const stranger = wire::make_key_pair();
    auto forged = qr;
    forged.replace(forged.find(".2025000."), 9, ".2925000.");
    scan(forged);
    EXPECT_TRUE(answers(Word::scan_forged)) << answer().toStdString();
    scan(made("T03", weighed.seq + 100, "00ff00ff", own));
    EXPECT_TRUE(answers(Word::scan_lost)) << answer().toStdString();
    scan(made("T03", weighed.seq, "00ff00ff", own));
    EXPECT_TRUE(answers(Word::scan_differs)) << answer().toStdString();
    scan(made("T03", weighed.seq, "00ff00ff", stranger));
    EXPECT_TRUE(answers(Word::scan_forged)) << answer().toStdString();
    scan(made("T04", 7, "00ff00ff", stranger));
    EXPECT_TRUE(answers(Word::scan_other, {QStringLiteral("T04")})) << answer().toStdString();
    scan(qr.substr(0, qr.size() / 2));
    EXPECT_TRUE(answers(Word::scan_unreadable)) << answer().toStdString();
    scan("BZ2" + qr.substr(3));
    EXPECT_TRUE(answers(Word::scan_newer)) << answer().toStdString();
    scan("6901234567892");
    EXPECT_TRUE(answers(Word::scan_not_ours)) << answer().toStdString();
    EXPECT_EQ(fixtures::key(window, "actKey_0"), nullptr);
    EXPECT_TRUE(paper->printed().empty());
}

TEST_F(AtTheTable, ALabelOfAnEarlierKeyIsBelievedBecauseTheJournalSaysTheSame) {
    scan(made("T03", weighed.seq, hash, wire::make_key_pair()));
    EXPECT_TRUE(answers(Word::scan_record)) << answer().toStdString();
}

}  // namespace
}  // namespace bozhong::ui
