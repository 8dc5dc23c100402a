#include "sync/wire/archive.h"

#include <algorithm>

namespace bozhong::wire {
namespace {

namespace json = boost::json;

/// Length of the valid UTF-8 sequence at the front, 0 when there is none (overlong, surrogate, cut, stray).
std::size_t sequence_length(std::string_view text) {
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned char const lead = at(0);
    if (lead < 0x80) return 1;
    std::size_t const length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((at(i) & 0xC0) != 0x80) return 0;
    bool const overlong = (lead == 0xE0 && at(1) < 0xA0) || (lead == 0xF0 && at(1) < 0x90);
    bool const beyond = (lead == 0xED && at(1) > 0x9F) || (lead == 0xF4 && at(1) > 0x8F);
    return overlong || beyond ? 0 : length;
}

}  // namespace

std::string clean_text(std::string_view text) {
    std::string out;
    out.reserve(std::min(text.size(), max_string_bytes));
    while (!text.empty()) {
        std::size_t const good = sequence_length(text);
        std::string_view const next = good == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, good);
        if (out.size() + next.size() > max_string_bytes) break;
        out += next;
        text.remove_prefix(std::max<std::size_t>(good, 1));
    }
    return out;
}

json::value Writer::make(domain::WallTime v) {
    // Four-digit years only: a clock that is further off says nothing more by the exact figure.
    constexpr std::int64_t first_ms = -62'167'219'200'000, last_ms = 253'402'300'799'999;
    return json::string(domain::rfc3339({std::clamp(v.unix_ms, first_ms, last_ms)}));
}

bool Reader::read(Value const& v, std::string& out) {
    if (!v.is_string() || v.get_string().size() > max_string_bytes) return false;
    out.assign(v.get_string().data(), v.get_string().size());
    return true;
}

bool Reader::read(Value const& v, domain::Mass& out) {
    return read(v, out.mg) && out.mg >= -max_mass_mg && out.mg <= max_mass_mg;
}

bool Reader::read(Value const& v, domain::Decimal& out) {
    if (!v.is_string()) return false;
    auto const parsed = domain::Decimal::parse(std::string_view(v.get_string()));
    return parsed && (out = *parsed, true);
}

bool Reader::read(Value const& v, domain::WallTime& out) {
    if (!v.is_string()) return false;
    auto const parsed = domain::parse_rfc3339(std::string_view(v.get_string()));
    return parsed && (out = *parsed, true);
}

bool Reader::read(Value const& v, std::set<domain::Right>& out) {
    if (!v.is_array() || v.get_array().size() > max_list_items) return false;
    out.clear();
    for (auto const& item : v.get_array()) {
        if (!item.is_string()) return false;
        if (auto const right = from_text<domain::Right>(std::string_view(item.get_string())))
            out.insert(*right);
    }
    return true;
}

domain::Result<json::object> parse_object(std::string_view text, std::string_view where,
                                          json::storage_ptr const& memory) {
    using domain::Error, domain::ErrorKind;
    if (text.size() > max_payload_bytes)
        return Error{ErrorKind::bad_input, "it is longer than 65536 bytes", std::string(where), ""};
    json::parse_options options;
    options.max_depth = max_depth;
    json::error_code failed;
    json::value value = json::parse(json::string_view(text.data(), text.size()), failed, memory, options);
    if (failed)
        return Error{ErrorKind::bad_input, "it is not JSON: " + failed.message(), std::string(where), ""};
    if (!value.is_object())
        return Error{ErrorKind::bad_input, "it is not a JSON object", std::string(where), ""};
    auto const* version = value.get_object().if_contains("v");
    if (version == nullptr || !version->is_int64() || version->get_int64() < 1)
        return Error{ErrorKind::bad_input, "the schema version \"v\" is missing", std::string(where), ""};
    return std::move(value.get_object());
}

}  // namespace bozhong::wire
