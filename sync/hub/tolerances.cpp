#include "sync/hub/tolerances.h"

#include <algorithm>
#include <array>
#include <optional>

namespace bozhong::hub {
namespace {

using domain::Limit;
using domain::ToleranceProfile;

constexpr std::int64_t permille_most = 10'000;
constexpr domain::Mass absolute_most = domain::grams(1'000'000);
constexpr char const *name_column = "tolerance", *pick_column = "tolerance_pick";

struct Column {
    char const* name;
    Limit ToleranceProfile::*limit;
};
constexpr std::array columns{Column{"green_under", &ToleranceProfile::green_under},
                             Column{"green_over", &ToleranceProfile::green_over},
                             Column{"red_under", &ToleranceProfile::red_under},
                             Column{"red_over", &ToleranceProfile::red_over}};

std::string without_spaces(std::string text) {
    std::erase(text, ' ');
    return text;
}

std::optional<std::int64_t> permille(std::string const& percent) {
    auto const value = domain::Decimal::parse(percent);
    if (!value || value->units < 0) return std::nullopt;
    auto const short_value = domain::Decimal::parse(value->short_text());
    if (!short_value || short_value->decimals > 1) return std::nullopt;
    auto const out = short_value->decimals == 1 ? short_value->units : short_value->units * 10;
    return out <= permille_most ? std::optional(out) : std::nullopt;
}

std::optional<domain::Mass> mass(std::string const& text) {
    auto const unit_at = text.find_first_not_of("0123456789.");
    if (unit_at == 0 || unit_at == std::string::npos) return std::nullopt;
    auto const value = domain::Decimal::parse(text.substr(0, unit_at));
    if (!value) return std::nullopt;
    auto const out = domain::Amount{*value, text.substr(unit_at)}.mass();
    return out && *out <= absolute_most ? out : std::nullopt;
}

/// "8%", "50 g", "8% 50g".
std::optional<Limit> limit_of(std::string const& column) {
    auto const text = without_spaces(column);
    if (text.size() > 40) return std::nullopt;
    Limit out;
    auto const percent = text.find('%');
    if (percent != std::string::npos) {
        auto const part = permille(text.substr(0, percent));
        if (!part) return std::nullopt;
        out.permille = *part;
    }
    auto const rest = percent == std::string::npos ? text : text.substr(percent + 1);
    if (rest.empty()) return percent == std::string::npos ? std::nullopt : std::optional(out);
    auto const absolute = mass(rest);
    if (!absolute) return std::nullopt;
    out.absolute = *absolute;
    return out;
}

std::string at(Extras const& extras, char const* name) {
    auto const found = extras.find(name);
    return found == extras.end() ? std::string() : found->second;
}

}  // namespace

bool is_tolerance_column(std::string const& name) {
    return name == name_column || name == pick_column ||
           std::ranges::any_of(columns, [&](Column const& column) { return name == column.name; });
}

std::string wrong_in_tolerance(Extras const& extras) {
    auto const name = at(extras, name_column);
    bool const control =
        std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (name.size() > 64 || control)
        return "tolerance must be a name of at most 64 bytes without control characters";
    auto const pick = at(extras, pick_column);
    if (!pick.empty() && pick != "looser" && pick != "stricter")
        return "tolerance_pick must be looser or stricter, not \"" + pick.substr(0, 40) + "\"";
    for (auto const& column : columns) {
        auto const text = at(extras, column.name);
        if (!text.empty() && !limit_of(text))
            return std::string(column.name) + " must be a limit as 8%, 50 g or \"8% 50g\", not \"" +
                   text.substr(0, 40) + "\"";
    }
    return {};
}

ToleranceProfile tolerance_of(Extras const& extras) {
    ToleranceProfile out;
    bool told = false;
    for (auto const& column : columns) {
        auto const text = at(extras, column.name);
        if (auto const limit = text.empty() ? std::nullopt : limit_of(text))
            out.*column.limit = *limit, told = true;
    }
    if (at(extras, pick_column) == "stricter") out.pick = domain::Pick::stricter, told = true;
    auto const name = at(extras, name_column);
    if (!name.empty())
        out.name = name;
    else if (told)
        out.name = "order";
    return out;
}

}  // namespace bozhong::hub
