#include "drivers/sim/scale_faults.h"

#include <charconv>
#include <sstream>

namespace bozhong::sim {
namespace {

int* field(LineFaults& faults, std::string const& name) {
    if (name == "noise") return &faults.noise;
    if (name == "checksum") return &faults.checksum;
    if (name == "flip") return &faults.flip;
    if (name == "drop") return &faults.drop;
    if (name == "double") return &faults.twice;
    if (name == "split") return &faults.split;
    if (name == "glue") return &faults.glue;
    return nullptr;
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
            number > 100)
            return domain::Error{
                domain::ErrorKind::bad_input, "unknown fault '" + part + "'", text,
                "write noise=5,checksum=2,flip=1,drop=1,double=1,split=50,glue=3 (percent, glue: frames)"};
        *value = number;
    }
    return out;
}

std::string FaultyLine::pass(std::string frame, ScaleWire const& wire) {
    if (frame.empty()) return {};
    if (chance(m_faults.checksum)) frame = wire.spoiled(std::move(frame));
    if (chance(m_faults.flip)) {
        auto const place = m_random() % frame.size();
        frame[place] = static_cast<char>(frame[place] ^ (1 << m_random() % 8));
    }
    if (chance(m_faults.drop)) frame.erase(m_random() % frame.size(), 1);
    if (chance(m_faults.twice)) frame += frame;
    if (chance(m_faults.noise)) {
        std::string noise(1 + m_random() % 8, ' ');
        for (char& c : noise) c = static_cast<char>(m_random());
        frame.insert(0, noise);
    }
    std::string out = std::move(m_waiting) + frame;
    m_waiting.clear();
    if (m_faults.glue > 1 && ++m_glued % m_faults.glue != 0) {
        m_waiting = std::move(out);
        return {};
    }
    if (chance(m_faults.split)) {
        auto const at = m_random() % out.size();
        m_waiting = out.substr(at);
        out.resize(at);
    }
    return out;
}

}  // namespace bozhong::sim
