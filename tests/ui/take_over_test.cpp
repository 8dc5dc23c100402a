// A second badge in the middle of a product, typed into the window as a reader types it: the PIN is asked
// for, the place is kept, and the window is as the one who took over likes it.

#include <sodium.h>
#include <mutex>

#include "tests/ui/fixtures/live_window.h"
#include "ui/main/screen_file.h"
#include "ui/widgets/key.h"

namespace bozhong::ui {
namespace {

class NoPrinter : public app::Printer {
  public:
    void start(OnLabel, OnState on_state) override { on_state({"printer", core::PrinterState::ready, ""}); }
    void print(app::LabelJob) override {}
    void stop() override {}
};

domain::Person sorter(std::string const& id, std::string const& pin) {
    domain::Person person{.id = id, .name = "员工 " + id};
    person.rights = {domain::Right::capture, domain::Right::correct_own};
    person.badge = "BADGE-" + id;
    if (pin.empty()) return person;
    char hash[crypto_pwhash_STRBYTES];
    EXPECT_EQ(crypto_pwhash_str(hash, pin.data(), pin.size(), crypto_pwhash_OPSLIMIT_MIN,
                                crypto_pwhash_MEMLIMIT_MIN),
              0);
    person.pin_hash = hash;
    return person;
}

class TakeOver : public fixtures::LiveWindow {
  protected:
    TakeOver() : file(path) {}
    void SetUp() override {
        auto opened = journal::open_good(path);
        std::vector<domain::FeedItem> items{journal::feed_item(1, domain::PersonGiven{sorter("07", "")}),
                                            journal::feed_item(2, domain::PersonGiven{sorter("08", "2580")})};
        for (std::string const line : {"1", "2", "3"}) {
            auto task = journal::task(line);
            task.customer_code = "D-00" + line;
            task.position = items.size();
            items.push_back(
                journal::feed_item(static_cast<std::int64_t>(items.size()) + 1, domain::TaskGiven{task}));
        }
        ASSERT_TRUE(opened->append_feed(items).ok());
        app::Parts parts;
        parts.journal = std::move(opened);
        parts.printer = std::make_unique<NoPrinter>();
        make(std::move(parts));
        keep_likes(window, file, table);
        runner->listen([this](core::Snapshot const& snapshot) {
            std::lock_guard const lock(mutex);
            newest = snapshot;
        });
        start();
        runner->sign_in("BADGE-07", "");
        ASSERT_TRUE(until([&] { return window.person() == "07" && visible("skipKey"); }));
    }
    bool visible(char const* name) const {
        auto const found = window.findChildren<QWidget*>(QString::fromLatin1(name));
        return std::ranges::any_of(found, [](QWidget const* each) { return each->isVisible(); });
    }
    std::string in_hand() {
        std::lock_guard const lock(mutex);
        return newest.task ? newest.task->customer_code : "";
    }

