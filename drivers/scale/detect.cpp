#include "drivers/scale/detect.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>
#include <tuple>

#include "drivers/scale/decoder.h"
#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t judged_frames = 4;  ///< different ones, whose strictness is measured
constexpr std::size_t least_frames = 2;
constexpr std::size_t least_for_parity = 10;  ///< different characters; of fewer it may be chance
constexpr double least_score = 0.1;

std::span<std::byte const> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

/// One way to understand what was heard: as it is, or bit 7 as a parity.
struct Interpretation {
    std::optional<LineSettings> line;
    std::string bytes, asked;
    bool parity_seen = false;
};

/// Listening may begin in the middle of a character, and a line may be noisy.
bool nearly_all_have(std::string_view bytes, int parity) {
    auto const others = std::count_if(bytes.begin(), bytes.end(), [&](char c) {
        return std::popcount(static_cast<std::uint8_t>(c)) % 2 != parity;
    });
    return static_cast<std::size_t>(others) <= 3 + bytes.size() / 50;
}

/// One frame over and over may have a parity by chance: every different character counts once.
bool could_show_parity(std::string_view bytes) {
    std::set<char> const different(bytes.begin(), bytes.end());
    bool const high = std::any_of(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; });
    return different.size() >= (high ? 4 : least_for_parity);
}

std::vector<Interpretation> interpretations(Heard const& heard) {
    std::vector<Interpretation> out{{heard.line, heard.bytes, heard.asked}};
    bool const whole = heard.line && heard.line->data_bits == 8 && heard.line->parity == 'N';
    if (!whole || !could_show_parity(heard.bytes)) return out;
    for (int const parity : {0, 1}) {
        if (!nearly_all_have(heard.bytes, parity)) continue;
        LineSettings line = *heard.line;
        line.data_bits = 7;
        line.parity = parity == 0 ? 'E' : 'O';
        std::string low = heard.bytes;
        for (char& c : low) c = static_cast<char>(c & 0x7F);
        out.push_back({line, std::move(low), heard.asked, true});
    }
    return out;
}

/// What one protocol makes of one interpretation.
struct Reckoning {
    Counters counters;
    std::vector<domain::Reading> readings;
    std::vector<std::string> frames;  ///< different ones, at most judged_frames
    std::size_t framed_bytes = 0;
};

Reckoning reckon(Protocol const& protocol, std::string_view bytes) {
    Reckoning out;
    Decoder decoder(protocol, {});
    std::set<std::string> different;
    auto const take = [&](Decoded& decoded) {
        out.framed_bytes += decoded.bytes;
        auto const* reading = std::get_if<domain::Reading>(&decoded.event);
        if (reading == nullptr) return;
        std::string const raw(reading->raw.view());
        if (different.size() < judged_frames && different.insert(raw).second) out.frames.push_back(raw);
        out.readings.push_back(*reading);
    };
    decoder.feed(bytes_of(bytes), take);
    decoder.end(take);
    out.counters = decoder.counters();
    return out;
}

/// What the protocol says to bytes that hold just this.
Step judge(Protocol const& protocol, std::string_view frame) {
    auto const& decode = protocol.decode_end ? protocol.decode_end : protocol.decode;
    return decode(bytes_of(frame), {});
}

struct Strictness {
    double bits = 0;       ///< of the frame's, that could not be otherwise
    int optional = 0;      ///< bytes that it could do without
    bool checked = false;  ///< a changed byte was refused for its check
};

/// Whether the bytes are one frame still.
bool is_frame(Protocol const& protocol, std::string const& bytes, bool& checked) {
    Step const step = judge(protocol, bytes);
    auto const* skipped = std::get_if<Skip>(&step);
    checked = checked || (skipped != nullptr && skipped->checksum_error);
    auto const* taken = std::get_if<Frame>(&step);
    return taken != nullptr && taken->bytes == bytes.size();
}

/// Changes every byte to every other value: what is still a frame was free. And leaves every byte out: of
/// two equally strict protocols the one that needs them all is meant.
Strictness strictness(Protocol const& protocol, std::string frame) {
    Strictness out;
    for (std::size_t i = 0; i < frame.size(); ++i) {
        char const right = frame[i];
        int free = 0;
        for (int value = 0; value < 256; ++value) {
            frame[i] = static_cast<char>(value);
            free += is_frame(protocol, frame, out.checked) ? 1 : 0;
        }
        frame[i] = right;
        bool ignored = false;
        std::string const shorter = frame.substr(0, i) + frame.substr(i + 1);
        out.bits += 8 - std::log2(std::max(free, 1));
        out.optional += is_frame(protocol, shorter, ignored) ? 1 : 0;
    }
    return out;
}

