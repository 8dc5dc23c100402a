#include "drivers/scale/decoder.h"

#include <algorithm>

namespace bozhong::scale {
namespace {

constexpr std::size_t slice = 4096;

std::string characters(std::span<std::byte const> bytes) {
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

}  // namespace

std::vector<Decoded> Decoder::feed(std::span<std::byte const> bytes) {
    std::vector<Decoded> out;
    while (!bytes.empty()) {
        auto const part = bytes.first(std::min(bytes.size(), slice));
        m_held.insert(m_held.end(), part.begin(), part.end());
        bytes = bytes.subspan(part.size());
        decode(false, out);
    }
    return out;
}

std::vector<Decoded> Decoder::end() {
    std::vector<Decoded> out;
    decode(true, out);
    return out;
}

void Decoder::decode(bool at_end, std::vector<Decoded>& out) {
    auto const& function = at_end && m_protocol.decode_end ? m_protocol.decode_end : m_protocol.decode;
    std::size_t place = 0;
    while (place < m_held.size()) {
        auto const rest = std::span<std::byte const>(m_held).subspan(place);
        Step step = function(rest, m_default_unit);
        if (std::holds_alternative<NeedMore>(step)) {
            // What could begin a frame waits for the rest of it, unless it is longer than a frame can be.
            if (!at_end && rest.size() < m_protocol.frame_max) break;
            step = Skip{1};
        }
        if (auto const* skip = std::get_if<Skip>(&step)) {
            std::size_t const bytes = std::clamp<std::size_t>(skip->bytes, 1, rest.size());
            m_counters.skipped += bytes;
            m_counters.checksum_errors += skip->checksum_error ? 1 : 0;
            place += bytes;
        } else {
            auto& frame = std::get<Frame>(step);
            std::size_t const bytes = std::clamp<std::size_t>(frame.bytes, 1, rest.size());
            if (auto* reading = std::get_if<domain::Reading>(&frame.event))
                reading->raw = characters(rest.first(bytes));
            ++m_counters.frames;
            place += bytes;
            out.push_back({std::move(frame.event), bytes});
        }
    }
    m_held.erase(m_held.begin(), m_held.begin() + static_cast<std::ptrdiff_t>(place));
}

}  // namespace bozhong::scale
