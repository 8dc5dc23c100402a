// Reading weights costs no memory: the whole test program counts its allocations.

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "tests/drivers/scale/vectors.h"

namespace {
std::atomic<std::size_t> allocations{0};

void* counted(std::size_t bytes) {
    ++allocations;
    if (void* const memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
    throw std::bad_alloc();
}
}  // namespace

void* operator new(std::size_t bytes) {
    return counted(bytes);
}
void* operator new[](std::size_t bytes) {
    return counted(bytes);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace bozhong::scale::test {
namespace {

/// Frames of one protocol that are readings, many times over.
std::string readings_of(Protocol const& protocol) {
    std::string once;
    for (Vector const& frame : good_frames(protocol.id)) {
        auto const outcome = decode_whole(protocol, frame.bytes, "kg");
        if (outcome.events.size() == 1 && std::holds_alternative<domain::Reading>(outcome.events[0]))
            once += frame.bytes;
    }
    std::string all;
    while (all.size() < 20'000 && !once.empty()) all += once;
    return all;
}

TEST(Allocations, TheCounterCounts) {
    std::size_t const before = allocations;
    auto const one = std::make_unique<int>(1);
    EXPECT_EQ(allocations - before, 1u);
}

TEST(Allocations, ReadingsOfAnyProtocolInAnyPiecesNeedNone) {
    for (Protocol const& protocol : protocols()) {
        std::string const bytes = readings_of(protocol);
        for (std::size_t const piece : {std::size_t{1}, std::size_t{7}, std::size_t{4096}, bytes.size()}) {
            Decoder decoder(protocol, "kg");
            std::size_t readings = 0;
            auto const count = [&](Decoded const&) { ++readings; };
            std::size_t const before = allocations;
            for (std::size_t at = 0; at < bytes.size(); at += piece)
                decoder.feed(as_bytes(std::string_view(bytes).substr(at, piece)), count);
            decoder.end(count);
            EXPECT_EQ(allocations - before, 0u) << protocol.id << " in pieces of " << piece;
            EXPECT_TRUE(bytes.empty() || readings > 100) << protocol.id;
        }
    }
}

}  // namespace
}  // namespace bozhong::scale::test
