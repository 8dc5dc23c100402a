#include "station/core/work_choice.h"

#include <algorithm>

namespace bozhong::core {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The digits a text begins with, without the zeros before them.
std::string_view take_number(std::string_view& text) {
    auto const end = std::ranges::find_if_not(text, is_digit);
    std::string_view number(text.data(), static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(number.size());
    while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
    return number;
}

int compare_numbers(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
    return a.compare(b);
}

/// What has no text comes last.
int compare_given(std::string_view a, std::string_view b) {
    if (a.empty() != b.empty()) return a.empty() ? 1 : -1;
    return compare_natural(a, b);
}

}  // namespace

int compare_natural(std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty()) {
        if (is_digit(a.front()) && is_digit(b.front())) {
            if (int const order = compare_numbers(take_number(a), take_number(b)); order != 0) return order;
            continue;
        }
        if (a.front() != b.front())
            return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front()) ? -1 : 1;
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    return a.empty() == b.empty() ? 0 : a.empty() ? -1 : 1;
}

bool walks_before(domain::SortTask const& a, domain::SortTask const& b, WalkBy by) {
    int order = 0;
    switch (by) {
        case WalkBy::place:
        case WalkBy::load: break;
        case WalkBy::route: order = compare_given(a.route, b.route); break;
        case WalkBy::code: order = compare_given(a.customer_code, b.customer_code); break;
        case WalkBy::sort_no: order = compare_given(a.details.sort_no, b.details.sort_no); break;
    }
    return order != 0 ? order < 0 : a.position < b.position;
}

bool concerns(WorkChoice const& choice, domain::SortTask const& task) {
    switch (choice.only) {
        case OnlyFor::everybody: return true;
        case OnlyFor::route: return task.route == choice.name;
        case OnlyFor::driver: return task.driver == choice.name;
    }
    return true;
}

}  // namespace bozhong::core