/// A frame cut by the begin or the end of listening is nobody's fault.
std::size_t bytes_to_explain(Reckoning const& reckoning, Protocol const& protocol, std::size_t heard) {
    std::size_t const unexplained = heard - reckoning.framed_bytes;
    return reckoning.framed_bytes + (unexplained > 2 * protocol.frame_max ? unexplained : unexplained / 8);
}

std::string printable(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : bytes) {
        auto const value = static_cast<std::uint8_t>(c);
        if (c > ' ' && c <= '~') {
            out += c;
        } else {
            out += '<';
            out += digits[value >> 4];
            out += digits[value & 15];
            out += '>';
        }
    }
    return out;
}

std::string of(std::uint64_t part, std::uint64_t whole) {
    return std::to_string(part) + "/" + std::to_string(whole);
}

struct Judged {
    Candidate candidate;
    std::vector<domain::Reading> readings;
    std::size_t heard = 0;  ///< which of the interpretations
    int optional = 0;
    bool usual_line = false;
    bool usual_way = false;  ///< sends by itself, or was asked as it is asked
    std::int64_t restlessness = 0;
};

/// The sum of the steps between readings in units of the last digit: the wrong order of digits jumps.
std::int64_t restlessness(std::vector<domain::Reading> const& readings) {
    std::int64_t sum = 0, last = 0;
    for (domain::Reading const& reading : readings) {
        auto const& value = reading.indication.value;
        if (!value) continue;
        sum += std::min<std::int64_t>(std::abs(value->units - last), 1'000'000);
        last = value->units;
    }
    return sum;
}

std::vector<std::string> evidence_of(Reckoning const& reckoning, bool checked, Interpretation const& heard) {
    std::vector<std::string> out;
    Counters const& counters = reckoning.counters;
    if (checked) out.push_back("checksum " + of(counters.frames, counters.frames + counters.checksum_errors));
    out.push_back("frames " + std::to_string(counters.frames) + ", bytes in frames " +
                  of(reckoning.framed_bytes, heard.bytes.size()));
    if (!heard.asked.empty()) out.push_back("answers " + printable(heard.asked));
    if (heard.parity_seen)
        out.push_back(std::string("parity ") + (heard.line->parity == 'E' ? "even " : "odd ") +
                      of(heard.bytes.size(), heard.bytes.size()));
    return out;
}

std::optional<Judged> judge_one(Protocol const& protocol, Interpretation const& heard, std::size_t number) {
    Reckoning reckoning = reckon(protocol, heard.bytes);
    if (reckoning.readings.size() < least_frames || reckoning.framed_bytes * 4 < heard.bytes.size())
        return std::nullopt;
    double bits = 0, bytes = 0;
    bool checked = false;
    int optional = 0;
    for (std::string const& frame : reckoning.frames) {
        Strictness const strict = strictness(protocol, frame);
        bits += strict.bits;
        bytes += static_cast<double>(frame.size());
        checked = checked || strict.checked;
        optional += strict.optional;
    }
    double const a_byte = bits / bytes + (heard.parity_seen ? 1 : 0);
    auto const to_explain = static_cast<double>(bytes_to_explain(reckoning, protocol, heard.bytes.size()));
    double const few = std::min(1.0, static_cast<double>(reckoning.readings.size()) / 3);
    Judged out;
    out.candidate.protocol = protocol.id;
    out.candidate.line = heard.line.value_or(protocol.line);
    out.candidate.score =
        std::min(1.0, few * a_byte * static_cast<double>(reckoning.framed_bytes) / (8 * to_explain));
    out.candidate.evidence = evidence_of(reckoning, checked, heard);
    out.heard = number;
    out.optional = optional;
    out.usual_line = out.candidate.line == protocol.line;
    out.usual_way = heard.asked.empty() ? protocol.kind == Kind::stream
                                        : protocol.encode(Command::read, {}) == heard.asked;
    out.restlessness = restlessness(reckoning.readings);
    out.readings = std::move(reckoning.readings);
    if (out.candidate.score < least_score) return std::nullopt;
    return out;
}

