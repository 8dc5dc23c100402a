#include "sync/wire/handovers.h"

#include "sync/wire/message_json.h"

namespace bozhong::wire {

template <class F>
void fields(F& f, GoodsLine& m) {
    f.must("line_no", m.line_no);
    f.must("sku", m.sku);
    f.may("product", m.product);
    f.may("lot", m.lot);
    f.must("kind", m.kind);
    f.must("expected", m.expected);
    f.must("unit", m.unit);
    f.may("order_no", m.order_no);
    f.may("order_line", m.order_line);
}
template <class F>
void fields(F& f, GoodsRequest& m) {
    f.must("business_date", m.business_date);
    f.may("party", m.party);
    f.may("note", m.note);
    f.must("lines", m.lines);
}
template <class F>
void fields(F& f, GoodsCome& m) {
    f.must("line_no", m.line_no);
    f.must("actual", m.actual);
    f.may("lot", m.lot);
    f.may("to", m.to);
    f.may("reason", m.reason);
}
template <class F>
void fields(F& f, GoodsConfirm& m) {
    f.must("lines", m.lines);
}
template <class F>
void fields(F& f, LeavingRequest& m) {
    f.must("business_date", m.business_date);
    f.may("route", m.route);
    f.may("driver", m.driver);
    f.may("vehicle", m.vehicle);
    f.may("note", m.note);
    f.must("orders", m.orders);
}
template <class F>
void fields(F& f, EndRequest& m) {
    f.may("reason", m.reason);
}
template <class F>
void fields(F& f, HandoverLine& m) {
    f.must("line_no", m.line_no);
    f.must("sku", m.sku);
    f.may("product", m.product);
    f.may("lot", m.lot);
    f.must("kind", m.kind);
    f.must("expected", m.expected);
    f.must("actual", m.actual);
    f.must("unit", m.unit);
    f.may("to", m.to);
    f.may("reason", m.reason);
    f.may("order_no", m.order_no);
    f.may("order_line", m.order_line);
    f.may("state", m.state);
}
template <class F>
void fields(F& f, Handover& m) {
    f.must("kind", m.kind);
    f.must("number", m.number);
    f.must("state", m.state);
    f.must("version", m.version);
    f.must("business_date", m.business_date);
    f.may("party", m.party);
    f.may("route", m.route);
    f.may("driver", m.driver);
    f.may("vehicle", m.vehicle);
    f.may("note", m.note);
    f.must("made_at", m.made_at);
    f.may("ended_at", m.ended_at);
    f.must("by", m.by);
    f.may("reason", m.reason);
    f.must("orders", m.orders);
    f.must("lines", m.lines);
}
template <class F>
void fields(F& f, StockRow& m) {
    f.must("sku", m.sku);
    f.must("product", m.product);
    f.must("lot", m.lot);
    f.must("received_mg", m.received_mg);
    f.must("returned_mg", m.returned_mg);
    f.must("sorted_mg", m.sorted_mg);
    f.must("left_mg", m.left_mg);
    f.must("here_mg", m.here_mg);
    f.must("received_count", m.received_count);
    f.must("returned_count", m.returned_count);
    f.must("sorted_count", m.sorted_count);
    f.must("left_count", m.left_count);
    f.must("here_count", m.here_count);
}
template <class F>
void fields(F& f, Stock& m) {
    f.must("business_date", m.business_date);
    f.must("rows", m.rows);
}

BOZHONG_MESSAGE(GoodsRequest);
BOZHONG_MESSAGE(GoodsConfirm);
BOZHONG_MESSAGE(LeavingRequest);
BOZHONG_MESSAGE(EndRequest);
BOZHONG_MESSAGE(Handover);
BOZHONG_MESSAGE(Stock);

}  // namespace bozhong::wire
