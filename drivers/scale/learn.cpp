#include "drivers/scale/learn.h"

#include <algorithm>
#include <bit>
#include <map>
#include <set>

#include "drivers/scale/decoder.h"
#include "drivers/scale/learn_parts.h"

namespace bozhong::scale {
namespace {

using Moments = std::vector<std::pair<std::string, ShownWeight>>;

constexpr std::size_t most_values = 16;

/// The frame that was there most of the time.
std::string commonest(std::vector<std::string> const& frames) {
    std::map<std::string, int> counts;
    for (std::string const& frame : frames) ++counts[frame];
    auto const most = std::max_element(counts.begin(), counts.end(),
                                       [](auto const& a, auto const& b) { return a.second < b.second; });
    return most == counts.end() ? std::string() : most->first;
}

/// What each value of some columns does: how often it was seen, and how often the number had just changed.
struct Habit {
    int seen = 0, moving = 0, shown = 0;
};

/// Puts the fields together, column by column.
class Writer {
  public:
    Writer(Cut const& cut, Moments const& moments, FoundNumber const& number,
           std::optional<FoundCheck> const& check)
        : m_frames(cut.frames), m_moments(moments), m_number(number), m_check(check) {}

    FrameForm write(Learned& report) {
        std::size_t const size = m_frames.front().size();
        for (std::size_t at = 0; at < size;) at += column(at, report);
        place_check();
        return m_form;
    }

  private:
    std::size_t column(std::size_t at, Learned& report) {
        if (at == m_number.at) return add(at, m_number.number, m_number.number.length);
        if (m_check && at == m_check->at) return add(at, m_check->check, m_check->length);
        std::size_t const end = next_field(at);
        if (auto const unit = unit_at(at, end)) {
            report.learned.push_back("the unit stands in the frame");
            return *unit;
        }
        if (is_fixed(at)) {
            std::size_t length = 1;
            while (at + length < end && is_fixed(at + length) && !starts_unit(at + length, end) &&
                   !check_edge(at + length))
                ++length;
            return add(at, Literal{m_frames.front().substr(at, length)}, length);
        }
        std::size_t length = 1;
        while (at + length < end && !is_fixed(at + length) && !check_edge(at + length)) ++length;
        return add_varying(at, length, report);
    }
    std::size_t add(std::size_t at, Field field, std::size_t length) {
        m_at.push_back(at);
        m_form.fields.push_back(std::move(field));
        return length;
    }
    [[nodiscard]] std::size_t next_field(std::size_t at) const {
        std::size_t end = m_frames.front().size();
        if (m_number.at > at) end = std::min(end, m_number.at);
        if (m_check && m_check->at > at) end = std::min(end, m_check->at);
        return end;
    }
    /// A check covers whole fields, so fields end where its range begins and ends.
    [[nodiscard]] bool check_edge(std::size_t at) const {
        return m_check && (at == m_check->from || at == m_check->to + 1);
    }
    [[nodiscard]] bool is_fixed(std::size_t at) const {
        return std::all_of(m_frames.begin(), m_frames.end(),
                           [&](std::string const& frame) { return frame[at] == m_frames.front()[at]; });
    }
    [[nodiscard]] bool starts_unit(std::size_t at, std::size_t end) const {
        std::string const& unit = m_moments.front().second.unit;
        if (unit.empty() || at + unit.size() > end) return false;
        auto const same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
        for (std::size_t i = 0; i < unit.size(); ++i)
            if (!is_fixed(at + i) || !same(m_frames.front()[at + i], unit[i])) return false;
        auto const letter = [&](std::size_t place) {
            char const c = static_cast<char>(m_frames.front()[place] | 0x20);
            return place < end && c >= 'a' && c <= 'z';
        };
        // The whole word, or it is the end of another: hkg.
        return !(at > 0 && letter(at - 1)) && !(at + unit.size() < end && letter(at + unit.size()));
    }
    std::optional<std::size_t> unit_at(std::size_t at, std::size_t end) {
        if (m_unit_found || at < m_number.at || !starts_unit(at, end)) return std::nullopt;
        m_unit_found = true;
        std::string const unit = m_moments.front().second.unit;
        std::string const written = m_frames.front().substr(at, unit.size());
        Unit field;
        field.values = {{written, {Says{Says::What::unit, unit}}}};
        field.length = unit.size();
        return add(at, field, unit.size());
    }

