#include "drivers/scale/frame_fit.h"

#include <algorithm>

namespace bozhong::scale {
namespace {

using State = FrameFit::State;

struct FieldFit {
    FrameFit::State state;
    std::size_t bytes = 0;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool may_stand(Number const& number, char c) {
    switch (number.digits) {
        case Number::Digits::ascii:
            return is_digit(c) || c == ' ' || c == '.' || c == ',' ||
                   (number.sign_inside && (c == '+' || c == '-'));
        case Number::Digits::bcd: return (c & 0x0F) <= 9 && ((c >> 4) & 0x0F) <= 9;
        case Number::Digits::binary:
        case Number::Digits::real: return true;
    }
    return false;
}
bool may_stand(Unit const&, char c) {
    return is_letter(c) || c == ' ' || c == '.';
}

/// One of the texts stands here, or could when more bytes come.
FieldFit fit_values(Values const& values, std::string_view rest) {
    FieldFit out{State::none};
    for (auto const& [text, says] : values) {
        if (text.size() > rest.size() && text.starts_with(rest)) return {State::more};
        if (rest.starts_with(text) && text.size() > out.bytes) out = {State::whole, text.size()};
    }
    return out;
}

/// As many fitting characters as there are, `least` to `most`.
template <class Kind>
FieldFit fit_run(Kind const& kind, std::string_view rest, std::size_t least, std::size_t most) {
    auto const window = rest.substr(0, most);
    auto const* end =
        std::find_if_not(window.begin(), window.end(), [&](char c) { return may_stand(kind, c); });
    auto const run = static_cast<std::size_t>(end - window.begin());
    if (run == window.size() && run < most) return {State::more};
    return run < least ? FieldFit{State::none} : FieldFit{State::whole, run};
}

FieldFit fit_fixed(std::string_view rest, std::size_t length) {
    return rest.size() < length ? FieldFit{State::more} : FieldFit{State::whole, length};
}

struct Fitter {
    std::string_view rest;

    FieldFit operator()(Literal const& literal) const {
        auto const part = rest.substr(0, literal.bytes.size());
        if (!literal.bytes.starts_with(part)) return {State::none};
        return fit_fixed(rest, literal.bytes.size());
    }
    FieldFit operator()(Sign const& sign) const {
        if (rest.empty()) return {State::more};
        bool const known =
            sign.plus.find(rest[0]) != std::string::npos || sign.minus.find(rest[0]) != std::string::npos;
        return known ? FieldFit{State::whole, 1} : FieldFit{State::none};
    }
    FieldFit operator()(Decimals const&) const {
        if (rest.empty()) return {State::more};
        return is_digit(rest[0]) ? FieldFit{State::whole, 1} : FieldFit{State::none};
    }
    FieldFit operator()(Number const& number) const {
        if (auto const text = fit_values(number.values, rest); text.state != State::none) return text;
        return fit_run(number, rest, number.least, number.length);
    }
    FieldFit operator()(Unit const& unit) const {
        if (!unit.values.empty()) return fit_values(unit.values, rest);
        return fit_run(unit, rest, unit.least, unit.length);
    }
    FieldFit operator()(Status const& status) const {
        return status.values.empty() ? fit_fixed(rest, status.length) : fit_values(status.values, rest);
    }
    FieldFit operator()(Check const& check) const {
        return fit_fixed(rest, check_length(check.rule, check.form));
    }
    FieldFit operator()(Any const& any) const { return fit_fixed(rest, any.length); }
};

bool check_holds(Check const& check, FrameFit const& fit, Place written, std::string_view bytes) {
    Place const first = fit.places[check.first];
    Place const last = fit.places[check.last];
    auto const covered = bytes.substr(first.at, last.at + last.length - first.at);
    auto const found = read_check(check.rule, check.form, bytes.substr(written.at, written.length));
    return found && ((check_value(check.rule, covered, check.seed) ^ *found) & check.mask) == 0;
}

}  // namespace

FrameFit fit_frame(FrameForm const& form, std::string_view bytes) {
    FrameFit out{State::whole};
    out.places.reserve(form.fields.size());
    for (Field const& field : form.fields) {
        FieldFit const fit = std::visit(Fitter{bytes.substr(out.bytes)}, field);
        if (fit.state != State::whole) return {fit.state};
        out.places.push_back({out.bytes, fit.bytes});
        out.bytes += fit.bytes;
    }
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        auto const* check = std::get_if<Check>(&form.fields[i]);
        if (check != nullptr && !check_holds(*check, out, out.places[i], bytes)) return {State::wrong_check};
    }
    return out;
}

}  // namespace bozhong::scale
