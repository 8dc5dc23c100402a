#pragma once
// How a message and its JSON walk the same description. A description is an overload
//
//     template <class F> void fields(F& f, MyMessage& m) { f.must("name", m.name); f.may("note", m.note); }
//
// in this namespace, found when MessageWriter or MessageReader is instantiated. must() is required when read,
// may() is not.

#include <boost/json.hpp>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "station/domain/result.h"
#include "sync/wire/messages.h"

namespace bozhong::wire {

namespace json = boost::json;

template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};

struct MessageWriter {
    json::object out;

    template <class T>
    static json::value value(T const& member) {
        if constexpr (std::is_same_v<T, std::string> || std::is_arithmetic_v<T>) {
            return json::value(member);
        } else if constexpr (std::is_same_v<T, std::map<std::string, std::string>>) {
            json::object map;
            for (auto const& [key, text] : member) map[key] = text;
            return map;
        } else if constexpr (is_vector<T>::value) {
            json::array list;
            list.reserve(member.size());
            for (auto const& item : member) list.push_back(value(item));
            return list;
        } else if constexpr (is_optional<T>::value) {
            return member ? value(*member) : json::value(nullptr);
        } else {
            MessageWriter nested;
            fields(nested,
                   const_cast<T&>(member));  // fields() serves both directions; a MessageWriter only reads
            return std::move(nested.out);
        }
    }
    template <class T>
    void must(char const* name, T const& member) {
        out[name] = value(member);
    }
    template <class T>
    void may(char const* name, T const& member) {
        if constexpr (is_optional<T>::value) {
            if (!member) return;
        }
        out[name] = value(member);
    }
    template <class T>
    void nullable(char const* name, T const& member) {
        out[name] = value(member);
    }
};

struct MessageReader {
    json::object const& in;
    std::string path;
    std::optional<domain::Error>& error;

    void fail(std::string const& where, std::string what) const {
        if (!error) error = domain::Error{domain::ErrorKind::bad_input, std::move(what), where, ""};
    }
    template <class T>
    void read(json::value const& value, T& member, std::string const& where) const {
        if constexpr (std::is_same_v<T, std::string>) {
            if (!value.is_string()) return fail(where, "expected a text");
            member.assign(value.get_string().data(), value.get_string().size());
        } else if constexpr (std::is_same_v<T, bool>) {
            if (!value.is_bool()) return fail(where, "expected true or false");
            member = value.get_bool();
        } else if constexpr (std::is_arithmetic_v<T>) {
            boost::system::error_code wrong;
            T const number = value.to_number<T>(wrong);
            if (wrong || value.is_double()) return fail(where, "expected a whole number in range");
            member = number;
        } else if constexpr (std::is_same_v<T, std::map<std::string, std::string>>) {
            if (!value.is_object()) return fail(where, "expected an object of texts");
            for (auto const& item : value.get_object()) {
                read(item.value(), member[std::string(item.key())], where + "." + std::string(item.key()));
            }
        } else if constexpr (is_vector<T>::value) {
            if (!value.is_array()) return fail(where, "expected a list");
            member.reserve(value.get_array().size());
            for (std::size_t i = 0; i < value.get_array().size() && !error; ++i) {
                member.emplace_back();
                read(value.get_array()[i], member.back(), where + "[" + std::to_string(i) + "]");
            }
        } else if constexpr (is_optional<T>::value) {
            if (value.is_null()) return;
            read(value, member.emplace(), where);
        } else {
            if (!value.is_object()) return fail(where, "expected an object");
            MessageReader nested{value.get_object(), where.empty() ? "" : where + ".", error};
            fields(nested, member);
        }
    }
    template <class T>
    void must(char const* name, T& member) {
        auto const* value = in.if_contains(name);
        if (value == nullptr) return fail(path + name, "is missing");
        read(*value, member, path + name);
    }
    template <class T>
    void may(char const* name, T& member) {
        if (auto const* value = in.if_contains(name); value != nullptr && !value->is_null()) {
            read(*value, member, path + name);
        }
    }
    template <class T>
    void nullable(char const* name, T& member) {
        may(name, member);
    }
};

inline std::optional<domain::Error> check_schema(json::value const& value) {
    using domain::ErrorKind;
    if (!value.is_object()) return domain::Error{ErrorKind::bad_input, "expected a JSON object", "", ""};
    auto const* schema = value.get_object().if_contains("schema");
    if (schema == nullptr) return std::nullopt;  // the first version, or a person with curl
    if (!schema->is_int64() || schema->get_int64() != schema_version) {
        return domain::Error{ErrorKind::unsupported, "this schema version is not spoken here", "schema",
                             "send schema " + std::to_string(schema_version)};
    }
    return std::nullopt;
}

template <class T>
std::string to_json(T const& message) {
    MessageWriter writer;
    writer.out["schema"] = schema_version;
    fields(writer, const_cast<T&>(message));
    return json::serialize(writer.out);
}

template <class T>
Result<T> from_json(std::string_view body) {
    boost::system::error_code wrong;
    auto const value = json::parse(json::string_view(body.data(), body.size()), wrong);
    if (wrong) return domain::Error{domain::ErrorKind::bad_input, "not JSON: " + wrong.message(), "body", ""};
    if (auto error = check_schema(value)) return *error;
    T message;
    std::optional<domain::Error> error;
    MessageReader reader{value.get_object(), "", error};
    fields(reader, message);
    if (error) return *error;
    return message;
}

/// Makes both directions of a described message, in the file that describes it.
#define BOZHONG_MESSAGE(T)                     \
    template std::string to_json<T>(T const&); \
    template Result<T> from_json<T>(std::string_view)

}  // namespace bozhong::wire