/// Scores that differ by less say nothing.
constexpr double tie = 0.01;

bool better(Judged const& a, Judged const& b) {
    auto const rank = [](Judged const& one) {
        return std::tuple(-std::lround(one.candidate.score / tie), one.restlessness, one.optional,
                          !one.usual_way, !one.usual_line, -one.candidate.score);
    };
    return rank(a) < rank(b);
}

bool same_digits(std::string_view a, std::string_view b) {
    auto const digits = [](std::string_view text) {
        std::string out;
        std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                     [](char c) { return c > '0' && c <= '9'; });
        return out;
    };
    std::string const left = digits(a);
    std::string right = digits(b);
    std::reverse(right.begin(), right.end());
    return left == right;
}

/// How the rival's readings of the same bytes differ from these; nothing when they are the same.
std::optional<std::string> difference(Judged const& best, Judged const& rival) {
    if (best.heard != rival.heard || best.readings.size() != rival.readings.size()) return std::nullopt;
    bool same = true, reversed = true;
    for (std::size_t i = 0; i < best.readings.size(); ++i) {
        std::string const a = best.readings[i].indication.text(), b = rival.readings[i].indication.text();
        same = same && a == b;
        reversed = reversed && same_digits(a, b);
    }
    if (same) return std::nullopt;
    return reversed ? "digit order" : "meaning";
}

void add_undecided(Judged& one, std::vector<Judged> const& all, bool shown) {
    auto& undecided = one.candidate.undecided;
    bool const unit =
        std::any_of(one.readings.begin(), one.readings.end(),
                    [](domain::Reading const& reading) { return !reading.indication.unit.empty(); });
    if (!unit && !shown) undecided.emplace_back("unit");
    if (shown) return;
    for (Judged const& rival : all) {
        if (std::abs(rival.candidate.score - one.candidate.score) > 3 * tie) continue;
        auto const what = difference(one, rival);
        if (what && std::find(undecided.begin(), undecided.end(), *what) == undecided.end())
            undecided.push_back(*what);
    }
}

/// A protocol that shows what the display shows is right; one that never does is not.
void weigh_by_display(Judged& one, ShownWeight const& shown) {
    auto const fitting =
        std::count_if(one.readings.begin(), one.readings.end(),
                      [&](domain::Reading const& reading) { return same_weight(shown, reading.indication); });
    if (fitting == 0) one.candidate.score /= 4;
    one.candidate.evidence.push_back("shows " + shown.value.text() + " " +
                                     of(static_cast<std::uint64_t>(fitting), one.readings.size()));
}

}  // namespace

bool convincing(Candidate const& candidate) {
    constexpr double enough = 0.4;
    return candidate.score >= enough;
}

bool same_weight(ShownWeight const& shown, domain::Display const& display) {
    std::string_view const unit = display.unit;
    bool const unit_fits =
        shown.unit.empty() || unit.empty() || domain::mass_unit(unit) == domain::mass_unit(shown.unit);
    return display.value == shown.value && unit_fits;
}

std::optional<ShownWeight> parse_shown(std::string_view text) {
    auto const found = parts::quantity(text);
    if (!found || (!found->unit.empty() && !domain::mass_unit(found->unit))) return std::nullopt;
    return ShownWeight{found->value, std::string(found->unit)};
}

std::vector<Candidate> detect(std::span<Heard const> heard, std::span<Protocol const> protocols,
                              std::optional<ShownWeight> const& shown, std::size_t most) {
    std::vector<Interpretation> all;
    for (Heard const& one : heard)
        for (Interpretation& way : interpretations(one)) all.push_back(std::move(way));
    std::vector<Judged> judged;
    for (std::size_t i = 0; i < all.size(); ++i)
        for (Protocol const& protocol : protocols)
            if (auto one = judge_one(protocol, all[i], i)) judged.push_back(std::move(*one));
    if (shown)
        for (Judged& one : judged) weigh_by_display(one, *shown);
    std::stable_sort(judged.begin(), judged.end(), better);
    if (judged.size() > most) judged.resize(most);
    for (Judged& one : judged) add_undecided(one, judged, shown.has_value());
    std::vector<Candidate> out;
    for (Judged& one : judged) out.push_back(std::move(one.candidate));
    return out;
}

}  // namespace bozhong::scale
