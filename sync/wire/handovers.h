#pragma once
// What an order platform and a warehouse hand over to each other as documents: goods that come (receipts, returns),
// orders that are ready or leave (outbounds, shipments), and what is on the floor. JSON names are the field names.
// Pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sync/wire/messages.h"

namespace bozhong::wire {

/// One announced line of goods. order_no and order_line say of which sale a return is; empty in a receipt.
struct GoodsLine {
    std::string line_no, sku, product, lot, kind;  ///< kind: "weighed", "counted"
    std::string expected, unit;                    ///< a decimal text and its unit, as in orders
    std::string order_no, order_line;
};
struct GoodsRequest {
    std::string business_date, party, note;  ///< party: the supplier or the customer, as a text for people
    std::vector<GoodsLine> lines;
};
/// What has come of one announced line; the lot only where it is another one.
struct GoodsCome {
    std::string line_no, actual, lot, reason;
    std::string to;  ///< "stock" or "waste"; empty = stock
};
struct GoodsConfirm {
    std::vector<GoodsCome> lines;  ///< every announced line, once; "0" where nothing came
};

/// Orders that are to be ready (outbound) or to leave on one truck (shipment).
struct LeavingRequest {
    std::string business_date, route, driver, vehicle, note;
    std::vector<std::string> orders;
};
struct EndRequest {
    std::string reason;
};

/// One line of a document as it stands: announced goods with what came, or an order line with what is in its bags.
struct HandoverLine {
    std::string line_no, sku, product, lot, kind, expected, actual, unit, to, reason, order_no, order_line;
    std::string state;  ///< of an order's line
};
struct Handover {
    std::string kind, number, state;  ///< kind: receipt, return, outbound, shipment; state: open, confirmed, cancelled
    std::int64_t version = 1;
    std::string business_date, party, route, driver, vehicle, note, made_at, ended_at, by, reason;
    std::vector<std::string> orders;
    std::vector<HandoverLine> lines;
};

/// Of one product and lot, goods of one business day. here = received + returned - left; sorted is the part of it
/// that is in bags. Masses in milligrams.
struct StockRow {
    std::string sku, product, lot;
    std::int64_t received_mg = 0, returned_mg = 0, sorted_mg = 0, left_mg = 0, here_mg = 0;
    std::int64_t received_count = 0, returned_count = 0, sorted_count = 0, left_count = 0, here_count = 0;
};
struct Stock {
    std::string business_date;
    std::vector<StockRow> rows;
};

}  // namespace bozhong::wire
