#include "drivers/printer/escpos.h"

#include <gtest/gtest.h>

#include <bit>
#include <random>

#include "golden.h"

namespace {

using namespace bozhong;
using namespace bozhong::printer;

Profile profile_with(int band_rows, Feed feed = Feed::none, Confirm confirm = Confirm::none) {
    Profile profile = *find_profile("escpos_58_label");
    profile.band_rows = band_rows;
    profile.feed = feed;
    profile.confirm = confirm;
    return profile;
}

Raster raster(std::string const& rows, int width_bytes) {
    return {std::as_bytes(std::span(rows)), width_bytes, static_cast<int>(rows.size()) / width_bytes};
}

std::string encoded(Profile const& profile, std::string const& rows, int width_bytes) {
    auto result = encode_label(profile, raster(rows, width_bytes), "0042");
    EXPECT_TRUE(result.ok());
    return result.ok() ? result->bytes() : "";
}

/// The picture inside a stream of GS v 0 bands, read without the encoder.
std::string picture_in(std::string_view bytes, std::size_t width_bytes) {
    std::string rows;
    while (true) {
        std::size_t const at = bytes.find(std::string_view("\x1D\x76\x30\x00", 4));
        if (at == std::string_view::npos) return rows;
        auto const number = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
        EXPECT_EQ(number(4) + 256U * number(5), width_bytes);
        std::size_t const size = width_bytes * (number(6) + 256U * number(7));
        rows += bytes.substr(at + 8, size);
        bytes.remove_prefix(at + 8 + size);
    }
}

int ink(std::string const& rows) {
    int dots = 0;
    for (unsigned char c : rows) dots += std::popcount(c);
    return dots;
}

TEST(Escpos, PictureEqualsTheManualsExample) {
    std::string const stream = golden("06-raster-GSv0.bin");
    ASSERT_EQ(stream.size(), 11531U);
    std::string const rows = stream.substr(10, 11520);
    std::string const ours = encoded(profile_with(256), rows, 48);
    EXPECT_EQ(ours.substr(0, 11530), stream.substr(0, 11530));
    EXPECT_EQ(ours.substr(11530), "\x1B\x64\x04");
}

TEST(Escpos, BandsHoldTheWholePicture) {
    std::string const rows = golden("06-raster-GSv0.bin").substr(10, 11520);
    for (int band : {1, 7, 128, 240, 256}) {
        auto result = encode_label(profile_with(band), raster(rows, 48));
        ASSERT_TRUE(result.ok());
        EXPECT_EQ(picture_in(result->bytes(), 48), rows);
        EXPECT_EQ(result->segments.size(), static_cast<std::size_t>((240 + band - 1) / band) + 1);
        EXPECT_EQ(result->flush_bytes, static_cast<std::size_t>(std::min(band, 240)) * 48 + 8);
    }
}

TEST(Escpos, FeedAndConfirmationByDialect) {
    std::string const rows(8, '\x0F');
    auto const tail = [&](Feed feed, Confirm confirm) {
        return encoded(profile_with(128, feed, confirm), rows, 1).substr(18);
    };
    EXPECT_EQ(tail(Feed::ff, Confirm::gs_r), "\x0C\x1D\x72\x01");
    EXPECT_EQ(tail(Feed::gs_ff, Confirm::none), golden("13-label-feed.bin").substr(0, 2));
    std::string const id = golden("10-job-with-process-id.bin").substr(9, 11);
    EXPECT_EQ(tail(Feed::ff, Confirm::process_id), "\x0C" + id);
    std::string const epson = encoded(profile_with(128, Feed::epson_label), rows, 1);
    std::string const vector = golden("13-label-feed.bin");
    EXPECT_EQ(epson.substr(2, 7), vector.substr(2, 7));
    EXPECT_EQ(epson.substr(epson.size() - 7), vector.substr(9, 7));
}

TEST(Escpos, QuestionsAndRecoveryEqualTheManuals) {
    std::string const questions = golden("09-status-queries.bin");
    for (int n = 1; n <= 4; ++n)
        EXPECT_EQ(escpos_question(n), questions.substr(static_cast<std::size_t>(n - 1) * 3, 3));
    EXPECT_EQ(clear_after_error(), golden("11-recovery.bin").substr(0, 3));
    std::string const flush = escpos_flush(profile_with(128, Feed::ff, Confirm::gs_r), 12'000, "0042");
    EXPECT_EQ(flush.find_first_not_of('\0'), 12'000U);
    EXPECT_EQ(flush.substr(12'000), "\x1B\x40\x0C\x1D\x72\x01");
}

TEST(Escpos, WhatCannotBePrintedIsSaid) {
    std::string const rows(49, '\0');
    auto const wide = encode_label(profile_with(128), raster(rows, 49));
    ASSERT_FALSE(wide.ok());
    EXPECT_EQ(wide.error().kind, domain::ErrorKind::bad_input);
    EXPECT_FALSE(encode_label(profile_with(128), {std::as_bytes(std::span(rows)), 48, 1}).ok());
    EXPECT_FALSE(encode_label(profile_with(128), {{}, 48, 0}).ok());
    EXPECT_FALSE(encode_label(profile_with(128), {std::as_bytes(std::span(rows)), 7, 7}, "abc").ok());
}

TEST(Escpos, HazardSampleIsCured) {
    std::string const stream = golden("08-raster-embedded-realtime.bin");
    std::string const rows = stream.substr(10, 48 * 8);
    ASSERT_NE(find_realtime(rows), std::string::npos);
    auto const result = encode_label(profile_with(128), raster(rows, 48));
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(find_realtime(result->bytes()), std::string::npos);
    EXPECT_NE(result->moved_right, 0);
    EXPECT_EQ(result->dots_added, 0);
}

TEST(Escpos, APairAcrossTwoRowsIsCuredByANewBand) {
    std::string const rows("\x01\x10\x04\x01", 4);
    auto const result = encode_label(profile_with(128), raster(rows, 2));
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->segments.size(), 3U);
    EXPECT_EQ(result->moved_right, 0);
    EXPECT_EQ(picture_in(result->bytes(), 2), rows);
    EXPECT_EQ(find_realtime(result->bytes()), std::string::npos);
}

/// Whatever the picture, no real-time command leaves, and its ink is the same but for the dots that are
/// reported.
TEST(Escpos, NoPictureHoldsARealTimeCommand) {
    std::mt19937 random(20'261'121);
    constexpr unsigned char k_hazards[] = {0x10, 0x04, 0x05, 0x14, 0x10, 0x00, 0x10, 0xFF};
    int moved = 0, blackened = 0;
    for (int round = 0; round < 2000; ++round) {
        int const width = random() % 3 == 0 ? 48 : static_cast<int>(random() % 48) + 1,
                  height = static_cast<int>(random() % 20) + 1;
        bool const margins = random() % 2 == 0;
        std::string rows(static_cast<std::size_t>(width * height), '\0');
        auto const density = random() % 12 + 1;
        for (int i = 0; i < width * height; ++i) {
            bool const edge = i % width == 0 || i % width == width - 1;
            if (random() % density == 0 && !(margins && edge))
                rows[static_cast<std::size_t>(i)] =
                    static_cast<char>(k_hazards[random() % std::size(k_hazards)]);
        }
        auto const result = encode_label(
            profile_with(static_cast<int>(random() % 16) + 1, Feed::ff, Confirm::gs_r), raster(rows, width));
        ASSERT_TRUE(result.ok());
        ASSERT_EQ(find_realtime(result->bytes()), std::string::npos);
        bool const widened = result->moved_right != 0 && (width + 1) * 8 <= 384;
        auto const out = picture_in(result->bytes(), static_cast<std::size_t>(width + (widened ? 1 : 0)));
        ASSERT_EQ(ink(out), ink(rows) + result->dots_added);
        if (result->moved_right == 0 && result->dots_added == 0) {
            ASSERT_EQ(out, rows);
        }
        moved += result->moved_right != 0;
        blackened += result->dots_added != 0;
    }
    EXPECT_GT(moved, 100);
    EXPECT_GT(blackened, 10);
}

TEST(Profiles, AreNamedOnceAndSane) {
    for (Profile const& profile : profiles()) {
        EXPECT_EQ(find_profile(profile.id), &profile);
        EXPECT_EQ(profile.dots_wide % 8, 0);
        EXPECT_GE(profile.band_rows, 128);
        EXPECT_LE(profile.band_rows, 256);
    }
    EXPECT_EQ(find_profile("none"), nullptr);
}

}  // namespace
