#include <algorithm>
#include <array>
#include <map>

#include "drivers/scale/learn_parts.h"

namespace bozhong::scale {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t least_length = 4, least_frames = 6;

struct Marker {
    std::string mark;
    bool at_end;
};

/// In the order of what scales use; after the usual ones any byte that frames might begin with.
constexpr std::size_t usual_markers = 10;
std::vector<Marker> markers() {
    std::vector<Marker> out{{"\x02", false}, {"\x01", false}, {"\r\x03", true}, {"\x03\x04", true},
                            {"\r\n", true},  {"\x03", true},  {"\xFF", false},  {"=", false},
                            {"\n", true},    {"\r", true}};
    for (int byte = 0; byte < 256; ++byte)
        if (byte < '0' || byte > '9') out.push_back({std::string(1, static_cast<char>(byte)), false});
    return out;
}

/// What lies between the marks, the mark included; the two ends of the stream are no pieces.
std::vector<std::string> pieces(Marker const& marker, std::string_view bytes) {
    std::vector<std::string> out;
    auto before = bytes.find(marker.mark);
    while (before != std::string_view::npos) {
        auto const next = bytes.find(marker.mark, before + marker.mark.size());
        if (next == std::string_view::npos) break;
        std::size_t const shift = marker.at_end ? marker.mark.size() : 0;
        out.emplace_back(bytes.substr(before + shift, next - before));
        before = next;
    }
    return out;
}

std::string in_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : bytes) {
        auto const value = static_cast<std::uint8_t>(c);
        out += out.empty() ? "" : " ";
        out += digits[value >> 4];
        out += digits[value & 15];
    }
    return out;
}

/// For a person.
std::string name(Marker const& marker) {
    return (marker.at_end ? "ends with " : "begins with ") + in_hex(marker.mark);
}

/// The pieces of the commonest length, when they are most of the stream.
std::optional<Cut> cut_by(Marker const& marker, std::string_view bytes, double least_share) {
    auto all = pieces(marker, bytes);
    std::map<std::size_t, std::size_t> lengths;
    for (std::string const& piece : all) ++lengths[piece.size()];
    auto const common = std::max_element(lengths.begin(), lengths.end(),
                                         [](auto const& a, auto const& b) { return a.second < b.second; });
    if (common == lengths.end() || common->first < least_length ||
        common->first > Description::longest_frame || common->second < least_frames)
        return std::nullopt;
    double const share =
        static_cast<double>(common->second * common->first) / static_cast<double>(bytes.size());
    if (share < least_share) return std::nullopt;
    std::size_t const length = common->first;
    std::erase_if(all, [&](std::string const& piece) { return piece.size() != length; });
    return Cut{std::move(all), name(marker), marker.at_end, marker.mark};
}

/// Nearly all pieces, when they differ in length by the number in them.
std::optional<Cut> cut_by_stretch(Marker const& marker, std::string_view bytes) {
    auto all = pieces(marker, bytes);
    auto const stretch = find_stretch(all);
    if (!stretch) return std::nullopt;
    Cut out{.marker = name(marker), .at_end = marker.at_end, .mark = marker.mark, .stretch = stretch};
    out.frames = cut_like(out, bytes);
    return out;
}

}  // namespace

std::optional<Cut> find_frames(std::string_view bytes) {
    auto const all = markers();
    for (std::size_t i = 0; i < usual_markers; ++i)
        if (auto cut = cut_by_stretch(all[i], bytes)) return cut;
    for (double const least_share : {0.8, 0.5})
        for (Marker const& marker : all)
            if (auto cut = cut_by(marker, bytes, least_share)) return cut;
    return std::nullopt;
}

std::vector<std::string> cut_like(Cut const& cut, std::string_view bytes) {
    auto out = pieces({cut.mark, cut.at_end}, bytes);
    if (cut.stretch) {
        std::erase_if(out, [&](std::string const& piece) { return !fits(*cut.stretch, piece); });
        for (std::string& piece : out) piece = padded(*cut.stretch, std::move(piece));
        return out;
    }
    std::erase_if(out, [&](std::string const& piece) { return piece.size() != cut.frames.front().size(); });
    return out;
}

}  // namespace bozhong::scale
