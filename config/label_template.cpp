#include "config/label_template.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

#include "station/domain/label_fields.h"

namespace bozhong::config {

using namespace domain;

namespace {

constexpr std::int64_t max_file_bytes = 256 * 1024;
constexpr std::size_t max_elements = 100;
constexpr int max_label_dots = 4096;

template <class T>
struct Named { std::string_view name; T value; };
constexpr std::array kinds{Named{"text", LabelElementKind::text},       Named{"amount", LabelElementKind::amount},
                           Named{"plate", LabelElementKind::plate},     Named{"code128", LabelElementKind::code128},
                           Named{"qr", LabelElementKind::qr},           Named{"box", LabelElementKind::box}};
constexpr std::array aligns{Named{"left", LabelAlign::left}, Named{"center", LabelAlign::center},
                            Named{"right", LabelAlign::right}};
constexpr std::array cuts{Named{"end", LabelCut::end}, Named{"start", LabelCut::start},
                          Named{"never", LabelCut::never}};
constexpr std::array levels{Named{"L", 'L'}, Named{"M", 'M'}, Named{"Q", 'Q'}, Named{"H", 'H'}};
constexpr std::array units{Named{"dots", false}, Named{"mm", true}};

/// Reads the keys of one table and keeps the first error; every read after it does nothing.
class Table {
  public:
    Table(toml::table const& table, std::string const& source, std::optional<Error>& error)
        : m_table(table), m_source(source), m_error(error) {}