    /// Few values are a status; many are something else that is not understood.
    std::size_t add_varying(std::size_t at, std::size_t length, Learned& report) {
        auto const habits = habits_of(at, length);
        std::string const where = "bytes " + std::to_string(at + 1) + " to " + std::to_string(at + length);
        if (habits.size() > most_values) {
            report.not_learned.push_back(where + " take many values and mean something that was not learned");
            return add(at, Any{length}, length);
        }
        Status status;
        status.length = length;
        bool meant = false;
        for (auto const& [value, habit] : habits) {
            std::vector<Says> says;
            // A value that stands when the display stands, and hardly ever when the digits move, is "stable".
            if (habit.shown > 0 && habit.moving * 5 <= habit.seen) says.push_back({Says::What::stable});
            if (habit.shown == 0 && habit.moving * 2 > habit.seen && habit.seen >= 3)
                says.push_back({Says::What::unstable});
            meant = meant || (!says.empty() && says[0].what == Says::What::unstable);
            status.values.emplace_back(value, std::move(says));
        }
        if (!meant)
            for (auto& [value, says] : status.values) says.clear();
        learn_negative(status, at, length);
        report.learned.push_back(where +
                                 (meant ? " tell stable from moving" : " are a status of few values") +
                                 "; only the " + std::to_string(habits.size()) + " values seen are taken");
        m_stable_found = m_stable_found || meant;
        return add(at, std::move(status), length);
    }
    std::map<std::string, Habit> habits_of(std::size_t at, std::size_t length) const {
        std::map<std::string, Habit> out;
        std::string last;
        for (std::string const& frame : m_frames) {
            Habit& habit = out[frame.substr(at, length)];
            std::string const digits = frame.substr(m_number.at, m_number.number.length);
            ++habit.seen;
            if (!last.empty() && digits != last) ++habit.moving;
            last = digits;
        }
        for (auto const& [frame, shown] : m_moments) ++out[frame.substr(at, length)].shown;
        return out;
    }
    /// A value that is there whenever the display shows a minus that the number does not carry.
    void learn_negative(Status& status, std::size_t at, std::size_t length) {
        std::set<std::string> minus, plus;
        for (auto const& [frame, shown] : m_moments) {
            bool const carried =
                frame.substr(m_number.at, m_number.number.length).find('-') != std::string::npos;
            (shown.value.units < 0 && !carried ? minus : plus).insert(frame.substr(at, length));
        }
        for (auto& [value, says] : status.values)
            if (minus.contains(value) && !plus.contains(value)) says.push_back({Says::What::negative});
    }

    void place_check() {
        if (!m_check) return;
        for (std::size_t i = 0; i < m_form.fields.size(); ++i) {
            auto* check = std::get_if<Check>(&m_form.fields[i]);
            if (check == nullptr) continue;
            for (std::size_t other = 0; other < m_at.size(); ++other) {
                if (m_at[other] <= m_check->from) check->first = other;
                if (m_at[other] <= m_check->to) check->last = other;
            }
        }
    }

  public:
    [[nodiscard]] bool unit_found() const { return m_unit_found; }
    [[nodiscard]] bool stable_found() const { return m_stable_found; }

