#include "station/cli/bench/detect_trials.h"

#include <algorithm>
#include <random>

#include "drivers/scale/decoder.h"
#include "drivers/sim/scale_wire.h"
#include "drivers/sim/uart.h"

namespace bozhong::cli::bench {
namespace {

using scale::LineSettings;
using scale::Protocol;

constexpr std::int64_t listen_us = 1'600'000;
constexpr std::int64_t answer_after_us = 20'000, ask_every_us = 300'000;
constexpr int ask_times = 3;

sim::UartLine uart(LineSettings line) {
    return {line.baud, line.data_bits, line.parity, line.stop_bits};
}

/// What a display goes through: empty, a load is laid on, it settles, it is taken off, another.
class Display {
  public:
    explicit Display(unsigned seed) : m_random(seed) {}

    sim::Shown next() {
        if (m_repeats > 0) {
            --m_repeats;
            return m_shown;
        }
        m_repeats = 2 + static_cast<int>(m_random() % 2);
        if (m_left-- <= 0) {
            m_target = m_target == 0 ? 5 * static_cast<std::int64_t>(20 + m_random() % 2400) : 0;
            m_left = 4 + static_cast<int>(m_random() % 6);
        }
        std::int64_t const step = m_target - m_shown.units;
        m_shown.stable = std::abs(step) < 10;
        m_shown.units =
            m_shown.stable ? m_target : m_shown.units + step * 3 / 5 / 5 * 5 + (step > 0 ? 5 : -5);
        return m_shown;
    }

