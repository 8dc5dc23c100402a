#pragma once
// What the readers of frames and of registers need alike. Inside config only.

#include "config/protocol_words.h"
#include "config/toml_reader.h"

namespace bozhong::config {

inline constexpr std::size_t values_most = 64;

template <class T, std::size_t count>
void choose(TableReader& table, std::string_view key, T& into, Words<T, count> const& words) {
    std::string chosen, names;
    table.text(key, chosen);
    for (auto const& [name, value] : words) {
        if (name == chosen) return void(into = value);
        names += (names.empty() ? "\"" : ", \"") + std::string(name) + "\"";
    }
    if (table.has(key)) table.wrong(key, "is \"" + chosen + "\"", "one of " + names);
}

inline void read_size(TableReader& table, std::string_view key, std::size_t& into, std::int64_t least,
                      std::int64_t most) {
    auto value = static_cast<std::int64_t>(into);
    table.number(key, value, least, most);
    into = static_cast<std::size_t>(value);
}

inline void read_small(TableReader& table, std::string_view key, int& into, int least, int most) {
    std::int64_t value = into;
    table.number(key, value, least, most);
    into = static_cast<int>(value);
}

template <class T>
void read_each(TableReader& table, std::string_view key, std::vector<T>& into,
               std::optional<T> (*parse)(std::string_view), std::string const& expected) {
    std::vector<std::string> texts;
    table.texts(key, texts, values_most);
    for (std::string const& text : texts) {
        auto one = parse(text);
        if (!one) return table.wrong(key, "has \"" + text + "\"", expected);
        into.push_back(std::move(*one));
    }
}

inline void read_values(TableReader& table, scale::Values& into) {
    read_each<scale::Values::value_type>(table, "values", into, parse_value,
                                         "\"TEXT: MEANING …\" or \"0xHEX: MEANING …\"");
}

}  // namespace bozhong::config
