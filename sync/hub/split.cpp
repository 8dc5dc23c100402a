// A product too large for one table is shared: its open lines in walk order, cut between customers into stretches.
#include <algorithm>
#include <boost/json.hpp>

#include "sync/hub/hub.h"
#include "sync/wire/sort_groups.h"

namespace bozhong::hub {
namespace {

using domain::Error;
using domain::ErrorKind;

/// Where each stretch ends (one past), so that they differ by as few lines as customers allow. Pure.
std::vector<std::size_t> cuts(std::vector<Line> const& lines, std::size_t stretches) {
    std::vector<std::size_t> out;
    std::size_t end = 0;
    for (std::size_t n = 1; n <= stretches; ++n) {
        end = std::max(end, lines.size() * n / stretches);
        while (end > 0 && end < lines.size() && lines[end].customer_code == lines[end - 1].customer_code) ++end;
        out.push_back(end);
    }
    return out;
}

}  // namespace

Result<wire::SplitAnswer> Hub::split(std::string const& warehouse, wire::SplitRequest const& request, Author const& author) {
    auto const tables = active_stations(warehouse);
    if (request.stations.size() < 2 || request.stations.size() > 50)
        return Error{ErrorKind::bad_input, "2 to 50 stations", "stations", ""};
    for (std::size_t i = 0; i < request.stations.size(); ++i) {
        auto const& station = request.stations[i];
        auto const where = "stations[" + std::to_string(i) + "]";
        if (std::find(tables.begin(), tables.end(), station) == tables.end())
            return Error{ErrorKind::not_found, "no station " + station + " takes tasks", where, "choose one that is enrolled"};
        if (std::find(request.stations.begin(), request.stations.begin() + static_cast<std::ptrdiff_t>(i), station) !=
            request.stations.begin() + static_cast<std::ptrdiff_t>(i))
            return Error{ErrorKind::bad_input, "stands twice", where, ""};
    }
    // What somebody has begun stays with her.
    auto open = lines(warehouse,
                      "l.sku = ?2 AND l.wave = ?3 AND l.state = 'open' AND l.standing = 'active' AND o.state <> 'closed' ORDER BY "
                      "l.place, l.customer_code, l.order_no, l.line_no",
                      {request.sku, request.wave});
    if (open.empty()) return Error{ErrorKind::not_found, "no open line of this product in this wave", "sku", "reload the page"};
    wire::SplitAnswer answer;
    std::size_t from = 0, share = 0;
    for (auto const to : cuts(open, request.stations.size())) {
        auto const& station = request.stations[share++];
        wire::SplitShare out{station, "", "", static_cast<std::int64_t>(to - from), 0};
        if (to > from) out.first_customer = open[from].customer_code, out.last_customer = open[to - 1].customer_code;
        for (; from < to; ++from) {
            if (open[from].station == station) continue;
            move_line(open[from], station);
            ++out.moved;
        }
        answer.shares.push_back(std::move(out));
    }
    audit(warehouse, "split", author, "reassign", request.reason, wire::to_json(answer));
    return answer;
}

}  // namespace bozhong::hub
