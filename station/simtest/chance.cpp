#include "station/simtest/chance.h"

#include <sodium.h>

#include <cstring>
#include <random>

#include "station/simtest/memory_disk.h"

namespace bozhong::simtest {
namespace {

// libsodium takes plain functions: what they draw from can only be here.
std::mt19937_64 source;
std::function<std::uint64_t()> next_name;

char const* name() {
    return "seeded, for a simulation";
}
std::uint32_t draw() {
    return static_cast<std::uint32_t>(source());
}
void fill(void* const to, std::size_t const size) {
    std::uint64_t const named = size == 8 && next_name ? next_name() : 0;
    if (named != 0) {
        std::memcpy(to, &named, 8);
        return;
    }
    auto* bytes = static_cast<unsigned char*>(to);
    for (std::size_t done = 0; done < size; done += 8) {
        std::uint64_t const word = source();
        std::memcpy(bytes + done, &word, std::min<std::size_t>(8, size - done));
    }
}

randombytes_implementation seeded{name, draw, nullptr, nullptr, fill, nullptr};
randombytes_implementation* usual = nullptr;

}  // namespace

SeededChance::SeededChance(std::uint64_t seed) {
    static bool const ready = [] {
        // Chosen before libsodium starts, so that it starts with it.
        usual = &randombytes_sysrandom_implementation;
        randombytes_set_implementation(&seeded);
        return sodium_init() >= 0;
    }();
    static_cast<void>(ready);
    source.seed(seed);
    randombytes_set_implementation(&seeded);
    seed_sqlite(static_cast<unsigned>(seed) | 1U);
}

SeededChance::~SeededChance() {
    next_name = nullptr;
    randombytes_set_implementation(usual);
}

void SeededChance::name_incarnations(std::function<std::uint64_t()> next) {
    next_name = std::move(next);
}

}  // namespace bozhong::simtest
