// What the diagnostics screen is fed from: frames, rate and counters of a scale, and a recording that is a
// capture file.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "drivers/link/capture.h"
#include "ui/main/trace_desk.h"

namespace bozhong::ui {
namespace {

using link::Direction;
using namespace std::string_literals;

/// One frame of the STGS text form.
constexpr char const* frame = "ST,GS,+  2.025kg\r\n";

class Desk : public ::testing::Test {
  protected:
    Desk()
        : folder(std::filesystem::path(testing::TempDir()) /
                 ("traces-" + std::to_string(::getpid()) + "-" +
                  testing::UnitTest::GetInstance()->current_test_info()->name())),
          desk({folder.string(), [this] { return domain::Instant{domain::milliseconds{now}}; },
                [this] { return local; }}) {
        std::filesystem::remove_all(folder);
        domain::ScaleRecord record;
        record.id = "scale/1";
        record.protocol = "stgs";
        record.unit = "kg";
        record.endpoint = "tcp:127.0.0.1:4001";
        tap = desk.tap(record);
    }
    ~Desk() override { std::filesystem::remove_all(folder); }
    void arrive(std::string const& bytes = frame) {
        tap->bytes(Direction::from_scale, bytes);
        domain::Reading reading;
        reading.at = domain::Instant{domain::milliseconds{now}};
        reading.raw.assign(bytes);
        tap->reading(reading);
    }
    [[nodiscard]] std::filesystem::path recorded() { return folder / desk.look("scale/1").recording.file; }

    std::filesystem::path folder;
    std::int64_t now = 5'000, local = 1'686'976'572'345;
    TraceDesk desk;
    std::shared_ptr<run::WireTap> tap;
};

TEST_F(Desk, KeepsTheLastFramesNewestFirstAndTheirRate) {
    for (int at = 0; at < 40; ++at, now += 100) arrive("frame " + std::to_string(at));
    tap->counted({40, 7, 2});
    auto const trace = desk.look("scale/1");
    ASSERT_EQ(trace.frames.size(), ScaleTrace::most_frames);
    EXPECT_EQ(trace.frames.front().reading.raw.view(), "frame 39");
    EXPECT_EQ(trace.frames.back().reading.raw.view(), "frame 28");
    EXPECT_EQ(trace.frames.front().local_ms, local);
    EXPECT_EQ(trace.tenths_per_second, 100);
    EXPECT_EQ(trace.good, 40U);
    EXPECT_EQ(trace.skipped_bytes, 7U);
    EXPECT_EQ(trace.checksum_errors, 2U);
    now += 60'000;
    EXPECT_EQ(desk.look("scale/1").tenths_per_second, 0) << "a silent scale has no rate";
}

TEST_F(Desk, AScaleNobodyKnowsIsEmpty) {
    desk.record("other", true);
    EXPECT_TRUE(desk.look("other").frames.empty());
    EXPECT_FALSE(desk.look("other").recording.on);
}

TEST_F(Desk, RecordsEveryByteBothWaysAsACapture) {
    arrive("before\r\n");
    desk.record("scale/1", true);
    EXPECT_TRUE(desk.look("scale/1").recording.on);
    arrive();
    now += 95;
    tap->bytes(Direction::to_scale, "Z\r\n");
    tap->bytes(Direction::from_scale, "\x01\xFF");
    desk.record("scale/1", false);
    arrive("after\r\n");
    EXPECT_EQ(desk.look("scale/1").recording.file, "wire-scale_1-20230617-043612.cap");
    auto const capture = link::read_capture(recorded().string());
    ASSERT_TRUE(capture.ok()) << capture.error().text();
    EXPECT_EQ(capture->value("protocol"), "stgs");
    EXPECT_EQ(capture->value("unit"), "kg");
    std::vector<link::CapturedBytes> const expected{{0, Direction::from_scale, frame},
                                                    {95, Direction::to_scale, "Z\r\n"},
                                                    {95, Direction::from_scale, "\x01\xFF"}};
    EXPECT_EQ(capture->records, expected);
}

TEST_F(Desk, TheRecordingIsReplayedByTheProgram) {
    desk.record("scale/1", true);
    for (int at = 0; at < 5; ++at, now += 100) arrive();
    desk.record("scale/1", false);
    std::string const command = BOZHONG_BIN_DIR "/bozhong scale replay --bless '" + recorded().string() + "'";
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 0);
    std::ifstream file(recorded().replace_extension(".jsonl"));
    std::string const said((std::istreambuf_iterator<char>(file)), {});
    EXPECT_NE(said.find("2.025"), std::string::npos) << said;
}

TEST_F(Desk, EndsByItselfAfterAMinute) {
    desk.record("scale/1", true);
    now += record_longest_ms;
    arrive();
    EXPECT_TRUE(desk.look("scale/1").recording.on);
    now += 1;
    arrive("too late\r\n");
    EXPECT_FALSE(desk.look("scale/1").recording.on);
    EXPECT_EQ(link::read_capture(recorded().string())->records.size(), 1U);
}

TEST_F(Desk, EndsByItselfWhenTheScaleIsSilent) {
    desk.record("scale/1", true);
    now += record_longest_ms + 1;
    EXPECT_FALSE(desk.look("scale/1").recording.on);
}

TEST_F(Desk, EndsByItselfBeforeTheFileIsTooLarge) {
    desk.record("scale/1", true);
    std::string const block(4096, 'x');
    for (int at = 0; at < 200; ++at) tap->bytes(Direction::from_scale, block);
    EXPECT_FALSE(desk.look("scale/1").recording.on);
    auto const size = static_cast<std::int64_t>(std::filesystem::file_size(recorded()));
    EXPECT_LE(size, record_most_bytes);
    EXPECT_GT(size, record_most_bytes / 2);
}

TEST_F(Desk, KeepsTheNewestRecordingsOnly) {
    for (std::size_t at = 0; at < recordings_kept + 5; ++at, local += 1'000) {
        desk.record("scale/1", true);
        desk.record("scale/1", false);
    }
    std::filesystem::directory_iterator const files(folder);
    EXPECT_EQ(static_cast<std::size_t>(std::distance(begin(files), end(files))), recordings_kept);
    EXPECT_TRUE(std::filesystem::exists(recorded()));
}

TEST_F(Desk, SaysWhenItCannotWrite) {
    std::ofstream(folder.string()) << "a file stands where the folder should";
    desk.record("scale/1", true);
    EXPECT_FALSE(desk.look("scale/1").recording.on);
    EXPECT_TRUE(desk.look("scale/1").recording.failed);
}

}  // namespace
}  // namespace bozhong::ui
