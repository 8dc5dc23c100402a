#include "station/domain/label_fields.h"

#include <algorithm>
#include <array>

#include "station/domain/gs1.h"

namespace bozhong::domain {

namespace {

using Content = LabelContent const&;

std::string without_tabs(std::string text) {
    std::ranges::replace(text, '\t', ' ');
    return text;
}

/// Of the first line; a repeated element sees one line at a time.
std::string column(std::string const& lines, int number) {
    std::string_view rest(lines);
    rest = rest.substr(0, rest.find('\n'));
    for (; number > 0; --number) {
        auto const tab = rest.find('\t');
        if (tab == std::string_view::npos) return {};
        rest.remove_prefix(tab + 1);
    }
    return std::string(rest.substr(0, rest.find('\t')));
}

constexpr std::array fields{
    LabelField{"product", "苋菜", "name of the product", "品名", [](Content c) { return c.product; }},
    LabelField{"actual", "4.05", "settled amount of this bag", "实重", [](Content c) { return c.actual; }},
    LabelField{"actual_unit", "斤", "unit of the settled amount", "实重单位",
               [](Content c) { return c.actual_unit; }},
    LabelField{"net_kg", "2.025", "net weight in kg; empty when counted", "净重 kg",
               [](Content c) { return c.net_kg; }},
    LabelField{"tare_kg", "0.012", "sum of the tares in kg; empty without one", "皮重 kg",
               [](Content c) { return c.tare_kg; }},
    LabelField{"preset_tare_kg", "0.012", "the tare, when it was typed in or preset", "预置皮 PT",
               [](Content c) { return c.preset_tare ? c.tare_kg : std::string(); }},
    LabelField{"ordered", "4 斤", "what the customer ordered", "应拣", [](Content c) { return c.ordered; }},
    LabelField{"customer_code", "D-038", "short code of the customer", "客户代号",
               [](Content c) { return c.customer_code; }},
    LabelField{"customer", "火锅店038", "name of the customer", "客户名",
               [](Content c) { return c.customer; }},
    LabelField{"tote", "T038", "the customer's tote", "筐号", [](Content c) { return c.tote; }},
    LabelField{"route", "R4", "delivery route", "线路", [](Content c) { return c.route; }},
    LabelField{"driver", "司机4", "driver of the route", "司机", [](Content c) { return c.driver; }},
    LabelField{"order_no", "W20230617-D-038", "number of the order", "单号",
               [](Content c) { return c.order_no; }},
    LabelField{"note", "不要带泥", "the customer's wish for this line", "备注",
               [](Content c) { return c.note; }},
    LabelField{"lot", "L0617-3", "lot of the goods", "批次", [](Content c) { return c.lot; }},
    LabelField{"time", "06-17 04:36", "local time; empty when the clock is not trusted", "时间",
               [](Content c) { return c.time; }},
    LabelField{"sorter", "员工07", "who weighed it", "分拣员", [](Content c) { return c.sorter; }},
    LabelField{"station_name", "台3", "the table's name", "台名", [](Content c) { return c.station_name; }},
    LabelField{"bag_of_bags", "1/2", "which bag of how many; empty when there is one", "第几袋",
               [](Content c) {
                   return c.bags > 1 ? std::to_string(c.bag) + "/" + std::to_string(c.bags) : std::string();
               }},
    LabelField{"copy_mark", "补打 COPY", "on a label printed again", "补打标记",
               [](Content c) { return std::string(c.copy > 0 ? "补打 COPY" : ""); }},
    LabelField{"manual_mark", "手工", "on a weight typed by hand", "手工标记",
               [](Content c) { return std::string(c.manual ? "手工" : ""); }},
    LabelField{"below_min_mark", "<MIN", "on a load below the scale's minimum", "小于最小",
               [](Content c) { return std::string(c.below_min ? "<MIN" : ""); }},
    LabelField{"short_form", "T03-k7-000042", "name of the weighing", "记录号",
               [](Content c) { return c.short_form; }},
    LabelField{"check", "7f3a9c", "short check for people", "校验码", [](Content c) { return c.check; }},
    LabelField{"barcode", "030700000042", "digits of the bar code", "条码数字",
               [](Content c) { return c.barcode; }},
    LabelField{"qr", "BZ1.…", "signed text of the QR code", "二维码", [](Content c) { return c.qr; }},
    LabelField{"gtin", "06901234567892", "GTIN, when the product's number is one", "GTIN",
               [](Content c) { return c.gtin; }},
    LabelField{"ean13", "6901234567892", "the GTIN's 13 digits", "EAN-13",
               [](Content c) { return ean13_digits(c.gtin); }},
    LabelField{"gs1_weight", "(01)06901234567892(3103)002025", "GTIN and net weight, for GS1 bars",
               "GS1 净重", [](Content c) { return gs1_weight_elements(c); }},
    LabelField{"gs1", "(01)06901234567892(3103)002025(10)L0617-3(21)T03-k7-000042",
               "GTIN, net weight, lot and name of the weighing, for GS1 DataMatrix", "GS1 全部",
               [](Content c) { return gs1_elements(c); }},
    LabelField{"lines", "D-038 T038 2/3 样 火锅店038", "lines of a list, on tote and route labels", "明细行",
               [](Content c) { return without_tabs(c.lines); }},
    LabelField{"row1", "D-038", "of a repeated element: the line's first column", "明细第 1 列",
               [](Content c) { return column(c.lines, 0); }},
    LabelField{"row2", "T038", "its second", "明细第 2 列", [](Content c) { return column(c.lines, 1); }},
    LabelField{"row3", "2/3 样", "its third", "明细第 3 列", [](Content c) { return column(c.lines, 2); }},
    LabelField{"row4", "火锅店038", "its fourth", "明细第 4 列",
               [](Content c) { return column(c.lines, 3); }},
    LabelField{"spec", "一级", "specification or grade", "规格", [](Content c) { return c.spec; }},
    LabelField{"origin", "云南昆明", "where it was grown", "产地", [](Content c) { return c.origin; }},
    LabelField{"shelf_life", "3 天", "how long it keeps", "保质期", [](Content c) { return c.shelf_life; }},
    LabelField{"sort_no", "17", "the order's number in the sorting", "分拣序号",
               [](Content c) { return c.sort_no; }},
    LabelField{"price", "3.50", "of one unit of the settled amount; empty when the order names none", "单价",
               [](Content c) { return c.price; }},
    LabelField{"money", "14.18", "price times settled amount", "金额", [](Content c) { return c.money; }},
};

}  // namespace

std::span<LabelField const> label_fields() {
    return fields;
}

LabelField const* label_field(std::string_view name) {
    auto const found =
        std::find_if(fields.begin(), fields.end(), [&](auto const& field) { return field.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

}  // namespace bozhong::domain