  private:
    std::mt19937 m_random;
    sim::Shown m_shown;
    std::int64_t m_target = 0;
    int m_left = 3, m_repeats = 0;
};

std::vector<sim::Burst> stream(sim::ScaleWire const& wire, sim::UartLine line, unsigned seed) {
    std::vector<sim::Burst> out;
    Display display(seed);
    for (std::int64_t at = 1000 * (seed % 97); at < 2 * listen_us;) {
        std::string frame = wire.live(display.next());
        auto const needs = static_cast<std::int64_t>(frame.size() + 2) * character_us(line);
        if (!frame.empty()) out.push_back({at, std::move(frame)});
        at += std::max<std::int64_t>(100'000, needs);
    }
    return out;
}

std::vector<scale::Heard> listen(sim::ScaleWire const& wire, LineSettings line, unsigned seed,
                                 std::vector<Protocol> const& all) {
    std::mt19937 random(seed);
    auto const sent = stream(wire, uart(line), seed);
    std::vector<scale::Heard> out;
    for (LineSettings const& set : scale::listening_lines()) {
        auto const from = static_cast<std::int64_t>(random() % 400'000);
        auto until = sent.end();
        while (until != sent.begin() && (until - 1)->at_us > from + listen_us) --until;
        out.push_back({set, sim::received({sent.begin(), until}, uart(line), uart(set), from), {}});
        if (auto const found = scale::detect(out, all); !found.empty() && convincing(found.front())) break;
    }
    return out;
}

/// What the scale does with the bytes as it hears them.
std::string converse(sim::ScaleWire& wire, std::string const& request, Display& display) {
    std::string out;
    for (sim::Request const& one : wire.hear(request))
        out += wire.answer(one, sim::Outcome::done, display.next());
    return out;
}

std::vector<scale::Heard> ask(std::string const& protocol, LineSettings line, unsigned seed,
                              std::vector<Protocol> const& all) {
    std::vector<scale::Heard> out;
    sim::UartLine ear = uart(line);
    ear.strict = true;
    for (LineSettings const& set : scale::asking_lines(all)) {
        for (std::string const& request : scale::harmless_requests(all)) {
            auto const wire = sim::make_scale_wire(protocol);
            auto const follow_up = scale::follow_up_of(all, request);
            Display display(seed);
            std::vector<sim::Burst> answers;
            std::int64_t at = 0;
            for (int i = 0; i < ask_times; ++i, at += ask_every_us) {
                sim::Burst const sent{at, request};
                std::string answer = converse(*wire, sim::received({&sent, 1}, uart(set), ear), display);
                sim::Burst const more{at, follow_up ? follow_up(answer) : std::string()};
                if (!more.bytes.empty())
                    answer += converse(*wire, sim::received({&more, 1}, uart(set), ear), display);
                if (!answer.empty()) answers.push_back({at + answer_after_us, std::move(answer)});
            }
            auto heard = sim::received(answers, uart(line), uart(set));
            if (!heard.empty()) out.push_back({set, std::move(heard), request});
        }
    }
    return out;
}

bool is_text(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The line the format is known by, 8N1 at the speeds indicators are sold with, and with text 7E1 and 7O1.
std::vector<LineSettings> usual_lines(Protocol const& protocol, bool text) {
    std::vector<LineSettings> out{protocol.line};
    auto const add = [&](LineSettings line) {
        if (std::find(out.begin(), out.end(), line) == out.end()) out.push_back(line);
    };
    for (int const baud : {9600, 4800, 2400, 1200, 19200}) add({baud, 8, 'N', 1});
    if (!text) return out;
    for (char const parity : {'E', 'O'})
        for (int const baud : {2400, 9600}) add({baud, 7, parity, 1});
    return out;
}

std::vector<domain::Display> indications(Protocol const& protocol, std::string_view bytes) {
    scale::Decoder decoder(protocol, {});
    std::vector<domain::Display> out;
    auto const take = [&](scale::Decoded& decoded) {
        if (auto const* reading = std::get_if<domain::Reading>(&decoded.event))
            out.push_back(reading->indication);
    };
    decoder.feed(std::as_bytes(std::span(bytes)), take);
    decoder.end(take);
    return out;
}

bool reads_the_same(Protocol const& right, std::string const& other, std::vector<Protocol> const& all) {
    std::string const bytes = simulated_stream(std::string(right.id), 5, 40);
    auto const found =
        std::find_if(all.begin(), all.end(), [&](Protocol const& one) { return one.id == other; });
    return found != all.end() && indications(right, bytes) == indications(*found, bytes);
}

}  // namespace

std::string simulated_stream(std::string const& protocol, unsigned seed, std::size_t frames) {
    auto const wire = sim::make_scale_wire(protocol);
    Display display(seed);
    std::string out;
    for (std::size_t i = 0; i < frames; ++i) out += wire->live(display.next());
    return out;
}

std::vector<Protocol> simulated_protocols(std::vector<Protocol> const& all) {
    std::vector<Protocol> out;
    std::copy_if(all.begin(), all.end(), std::back_inserter(out), [](Protocol const& one) {
        // USB reports come over no serial line.
        return one.id != "usb_hid" && sim::make_scale_wire(one.id) != nullptr;
    });
    return out;
}

DetectTally try_detecting(Protocol const& protocol, std::vector<Protocol> const& all, int rounds) {
    DetectTally out;
    out.protocol = protocol.id;
    auto const wire = sim::make_scale_wire(protocol.id);
    out.asked = !wire->streams_unasked();
    for (LineSettings const& line : usual_lines(protocol, is_text(wire->live({})))) {
        for (int round = 0; round < rounds; ++round) {
            auto const seed = static_cast<unsigned>(1 + round * 31 + line.baud / 100 + line.parity);
            auto const heard =
                out.asked ? ask(out.protocol, line, seed, all) : listen(*wire, line, seed, all);
            auto const found = scale::detect(heard, all);
            ++out.tries;
            bool const right = !found.empty() && found[0].protocol == out.protocol && found[0].line == line;
            out.right += right ? 1 : 0;
            if (right) continue;
            std::string const first =
                found.empty() ? "nothing" : found[0].protocol + " " + scale::line_text(found[0].line);
            if (!found.empty() && found[0].line == line && reads_the_same(protocol, found[0].protocol, all))
                ++out.alike;
            out.misses.push_back(scale::line_text(line) + " taken for " + first);
        }
    }
    return out;
}

}  // namespace bozhong::cli::bench
