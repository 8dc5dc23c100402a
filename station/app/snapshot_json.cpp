#include "station/app/snapshot_json.h"

#include <boost/json.hpp>

namespace bozhong::app {
namespace {

namespace json = boost::json;

json::object task_json(core::TaskView const& task) {
    return {{"order_no", task.line.order_no}, {"line_no", task.line.line_no}, {"customer_code", task.customer_code},
            {"tote", task.tote}, {"note", task.note}, {"ordered", task.ordered}, {"unit", task.unit},
            {"counted", task.counted}, {"done_so_far", task.done_so_far}, {"rest", task.rest}, {"bag", task.bag},
            {"state", name(task.state)}, {"actual", task.actual}, {"marked_taken", task.marked_taken}};
}

json::object product_json(core::ProductView const& product) {
    return {{"sku", product.sku}, {"name", product.name}, {"done", product.done}, {"total", product.total},
            {"shorted", product.shorted}, {"skipped", product.skipped}, {"current", product.current}};
}

json::object weight_json(core::WeightView const& weight) {
    return {{"state", name(weight.state)}, {"refusal", name(weight.refusal)}, {"figure", weight.figure},
            {"unit", weight.unit}, {"net_kg", weight.net_kg}, {"tare_kg", weight.tare_kg}, {"delta", weight.delta},
            {"stable", weight.stable}, {"at_zero", weight.at_zero}, {"fresh", weight.fresh}};
}

json::object confirm_json(core::ConfirmView const& confirm) {
    return {{"possible", confirm.possible}, {"amount", confirm.amount}, {"presses_needed", confirm.presses_needed},
            {"presses_done", confirm.presses_done}, {"locked_ms", confirm.locked_ms}};
}

json::object offer_json(core::LabelOffer const& offer) {
    return {{"label", offer.label}, {"incarnation", offer.incarnation}, {"of", offer.of}, {"customer_code", offer.customer_code}, {"code", offer.code},
            {"amount", offer.amount}, {"state", name(offer.state)}};
}

json::object history_json(core::HistoryRow const& row) {
    return {{"seq", row.seq}, {"incarnation", row.incarnation}, {"label", row.label}, {"customer_code", row.customer_code}, {"product", row.product},
            {"amount", row.amount}, {"label_state", name(row.label_state)}, {"voided", row.voided},
            {"manual", row.manual}, {"copy", row.copy}};
}

json::object counts_json(core::LabelCounts const& counts) {
    return {{"queued", counts.queued},   {"printing", counts.printing}, {"printed", counts.printed}, {"sent", counts.sent},
            {"unknown", counts.unknown}, {"failed", counts.failed},     {"void", counts.voided}};
}

json::object totals_json(core::PrinterTotals const& totals) {
    auto out = counts_json(totals.counts);
    out["printer"] = totals.printer;
    return out;
}

template <class List, class Make>
json::array list_json(List const& list, Make make) {
    json::array out;
    for (auto const& item : list) out.push_back(make(item));
    return out;
}

json::object sheet_json(core::SheetView const& sheet) {
    return {{"kind", sheet.kind}, {"name", sheet.name}, {"page", sheet.page}, {"pages", sheet.pages},
            {"state", name(sheet.state)}};
}

json::object devices_json(core::DeviceView const& devices) {
    return {{"scale", devices.scale}, {"scale_link", name(devices.scale_link)}, {"printer", devices.printer},
            {"printer_state", name(devices.printer_state)},
            {"printer_trouble", name(devices.printer_trouble)}, {"labels", counts_json(devices.labels)},
            {"printers", list_json(devices.printers, totals_json)}, {"sheet", sheet_json(devices.sheet)}, {"hub_connected", devices.hub_connected},
            {"unsent", devices.unsent}, {"oldest_unsent_ms", devices.oldest_unsent_ms}};
}

}  // namespace

std::string snapshot_json(core::Snapshot const& snapshot, Detail detail) {
    json::object out{{"revision", snapshot.revision},
                     {"station", snapshot.station},
                     {"wave", snapshot.wave},
                     {"person", snapshot.person ? json::value(snapshot.person->id) : json::value(nullptr)},
                     {"locked", snapshot.locked},
                     {"mode", snapshot.mode},
                     {"load_mode", snapshot.load_mode},
                     {"hands_free", snapshot.hands_free},
                     {"product_done", snapshot.product_done},
                     {"weigh_first", snapshot.weigh_first},
                     {"fit", snapshot.fit ? json::value(task_json(*snapshot.fit)) : json::value(nullptr)},
                     {"product", product_json(snapshot.product)},
                     {"task", snapshot.task ? json::value(task_json(*snapshot.task)) : json::value(nullptr)},
                     {"weight", weight_json(snapshot.weight)},
                     {"confirm", confirm_json(snapshot.confirm)},
                     {"undo", {{"possible", snapshot.undo.possible}, {"seq", snapshot.undo.seq}}},
                     {"products", list_json(snapshot.products, product_json)},
                     {"notices", list_json(snapshot.notices, [](auto const& n) { return json::value(name(n.kind)); })},
                     {"offers", list_json(snapshot.offers, offer_json)},
                     {"label_decision", snapshot.label_decision},
                     {"count_entry", snapshot.count_entry},
                     {"devices", devices_json(snapshot.devices)}};
    if (detail == Detail::full) {
        out["customers"] = list_json(snapshot.customers, task_json);
        out["history"] = list_json(snapshot.history, history_json);
    }
    return json::serialize(out);
}

}  // namespace bozhong::app
