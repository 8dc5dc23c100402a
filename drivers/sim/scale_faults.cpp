#include "drivers/sim/scale_faults.h"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace bozhong::sim {
namespace {

int* field(LineFaults& faults, std::string const& name) {
    if (name == "noise") return &faults.noise;
    if (name == "checksum") return &faults.checksum;
    if (name == "flip") return &faults.flip;
    if (name == "drop") return &faults.drop;
    if (name == "stutter") return &faults.stutter;
    if (name == "double") return &faults.twice;
    if (name == "split") return &faults.split;
    if (name == "glue") return &faults.glue;
    if (name == "echo") return &faults.echo;
    if (name == "parity") return &faults.parity;
    if (name == "baud") return &faults.baud;
    return nullptr;
}

int highest(std::string const& name) {
    return name == "baud" ? 400 : 100;
}

char with_even_parity(char c) {
    auto const seven = static_cast<unsigned char>(c & 0x7F);
    return static_cast<char>(seven | (__builtin_parity(seven) != 0 ? 0x80 : 0));
}

}  // namespace

domain::Result<LineFaults> parse_line_faults(std::string const& text) {
    LineFaults out;
    if (text.empty() || text == "off") return out;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');) {
        auto const equals = std::min(part.find('='), part.size());
        int* const value = field(out, part.substr(0, equals));
        char const* const first = part.data() + std::min(equals + 1, part.size());
        int number = -1;
        auto const [end, error] = std::from_chars(first, part.data() + part.size(), number);
        if (value == nullptr || error != std::errc{} || end != part.data() + part.size() || number < 0 ||
            number > highest(part.substr(0, equals)) || (value == &out.baud && number == 0))
            return domain::Error{domain::ErrorKind::bad_input, "unknown fault '" + part + "'", text,
                                 "write noise=5,checksum=2,flip=1,drop=1,stutter=1,double=1,split=50 "
                                 "(percent), glue=3 (frames), "
                                 "echo=1, parity=1, baud=50 (percent of the right speed, up to 400)"};
        *value = number;
    }
    return out;
}

std::string heard_at(int percent, std::string_view sent) {
    std::string line;  // one character a bit; the line rests at 1
    for (char const c : sent) {
        line += '0';
        for (int bit = 0; bit < 8; ++bit) line += (c >> bit & 1) != 0 ? '1' : '0';
        line += '1';
    }
    auto const at = [&](std::size_t hundredths) {
        auto const place = hundredths / 100;
        return place >= line.size() || line[place] == '1';
    };
    // Times are hundredths of a bit of the sender; a bit of the reader is longer when it is slower.
    std::size_t const own_bit = 10'000 / static_cast<std::size_t>(std::clamp(percent, 1, 400));
    std::string out;
    for (std::size_t now = 0; now < line.size() * 100;) {
        if (at(now)) {
            now = (now / 100 + 1) * 100;
            continue;
        }
        int value = 0;
        for (std::size_t bit = 0; bit < 8; ++bit)
            value |= at(now + own_bit * (bit + 1) + own_bit / 2) ? 1 << bit : 0;
        bool const has_stop = at(now + own_bit * 9 + own_bit / 2);
        if (has_stop) out.push_back(static_cast<char>(value));
        now += own_bit * 9 + own_bit / 2;
        now = (now + 99) / 100 * 100;
    }
    return out;
}

void FaultyLine::hurt(std::string& frame, ScaleWire const& wire) {
    if (chance(m_faults.checksum)) frame = wire.spoiled(std::move(frame));
    if (chance(m_faults.flip)) {
        auto const place = m_random() % frame.size();
        frame[place] = static_cast<char>(frame[place] ^ (1 << m_random() % 8));
    }
    if (chance(m_faults.drop)) frame.erase(m_random() % frame.size(), 1);
    if (!frame.empty() && chance(m_faults.stutter)) {
        auto const place = m_random() % frame.size();
        frame.insert(place, 1, frame[place]);
    }
    if (chance(m_faults.twice)) frame += frame;
    if (chance(m_faults.noise)) {
        std::string noise(1 + m_random() % 8, ' ');
        for (char& c : noise) c = static_cast<char>(m_random());
        frame.insert(0, noise);
    }
    if (m_faults.parity != 0) {
        for (char& c : frame) c = with_even_parity(c);
    }
    if (m_faults.baud != 100) frame = heard_at(m_faults.baud, frame);
}

std::string FaultyLine::pass(std::string frame, ScaleWire const& wire) {
    if (frame.empty()) return {};
    hurt(frame, wire);
    std::string out = std::move(m_waiting) + frame;
    m_waiting.clear();
    if (m_faults.glue > 1 && ++m_glued % m_faults.glue != 0) {
        m_waiting = std::move(out);
        return {};
    }
    if (chance(m_faults.split) && !out.empty()) {
        auto const at = m_random() % out.size();
        m_waiting = out.substr(at);
        out.resize(at);
    }
    return out;
}

}  // namespace bozhong::sim
