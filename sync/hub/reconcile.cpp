// Two ledgers agree, or every difference is named.
#include <openssl/evp.h>

#include <algorithm>
#include <map>

#include "sync/hub/hub.h"
#include "sync/wire/chain.h"

namespace bozhong::hub {
namespace {

using wire::ReconcileLine;
using Latest = std::map<LineKey, ReconcileLine>;

std::string number(std::optional<std::int64_t> value) {
    return value ? std::to_string(*value) : "";
}

/// docs/integrating.md: SHA-256 over "order_no TAB line_no TAB revision TAB state TAB actual_mg TAB actual_count LF",
/// sorted by bytes.
std::string digest_of(Latest const& latest) {
    std::vector<std::string> rows;
    for (auto const& [key, l] : latest) {
        rows.push_back(key.order_no + "\t" + key.line_no + "\t" + number(l.revision) + "\t" +
                       l.state.value_or("") + "\t" + number(l.actual_mg) + "\t" + number(l.actual_count) +
                       "\n");
    }
    std::sort(rows.begin(), rows.end());
    std::string all, hash(EVP_MAX_MD_SIZE, '\0');
    for (auto const& row : rows) all += row;
    unsigned length = 0;
    EVP_Digest(all.data(), all.size(), reinterpret_cast<unsigned char*>(hash.data()), &length, EVP_sha256(),
               nullptr);
    hash.resize(length);
    return wire::to_hex(hash);
}

void compare(Latest const& ours, wire::ReconcileRequest const& theirs, std::string const& station,
             std::vector<wire::Difference>& out) {
    Latest seen;
    for (auto const& l : theirs.lines) {
        LineKey const key{l.order_no, l.line_no};
        if (!seen.emplace(key, l).second)
            out.push_back({l.order_no, l.line_no, station, "twice", "", "twice"});
        auto const found = ours.find(key);
        if (found == ours.end()) {
            out.push_back({l.order_no, l.line_no, station, "missing_at_hub", "",
                           number(l.actual_mg ? l.actual_mg : l.actual_count)});
            continue;
        }
        auto const differ = [&](char const* what, std::string const& hub, std::string const& their) {
            if (hub != their) out.push_back({l.order_no, l.line_no, station, what, hub, their});
        };
        auto const& mine = found->second;
        if (l.revision) differ("revision", number(mine.revision), number(l.revision));
        if (l.state) differ("state", mine.state.value_or(""), *l.state);
        differ("actual_mg", number(mine.actual_mg), number(l.actual_mg));
        differ("actual_count", number(mine.actual_count), number(l.actual_count));
    }
    for (auto const& [key, l] : ours) {
        if (!seen.contains(key)) {
            out.push_back({key.order_no, key.line_no, station, "missing_at_caller",
                           number(l.actual_mg ? l.actual_mg : l.actual_count), ""});
        }
    }
}

}  // namespace

Result<wire::ReconcileAnswer> Hub::reconcile(std::string const& warehouse, std::string const& wave,
                                             wire::ReconcileRequest const* theirs,
                                             std::string const& station) {
    wire::ReconcileAnswer answer;
    answer.wave = wave;
    answer.lines =
        m_database->number("SELECT count(*) FROM lines WHERE warehouse = ?1 AND wave = ?2", warehouse, wave);
    if (answer.lines == 0)
        return domain::Error{domain::ErrorKind::not_found, "no such wave", wave, "check its name"};
    Latest latest, of_station;
    for (auto const& r : m_database->run("SELECT r.order_no, r.line_no, r.revision, r.state, r.actual_mg, "
                                         "r.actual_count, l.actual_mg, l.actual_count"
                                         " FROM lines l JOIN results r ON r.warehouse = l.warehouse AND "
                                         "r.order_no = l.order_no AND r.line_no = l.line_no AND"
                                         " r.revision = l.revision WHERE l.warehouse = ?1 AND l.wave = ?2",
                                         warehouse, wave)) {
        auto const optional = [&](std::size_t i) {
            return r.null(i) ? std::nullopt : std::optional(r.integer(i));
        };
        latest[{r.text(0), r.text(1)}] = {r.text(0), r.text(1),   r.integer(2),
                                          r.text(3), optional(4), optional(5)};
    }
    answer.results = static_cast<std::int64_t>(latest.size());
    answer.digest = digest_of(latest);
    std::map<std::string, wire::StationSum> sums;
    std::map<LineKey, std::pair<std::int64_t, std::int64_t>> in_force;
    for (auto const& r : m_database->run("SELECT w.order_no, w.line_no, w.station, w.state, w.net_mg, "
                                         "w.count, w.kind FROM weighings w JOIN lines l ON"
                                         " l.warehouse = w.warehouse AND l.order_no = w.order_no AND "
                                         "l.line_no = w.line_no WHERE l.warehouse = ?1 AND l.wave = ?2",
                                         warehouse, wave)) {
        auto& sum = sums[r.text(2)];
        sum.station = r.text(2);
        ++answer.weighings;
        ++sum.weighings;
        if (r.text(3) == "held") ++sum.held;
        if (r.text(3) == "voided") ++sum.voided;
        if (r.text(3) != "in_force") continue;
        ++sum.in_force;
        sum.net_mg += r.integer(4);
        sum.count += r.integer(5);
        auto& line_sum = in_force[{r.text(0), r.text(1)}];
        line_sum.first += r.integer(4);
        line_sum.second += r.integer(5);
        if (r.text(2) == station) {
            auto& own = of_station[{r.text(0), r.text(1)}];
            (r.text(6) == "counted" ? own.actual_count : own.actual_mg) =
                (r.text(6) == "counted" ? own.actual_count.value_or(0) + r.integer(5)
                                        : own.actual_mg.value_or(0) + r.integer(4));
        }
    }
    for (auto& [name, sum] : sums) answer.stations.push_back(sum);
    for (auto const& [key, l] : latest) {
        auto const& sum = in_force[key];
        answer.actual_mg += l.actual_mg.value_or(0);
        answer.actual_count += l.actual_count.value_or(0);
        auto const here = l.actual_mg ? sum.first : sum.second;
        auto const told = l.actual_mg ? *l.actual_mg : l.actual_count.value_or(0);
        if (here != told)
            answer.differences.push_back({key.order_no, key.line_no, "", "result_is_not_the_sum",
                                          std::to_string(here), std::to_string(told)});
    }
    if (theirs != nullptr)
        compare(station.empty() ? latest : of_station, *theirs, station, answer.differences);
    return answer;
}

}  // namespace bozhong::hub
