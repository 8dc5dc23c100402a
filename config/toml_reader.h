#pragma once
// Takes typed values out of a TOML table and keeps the first thing that is wrong with it: file, line, key and
// what was expected. Inside config only.

#include <toml++/toml.h>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "station/domain/mass.h"
#include "station/domain/result.h"

namespace bozhong::config {

/// The first error of one file, shared by the readers of its tables.
using FirstError = std::shared_ptr<std::optional<domain::Error>>;

class TableReader {
  public:
    TableReader(toml::table const& table, std::string file, std::string prefix, FirstError first_error);

    /// A key that is absent leaves the value as it was; `required` makes that an error.
    enum class Need { optional, required };
    void text(std::string_view key, std::string& into, Need need = Need::optional,
              std::size_t bytes_max = 256);
    /// An id: 1 … 64 bytes without control characters.
    void id(std::string_view key, std::string& into, Need need);
    void number(std::string_view key, std::int64_t& into, std::int64_t least, std::int64_t most);
    /// With or without a point.
    void real(std::string_view key, double& into, double least, double most);
    void flag(std::string_view key, bool& into);
    /// A list of exactly `count` numbers, with or without a point.
    void numbers(std::string_view key, std::vector<double>& into, std::size_t count,
                 Need need = Need::optional);
    /// A text or a list of at most `most` texts; texts may have several lines.
    void texts(std::string_view key, std::vector<std::string>& into, std::size_t most,
               Need need = Need::optional);
    /// "5 g", "15 kg": decimal, space, unit.
    void mass(std::string_view key, domain::Mass& into, domain::Mass least, domain::Mass most);
    template <class T>
    void choice(std::string_view key, T& into, std::initializer_list<std::pair<std::string_view, T>> values) {
        std::string chosen, names;
        text(key, chosen);
        for (auto const& [name, value] : values) {
            if (name == chosen) return void(into = value);
            names += (names.empty() ? "\"" : ", \"") + std::string(name) + "\"";
        }
        if (node(key) != nullptr) wrong(key, "is \"" + chosen + "\"", "one of " + names);
    }
    /// Calls for every table of an array of tables ([[scale]]), or once for a plain table ([scale]).
    void tables(std::string_view key, std::size_t most, std::function<void(TableReader&)> const& each);

    /// A value that is of the right type but not right: the error names this key.
    void wrong(std::string_view key, std::string const& what, std::string const& expected);
    /// After all keys were asked for: what was not asked for is unknown.
    void finish();
    /// Where this table begins in the file.
    [[nodiscard]] int line() const { return static_cast<int>(m_table->source().begin.line); }
    [[nodiscard]] bool has(std::string_view key) const { return m_table->contains(key); }

  private:
    toml::node const* node(std::string_view key);
    void missing(std::string_view key, Need need);
    [[nodiscard]] std::string place(toml::source_region const& source) const;

    toml::table const* m_table;
    std::string m_file, m_prefix;
    FirstError m_first_error;
    std::set<std::string, std::less<>> m_asked;
};

/// Parses the text and hands its root to `read`; the first error of either, or Done.
domain::Status read_toml(std::string_view text, std::string const& file,
                         std::function<void(TableReader&)> const& read);
/// The file's bytes, at most 1 MiB.
domain::Result<std::string> read_settings_file(std::string const& path);
/// `path` as seen from the folder of `file`; empty and absolute paths stay as they are.
std::string beside(std::string const& file, std::string const& path);
/// True when it starts with one of the schemes and goes on after it.
bool has_scheme(std::string_view endpoint, std::initializer_list<std::string_view> schemes);

}  // namespace bozhong::config
