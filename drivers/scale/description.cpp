#include "drivers/scale/description.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace bozhong::scale {
namespace {

using What = Says::What;

constexpr std::array<std::pair<std::string_view, What>, 12> names{{{"stable", What::stable},
                                                                   {"unstable", What::unstable},
                                                                   {"net", What::net},
                                                                   {"gross", What::gross},
                                                                   {"zero", What::zero},
                                                                   {"not_zero", What::not_zero},
                                                                   {"over", What::over},
                                                                   {"under", What::under},
                                                                   {"out_of_range", What::out_of_range},
                                                                   {"invalid", What::invalid},
                                                                   {"negative", What::negative},
                                                                   {"ignored", What::ignored}}};

struct Longest {
    std::size_t operator()(Literal const& literal) const { return literal.bytes.size(); }
    std::size_t operator()(Sign const&) const { return 1; }
    std::size_t operator()(Decimals const&) const { return 1; }
    std::size_t operator()(Check const& check) const { return check_length(check.rule, check.form); }
    std::size_t operator()(Number const& number) const { return number.length; }
    std::size_t operator()(Unit const& unit) const { return unit.length; }
    std::size_t operator()(Status const& status) const { return status.length; }
    std::size_t operator()(Any const& any) const { return any.length; }
};

std::optional<Says> parse_decimals(std::string_view digits) {
    int number = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    bool const whole = error == std::errc{} && end == digits.data() + digits.size();
    if (!whole || number < -3 || number > 9) return std::nullopt;
    return Says{What::decimals, {}, number};
}

}  // namespace

std::string says_name(Says const& says) {
    if (says.what == What::unit) return "unit=" + says.unit;
    if (says.what == What::decimals) return "decimals=" + std::to_string(says.decimals);
    auto const* found =
        std::find_if(names.begin(), names.end(), [&](auto const& one) { return one.second == says.what; });
    return std::string(found->first);
}

std::optional<Says> parse_says(std::string_view text) {
    if (text.starts_with("unit=") && text.size() > 5 && text.size() < 16)
        return Says{What::unit, std::string(text.substr(5))};
    if (text.starts_with("decimals=")) return parse_decimals(text.substr(9));
    auto const* found =
        std::find_if(names.begin(), names.end(), [&](auto const& one) { return one.first == text; });
    if (found == names.end()) return std::nullopt;
    return Says{found->second};
}

std::size_t longest(Field const& field) {
    return std::visit(Longest{}, field);
}

std::size_t longest(FrameForm const& form) {
    std::size_t sum = 0;
    for (Field const& field : form.fields) sum += longest(field);
    return sum;
}

}  // namespace bozhong::scale
