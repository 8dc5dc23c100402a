// Every protocol decodes a long stream of its own frames, as its simulated scale writes them, in the pieces a
// serial port hands out; beside it memchr looks for each frame's first byte in the same bytes.

#include <cstring>

#include "drivers/scale/decoder.h"
#include "drivers/sim/scale_wire.h"
#include "station/cli/bench/rows.h"

namespace bozhong::cli::bench {

namespace {

constexpr std::size_t piece = 4096;

std::string frames_of(sim::ScaleWire& wire, std::size_t bytes) {
    std::string stream;
    for (std::int64_t at = 0; stream.size() < bytes; ++at)
        stream += wire.live({.units = at * 5 % 15'000, .stable = at % 3 != 0});
    return stream;
}

std::size_t decode(scale::Protocol const& protocol, std::string const& stream) {
    scale::Decoder decoder(protocol, "kg");
    std::size_t readings = 0;
    auto const bytes = std::as_bytes(std::span(stream));
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        readings += decoder.feed(bytes.subspan(at, std::min(piece, bytes.size() - at))).size();
    return readings;
}

std::size_t count_starts(std::string const& stream) {
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

template <class Work>
double megabytes_a_second(std::string const& stream, Work&& work) {
    auto const begin = Clock::now();
    keep(work(stream));
    return static_cast<double>(stream.size()) / 1000.0 / milliseconds_since(begin);
}

}  // namespace

domain::Result<Rows> bench_parser(Sizes const& sizes) {
    Rows rows;
    for (auto const& protocol : scale::protocols()) {
        auto const wire = sim::make_scale_wire(protocol.id);
        if (!wire) continue;
        auto const stream = frames_of(*wire, static_cast<std::size_t>(sizes.count(8'000'000, 20'000)));
        Row row{"parser", std::string(protocol.id), "MB/s", {}, "memchr over the same bytes", {}, {}};
        for (int run = 0; run < sizes.runs; ++run) {
            row.floor.add({megabytes_a_second(stream, count_starts)});
            row.ours.add(
                {megabytes_a_second(stream, [&](std::string const& s) { return decode(protocol, s); })});
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace bozhong::cli::bench
