#include "sync/wire/orders_csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <tuple>

#include "sync/wire/csv.h"

namespace bozhong::wire {

using domain::Amount;
using domain::Decimal;
using domain::Done;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using domain::Status;
using domain::TaskKind;

namespace {

constexpr std::size_t id_bytes = 64;
constexpr std::size_t name_bytes = 256;
constexpr std::int64_t count_max = 1'000'000;
constexpr domain::Mass mass_max = domain::grams(100'000'000);

constexpr std::array count_units = {"份",  "个",  "盒",   "袋",   "箱",    "件",     "包",    "把",     "瓶",
                                    "只",  "根",  "板",   "桶",   "捆",    "扎",     "条",    "朵",     "颗",
                                    "框",  "筐",  "罐",   "块",   "棵",    "束",     "piece", "pieces", "pcs",
                                    "bag", "box", "case", "pack", "bunch", "bottle", "tray"};

enum class Need { id, optional_id, name, text };

/// A file of records under a header: finds columns by name and takes fields with the place at hand.
class Table {
  public:
    Table(std::string_view text, std::string const& file) : m_reader(text, file) {}

    Status open(std::vector<std::string> required) {
        auto header = m_reader.next();
        if (!header) return header.error();
        if (header->empty())
            return fail("the file is empty; expected a line of column names", "is it the right file?");
        m_columns = std::move(header).value();
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            std::string const at = "column " + std::to_string(i + 1);
            if (m_columns[i].empty()) return fail(at + " has no name", "name it or delete the column");
            if (!m_position.emplace(m_columns[i], i).second)
                return fail(at + " repeats the name " + m_columns[i], "each column once");
        }
        for (auto const& name : required)
            if (!m_position.contains(name)) return fail("no column " + name, "expected " + join(required));
        return Done{};
    }

    /// True while there is a record.
    Result<bool> next() {
        auto fields = m_reader.next();
        if (!fields) return fields.error();
        m_fields = std::move(fields).value();
        if (m_fields.empty()) return false;
        if (m_fields.size() != m_columns.size())
            return fail("a line of " + std::to_string(m_fields.size()) + " fields; expected " +
                            std::to_string(m_columns.size()),
                        "is the line cut off, or a comma not quoted?");
        return true;
    }