    ScreenFile file;
    std::mutex mutex;
    core::Snapshot newest;
};

TEST_F(TakeOver, KeepsThePlaceInTheMiddleOfAProductAndBringsWhatSheLikes) {
    Settings hers = table;
    hers.language = "en";
    hers.left_handed = true;
    hers.loudness = 3;
    file.save(hers, "08");
    press("skipKey");
    ASSERT_TRUE(until([&] { return in_hand() == "D-002"; }));

    scan("BADGE-08");
    ASSERT_TRUE(until([&] { return visible("padKey_last"); }));
    press("backKey");
    EXPECT_TRUE(visible("skipKey")) << "there is a way back";
    EXPECT_EQ(window.person(), "07");

    scan("BADGE-08");
    ASSERT_TRUE(until([&] { return visible("padKey_last"); }));
    for (char const* const digit : {"padKey_2", "padKey_5", "padKey_8", "padKey_0", "padKey_last"})
        press(digit);
    ASSERT_TRUE(until([&] { return window.person() == "08" && visible("skipKey"); }));
    EXPECT_EQ(in_hand(), "D-002") << "the place is kept";
    EXPECT_EQ(window.settings().language, "en");
    EXPECT_TRUE(window.settings().left_handed);
    EXPECT_EQ(window.settings().loudness, 3);

    // What she changes is hers; who comes back has his own. A badge that stands alone asks for nothing.
    press("moreKey");
    press("mineKey");
    press("mySpeechKey");
    press("backKey");
    scan("BADGE-07");
    ASSERT_TRUE(until([&] { return window.person() == "07"; }));
    EXPECT_EQ(window.settings().language, "zh");
    EXPECT_FALSE(window.settings().left_handed);
    EXPECT_TRUE(window.settings().speech);
    EXPECT_EQ(in_hand(), "D-002");
    EXPECT_FALSE(file.load(table, "08").speech);
    EXPECT_TRUE(file.load(table).speech) << "the table's own are as they were";
}

TEST_F(TakeOver, AWrongPinChangesNothingAndHerOwnBadgeNeither) {
    scan("BADGE-08");
    ASSERT_TRUE(until([&] { return visible("padKey_last"); }));
    for (char const* const digit : {"padKey_1", "padKey_last"}) press(digit);
    press("backKey");
    EXPECT_EQ(window.person(), "07");
    scan("BADGE-07");
    scan("NO-SUCH-BADGE");
    ASSERT_TRUE(until([&] { return visible("scanPanel"); })) << "any other text is looked up as before";
    EXPECT_EQ(window.person(), "07");
}

TEST_F(TakeOver, WithNobodySignedInTheTableIsAsItWas) {
    Settings his = table;
    his.language = "en";
    file.save(his, "07");
    window.apply(his);
    runner->post(core::KeyPressed{.key = core::Key::sign_out});
    ASSERT_TRUE(until([&] { return window.person().empty(); }));
    EXPECT_EQ(window.settings().language, "zh");
}

TEST_F(TakeOver, WhomTheTableWorksForIsKeptForTheTableAndPressedOnceWhenItStartsAgain) {
    std::vector<core::KeyPressed> pressed;
    auto const press = [&](core::KeyPressed key) { pressed.push_back(std::move(key)); };
    keep_work(window, file, press);
    EXPECT_TRUE(pressed.empty()) << "nothing was chosen yet";
    core::WorkChoice const choice{core::WalkBy::code, core::OnlyFor::driver, "阿顺, 老秦"};
    runner->post(core::KeyPressed{.key = core::Key::walk, .text = "code"});
    runner->post(core::KeyPressed{.key = core::Key::only, .text = "driver", .detail = choice.name});
    ASSERT_TRUE(until([&] { return file.load_work() == choice && visible("onlyKey"); }));
    keep_work(window, file, press);
    ASSERT_EQ(pressed.size(), 2U);
    EXPECT_EQ(pressed[0].text, "code");
    EXPECT_EQ(pressed[1].detail, choice.name);
    // A second one of the same key within its bounce is none: she touches until she sees it.
    EXPECT_TRUE(until([&] {
        if (visible("onlyKey")) this->press("onlyKey");
        return file.load_work() == core::WorkChoice{core::WalkBy::code} && !visible("onlyKey");
    }));
}

TEST(ScreenFile, KeepsPeopleApartWhateverTheirIdsHold) {
    journal::Folder folder;
    ScreenFile const file(folder / "journal.db");
    Settings const table;
    Settings one = table, other = table;
    one.loudness = 1;
    one.panel_width_mm = 300;
    other.loudness = 3;
    file.save(one, "a/b");
    file.save(other, "a");
    EXPECT_EQ(file.load(table, "a/b").loudness, 1);
    EXPECT_EQ(file.load(table, "a").loudness, 3);
    EXPECT_EQ(file.load(table, "张三").loudness, table.loudness);
    EXPECT_EQ(file.load(table).panel_width_mm, 217.0) << "the last who saved: the width is the table's";
}

}  // namespace
}  // namespace bozhong::ui
