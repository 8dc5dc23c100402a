#include "sync/wire/label_json.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <concepts>
#include <limits>
#include <optional>
#include <set>

#include "station/domain/label_fields.h"

namespace bozhong::wire {

namespace {

using domain::Error;
using domain::ErrorKind;
using domain::LabelContent;

/// Calls `each(name, member)` for every field, in the order people read a label.
template <class Content, class Each>
void visit(Content& content, Each&& each) {
    each("kind", content.kind);
    each("station", content.event.station), each("incarnation", content.event.incarnation);
    each("seq", content.event.seq);
    each("short_form", content.short_form), each("barcode", content.barcode), each("qr", content.qr);
    each("check", content.check), each("product", content.product);
    each("customer_code", content.customer_code), each("customer", content.customer),
        each("tote", content.tote);
    each("route", content.route), each("driver", content.driver), each("order_no", content.order_no);
    each("note", content.note), each("actual", content.actual), each("actual_unit", content.actual_unit);
    each("net_kg", content.net_kg), each("tare_kg", content.tare_kg), each("ordered", content.ordered);
    each("time", content.time), each("sorter", content.sorter), each("lot", content.lot);
    each("station_name", content.station_name), each("bag", content.bag), each("bags", content.bags);
    each("copy", content.copy), each("preset_tare", content.preset_tare), each("manual", content.manual);
    each("below_min", content.below_min), each("net_mg", content.net_mg);
    each("gtin", content.gtin), each("lines", content.lines);
    each("spec", content.spec), each("origin", content.origin), each("shelf_life", content.shelf_life);
    each("sort_no", content.sort_no), each("price", content.price), each("money", content.money);
}

bool take(boost::json::value const& value, std::string& into) {
    if (!value.is_string() || value.get_string().size() > 1024) return false;
    into = value.get_string().c_str();
    return true;
}
bool take(boost::json::value const& value, bool& into) {
    if (!value.is_bool()) return false;
    into = value.get_bool();
    return true;
}
template <std::integral T>
bool take(boost::json::value const& value, T& into) {
    bool const may_be_negative = std::same_as<T, std::int64_t>;
    if (!value.is_int64() || (value.get_int64() < 0 && !may_be_negative)) return false;
    if (value.get_int64() < 0) return into = static_cast<T>(value.get_int64()), true;
    if (static_cast<std::uint64_t>(value.get_int64()) >
        static_cast<std::uint64_t>(std::numeric_limits<T>::max()))
        return false;
    into = static_cast<T>(value.get_int64());
    return true;
}

/// "1/2": this bag and how many.
bool take_bags(std::string_view text, LabelContent& content) {
    std::size_t const slash = text.find('/');
    if (slash == std::string_view::npos) return false;
    auto const number = [](std::string_view digits, int& into) {
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), into);
        return error == std::errc() && end == digits.data() + digits.size() && into > 0;
    };
    return number(text.substr(0, slash), content.bag) && number(text.substr(slash + 1), content.bags);
}

/// Column 0 to 3 of the list's first line becomes this text.
bool take_column(std::size_t number, std::string const& text, std::string& lines) {
    if (text.find_first_of("\t\n") != std::string::npos) return false;
    std::size_t begin = 0;
    std::size_t line_end = std::min(lines.find('\n'), lines.size());
    for (std::size_t column = 0; column < number; ++column) {
        std::size_t const tab = std::min(lines.find('\t', begin), line_end);
        if (tab == line_end) lines.insert(line_end++, 1, '\t');
        begin = tab + 1;
    }
    std::size_t const end = std::min(lines.find('\t', begin), line_end);
    lines.replace(begin, end - begin, text);
    return true;
}

/// The fields of templates that are made from others may stand in a record too, as `label fields` shows them.
/// Nothing: not such a field. False: not of its form, or a code's text that is not what the other members
/// make.
std::optional<bool> take_derived(std::string_view name, boost::json::value const& value,
                                 LabelContent& content) {
    bool const is_text = value.is_string();
    std::string const text = is_text ? std::string(value.get_string()) : "";
    if (name == "bag_of_bags") return text.empty() ? is_text : take_bags(text, content);
    if (name == "copy_mark") return content.copy = std::max(content.copy, text.empty() ? 0 : 1), is_text;
    if (name == "manual_mark") return content.manual = content.manual || !text.empty(), is_text;
    if (name == "below_min_mark") return content.below_min = content.below_min || !text.empty(), is_text;
    if (name.size() == 4 && name.starts_with("row") && name[3] >= '1' && name[3] <= '4')
        return is_text && take_column(static_cast<std::size_t>(name[3] - '1'), text, content.lines);
    if (name == "ean13" || name == "gs1_weight" || name == "gs1")
        return is_text && (text.empty() || domain::label_field(name)->text(content) == text);
    if (name != "preset_tare_kg") return std::nullopt;
    if (!text.empty()) content.tare_kg = text, content.preset_tare = true;
    return is_text;
}

}  // namespace

domain::Result<LabelContent> label_content_from_json(std::string_view json) {
    boost::system::error_code code;
    boost::json::value const parsed =
        boost::json::parse(boost::json::string_view(json.data(), json.size()), code);
    if (code || !parsed.is_object())
        return Error{ErrorKind::bad_input, "not a JSON object", "",
                     "write {\"product\":\"…\",\"actual\":\"4.05\",…}"};
    LabelContent content;
    std::set<std::string> known;
    std::string wrong;
    visit(content, [&](char const* name, auto& member) {
        known.insert(name);
        auto const* value = parsed.get_object().if_contains(name);
        if (value != nullptr && !take(*value, member) && wrong.empty()) wrong = name;
    });
    for (auto const& item : parsed.get_object()) {
        std::string const key(item.key());
        if (!known.contains(key) && !take_derived(key, item.value(), content).value_or(false) &&
            wrong.empty())
            wrong = key;
    }
    if (!wrong.empty())
        return Error{ErrorKind::bad_input,
                     "not a key of a label, of another type, or not what the other keys make", wrong,
                     "see `bozhong label fields` and the sample record"};
    return content;
}

std::string label_content_to_json(LabelContent const& content) {
    boost::json::object object;
    visit(content, [&](char const* name, auto const& member) { object.emplace(name, member); });
    return boost::json::serialize(object);
}

}  // namespace bozhong::wire
