#include "config/toml_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <sstream>
#include <vector>

namespace bozhong::config {

using domain::Decimal;
using domain::Done;
using domain::Error;
using domain::ErrorKind;
using domain::Mass;
using domain::Result;
using domain::Status;

namespace {

constexpr std::size_t file_bytes_max = 1u << 20;

/// Changes of one letter between two words: how far a typing error is from what was meant.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const swap = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({swap, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text,
                               [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::string type_of(toml::node const& node) {
    switch (node.type()) {
        case toml::node_type::none: return "nothing";
        case toml::node_type::table: return "a table";
        case toml::node_type::array: return "a list";
        case toml::node_type::string: return "a text";
        case toml::node_type::integer: return "a whole number";
        case toml::node_type::floating_point: return "a number with a point";
        case toml::node_type::boolean: return "true or false";
        case toml::node_type::date:
        case toml::node_type::time:
        case toml::node_type::date_time: return "a date or time";
    }
    return "something else";
}

}  // namespace

TableReader::TableReader(toml::table const& table, std::string file, std::string prefix,
                         FirstError first_error)
    : m_table(&table),
      m_file(std::move(file)),
      m_prefix(std::move(prefix)),
      m_first_error(std::move(first_error)) {}

std::string TableReader::place(toml::source_region const& source) const {
    return source.begin.line == 0 ? m_file : m_file + ":" + std::to_string(source.begin.line);
}

void TableReader::wrong(std::string_view key, std::string const& what, std::string const& expected) {
    if (*m_first_error) return;
    toml::node const* found = m_table->get(key);
    auto const& source = found == nullptr ? m_table->source() : found->source();
    *m_first_error = Error{ErrorKind::bad_input, m_prefix + std::string(key) + " " + what, place(source),
                           "expected " + expected};
}

toml::node const* TableReader::node(std::string_view key) {
    m_asked.emplace(key);
    return m_table->get(key);
}

void TableReader::missing(std::string_view key, Need need) {
    if (need == Need::required) wrong(key, "is missing", "this key");
}

void TableReader::text(std::string_view key, std::string& into, Need need, std::size_t bytes_max) {
    auto const* found = node(key);
    if (found == nullptr) return missing(key, need);
    auto const value = found->value_exact<std::string>();
    if (!value) return wrong(key, "is " + type_of(*found), "a text in quotes");
    if (value->size() > bytes_max || has_control(*value))
        return wrong(key, "is too long or has a control character",
                     "at most " + std::to_string(bytes_max) + " bytes");
    if (value->empty() && need == Need::required) return wrong(key, "is empty", "a text");
    into = *value;
}

void TableReader::id(std::string_view key, std::string& into, Need need) {
    text(key, into, need, 64);
}

void TableReader::number(std::string_view key, std::int64_t& into, std::int64_t least, std::int64_t most) {
    auto const* found = node(key);
    if (found == nullptr) return;
    std::string const expected =
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    auto const value = found->value_exact<std::int64_t>();
    if (!value) return wrong(key, "is " + type_of(*found), expected);
    if (*value < least || *value > most) return wrong(key, "is " + std::to_string(*value), expected);
    into = *value;
}

void TableReader::real(std::string_view key, double& into, double least, double most) {
    auto const* found = node(key);
    if (found == nullptr) return;
    auto const value = found->value<double>();
    if (!found->is_number() || !value || !(*value >= least && *value <= most)) {
        char limits[80];
        std::snprintf(limits, sizeof limits, "a number from %g to %g", least, most);
        return wrong(key, found->is_number() ? "is out of range" : "is " + type_of(*found), limits);
    }
    into = *value;
}

void TableReader::flag(std::string_view key, bool& into) {
    auto const* found = node(key);
    if (found == nullptr) return;
    auto const value = found->value_exact<bool>();
    if (!value) return wrong(key, "is " + type_of(*found), "true or false");
    into = *value;
}

void TableReader::numbers(std::string_view key, std::vector<double>& into, std::size_t count, Need need) {
    auto const* found = node(key);
    if (found == nullptr) return missing(key, need);
    std::vector<double> values;
    if (auto const* list = found->as_array())
        for (auto const& item : *list)
            if (auto const value = item.value<double>(); value && std::abs(*value) < 1e6)
                values.push_back(*value);
    if (values.size() != count)
        return wrong(key, "is not that", "a list of " + std::to_string(count) + " numbers");
    into = std::move(values);
}

void TableReader::texts(std::string_view key, std::vector<std::string>& into, std::size_t most, Need need) {
    auto const* found = node(key);
    if (found == nullptr) return missing(key, need);
    std::vector<std::string> values;
    bool good = true;
    auto const add = [&](toml::node const& item) {
        auto value = item.value_exact<std::string>();
        good = good && value && !value->empty() && value->size() <= 256;
        if (good) values.push_back(std::move(*value));
    };
    if (auto const* list = found->as_array())
        for (auto const& item : *list) add(item);
    else
        add(*found);
    if (!good || values.empty() || values.size() > most)
        return wrong(key, "is not that", "a text or a list of 1 to " + std::to_string(most) + " texts");
    into = std::move(values);
}

void TableReader::mass(std::string_view key, Mass& into, Mass least, Mass most) {
    auto const* found = node(key);
    if (found == nullptr) return;
    auto const show = [](Mass mass) {
        return domain::in_unit(mass, domain::MassUnit::g, 3).short_text() + " g";
    };
    std::string const expected = "a mass in quotes from \"" + show(least) + "\" to \"" + show(most) + "\"";
    auto const value = found->value_exact<std::string>();
    if (!value) return wrong(key, "is " + type_of(*found), expected);
    auto const space = value->find(' ');
    auto const decimal = Decimal::parse(std::string_view(*value).substr(0, space));
    auto const unit = space == std::string::npos ? std::nullopt : domain::mass_unit(value->substr(space + 1));
    auto const mass = decimal && unit ? domain::to_mass(*decimal, *unit) : std::nullopt;
    if (!mass || *mass < least || *mass > most) return wrong(key, "is \"" + *value + "\"", expected);
    into = *mass;
}

void TableReader::tables(std::string_view key, std::size_t most,
                         std::function<void(TableReader&)> const& each) {
    auto const* found = node(key);
    if (found == nullptr) return;
    auto const read = [&](toml::table const& table, std::string const& prefix) {
        TableReader reader(table, m_file, prefix, m_first_error);
        each(reader);
        reader.finish();
    };
    if (auto const* table = found->as_table()) return read(*table, m_prefix + std::string(key) + ".");
    auto const* array = found->as_array();
    if (array == nullptr || !array->is_homogeneous<toml::table>())
        return wrong(key, "is " + type_of(*found), "tables: [[" + std::string(key) + "]]");
    if (array->size() > most)
        return wrong(key, "stands " + std::to_string(array->size()) + " times",
                     "at most " + std::to_string(most));
    for (std::size_t i = 0; i < array->size(); ++i)
        read(*array->get(i)->as_table(), m_prefix + std::string(key) + "[" + std::to_string(i + 1) + "].");
}

void TableReader::finish() {
    if (*m_first_error) return;
    for (auto const& [key, value] : *m_table) {
        std::string const name{key.str()};
        if (m_asked.contains(name)) continue;
        auto const nearest = std::ranges::min_element(
            m_asked, {}, [&](std::string const& known) { return distance(known, name); });
        bool const near =
            nearest != m_asked.end() && distance(*nearest, name) <= std::max<std::size_t>(2, name.size() / 3);
        *m_first_error =
            Error{ErrorKind::bad_input, m_prefix + name + " is not a setting", place(key.source()),
                  near ? "did you mean " + *nearest + "?" : "delete it, or see the commented sample"};
        return;
    }
}

Status read_toml(std::string_view text, std::string const& file,
                 std::function<void(TableReader&)> const& read) {
    try {
        toml::table const root = toml::parse(text, file);
        auto first_error = std::make_shared<std::optional<Error>>();
        TableReader reader(root, file, "", first_error);
        read(reader);
        reader.finish();
        if (*first_error) return **first_error;
        return Done{};
    } catch (toml::parse_error const& error) {
        return Error{ErrorKind::bad_input, "not TOML: " + std::string(error.description()),
                     file + ":" + std::to_string(error.source().begin.line), "see the commented sample"};
    }
}

Result<std::string> read_settings_file(std::string const& path) {
    std::error_code code;
    auto const size = std::filesystem::file_size(path, code);
    if (code)
        return Error{ErrorKind::not_found, "cannot open the settings: " + code.message(), path,
                     "give the path of the file, readable by this user"};
    if (size > file_bytes_max)
        return Error{ErrorKind::full, "settings of more than 1 MiB", path, "is it the right file?"};
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    if (!in) return Error{ErrorKind::io, "cannot read the settings", path, "may this user read it?"};
    return out.str();
}

std::string beside(std::string const& file, std::string const& path) {
    if (path.empty()) return path;
    return (std::filesystem::path(file).parent_path() / path).lexically_normal().string();
}

bool has_scheme(std::string_view endpoint, std::initializer_list<std::string_view> schemes) {
    return std::ranges::any_of(schemes, [&](std::string_view scheme) {
        return endpoint.starts_with(scheme) && endpoint.size() > scheme.size();
    });
}

}  // namespace bozhong::config
