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

}  // namespace bozhong::domain
