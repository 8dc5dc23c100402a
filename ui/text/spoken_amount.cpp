#include "ui/text/spoken_amount.h"

#include <algorithm>
#include <array>

#include "station/domain/mass.h"
#include "station/domain/numerals.h"

namespace bozhong::ui {
namespace {

using domain::Decimal;
using domain::MassUnit;

/// The same number without zeros at its end: 2.50 is 25 × 10⁻¹.
Decimal trimmed(Decimal number) {
    while (number.decimals > 0 && number.units % 10 == 0) number = {number.units / 10, number.decimals - 1};
    return number;
}

std::string zh_unit(std::string const& unit) {
    auto const mass = domain::mass_unit(unit);
    if (!mass) return unit;
    switch (*mass) {
        case MassUnit::jin: return "斤";
        case MassUnit::liang: return "两";
        case MassUnit::kg: return "公斤";
        case MassUnit::g: return "克";
        case MassUnit::mg: return "毫克";
        case MassUnit::t: return "吨";
        case MassUnit::lb: return "磅";
        case MassUnit::oz: return "盎司";
    }
    return unit;
}

/// So many of a unit, a whole number.
std::string so_many(std::int64_t number, std::string const& unit) {
    bool const pair = number == 2 && unit != "两";
    return (pair ? std::string("两") : domain::mandarin_number(number)) + unit;
}

/// Wholes and a half, where nothing smaller is left.
std::string halves(std::int64_t whole, bool half, std::string const& unit) {
    if (!half) return so_many(whole, unit);
    return whole == 0 ? "半" + unit : so_many(whole, unit) + "半";
}

std::string mandarin(Decimal number, std::string const& unit) {
    number = trimmed(number);
    if (number.decimals == 0) return so_many(number.units, unit);
    if (number.decimals == 1 && number.units % 10 == 5) return halves(number.units / 10, true, unit);
    bool const to_half_liang = number.decimals == 1 || (number.decimals == 2 && number.units % 10 == 5);
    if (unit != "斤" || !to_half_liang) return domain::mandarin_decimal(number) + unit;
    std::int64_t const scale = number.decimals == 1 ? 10 : 100, jin = number.units / scale;
    std::int64_t const part = number.units % scale * 100 / scale;  // hundredths of a jin
    std::string const liang = halves(part / 10, part % 10 == 5, "两");
    return jin == 0 ? liang : so_many(jin, unit) + (part < 10 ? "零" : "") + liang;
}

struct Counting {
    char const* zh;
    char const* one;
    char const* many;
};
constexpr std::array counting{
    Counting{"份", "portion", "portions"}, Counting{"袋", "bag", "bags"},
    Counting{"盒", "box", "boxes"},        Counting{"包", "pack", "packs"},
    Counting{"个", "piece", "pieces"},     Counting{"板", "tray", "trays"},
    Counting{"把", "bunch", "bunches"},    Counting{"箱", "case", "cases"},
    Counting{"筐", "crate", "crates"},     Counting{"瓶", "bottle", "bottles"},
    Counting{"颗", "head", "heads"},       Counting{"根", "stick", "sticks"},
    Counting{"条", "piece", "pieces"},     Counting{"只", "piece", "pieces"},
    Counting{"块", "block", "blocks"},     Counting{"朵", "piece", "pieces"},
    Counting{"件", "item", "items"},
};

std::string english(Decimal number, std::string const& unit) {
    std::string const figure = trimmed(number).text();
    if (auto const mass = domain::mass_unit(unit)) {
        if (*mass == MassUnit::kg) return figure + (figure == "1" ? " kilo" : " kilos");
        if (*mass == MassUnit::g) return figure + (figure == "1" ? " gram" : " grams");
        if (*mass == MassUnit::lb) return figure + (figure == "1" ? " pound" : " pounds");
        if (*mass == MassUnit::oz) return figure + (figure == "1" ? " ounce" : " ounces");
        return figure + ' ' + std::string(domain::name(*mass));
    }
    for (auto const& [zh, one, many] : counting)
        if (unit == zh) return figure + ' ' + (figure == "1" ? one : many);
    return figure + ' ' + unit;
}

/// What a hand can put on or take off: 50 g of jin, 10 g of kilograms, whole smaller units.
int decimals_of(std::string const& unit) {
    auto const mass = domain::mass_unit(unit);
    if (mass == MassUnit::kg) return 2;
    return mass == MassUnit::jin || mass == MassUnit::lb ? 1 : 0;
}

Decimal rounded(Decimal number, int decimals) {
    std::int64_t divisor = 1;
    for (int at = decimals; at < number.decimals; ++at) divisor *= 10;
    return divisor == 1 ? number : Decimal{domain::divide_half_even(number.units, divisor), decimals};
}

QString said(Decimal number, std::string const& unit, Language language) {
    return QString::fromStdString(language == Language::zh ? mandarin(number, zh_unit(unit))
                                                           : english(number, unit));
}

}  // namespace

QString spoken_amount(std::string const& value, std::string const& unit, Language language) {
    auto const number = Decimal::parse(value);
    if (!number || number->units < 0) return QString::fromStdString(value + unit);
    return said(*number, unit, language);
}

QString spoken_difference(std::string const& value, std::string const& unit, Language language) {
    auto const number = Decimal::parse(value);
    if (!number) return say(Word::said_a_little, language);
    auto const round = rounded({std::abs(number->units), number->decimals}, decimals_of(unit));
    return round.units == 0 ? say(Word::said_a_little, language) : said(round, unit, language);
}

QString spoken_code(std::string const& code, Language language) {
    std::string out, digits;
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    auto const flush = [&] {
        auto const first = std::min(digits.find_first_not_of('0'), digits.empty() ? 0 : digits.size() - 1);
        digits.erase(0, first);
        if (!digits.empty()) out += ' ';
        if (language == Language::zh) out += domain::mandarin_digits(digits);
        if (language == Language::en)
            for (char const each : digits) out += std::string(1, each) + ' ';
        digits.clear();
    };
    for (char const each : code) {
        if (is_digit(each)) {
            digits += each;
            continue;
        }
        flush();
        bool const letter = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
        bool const wide = static_cast<unsigned char>(each) >= 0x80;
        if (letter && !out.empty()) out += ' ';
        if (letter || wide) out += each;
        if (!letter && !wide && !out.empty() && out.back() != ' ') out += ' ';
    }
    flush();
    QString text = QString::fromStdString(out).simplified();
    return language == Language::zh ? text : text.toUpper();
}

}  // namespace bozhong::ui
