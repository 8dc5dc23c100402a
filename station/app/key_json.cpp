#include <array>
#include <boost/json.hpp>
#include <utility>

#include "station/app/control.h"

namespace bozhong::app {
namespace {

namespace json = boost::json;
using core::Key;

constexpr std::array<std::pair<std::string_view, Key>, 38> keys{{
    {"confirm", Key::confirm},
    {"undo", Key::undo},
    {"shortage", Key::shortage},
    {"short_undo", Key::short_undo},
    {"skip", Key::skip},
    {"reprint", Key::reprint},
    {"tare", Key::tare},
    {"clear_tare", Key::clear_tare},
    {"preset_tare", Key::preset_tare},
    {"zero", Key::zero},
    {"go_to", Key::go_to},
    {"take_fit", Key::take_fit},
    {"product", Key::product},
    {"mode", Key::mode},
    {"load_mode", Key::load_mode},
    {"hands_free", Key::hands_free},
    {"end_task", Key::end_task},
    {"reopen", Key::reopen},
    {"count", Key::count},
    {"count_all", Key::count_all},
    {"manual_weight", Key::manual_weight},
    {"lot", Key::lot},
    {"void_event", Key::void_event},
    {"reweigh", Key::reweigh},
    {"release", Key::release},
    {"label_by_hand", Key::label_by_hand},
    {"label_wait", Key::label_wait},
    {"label_other", Key::label_other},
    {"label_print", Key::label_print},
    {"sign_out", Key::sign_out},
    {"replace_scale", Key::replace_scale},
    {"scale_checked", Key::scale_checked},
    {"check_weight", Key::check_weight},
    {"print_tote", Key::print_tote},
    {"print_route", Key::print_route},
    {"show_bag", Key::show_bag},
    {"walk", Key::walk},
    {"only", Key::only},
}};

std::string text(json::object const& object, char const* field) {
    auto const* value = object.if_contains(field);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::int64_t number(json::object const& object, char const* field) {
    auto const* value = object.if_contains(field);
    if (value == nullptr) return 0;
    if (value->is_int64()) return value->get_int64();
    return value->is_uint64() ? static_cast<std::int64_t>(value->get_uint64()) : 0;
}

}  // namespace

domain::Result<core::KeyPressed> parse_key(std::string const& json_line) {
    boost::system::error_code error;
    auto const value = json::parse(json_line, error);
    if (error || !value.is_object()) return domain::Error{domain::ErrorKind::bad_input, "not a JSON object", "control", ""};
    auto const& object = value.get_object();
    auto const wanted = text(object, "key");
    for (auto const& [spelling, key] : keys) {
        if (wanted.empty() || spelling != wanted) continue;
        core::KeyPressed pressed{key};
        pressed.text = text(object, "text");
        pressed.detail = text(object, "detail");
        pressed.where = text(object, "where");
        pressed.reason = text(object, "reason");
        pressed.line = {text(object, "order_no"), text(object, "line_no")};
        pressed.seq = static_cast<domain::Seq>(number(object, "seq"));
        pressed.incarnation = text(object, "incarnation");
        pressed.number = number(object, "number");
        pressed.person = text(object, "person");
        pressed.by = "script";
        return pressed;
    }
    return domain::Error{domain::ErrorKind::bad_input, "no key named '" + wanted + "'", "control", ""};
}

}  // namespace bozhong::app
