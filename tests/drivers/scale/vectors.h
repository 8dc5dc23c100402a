#pragma once
// The frames of tests/captures/vectors.csv with what their sources say they mean.

#include <string>
#include <string_view>
#include <vector>

#include "drivers/scale/decoder.h"

namespace bozhong::scale::test {

struct Vector {
    std::string id, protocol, bytes, kind, status, value, unit, net_gross, checksum_ok, source;
    /// A piece of a stream: one whole frame between two halves.
    [[nodiscard]] bool is_slice() const { return source.find("slice") != std::string::npos; }
};

std::vector<Vector> load_vectors();
/// Of another file in tests/captures with the same columns.
std::vector<Vector> load_vectors(std::string const& file);
/// Vectors of one protocol that are good frames from the scale.
std::vector<Vector> good_frames(std::string_view protocol);
/// Ids of the protocols that have good frames among the vectors.
std::vector<std::string_view> protocols_with_vectors();

inline std::span<std::byte const> as_bytes(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

struct Outcome {
    std::vector<ScaleEvent> events;
    Counters counters;
};
/// Everything at once, then the end.
Outcome decode_whole(Protocol const& protocol, std::string_view bytes, std::string_view unit = {});
/// In pieces of the lengths that the seed gives, 1 … longest; longest 1 is byte by byte.
Outcome decode_chunked(Protocol const& protocol, std::string_view bytes, std::size_t longest, unsigned seed,
                       std::string_view unit = {});

}  // namespace bozhong::scale::test
