// A description as a protocol: its frames tried in their order at every place of the stream.

#include <algorithm>
#include <memory>
#include <set>

#include "drivers/scale/frame_fit.h"
#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

Step decode_at(Description const& description, std::string_view bytes, std::string_view default_unit,
               bool at_end) {
    bool wrong_check = false;
    for (FrameForm const& form : description.frames) {
        FrameFit const fit = fit_frame(form, bytes);
        // What the first form could still become decides, however the bytes are cut.
        if (fit.state == FrameFit::State::more && !at_end) return NeedMore{};
        wrong_check = wrong_check || fit.state == FrameFit::State::wrong_check;
        if (fit.state != FrameFit::State::whole) continue;
        if (auto event = read_frame(form, fit, bytes, default_unit))
            return Frame{fit.bytes, std::move(*event)};
    }
    return Skip{1, wrong_check};
}

Step decode_bytes(Description const& description, parts::Bytes bytes, std::string_view default_unit,
                  bool at_end) {
    std::string_view const text = parts::text(bytes).substr(0, Description::longest_frame);
    if (!description.seven_bits) return decode_at(description, text, default_unit, at_end);
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(), [](char c) { return static_cast<char>(c & 0x7F); });
    return decode_at(description, low, default_unit, at_end);
}

Step decode(Description const& description, parts::Bytes bytes, std::string_view default_unit) {
    return decode_bytes(description, bytes, default_unit, false);
}
Step decode_end(Description const& description, parts::Bytes bytes, std::string_view default_unit) {
    return decode_bytes(description, bytes, default_unit, true);
}

std::string encode(Description const& description, Command command, std::string_view) {
    auto const found = description.commands.find(command);
    return found == description.commands.end() ? std::string() : found->second;
}

/// Everything that any frame can say.
std::vector<Says> vocabulary(Description const& description) {
    std::vector<Says> out;
    auto const add = [&](std::vector<Says> const& more) { out.insert(out.end(), more.begin(), more.end()); };
    auto const add_values = [&](Values const& values) {
        for (auto const& value : values) add(value.second);
    };
    for (FrameForm const& form : description.frames) {
        add(form.says);
        for (Field const& field : form.fields) {
            if (auto const* number = std::get_if<Number>(&field)) add_values(number->values);
            if (auto const* unit = std::get_if<Unit>(&field)) add_values(unit->values);
            if (auto const* status = std::get_if<Status>(&field)) {
                add_values(status->values);
                for (Bit const& bit : status->bits) add(bit.set), add(bit.clear);
            }
        }
    }
    return out;
}

bool sends_a_unit(Description const& description) {
    return std::any_of(description.frames.begin(), description.frames.end(), [](FrameForm const& form) {
        return std::any_of(form.fields.begin(), form.fields.end(), [](Field const& field) {
            auto const* unit = std::get_if<Unit>(&field);
            return unit != nullptr && unit->values.empty();
        });
    });
}

/// The description and the texts that its protocol's views point into.
struct Owner {
    Description description;
    std::string commands, units;
};

std::shared_ptr<Owner const> own(Description description) {
    auto out = std::make_shared<Owner>();
    for (auto const& [command, bytes] : description.commands)
        out->commands += (out->commands.empty() ? "" : " ") + std::string(command_name(command));
    std::set<std::string> units;
    for (Says const& says : vocabulary(description))
        if (says.what == Says::What::unit) units.insert(says.unit);
    if (sends_a_unit(description)) units.insert({"kg", "g", "lb", "oz", "t"});
    for (std::string const& unit : units) out->units += (out->units.empty() ? "" : " ") + unit;
    out->description = std::move(description);
    return out;
}

}  // namespace

Protocol described(Description description) {
    auto const owner = own(std::move(description));
    Description const& of = owner->description;
    Protocol out{};
    out.id = of.id;
    out.title = of.title;
    out.kind = of.poll_every.count() > 0 ? Kind::poll : Kind::stream;
    out.line = of.line;
    for (FrameForm const& form : of.frames) out.frame_max = std::max(out.frame_max, longest(form));
    out.poll_every = of.poll_every;
    out.expected_interval = of.interval;
    auto const words = vocabulary(of);
    out.has_stable_flag = std::any_of(words.begin(), words.end(),
                                      [](Says const& says) { return says.what == Says::What::stable; });
    out.decode = Protocol::Decode::of<&decode>(of);
    out.decode_end = Protocol::Decode::of<&decode_end>(of);
    out.encode = decltype(out.encode)::of<&encode>(of);
    out.commands = owner->commands;
    out.units = owner->units;
    out.owner = owner;
    return out;
}

}  // namespace bozhong::scale
