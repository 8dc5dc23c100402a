#include <algorithm>

#include "drivers/scale/frame_fit.h"
#include "drivers/scale/learn_parts.h"

namespace bozhong::scale {
namespace {

using Moments = std::vector<std::pair<std::string, ShownWeight>>;

/// The weight that the field means when it stands alone.
std::optional<domain::Decimal> value_of(Number const& number, std::string_view field) {
    FrameForm form;
    form.fields.emplace_back(number);
    FrameFit const fit = fit_frame(form, field);
    if (fit.state != FrameFit::State::whole || fit.bytes != field.size()) return std::nullopt;
    auto const event = read_frame(form, fit, field, {});
    auto const* reading = event ? std::get_if<domain::Reading>(&*event) : nullptr;
    return reading == nullptr ? std::nullopt : reading->indication.value;
}

domain::Decimal absolute(domain::Decimal value) {
    return {value.units < 0 ? -value.units : value.units, value.decimals};
}

/// The sign may stand elsewhere: a status bit, another character.
bool shows_all(Number const& number, std::size_t at, Moments const& moments) {
    return std::all_of(moments.begin(), moments.end(), [&](auto const& moment) {
        auto const value = value_of(number, std::string_view(moment.first).substr(at, number.length));
        return value && (*value == moment.second.value ||
                         (value->units >= 0 && *value == absolute(moment.second.value)));
    });
}

/// Most frames of the recording have something there that this number could be; the others may say in words
/// that there is no weight now.
bool fits_most(Number const& number, std::size_t at, std::vector<std::string> const& frames) {
    FrameForm form;
    form.fields.emplace_back(number);
    auto const fitting = std::count_if(frames.begin(), frames.end(), [&](std::string const& frame) {
        return fit_frame(form, std::string_view(frame).substr(at, number.length)).state ==
               FrameFit::State::whole;
    });
    return static_cast<std::size_t>(fitting) * 2 > frames.size();
}

std::vector<Number> forms(int decimals) {
    std::vector<Number> out;
    Number number;
    number.decimals = decimals;
    number.sign_inside = true;
    for (bool const reversed : {false, true}) {
        number.reversed = reversed;
        out.push_back(number);
    }
    number.sign_inside = false;
    for (auto const digits : {Number::Digits::bcd, Number::Digits::binary})
        for (bool const reversed : {false, true}) {
            number.digits = digits;
            number.reversed = reversed;
            out.push_back(number);
        }
    return out;
}

std::size_t longest_of(Number const& number) {
    return number.digits == Number::Digits::ascii ? 16 : 4;
}

}  // namespace

std::optional<FoundNumber> find_number(std::vector<std::string> const& frames, Moments const& moments) {
    std::size_t const size = frames.front().size();
    for (Number number : forms(moments.front().second.value.decimals)) {
        constexpr std::size_t shortest = 2;
        for (std::size_t length = std::min(size, longest_of(number)); length >= shortest; --length) {
            number.length = number.least = length;
            for (std::size_t at = 0; at + length <= size; ++at)
                if (shows_all(number, at, moments) && fits_most(number, at, frames))
                    return FoundNumber{at, number};
        }
    }
    return std::nullopt;
}

}  // namespace bozhong::scale