  private:
    std::vector<std::string> const& m_frames;
    Moments const& m_moments;
    FoundNumber const& m_number;
    std::optional<FoundCheck> const& m_check;
    FrameForm m_form;
    std::vector<std::size_t> m_at;
    bool m_unit_found = false, m_stable_found = false;
};

/// A line of 7 bits read as 8 shows its parity as bit 7.
bool drop_parity(Recording& recording) {
    auto const high =
        std::count_if(recording.bytes.begin(), recording.bytes.end(), [](char c) { return (c & 0x80) != 0; });
    bool shown = false;
    for (int const parity : {0, 1})
        shown = shown || std::all_of(recording.bytes.begin(), recording.bytes.end(), [&](char c) {
                    return std::popcount(static_cast<std::uint8_t>(c)) % 2 == parity;
                });
    if (!shown || high * 8 < static_cast<std::ptrdiff_t>(recording.bytes.size())) return false;
    auto const low = [](std::string& bytes) {
        for (char& c : bytes) c = static_cast<char>(c & 0x7F);
    };
    low(recording.bytes);
    for (Moment& moment : recording.moments) low(moment.bytes);
    return true;
}

char const* rule_name(CheckRule rule) {
    switch (rule) {
        case CheckRule::exclusive_or: return "exclusive or";
        case CheckRule::sum: return "sum";
        case CheckRule::complement: return "complement of the sum";
        case CheckRule::inverse: return "inverse of the sum";
        case CheckRule::crc16_modbus:
        case CheckRule::crc16_ccitt:
        case CheckRule::crc16_xmodem: return "CRC-16";
    }
    return "";
}

/// A number as long as its digits may grow by two more; nothing when other fields stand in the stretch.
bool loosen(FrameForm& form, FoundNumber const& found, Stretch const& stretch) {
    std::size_t const end = found.at + found.number.length;
    if (found.at > stretch.at || end < stretch.at + stretch.longest) return false;
    for (Field& field : form.fields) {
        auto* number = std::get_if<Number>(&field);
        if (number == nullptr) continue;
        std::size_t const room = Description::longest_frame - longest(form);
        number->least = 1;
        number->length += std::min<std::size_t>(2, room);
    }
    return true;
}

void say_number(FoundNumber const& found, Learned& report) {
    std::string what = found.number.digits == Number::Digits::ascii ? "digits"
                       : found.number.digits == Number::Digits::bcd ? "BCD"
                                                                    : "binary";
    report.learned.push_back("the weight stands in bytes " + std::to_string(found.at + 1) + " to " +
                             std::to_string(found.at + found.number.length) + ", " + what +
                             (found.number.reversed ? ", the low one first" : ", the high one first"));
}

std::size_t frames_read(Description const& description, std::string_view bytes) {
    Decoder decoder(described(description), {});
    decoder.feed(std::as_bytes(std::span(bytes)), [](Decoded&) {});
    decoder.end([](Decoded&) {});
    return decoder.counters().frames;
}

Learned fail(std::string why) {
    Learned out;
    out.not_learned.push_back(std::move(why));
    return out;
}

void say_rest(Writer const& writer, Moments const& moments, bool check, Learned& report) {
    auto const any = [&](auto test) { return std::any_of(moments.begin(), moments.end(), test); };
    if (!check)
        report.not_learned.emplace_back("no check was found: a damaged frame may be read as another weight");
    if (!writer.unit_found())
        report.not_learned.emplace_back("no unit stands in the frames: set it in the station's settings");
    if (!writer.stable_found())
        report.not_learned.emplace_back("nothing tells stable from moving: use stability = \"time\"");
    if (!any([](auto const& moment) { return moment.second.value.units < 0; }))
        report.not_learned.emplace_back("no negative weight was shown: how a minus is written is a guess");
    report.not_learned.emplace_back(
        "overload, net and tare were not shown: such frames are refused until they are described");
}

}  // namespace

Learned learn(Recording recording, std::string const& id, LineSettings line) {
    Learned out;
    bool const parity = drop_parity(recording);
    auto const cut = find_frames(recording.bytes);
    if (!cut) return fail("no frames of one length were found, nor such as differ by their number alone");
    Moments moments;
    for (Moment const& moment : recording.moments)
        if (auto frame = commonest(cut_like(*cut, moment.bytes)); !frame.empty())
            moments.emplace_back(frame, moment.shown);
    if (moments.empty()) return fail("nothing is known of what the display showed");
    if (std::all_of(moments.begin(), moments.end(),
                    [](auto const& one) { return one.second.value.units == 0; }))
        return fail("the display showed only zero: put a load on");
    auto const number = find_number(cut->frames, moments);
    if (!number) return fail("no number in the frames is what the display showed");
    // A check covers what came, not the blanks that were put in.
    auto check = cut->stretch ? std::nullopt : find_check(cut->frames);
    if (check && check->at < number->at + number->number.length && number->at < check->at + check->length)
        check.reset();
    out.learned.push_back("a frame has " + std::string(cut->stretch ? "up to " : "") +
                          std::to_string(cut->frames.front().size()) + " bytes and " + cut->marker);
    say_number(*number, out);
    if (check)
        out.learned.push_back(std::string("the check is the ") + rule_name(check->check.rule) + " of bytes " +
                              std::to_string(check->from + 1) + " to " + std::to_string(check->to + 1));

    Description description;
    description.id = id;
    description.title = "Learned from a recording";
    description.line = line;
    description.seven_bits = parity;
    Writer writer(*cut, moments, *number, check);
    description.frames.push_back(writer.write(out));
    if (cut->stretch && !loosen(description.frames.front(), *number, *cut->stretch))
        return fail("the frames differ in length, and not by the weight");
    out.frames = frames_read(description, recording.bytes);
    if (out.frames * 2 < cut->frames.size()) return fail("no description reads most of the frames");
    say_rest(writer, moments, check.has_value(), out);
    out.description = std::move(description);
    return out;
}

}  // namespace bozhong::scale
