#include "station/cli/reconciling.h"

#include <sodium.h>

#include <algorithm>

#include "sync/wire/chain.h"

namespace bozhong::cli {

using wire::Difference;

namespace {

std::string number(std::optional<std::int64_t> value) {
    return value ? std::to_string(*value) : "";
}

/// "900000 mg" or "4 pieces"
std::string amount_of(wire::ResultRow const& row) {
    if (row.actual_mg) return std::to_string(*row.actual_mg) + " mg";
    if (row.actual_count) return std::to_string(*row.actual_count) + " pieces";
    return "";
}

std::string amount_of(wire::LoadRow const& load) {
    if (auto const mass = load.actual.mass()) return std::to_string(mass->mg) + " mg";
    return load.actual.value.short_text() + " pieces";
}

}  // namespace

std::string digest(Results const& results) {
    std::vector<std::string> lines;
    for (auto const& [key, row] : results)
        lines.push_back(key.order_no + '\t' + key.line_no + '\t' + std::to_string(row.revision) + '\t' +
                        row.state + '\t' + number(row.actual_mg) + '\t' + number(row.actual_count) + '\n');
    std::ranges::sort(lines);
    std::string all;
    for (auto const& line : lines) all += line;
    std::string out(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(out.data()),
                       reinterpret_cast<unsigned char const*>(all.data()), all.size());
    return wire::to_hex(out);
}

std::vector<Difference> compare(Results const& results, std::vector<wire::LoadRow> const& loads) {
    std::vector<Difference> out;
    std::multimap<std::string, wire::ResultRow const*> by_line;
    for (auto const& [key, row] : results) by_line.emplace(key.line_no, &row);
    std::map<std::string, bool> loaded;
    for (auto const& load : loads) {
        loaded[load.line_no] = true;
        auto const [first, last] = by_line.equal_range(load.line_no);
        auto const found = std::find_if(first, last, [&](auto const& it) {
            return it.second->customer_code == load.customer_code && it.second->sku == load.sku;
        });
        auto const& any = found != last ? found : first;
        if (first == last) {
            out.push_back({"", load.line_no, "", "no result", "", amount_of(load)});
            continue;
        }
        auto const& row = *any->second;
        if (found == last)
            out.push_back({row.order_no, row.line_no, "", "another customer or product",
                           row.customer_code + " " + row.sku, load.customer_code + " " + load.sku});
        if (row.state != "done")
            out.push_back({row.order_no, row.line_no, "", "not done", row.state, "done"});
        if (amount_of(row) != amount_of(load))
            out.push_back({row.order_no, row.line_no, "", "another amount", amount_of(row), amount_of(load)});
    }
    for (auto const& [key, row] : results)
        if (!loaded.contains(key.line_no))
            out.push_back({key.order_no, key.line_no, "", "not in the file", amount_of(row), ""});
    return out;
}

}  // namespace bozhong::cli
