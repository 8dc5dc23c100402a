#include "sync/hub/details.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace bozhong::hub {
namespace {

using domain::LineDetails;

struct Detail {
    char const* name;
    std::string LineDetails::*member;
};
constexpr std::array details{
    Detail{"spec", &LineDetails::spec},
    Detail{"origin", &LineDetails::origin},
    Detail{"shelf_life", &LineDetails::shelf_life},
    Detail{"sort_no", &LineDetails::sort_no},
    Detail{"price", &LineDetails::price},
};
constexpr std::ptrdiff_t max_price_digits = 9;

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_price(std::string const& text) {
    auto const price = domain::Decimal::parse(text);
    auto const digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
    return price && text.front() != '-' && digits <= max_price_digits;
}

}  // namespace

std::string wrong_in_details(Extras const& extras) {
    for (auto const& detail : details) {
        auto const found = extras.find(detail.name);
        if (found == extras.end() || found->second.empty()) continue;
        std::string const& text = found->second;
        if (text.size() > domain::max_detail_bytes || std::ranges::any_of(text, is_control))
            return std::string(detail.name) + " must be at most " + std::to_string(domain::max_detail_bytes) +
                   " bytes without control characters";
        if (detail.member == &LineDetails::price && !is_price(text))
            return "price must be a decimal from 0 with at most 9 digits, not \"" + text + "\"";
    }
    return wrong_in_tolerance(extras);
}

std::string details_text(Extras const& extras) {
    boost::json::object out;
    for (auto const& detail : details)
        if (auto const found = extras.find(detail.name); found != extras.end() && !found->second.empty())
            out[detail.name] = found->second;
    for (auto const& [name, text] : extras)
        if (is_tolerance_column(name) && !text.empty()) out[name] = text;
    return out.empty() ? std::string() : boost::json::serialize(out);
}

LineDetails details_from(std::string const& text) {
    LineDetails out;
    boost::system::error_code wrong;
    auto const parsed = boost::json::parse(text, wrong);
    if (wrong || !parsed.is_object()) return out;
    for (auto const& detail : details)
        if (auto const* found = parsed.get_object().if_contains(detail.name); found && found->is_string())
            out.*detail.member = found->get_string().c_str();
    return out;
}

domain::ToleranceProfile tolerance_from(std::string const& text) {
    Extras extras;
    boost::system::error_code wrong;
    auto const parsed = boost::json::parse(text, wrong);
    if (wrong || !parsed.is_object()) return {};
    for (auto const& item : parsed.get_object())
        if (item.value().is_string()) extras[std::string(item.key())] = item.value().get_string().c_str();
    return tolerance_of(extras);
}

}  // namespace bozhong::hub
