#include "station/domain/time.h"

#include <cstdio>

namespace bozhong::domain {

std::string rfc3339(WallTime time) {
    using namespace std::chrono;
    sys_time<milliseconds> const point{milliseconds{time.unix_ms}};
    auto const day = floor<days>(point);
    year_month_day const date{day};
    hh_mm_ss const clock{point - day};
    char out[40];
    std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return out;
}

namespace {

/// The digits at a place as a number, or −1.
int digits(std::string_view text, std::size_t from, std::size_t count) {
    int value = 0;
    for (char const c : text.substr(from, count)) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::optional<WallTime> parse_rfc3339(std::string_view text) {
    using namespace std::chrono;
    bool const fraction = text.size() == 24;
    if ((!fraction && text.size() != 20) || text.back() != 'Z') return {};
    if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') return {};
    int const year_part = digits(text, 0, 4), month_part = digits(text, 5, 2), day_part = digits(text, 8, 2);
    int const hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
    int const milli = !fraction ? 0 : text[19] == '.' ? digits(text, 20, 3) : -1;
    if (year_part < 0 || month_part < 1 || day_part < 1 || hour < 0 || hour > 23) return {};
    if (minute < 0 || minute > 59 || second < 0 || second > 59 || milli < 0) return {};
    year_month_day const date{year{year_part}, month{static_cast<unsigned>(month_part)},
                              day{static_cast<unsigned>(day_part)}};
    if (!date.ok()) return {};
    auto const point = sys_days{date} + hours{hour} + minutes{minute} + seconds{second} + milliseconds{milli};
    return WallTime{duration_cast<milliseconds>(point.time_since_epoch()).count()};
}

}  // namespace bozhong::domain
