#include "station/core/figures.h"

namespace bozhong::core {

using domain::Mass;
using domain::MassUnit;

MassUnit unit_of(domain::Amount const& ordered) {
    return domain::mass_unit(ordered.unit).value_or(MassUnit::kg);
}

std::string unit_text(domain::Amount const& ordered) {
    return domain::mass_unit(ordered.unit) ? ordered.unit : "kg";
}

std::string figure(Mass mass, domain::Amount const& ordered) {
    return domain::settle(mass, unit_of(ordered)).text();
}

std::string amount_text(Mass mass, domain::Amount const& ordered) {
    return figure(mass, ordered) + " " + unit_text(ordered);
}

std::string ordered_text(domain::Amount const& ordered) {
    return ordered.value.short_text();
}

std::string kilograms(Mass mass, Mass division) {
    int decimals = 3;
    if (division.mg % 1'000 != 0) decimals = division.mg % 100 == 0 ? 4 : 6;
    return domain::in_unit(mass, MassUnit::kg, decimals).text();
}

std::string short_mass(Mass mass) {
    bool const whole_kg = mass.mg >= 1'000'000;
    auto const unit = whole_kg ? MassUnit::kg : MassUnit::g;
    return domain::in_unit(mass, unit, 3).short_text() + (whole_kg ? " kg" : " g");
}

std::string local_time(domain::WallTime time, int utc_offset_minutes, bool with_date) {
    std::string const text = domain::rfc3339({time.unix_ms + std::int64_t{utc_offset_minutes} * 60'000});
    return with_date ? text.substr(5, 5) + " " + text.substr(11, 5) : text.substr(11, 5);
}

}  // namespace bozhong::core
