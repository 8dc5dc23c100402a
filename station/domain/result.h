#pragma once
// Errors as values. A function that can fail in operation returns Result<T>; exceptions stay inside the
// wrappers of libraries that throw. The kind chooses the operator's text (ui/text); the strings are for logs,
// the command line and API problems.

#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

namespace bozhong::domain {

enum class ErrorKind {
    bad_input,    ///< the data handed in is wrong; where names the place
    not_found,    ///< the thing named does not exist
    conflict,     ///< it exists already, with other content
    refused,      ///< a rule forbids it now
    no_right,     ///< the person or machine may not do it
    unavailable,  ///< a device, file or peer is not there
    timeout,      ///< it did not answer in time
    io,           ///< the operating system said no
    full,         ///< a stated bound was reached
    corrupt,      ///< stored data is not what was stored
    unsupported,  ///< this device or version cannot do it
};

/// The kind's stable name, for logs and API problems ("bad_input", …).
constexpr char const* name(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::bad_input: return "bad_input";
        case ErrorKind::not_found: return "not_found";
        case ErrorKind::conflict: return "conflict";
        case ErrorKind::refused: return "refused";
        case ErrorKind::no_right: return "no_right";
        case ErrorKind::unavailable: return "unavailable";
        case ErrorKind::timeout: return "timeout";
        case ErrorKind::io: return "io";
        case ErrorKind::full: return "full";
        case ErrorKind::corrupt: return "corrupt";
        case ErrorKind::unsupported: return "unsupported";
    }
    std::abort();
}

struct Error {
    ErrorKind kind;
    std::string what;   ///< what happened, one sentence without the place
    std::string where;  ///< file:line, endpoint, field or sequence; may be empty
    std::string todo;   ///< what a person can do about it; may be empty

    /// "where: what; todo" with the empty parts left out.
    [[nodiscard]] std::string text() const {
        std::string out = where.empty() ? what : where + ": " + what;
        return todo.empty() ? out : out + "; " + todo;
    }
};

/// What a function without a value returns when it worked.
struct Done {
    friend bool operator==(Done, Done) = default;
};

template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by design
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit by design

    [[nodiscard]] bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// Reading the wrong side is a programming error and ends the process, in release too.
    [[nodiscard]] T& value() & { return check(), std::get<0>(m_state); }
    [[nodiscard]] T const& value() const& { return check(), std::get<0>(m_state); }
    [[nodiscard]] T&& value() && { return check(), std::get<0>(std::move(m_state)); }
    T& operator*() & { return value(); }
    T const& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    T const* operator->() const { return &value(); }
    [[nodiscard]] Error const& error() const {
        if (ok()) std::abort();
        return std::get<1>(m_state);
    }

  private:
    void check() const {
        if (!ok()) std::abort();
    }
    std::variant<T, Error> m_state;
};

using Status = Result<Done>;

}  // namespace bozhong::domain
