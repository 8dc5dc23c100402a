#include "station/domain/label_content.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "station/domain/gs1.h"

namespace bozhong::domain {

namespace {

constexpr Seq last_barcode_seq = 99'999'999;

std::string padded(std::uint64_t value, std::size_t digits) {
    std::string text = std::to_string(value);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

std::string local_time(WallTime at, int utc_offset_minutes) {
    using namespace std::chrono;
    sys_time<std::chrono::milliseconds> const local{std::chrono::milliseconds(at.unix_ms) +
                                                    minutes(utc_offset_minutes)};
    auto const day = floor<days>(local);
    year_month_day const date{day};
    hh_mm_ss const clock{floor<minutes>(local) - day};
    return padded(unsigned{date.month()}, 2) + "-" + padded(unsigned{date.day()}, 2) + " " +
           padded(static_cast<std::uint64_t>(clock.hours().count()), 2) + ":" +
           padded(static_cast<std::uint64_t>(clock.minutes().count()), 2);
}

/// How many decimals of a kilogram say as much as the scale showed in its own unit.
int kilogram_decimals(Indication const& indication) {
    auto const value = Decimal::parse(indication.value);
    auto const unit = mass_unit(indication.unit);
    int const shown = value ? value->decimals : 3;
    if (!unit) return 3;
    switch (*unit) {
        case MassUnit::t: return std::max(shown - 3, 0);
        case MassUnit::kg: return shown;
        case MassUnit::jin: return shown + 1;
        case MassUnit::liang: return shown + 2;
        case MassUnit::g: return shown + 3;
        case MassUnit::mg: return 6;
        case MassUnit::lb: return 3;
        case MassUnit::oz: return 3;
    }
    std::abort();
}

/// At least the decimals of the indication, more when a tare is finer than the scale, so that nothing is
/// rounded away.
std::string kilograms(Mass mass, int decimals) {
    decimals = std::min(decimals, 6);
    while (decimals < 6 && to_mass(in_unit(mass, MassUnit::kg, decimals), MassUnit::kg) != mass) ++decimals;
    return in_unit(mass, MassUnit::kg, decimals).text();
}

std::string unit_text(MassUnit unit, Amount const& ordered) {
    if (mass_unit(ordered.unit) == unit) return ordered.unit;
    if (unit == MassUnit::jin) return "斤";
    if (unit == MassUnit::liang) return "两";
    return std::string(name(unit));
}

/// What the settled figure costs at a price of its own unit, to hundredths, half to even; empty when there is
/// no such figure.
std::string cost(std::string const& price, std::string const& actual) {
    auto const one = Decimal::parse(price), amount = Decimal::parse(actual);
    std::int64_t product = 0;
    if (!one || !amount || __builtin_mul_overflow(one->units, amount->units, &product)) return {};
    int decimals = one->decimals + amount->decimals;
    for (; decimals < 2; ++decimals)
        if (__builtin_mul_overflow(product, std::int64_t{10}, &product)) return {};
    std::int64_t hundredth = 1;
    for (; decimals > 2; --decimals) hundredth *= 10;
    return Decimal{divide_half_even(product, hundredth), 2}.text();
}

/// The price is of an ordered unit: it says nothing of a figure in another one.
void fill_price(LabelContent& out, TaskFacts const& task) {
    if (task.details.price.empty() || out.actual_unit != task.ordered.unit) return;
    out.money = cost(task.details.price, out.actual);
    if (!out.money.empty()) out.price = task.details.price;
}

void fill_task(LabelContent& out, TaskFacts const& task) {
    out.product = task.product;
    out.gtin = gtin14(task.sku);
    out.customer_code = task.customer_code;
    out.customer = task.customer;
    out.tote = task.tote;
    out.route = task.route;
    out.driver = task.driver;
    out.order_no = task.line.order_no;
    out.note = task.note;
    out.spec = task.details.spec;
    out.origin = task.details.origin;
    out.shelf_life = task.details.shelf_life;
    out.sort_no = task.details.sort_no;
    out.lot = task.lot;
    out.bag = task.bag;
    out.bags = task.bags;
    if (task.ordered.value.units != 0)
        out.ordered = task.ordered.value.short_text() + " " + task.ordered.unit;
}

Status fill(LabelContent& out, Weighed const& weighed) {
    fill_task(out, weighed.task);
    auto unit = mass_unit(weighed.settle_unit);
    if (!unit) unit = mass_unit(weighed.task.ordered.unit);
    if (!unit) unit = MassUnit::kg;
    out.actual = settle(weighed.net, *unit).text();
    if (!weighed.settled.empty() && weighed.settled != out.actual)
        return Error{ErrorKind::corrupt,
                     "the row says " + weighed.settled + ", its net mass settles to " + out.actual, "",
                     "verify the journal"};
    out.actual_unit = unit_text(*unit, weighed.task.ordered);
    fill_price(out, weighed.task);

    Mass tare;
    for (Tare const& one : weighed.tares) {
        tare += one.mass;
        out.preset_tare = out.preset_tare || one.kind == TareKind::preset;
    }
    int const decimals = kilogram_decimals(weighed.indication);
    out.net_kg = kilograms(weighed.net, decimals);
    if (tare != Mass{}) out.tare_kg = kilograms(tare, decimals);
    out.net_mg = weighed.net.mg;
    out.manual = weighed.entry == Entry::manual;
    out.below_min = weighed.below_min;
    out.sorter = weighed.person_name.empty() ? weighed.person : weighed.person_name;
    return Done{};
}

Status fill(LabelContent& out, Counted const& counted) {
    fill_task(out, counted.task);
    out.actual = std::to_string(counted.count);
    out.actual_unit = counted.task.ordered.unit;
    fill_price(out, counted.task);
    out.sorter = counted.person_name.empty() ? counted.person : counted.person_name;
    return Done{};
}

template <class Other>
Status fill(LabelContent&, Other const&) {
    return Error{ErrorKind::bad_input, "only a weighing or a count has a label", "", ""};
}

}  // namespace

Result<LabelContent> make_label_content(LabelRow const& row, LabelNaming const& naming, int copy) {
    LabelContent out;
    out.event = row.id;
    out.short_form = short_form(row.id, naming.incarnation_short);
    out.barcode = barcode_digits({naming.station_number, naming.incarnation_number, row.id.seq});
    out.check = check_digits(row.hash);
    out.station_name = naming.station_name;
    out.copy = copy;
    if (row.stamp.clock_good) out.time = local_time(row.stamp.at, naming.utc_offset_minutes);
    Status const status = std::visit([&](auto const& fact) { return fill(out, fact); }, row.fact);
    if (!status) {
        Error error = status.error();
        error.where = "event " + out.short_form;
        return error;
    }
    return out;
}

void rename(LabelContent& content, BagNames const& names) {
    content.customer_code = names.customer_code;
    content.customer = names.customer;
    content.route = names.route;
    content.driver = names.driver;
    content.tote = names.tote;
}

std::string short_form(EventId const& id, std::string_view incarnation_short) {
    return id.station + "-" + std::string(incarnation_short) + "-" + padded(id.seq, 6);
}

std::string check_digits(std::string_view hash) {
    return std::string(hash.substr(0, 6));
}

std::string barcode_digits(BarcodeName const& name) {
    auto const two_digits = [](int number) { return number >= 0 && number <= 99; };
    if (!two_digits(name.station_number) || !two_digits(name.incarnation_number) ||
        name.seq > last_barcode_seq)
        return "";
    return padded(static_cast<std::uint64_t>(name.station_number), 2) +
           padded(static_cast<std::uint64_t>(name.incarnation_number), 2) + padded(name.seq, 8);
}

std::optional<BarcodeName> parse_barcode(std::string_view digits) {
    bool const good = digits.size() == 12 &&
                      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!good) return std::nullopt;
    BarcodeName name;
    std::from_chars(digits.data(), digits.data() + 2, name.station_number);
    std::from_chars(digits.data() + 2, digits.data() + 4, name.incarnation_number);
    std::from_chars(digits.data() + 4, digits.data() + 12, name.seq);
    return name;
}

}  // namespace bozhong::domain
