#include "sync/wire/label_json.h"

#include <boost/json.hpp>
#include <limits>
#include <set>

namespace bozhong::wire {

namespace {

using domain::Error;
using domain::ErrorKind;
using domain::LabelContent;

/// Calls `each(name, member)` for every field, in the order people read a label.
template <class Content, class Each>
void visit(Content& content, Each&& each) {
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
    if (!value.is_int64() || value.get_int64() < 0) return false;
    if (static_cast<std::uint64_t>(value.get_int64()) >
        static_cast<std::uint64_t>(std::numeric_limits<T>::max()))
        return false;
    into = static_cast<T>(value.get_int64());
    return true;
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
    for (auto const& item : parsed.get_object())
        if (!known.contains(std::string(item.key())) && wrong.empty()) wrong = item.key();
    if (!wrong.empty())
        return Error{ErrorKind::bad_input, "not a key of a label, or of another type", wrong,
                     "see `bozhong label fields` and the sample record"};
    return content;
}

std::string label_content_to_json(LabelContent const& content) {
    boost::json::object object;
    visit(content, [&](char const* name, auto const& member) { object.emplace(name, member); });
    return boost::json::serialize(object);
}

}  // namespace bozhong::wire
