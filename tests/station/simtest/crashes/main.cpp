// bozhong-crash-states [--cuts N] [--nested-every N] [--failures-every N] [--misreads-every N] [--seed N]
// [--story NAME] Every crash state of the record path, as far as the effort reaches. One line with the
// counts; before it a line for each violation, and then exit status 1.

#include <malloc.h>
#include <sodium.h>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <map>

#include "tests/station/simtest/crashes/enumerate.h"

namespace bozhong::crashes {
namespace {

simtest::Random random_bits;

/// Keys and incarnations follow from the seed, so that a run comes again.
void seed_all(std::uint64_t seed) {
    static randombytes_implementation drawn{};
    drawn.implementation_name = [] { return "seeded"; };
    drawn.random = [] { return static_cast<std::uint32_t>(random_bits()); };
    drawn.buf = [](void* to, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i)
            static_cast<unsigned char*>(to)[i] = static_cast<unsigned char>(random_bits());
    };
    random_bits.seed(seed);
    randombytes_set_implementation(&drawn);
    if (sodium_init() < 0) std::abort();
    simtest::seed_sqlite(static_cast<unsigned>(seed));
}

int run(Effort const& effort, std::string const& only) {
    Count count;
    for (auto const& story : stories()) {
        if (!only.empty() && story.name != only) continue;
        seed_all(effort.seed);
        crash_everywhere(story, effort, count);
        if (effort.failures_every > 0) fail_everywhere(story, effort, count);
        if (effort.misreads_every > 0) misread_everywhere(story, effort, count);
    }
    for (auto const& one : count.violations) std::printf("violation: %s\n", one.c_str());
    auto const number = [](std::int64_t n) { return static_cast<long long>(n); };
    std::printf(
        "%lld changes, %lld crash states (%lld in a restart), %lld distinct, %lld failures, %lld misreads "
        "(%lld "
        "noticed), %zu violations\n",
        number(count.changes), number(count.states), number(count.nested), number(count.distinct),
        number(count.failures), number(count.misreads), number(count.noticed), count.violations.size());
    return count.violations.empty() && count.states > 0 ? 0 : 1;
}

}  // namespace
}  // namespace bozhong::crashes

int main(int argc, char** argv) {
    // Copies of disks come and go; giving their memory back each time costs more than using it.
    ::mallopt(M_MMAP_THRESHOLD, 1 << 30);
    ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
    bozhong::crashes::Effort effort;
    std::string only;
    int seed = 1;
    std::map<std::string, int*> const numbers{{"--cuts", &effort.cuts},
                                              {"--nested-every", &effort.nested_every},
                                              {"--failures-every", &effort.failures_every},
                                              {"--misreads-every", &effort.misreads_every},
                                              {"--seed", &seed}};
    for (int i = 1; i + 1 < argc; i += 2) {
        std::string const name = argv[i];
        auto const found = numbers.find(name);
        if (name == "--story") {
            only = argv[i + 1];
        } else if (found == numbers.end() ||
                   std::from_chars(argv[i + 1], argv[i + 1] + std::strlen(argv[i + 1]), *found->second).ec !=
                       std::errc()) {
            std::fprintf(stderr, "%s: not understood\n", argv[i]);
            return 2;
        }
    }
    effort.seed = static_cast<std::uint64_t>(seed);
    return bozhong::crashes::run(effort, only);
}
