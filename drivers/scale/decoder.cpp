#include "drivers/scale/decoder.h"

#include <algorithm>
#include <cstring>

namespace bozhong::scale {
namespace {

constexpr std::size_t slice = 4096;

std::string_view characters(std::span<std::byte const> bytes) {
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

}  // namespace

Decoder::Decoder(Protocol protocol, std::string default_unit)
    : m_protocol(std::move(protocol)),
      m_default_unit(std::move(default_unit)),
      m_held(slice + m_protocol.frame_max) {}

std::size_t Decoder::hold(std::span<std::byte const> bytes) {
    // At most one unfinished frame is held when new bytes come, so the move is short and the room is there.
    std::size_t const held = m_end - m_begin;
    if (m_begin > 0) std::memmove(m_held.data(), m_held.data() + m_begin, held);
    m_looked -= m_begin;
    m_begin = 0;
    std::size_t const count = std::min(bytes.size(), m_held.size() - held);
    std::memcpy(m_held.data() + held, bytes.data(), count);
    m_end = held + count;
    return count;
}

/// False while a frame has begun and what could end it is not there: it is read once, not once for each piece
/// it comes in.
bool Decoder::worth_asking(bool at_end) {
    std::size_t const held = m_end - m_begin;
    if (at_end || held >= m_protocol.frame_max) return true;
    if (held < m_wants.at_least) return false;
    if (!m_wants.until) return true;
    bool const came = std::memchr(m_held.data() + m_looked, *m_wants.until, m_end - m_looked) != nullptr;
    m_looked = m_end;
    return came;
}

void Decoder::skip(std::size_t bytes, bool checksum_error) {
    m_counters.skipped += bytes;
    m_counters.checksum_errors += checksum_error ? 1 : 0;
    m_begin += bytes;
}

void Decoder::take(Decoded& frame) {
    frame.bytes = std::clamp<std::size_t>(frame.bytes, 1, m_end - m_begin);
    if (auto* reading = std::get_if<domain::Reading>(&frame.event))
        reading->raw.assign(characters(rest().first(frame.bytes)));
    ++m_counters.frames;
    m_begin += frame.bytes;
}

bool Decoder::go_on(Step const& step, bool at_end) {
    std::size_t const held = m_end - m_begin;
    if (auto const* no = std::get_if<Skip>(&step)) {
        skip(std::clamp<std::size_t>(no->bytes, 1, held), no->checksum_error);
    } else if (!at_end && held < m_protocol.frame_max) {
        m_wants = std::get<NeedMore>(step);
        m_looked = m_end;
        return false;
    } else {
        skip(1, false);  // it waits for more than a frame can be
    }
    return true;
}

std::vector<Decoded> Decoder::feed(std::span<std::byte const> bytes) {
    std::vector<Decoded> out;
    feed(bytes, [&](Decoded& one) { out.push_back(std::move(one)); });
    return out;
}

std::vector<Decoded> Decoder::end() {
    std::vector<Decoded> out;
    end([&](Decoded& one) { out.push_back(std::move(one)); });
    return out;
}

}  // namespace bozhong::scale
