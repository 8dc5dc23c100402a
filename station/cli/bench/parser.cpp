// Every protocol decodes a long stream of its own frames, as its simulated scale writes them, cut at random
// as slow lines do, with a damaged frame now and then; beside it memchr looks for each frame's first byte in
// the same bytes. For the commonest text format two rivals read the same pieces: a scanner written by hand
// for this one layout, and std::regex. Processor time counts, not what other programs took meanwhile.

#include <cstring>
#include <ctime>
#include <random>

#include "drivers/scale/decoder.h"
#include "drivers/sim/scale_wire.h"
#include "station/cli/bench/parser_rivals.h"
#include "station/cli/bench/rows.h"

namespace bozhong::cli::bench {

namespace {

constexpr std::string_view commonest = "stgs";
constexpr double wanted = 200;  ///< MB/s

/// Pieces of 1 to 64 bytes, the same for everybody.
struct Pieces {
    std::string stream;
    std::vector<std::size_t> lengths;
};

Pieces pieces_of(sim::ScaleWire& wire, std::size_t bytes) {
    std::mt19937 random(17);
    Pieces out;
    for (std::int64_t at = 0; out.stream.size() < bytes; ++at) {
        std::string frame = wire.live({.units = at * 5 % 15'000, .stable = at % 3 != 0});
        out.stream += random() % 64 == 0 && !frame.empty() ? wire.spoiled(frame) : frame;
    }
    for (std::size_t left = out.stream.size(); left > 0; left -= out.lengths.back())
        out.lengths.push_back(std::min<std::size_t>(left, 1 + random() % 64));
    return out;
}

template <class Take>
void for_each_piece(Pieces const& pieces, Take&& take) {
    std::string_view rest = pieces.stream;
    for (std::size_t const length : pieces.lengths) {
        take(rest.substr(0, length));
        rest.remove_prefix(length);
    }
}

std::size_t decode(scale::Protocol const& protocol, Pieces const& pieces) {
    scale::Decoder decoder(protocol, "kg");
    std::size_t readings = 0;
    for_each_piece(pieces, [&](std::string_view piece) {
        decoder.feed(std::as_bytes(std::span(piece.data(), piece.size())),
                     [&](scale::Decoded const&) { ++readings; });
    });
    return readings;
}

template <class Rival>
std::size_t read_with(Pieces const& pieces) {
    Rival rival;
    for_each_piece(pieces, [&](std::string_view piece) { rival.feed(piece); });
    return rival.readings();
}

std::size_t count_starts(Pieces const& pieces) {
    std::string const& stream = pieces.stream;
    std::size_t starts = 0;
    char const* at = stream.data();
    char const* const end = at + stream.size();
    while ((at = static_cast<char const*>(
                std::memchr(at, stream.front(), static_cast<std::size_t>(end - at)))) != nullptr) {
        ++starts;
        if (++at == end) break;
    }
    return starts;
}

double processor_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

template <class Work>
double megabytes_a_second(Pieces const& pieces, Work&& work) {
    double const begin = processor_seconds();
    keep(work(pieces));
    return static_cast<double>(pieces.stream.size()) / 1e6 / (processor_seconds() - begin);
}

template <class Work>
Row measured(std::string what, Pieces const& pieces, Sizes const& sizes, Work&& work) {
    Row row{"parser", std::move(what), "MB/s", {}, "memchr over the same bytes", {}, {}};
    for (int run = 0; run < sizes.runs; ++run) {
        row.floor.add({megabytes_a_second(pieces, count_starts)});
        row.ours.add({megabytes_a_second(pieces, work)});
    }
    return row;
}

}  // namespace

domain::Result<Rows> bench_parser(Sizes const& sizes) {
    Rows rows;
    for (auto const& protocol : scale::protocols()) {
        auto const wire = sim::make_scale_wire(protocol.id);
        if (!wire) continue;
        auto const pieces = pieces_of(*wire, static_cast<std::size_t>(sizes.count(4'000'000, 20'000)));
        rows.push_back(measured(std::string(protocol.id), pieces, sizes,
                                [&](Pieces const& p) { return decode(protocol, p); }));
        if (protocol.id != commonest) continue;
        rows.back().at_least(wanted);
        rows.push_back(measured("stgs, by hand, this layout only", pieces, sizes, read_with<HandScanner>));
        rows.push_back(measured("stgs, std::regex", pieces, sizes, read_with<RegexReader>));
    }
    return rows;
}

}  // namespace bozhong::cli::bench