    void fail(toml::node const& node, std::string_view key, std::string const& expected) {
        if (m_error) return;
        m_error = Error{ErrorKind::bad_input, std::string(key) + ": expected " + expected,
                        m_source + ":" + std::to_string(node.source().begin.line), ""};
    }
    /// The key's node; when it is required and absent, the table itself is at fault.
    toml::node const* get(std::string_view key, bool required) {
        m_known.emplace(key);
        toml::node const* node = m_table.get(key);
        if (node == nullptr && required) fail(m_table, key, "it to be given");
        return m_error ? nullptr : node;
    }
    void text(std::string_view key, std::string& out, bool required = false) {
        auto const* node = get(key, required);
        if (node == nullptr) return;
        if (auto const value = node->value_exact<std::string>(); value && !value->empty())
            out = *value;
        else
            fail(*node, key, "a text that is not empty");
    }
    void number(std::string_view key, int& out, int least, int most, bool required = false) {
        auto const* node = get(key, required);
        if (node == nullptr) return;
        auto const value = node->value_exact<std::int64_t>();
        if (value && *value >= least && *value <= most)
            out = static_cast<int>(*value);
        else
            fail(*node, key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    void flag(std::string_view key, bool& out) {
        auto const* node = get(key, false);
        if (node == nullptr) return;
        if (auto const value = node->value_exact<bool>())
            out = *value;
        else
            fail(*node, key, "true or false");
    }
    template <class T, std::size_t N>
    void choice(std::string_view key, std::array<Named<T>, N> const& names, T& out, bool required = false) {
        auto const* node = get(key, required);
        if (node == nullptr) return;
        auto const value = node->value_exact<std::string>();
        std::string list;
        for (auto const& named : names) {
            if (value && *value == named.name) return void(out = named.value);
            list += (list.empty() ? "\"" : ", \"") + std::string(named.name) + "\"";
        }
        fail(*node, key, "one of " + list);
    }
    /// An array of exactly `count` numbers.
    std::vector<double> numbers(std::string_view key, std::size_t count, bool required) {
        auto const* node = get(key, required);
        if (node == nullptr) return {};
        std::vector<double> out;
        if (auto const* array = node->as_array())
            for (auto const& item : *array)
                if (auto const value = item.value<double>(); value && std::abs(*value) < 100000) out.push_back(*value);
        if (out.size() == count) return out;
        fail(*node, key, "an array of " + std::to_string(count) + " numbers");
        return {};
    }
    void no_other_keys() {
        for (auto const& [key, node] : m_table)
            if (!m_known.contains(key.str())) fail(node, key.str(), "one of the keys of this table, not this");
    }

  private:
    toml::table const& m_table;
    std::string const& m_source;
    std::optional<Error>& m_error;
    std::set<std::string, std::less<>> m_known;
};

/// Every {name} of the part is a field, every brace has its partner.
bool names_fields(std::string const& part) {
    for (std::size_t at = 0; at < part.size(); ++at) {
        if (part[at] == '}') return false;
        if (part[at] != '{') continue;
        std::size_t const close = part.find('}', at);
        if (close == std::string::npos || label_field(part.substr(at + 1, close - at - 1)) == nullptr) return false;
        at = close;
    }
    return true;
}

void read_parts(Table& table, LabelElement& element) {
    auto const* node = table.get("text", element.kind != LabelElementKind::box);
    if (node == nullptr) return;
    if (auto const single = node->value_exact<std::string>()) element.parts = {*single};
    if (auto const* array = node->as_array())
        for (auto const& item : *array) element.parts.push_back(item.value_or(std::string("{")));
    bool const known = std::all_of(element.parts.begin(), element.parts.end(), names_fields);
    if (element.parts.empty() || !known)
        table.fail(*node, "text", "a text or an array of texts, in braces only names that `bozhong label fields` lists");
}

void read_box(Table& table, LabelTemplate const& form, bool millimetres, LabelElement& element) {
    auto const numbers = table.numbers("box", 4, true);
    if (numbers.empty()) return;
    auto const dots = [&](double value) {
        return static_cast<int>(std::lround(millimetres ? value * form.dots_per_mm : value));
    };
    element.box = {dots(numbers[0]), dots(numbers[1]), dots(numbers[2]), dots(numbers[3])};
    DotBox const& box = element.box;
    bool const inside = box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0 && box.right() <= form.width &&
                        box.bottom() <= form.height;
    if (!inside)
        table.fail(*table.get("box", true), "box",
                   "[x, y, width, height] inside the label of " + std::to_string(form.width) + " × " +
                       std::to_string(form.height) + " dots");
}

void read_font(Table& table, LabelElement& element) {
    auto const numbers = table.numbers("font", 2, false);
    if (numbers.empty()) return;
    element.font_max = static_cast<int>(numbers[0]);
    element.font_min = static_cast<int>(numbers[1]);
    if (element.font_min < 10 || element.font_max < element.font_min || element.font_max > 400)
        table.fail(*table.get("font", true), "font", "[largest, smallest] in dots, from 400 down to 10");
}

LabelElement read_element(Table& table, LabelTemplate const& form, bool millimetres) {
    LabelElement element;
    char level = 'M';
    table.text("id", element.id, true);
    table.choice("kind", kinds, element.kind, true);
    read_parts(table, element);
    read_box(table, form, millimetres, element);
    read_font(table, element);
    table.text("separator", element.separator);
    table.flag("bold", element.bold);
    table.choice("align", aligns, element.align);
    table.choice("cut", cuts, element.cut);
    table.number("frame", element.frame, 0, 20);
    table.flag("inverse", element.inverse);
    table.number("module", element.module, 1, 12);
    table.choice("level", levels, level);
    element.level = level;
    table.text("leaves", element.leaves);
    table.text("stack", element.stack);
    table.no_other_keys();
    return element;
}

/// `leaves` names another element that itself leaves nothing to a third.
void check_leaves(Table& table, LabelTemplate const& form, LabelElement const& element) {
    if (element.leaves.empty()) return;
    auto const other = std::find_if(form.elements.begin(), form.elements.end(),
                                    [&](auto const& e) { return e.id == element.leaves; });
    bool const good = other != form.elements.end() && other->leaves.empty() && other->id != element.id;
    if (!good) table.fail(*table.get("leaves", true), "leaves", "the id of an element that has no `leaves` itself");
}

void read_elements(toml::table const& root, Table& top, std::string const& source, bool millimetres,
                   LabelTemplate& form, std::optional<Error>& error) {
    auto const* node = top.get("element", true);
    if (node == nullptr) return;
    auto const* array = node->as_array();
    if (array == nullptr || !array->is_array_of_tables() || array->size() > max_elements)
        return top.fail(*node, "element", "1 to 100 tables [[element]]");
    std::set<std::string> ids;
    for (auto const& item : *array) {
        Table table(*item.as_table(), source, error);
        form.elements.push_back(read_element(table, form, millimetres));
        if (!ids.insert(form.elements.back().id).second) table.fail(item, "id", "an id no other element has");
    }
    for (std::size_t i = 0; i < form.elements.size(); ++i) {
        Table table(*array->get(i)->as_table(), source, error);
        check_leaves(table, form, form.elements[i]);
    }
    (void)root;
}

void read_size(Table& top, LabelTemplate& form) {
    int width_mm = 0, height_mm = 0;
    top.number("width_mm", width_mm, 10, 300, true);
    top.number("height_mm", height_mm, 10, 300, true);
    top.number("dots_per_mm", form.dots_per_mm, 4, 24);
    form.width = width_mm * form.dots_per_mm;
    form.height = height_mm * form.dots_per_mm;
    if (form.width > max_label_dots || form.height > max_label_dots)
        top.fail(*top.get("width_mm", true), "width_mm", "at most 4096 dots in width and height");
}

}  // namespace

Result<LabelTemplate> parse_label_template(std::string_view text, std::string const& source) {
    toml::parse_result const parsed = toml::parse(text, source);
    if (!parsed)
        return Error{ErrorKind::bad_input, std::string(parsed.error().description()),
                     source + ":" + std::to_string(parsed.error().source().begin.line), "mend the TOML there"};
    toml::table const& root = parsed.table();
    std::optional<Error> error;
    Table top(root, source, error);
    LabelTemplate form;
    bool millimetres = false;
    top.text("name", form.name, true);
    top.text("title", form.title);
    top.number("version", form.version, 1, 1000000);
    top.choice("unit", units, millimetres);
    read_size(top, form);
    read_elements(root, top, source, millimetres, form, error);
    top.no_other_keys();
    if (error) return *error;
    return form;
}

Result<LabelTemplate> load_label_template(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf()))
        return Error{ErrorKind::not_found, "cannot be read", path, "name a template file (*.toml)"};
    if (text.tellp() > max_file_bytes)
        return Error{ErrorKind::full, "a template has at most 256 KiB", path, ""};
    return parse_label_template(text.str(), path);
}

}  // namespace bozhong::config