    Status take(std::string& into, std::string const& column, Need need) {
        auto const found = m_position.find(column);
        if (found == m_position.end()) return Done{};
        std::string& field = m_fields[found->second];
        bool const is_id = need == Need::id || need == Need::optional_id;
        std::size_t const limit = is_id ? id_bytes : need == Need::name ? name_bytes : field.size();
        if (need == Need::id && field.empty()) return bad(column, "is empty", "a text of 1 to 64 bytes");
        if (field.size() > limit)
            return bad(column, "has " + std::to_string(field.size()) + " bytes",
                       "at most " + std::to_string(limit));
        auto const is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
        if (need != Need::text && std::ranges::any_of(field, is_control))
            return bad(column, "has a control character", "text on one line");
        into = field;
        return Done{};
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> others(
        std::vector<std::string> const& known) const {
        std::vector<std::pair<std::string, std::string>> out;
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            if (std::ranges::find(known, m_columns[i]) == known.end())
                out.emplace_back(m_columns[i], m_fields[i]);
        return out;
    }

    /// "orders.csv:12, column 13 (ordered): is "two"; expected …"
    [[nodiscard]] Error bad(std::string const& column, std::string const& what,
                            std::string const& expected) const {
        auto const found = m_position.find(column);
        std::size_t const number = found == m_position.end() ? 0 : found->second + 1;
        return Error{ErrorKind::bad_input, what,
                     m_reader.place(m_reader.line(), number) + " (" + column + ")", "expected " + expected};
    }
    [[nodiscard]] Error fail(std::string const& what, std::string const& todo) const {
        return Error{ErrorKind::bad_input, what, m_reader.place(m_reader.line()), todo};
    }
    [[nodiscard]] std::size_t line() const { return m_reader.line(); }

  private:
    static std::string join(std::vector<std::string> const& names) {
        std::string out;
        for (auto const& name : names) out += (out.empty() ? "" : ", ") + name;
        return out;
    }

    CsvReader m_reader;
    std::vector<std::string> m_columns, m_fields;
    std::map<std::string, std::size_t, std::less<>> m_position;
};

/// Long or strange field values are shown cut, so that an error stays one readable line.
std::string shown(std::string const& value) {
    constexpr std::size_t most = 40;
    std::string out = value.substr(0, most);
    while (!out.empty() && value.size() > most && (static_cast<unsigned char>(out.back()) & 0x80) != 0)
        out.pop_back();
    std::ranges::replace_if(
        out, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
    return "is \"" + out + (value.size() > most ? "…\"" : "\"");
}

Result<Amount> take_amount(Table const& table, TaskKind kind, std::string const& value,
                           std::string const& unit, std::string const& column,
                           std::string const& unit_column) {
    auto const decimal = Decimal::parse(value);
    if (!decimal) return table.bad(column, shown(value), "a decimal such as 1.5, in digits, without spaces");
    Amount amount{*decimal, unit};
    if (kind == TaskKind::counted) {
        if (!is_count_unit(unit))
            return table.bad(unit_column, shown(unit), "a unit of counting (份, 个, 盒, piece …)");
        bool const whole = Decimal::parse(decimal->short_text())->decimals == 0;
        if (!whole || decimal->units <= 0) return table.bad(column, shown(value), "a whole number above 0");
        if (std::stoll(decimal->short_text()) > count_max)
            return table.bad(column, shown(value), "at most 1000000");
        return amount;
    }
    if (!domain::mass_unit(unit))
        return table.bad(unit_column, shown(unit), "a unit of mass (斤, kg, g, 两, lb …)");
    if (decimal->units <= 0) return table.bad(column, shown(value), "more than 0");
    auto const mass = amount.mass();
    if (!mass || *mass > mass_max) return table.bad(column, shown(value), "at most 100 tonnes");
    return amount;
}

bool is_date(std::string const& text) {
    constexpr std::string_view form = "dddd-dd-dd";
    if (text.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return false;
    int month = 0, day = 0;
    std::from_chars(text.data() + 5, text.data() + 7, month);
    std::from_chars(text.data() + 8, text.data() + 10, day);
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

std::vector<std::string> const& order_columns_required() {
    static std::vector<std::string> const names{"wave",    "order_no", "line_no", "customer_code", "sku",
                                                "product", "kind",     "ordered", "unit"};
    return names;
}

std::vector<std::string> const& order_columns() {
    static std::vector<std::string> const names = [] {
        auto all = order_columns_required();
        for (auto const* name :
             {"customer", "route", "driver", "tote", "category", "note", "warehouse", "business_date"})
            all.emplace_back(name);
        return all;
    }();
    return names;
}

Result<OrderRow> take_order(Table& table) {
    OrderRow row;
    std::string kind, ordered, unit;
    struct Part {
        std::string* into;
        char const* column;
        Need need;
    };
    std::array const parts{
        Part{&row.wave, "wave", Need::id},
        Part{&row.line.order_no, "order_no", Need::id},
        Part{&row.line.line_no, "line_no", Need::id},
        Part{&row.customer_code, "customer_code", Need::id},
        Part{&row.sku, "sku", Need::id},
        Part{&row.warehouse, "warehouse", Need::optional_id},
        Part{&row.route, "route", Need::optional_id},
        Part{&row.tote, "tote", Need::optional_id},
        Part{&row.business_date, "business_date", Need::name},
        Part{&row.customer, "customer", Need::name},
        Part{&row.driver, "driver", Need::name},
        Part{&row.product, "product", Need::name},
        Part{&row.category, "category", Need::name},
        Part{&row.note, "note", Need::text},
        Part{&kind, "kind", Need::name},
        Part{&ordered, "ordered", Need::name},
        Part{&unit, "unit", Need::name},
    };
    for (auto const& part : parts)
        if (Status taken = table.take(*part.into, part.column, part.need); !taken) return taken.error();
    if (row.product.empty()) return table.bad("product", "is empty", "the product's name");
    if (!row.business_date.empty() && !is_date(row.business_date))
        return table.bad("business_date", shown(row.business_date), "a date as 2023-06-17");
    if (kind != "weighed" && kind != "counted") return table.bad("kind", shown(kind), "weighed or counted");
    row.kind = kind == "weighed" ? TaskKind::weighed : TaskKind::counted;
    auto amount = take_amount(table, row.kind, ordered, unit, "ordered", "unit");
    if (!amount) return amount.error();
    row.ordered = std::move(amount).value();
    row.extras = table.others(order_columns());
    row.file_line = table.line();
    return row;
}

Error twice(Table const& table, std::string const& key, std::size_t first) {
    return Error{ErrorKind::conflict,
                 "line " + key + " stands twice, on lines " + std::to_string(first) + " and " +
                     std::to_string(table.line()),
                 table.fail("", "").where, "each line once; nothing was taken"};
}

Result<LoadRow> take_load(Table& table) {
    LoadRow row;
    std::string actual, unit;
    for (auto [into, column] : {std::pair{&row.line_no, "line_no"},
                                {&row.sku, "sku"},
                                {&row.customer_code, "customer_code"},
                                {&actual, "actual"},
                                {&unit, "actual_unit"}})
        if (Status taken = table.take(*into, column, Need::id); !taken) return taken.error();
    auto const kind = domain::mass_unit(unit) ? TaskKind::weighed : TaskKind::counted;
    auto amount = take_amount(table, kind, actual, unit, "actual", "actual_unit");
    if (!amount) return amount.error();
    row.actual = std::move(amount).value();
    row.file_line = table.line();
    return row;
}

std::string row_name(OrderRow const& row) {
    return row.line.order_no + " " + row.line.line_no;
}
std::string row_name(LoadRow const& row) {
    return row.line_no;
}

/// Reads every record with `take`; `key` names what must stand once.
template <class Row, class Take, class Key>
Result<std::vector<Row>> read_all(std::string_view bytes, std::string const& file,
                                  std::vector<std::string> const& required, Take take, Key key) {
    if (bytes.size() > CsvLimits{}.bytes)
        return Error{ErrorKind::full, "a file of more than 64 MiB", file, "split the file"};
    auto const text = csv_text(bytes, file);
    if (!text) return text.error();
    Table table(*text, file);
    if (Status opened = table.open(required); !opened) return opened.error();
    std::vector<Row> rows;
    std::map<decltype(key(std::declval<Row const&>())), std::size_t> seen;
    for (;;) {
        auto more = table.next();
        if (!more) return more.error();
        if (!*more) break;
        Result<Row> row = take(table);
        if (!row) return row.error();
        auto const [at, fresh] = seen.emplace(key(*row), table.line());
        if (!fresh) return twice(table, row_name(*row), at->second);
        rows.push_back(std::move(row).value());
    }
    if (rows.empty()) return table.fail("only column names, no lines", "is the file cut off?");
    return rows;
}

}  // namespace

bool is_count_unit(std::string_view unit) {
    return std::ranges::find(count_units, unit) != count_units.end();
}

Result<std::vector<OrderRow>> read_orders_csv(std::string_view bytes, std::string const& file) {
    return read_all<OrderRow>(bytes, file, order_columns_required(), take_order, [](OrderRow const& row) {
        return std::tuple(row.warehouse, row.line.order_no, row.line.line_no);
    });
}

Result<std::vector<LoadRow>> read_loads_csv(std::string_view bytes, std::string const& file) {
    return read_all<LoadRow>(bytes, file, {"line_no", "sku", "customer_code", "actual", "actual_unit"},
                             take_load, [](LoadRow const& row) { return row.line_no; });
}

}  // namespace bozhong::wire
