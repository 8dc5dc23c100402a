// The calls of the documents that are handed over; see handovers.h.
#include "sync/hub/answers.h"
#include "sync/hub/handovers.h"

namespace bozhong::hub {
namespace {

Handovers of(Call const& call) {
    return {call.hub, call.warehouse(), call.author};
}
std::string const& number(Call const& call) {
    return call.path.at("number");
}

template <HandoverKind kind, class Request>
Result<Answer> put(Call const& call) {
    return with<Request>(call, [&](auto const& r) { return json(of(call).put(kind, number(call), r)); });
}
template <HandoverKind kind>
Result<Answer> read(Call const& call) {
    return json(of(call).read(kind, number(call)));
}
template <HandoverKind kind>
Result<Answer> confirm_goods(Call const& call) {
    return with<wire::GoodsConfirm>(call, [&](auto const& r) { return json(of(call).confirm(kind, number(call), r)); });
}
template <HandoverKind kind>
Result<Answer> confirm_leaving(Call const& call) {
    return json(of(call).confirm(kind, number(call)));
}
template <HandoverKind kind>
Result<Answer> cancel(Call const& call) {
    return with<wire::EndRequest>(call, [&](auto const& r) { return json(of(call).cancel(kind, number(call), r.reason)); });
}
Result<Answer> stock(Call const& call) {
    return json(of(call).stock(call.text("date"), call.text("sku")));
}

}  // namespace

std::vector<Route> handover_routes() {
    using enum HandoverKind;
    constexpr unsigned who = central | session;
    constexpr auto right = Right::close;
    return {
        {"PUT", "/v1/{warehouse}/receipts/{number}", who, right, put<receipt, wire::GoodsRequest>},
        {"GET", "/v1/{warehouse}/receipts/{number}", who, std::nullopt, read<receipt>},
        {"POST", "/v1/{warehouse}/receipts/{number}/confirm", who, right, confirm_goods<receipt>},
        {"POST", "/v1/{warehouse}/receipts/{number}/cancel", who, right, cancel<receipt>},
        {"PUT", "/v1/{warehouse}/returns/{number}", who, right, put<goods_return, wire::GoodsRequest>},
        {"GET", "/v1/{warehouse}/returns/{number}", who, std::nullopt, read<goods_return>},
        {"POST", "/v1/{warehouse}/returns/{number}/confirm", who, right, confirm_goods<goods_return>},
        {"POST", "/v1/{warehouse}/returns/{number}/cancel", who, right, cancel<goods_return>},
        {"PUT", "/v1/{warehouse}/outbounds/{number}", who, right, put<outbound, wire::LeavingRequest>},
        {"GET", "/v1/{warehouse}/outbounds/{number}", who, std::nullopt, read<outbound>},
        {"POST", "/v1/{warehouse}/outbounds/{number}/confirm", who, right, confirm_leaving<outbound>},
        {"POST", "/v1/{warehouse}/outbounds/{number}/cancel", who, right, cancel<outbound>},
        {"PUT", "/v1/{warehouse}/shipments/{number}", who, right, put<shipment, wire::LeavingRequest>},
        {"GET", "/v1/{warehouse}/shipments/{number}", who, std::nullopt, read<shipment>},
        {"POST", "/v1/{warehouse}/shipments/{number}/confirm", who, right, confirm_leaving<shipment>},
        {"POST", "/v1/{warehouse}/shipments/{number}/cancel", who, right, cancel<shipment>},
        {"GET", "/v1/{warehouse}/stock", who, std::nullopt, stock},
    };
}

}  // namespace bozhong::hub
