#pragma once
// The two directions of fields.h: Writer makes a JSON object, Reader fills a struct and remembers the first
// field that was missing or of the wrong form. Neither throws on any input.

#include <boost/json.hpp>
#include <concepts>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "station/domain/result.h"
#include "sync/wire/enum_names.h"
#include "sync/wire/fields.h"
#include "sync/wire/limits.h"

namespace bozhong::wire {

/// UTF-8 as JSON needs it: broken sequences become U+FFFD, and at most max_string_bytes are kept.
std::string clean_text(std::string_view text);

class Writer {
  public:
    template <class T>
    void operator()(std::string_view name, T const& value) {
        m_object.emplace(name, make(value));
    }
    /// Left out while it has its default.
    template <class T>
    void optional(std::string_view name, T const& value) {
        if (!(value == T{})) (*this)(name, value);
    }
    boost::json::object take() { return std::move(m_object); }

  private:
    static boost::json::value make(bool v) { return v; }
    static boost::json::value make(std::string const& v) { return boost::json::string(clean_text(v)); }
    static boost::json::value make(domain::Mass v) { return v.mg; }
    static boost::json::value make(domain::Decimal const& v) { return boost::json::string(v.text()); }
    static boost::json::value make(domain::WallTime v);
    template <std::integral T>
    static boost::json::value make(T v) {
        return v;
    }
    template <Named E>
    static boost::json::value make(E v) {
        return boost::json::string(text(v));
    }
    template <class T>
    static boost::json::value make(std::optional<T> const& v) {
        return v ? make(*v) : boost::json::value(nullptr);
    }
    template <class Range>
    static boost::json::value list(Range const& range) {
        boost::json::array out;
        for (auto const& item : range) out.push_back(make(item));
        return out;
    }
    template <class T>
    static boost::json::value make(std::vector<T> const& v) {
        return list(v);
    }
    template <class T>
    static boost::json::value make(std::set<T> const& v) {
        return list(v);
    }
    template <class T>
    requires std::is_class_v<T> && requires(Writer& w, T const& v) { fields(w, v); }
    static boost::json::value make(T const& v) {
        Writer inner;
        fields(inner, v);
        return inner.take();
    }

    boost::json::object m_object;
};

class Reader {
  public:
    explicit Reader(boost::json::object const& object) : m_object(object) {}

    template <class T>
    void operator()(std::string_view name, T& out) {
        if (!m_wrong.empty()) return;
        auto const* found = m_object.if_contains(name);
        if (found == nullptr) {
            m_wrong = name;
        } else if (!read(*found, out)) {
            m_wrong = m_inner.empty() ? std::string(name) : std::string(name) + "." + m_inner;
        }
    }
    /// Absent: it keeps what it has.
    template <class T>
    void optional(std::string_view name, T& out) {
        if (m_object.if_contains(name) != nullptr) (*this)(name, out);
    }
    /// Path of the first field that is missing or wrong; empty when all were good.
    [[nodiscard]] std::string const& wrong() const { return m_wrong; }

  private:
    using Value = boost::json::value;
    static bool read(Value const& v, bool& out) { return v.is_bool() && (out = v.get_bool(), true); }
    static bool read(Value const& v, std::string& out);
    static bool read(Value const& v, domain::Mass& out);
    static bool read(Value const& v, domain::Decimal& out);
    static bool read(Value const& v, domain::WallTime& out);

    template <std::integral T>
    static bool read(Value const& v, T& out) {
        if (v.is_int64() && std::in_range<T>(v.get_int64())) return out = static_cast<T>(v.get_int64()), true;
        if (v.is_uint64() && std::in_range<T>(v.get_uint64()))
            return out = static_cast<T>(v.get_uint64()), true;
        return false;
    }
    template <Named E>
    static bool read(Value const& v, E& out) {
        auto const found = v.is_string() ? from_text<E>(std::string_view(v.get_string())) : std::nullopt;
        return found && (out = *found, true);
    }
    template <class T>
    bool read(Value const& v, std::optional<T>& out) {
        if (v.is_null()) return out.reset(), true;
        return read(v, out.emplace());
    }
    template <class T>
    bool read(Value const& v, std::vector<T>& out) {
        if (!v.is_array() || v.get_array().size() > max_list_items) return false;
        out.clear();
        for (auto const& item : v.get_array())
            if (!read(item, out.emplace_back())) return false;
        return true;
    }
    /// A right this version does not know cannot be used here: it is left out, not an error.
    static bool read(Value const& v, std::set<domain::Right>& out);
    template <class T>
    requires std::is_class_v<T> && requires(Reader& r, T& v) { fields(r, v); }
    bool read(Value const& v, T& out) {
        if (!v.is_object()) return false;
        Reader inner(v.get_object());
        fields(inner, out);
        m_inner = inner.wrong();
        return m_inner.empty();
    }

    boost::json::object const& m_object;
    std::string m_wrong, m_inner;
};

/// Parses one bounded JSON object of a known schema version; the error names what and where.
/// `memory` must live as long as what is returned.
domain::Result<boost::json::object> parse_object(std::string_view text, std::string_view where,
                                                 boost::json::storage_ptr const& memory = {});

}  // namespace bozhong::wire
