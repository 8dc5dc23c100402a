#include "drivers/label/check.h"

#include <algorithm>

#include "drivers/label/layout.h"

namespace bozhong::label {

using domain::Error;
using domain::LabelContent;
using domain::LabelElementKind;
using domain::LabelTemplate;

LabelContent usual_label() {
    LabelContent out;
    out.short_form = "T03-k7-000042";
    out.barcode = "030700000042";
    out.qr = "BZ1." + std::string(150, '7');
    out.check = "7f3a9c";
    out.product = "苋菜";
    out.customer_code = "D-038";
    out.customer = "火锅店038";
    out.tote = "T038";
    out.route = "R4";
    out.driver = "司机4";
    out.order_no = "W20230617-D-038";
    out.note = "不要带泥";
    out.actual = "4.05";
    out.actual_unit = "斤";
    out.net_kg = "2.025";
    out.ordered = "4 斤";
    out.time = "06-17 04:36";
    out.sorter = "员工07";
    out.lot = "L0617-3";
    out.station_name = "台3";
    out.gtin = "06901234567892";
    out.lines = "D-038\tT038\t2/3 样 4 袋\t火锅店038\nA-017\tT017\t1/1 样 1 袋\t第一小学";
    out.spec = "一级";
    out.origin = "云南昆明";
    out.shelf_life = "3 天";
    out.sort_no = "17";
    out.price = "3.50";
    out.money = "14.18";
    return out;
}

LabelContent crowded_label() {
    LabelContent out = usual_label();
    out.short_form = "TABLE-NO-1234567890-k99-00000042";
    out.qr = "BZ1." + std::string(183, '7');
    out.product = "黄心乌黄心乌黄心乌黄心乌黄心乌黄心乌黄心乌";
    out.customer_code = "AB-99999";
    out.customer = "第一百二十八中学附属小学食堂";
    out.tote = "T-1234567890";
    out.route = "R-123456";
    out.driver = "司机司机司机";
    out.order_no = "W20230617-D-038-0123456789-0123456789";
    out.actual = "12345.67";
    out.actual_unit = "公斤";
    out.net_kg = "1234.567";
    out.tare_kg = "12.345";
    out.ordered = "12345.5 公斤";
    out.sorter = "欧阳娜娜娜娜";
    out.lot = "L20230617-123456789";
    out.station_name = "三号分拣台";
    out.bag = 12;
    out.bags = 99;
    out.copy = 1;
    out.spec = "特级 120-150 g/个";
    out.origin = "云南省昆明市呈贡区斗南街道";
    out.shelf_life = "0-4 ℃ 冷藏 15 天";
    out.sort_no = "A-1234";
    out.price = "12345.6789";
    out.money = "152410.13";
    out.preset_tare = out.manual = out.below_min = true;
    return out;
}

namespace {

/// As many as a page of a route has.
std::string crowded_lines() {
    std::string out;
    for (int line = 0; line < domain::sheet_lines; ++line)
        out += std::string(line == 0 ? "" : "\n") + "AB-99999\tT-1234567890\t99/99 样 99 袋 缺 99\t" +
               "第一百二十八中学附属小学食堂";
    return out;
}

Error wrong(LabelTemplate const& form, Fault const& fault) {
    auto const found = std::find_if(form.elements.begin(), form.elements.end(),
                                    [&](auto const& element) { return element.id == fault.element; });
    int const line = found == form.elements.end() ? 0 : found->line;
    return {domain::ErrorKind::bad_input, "element \"" + fault.element + "\": " + fault.what,
            form.source + ":" + std::to_string(line), fault.todo};
}

bool meet(DotBox const& a, DotBox const& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

}  // namespace

std::optional<Fault> find_fault(LabelTemplate const& form, LabelContent const& content, Fonts const& fonts) {
    auto const layout = lay_out(form, content, fonts);
    if (!layout) {
        return Fault{FaultKind::no_room, element_named_by(layout.error()), "", layout.error().what,
                     layout.error().todo};
    }
    for (Placed const& placed : layout->placed)
        for (Run const& run : placed.runs)
            if ((run.bold ? fonts.bold : fonts.regular).shape(run.text).missing)
                return Fault{FaultKind::no_glyph, placed.id, "",
                             "the font has no glyph for a part of \"" + run.text + "\"",
                             "write it with other characters"};
    // A frame stands around others.
    auto const counts = [](Placed const& placed) { return placed.kind != LabelElementKind::box; };
    for (Placed const& one : layout->placed)
        for (Placed const& other : layout->placed)
            if (&one != &other && counts(one) && counts(other) && meet(one.ink, other.clear))
                return Fault{FaultKind::runs_into, one.id, other.id, "runs into \"" + other.id + "\"",
                             "move one of them, or let it leave room with `leaves`"};
    return std::nullopt;
}

domain::Status check(LabelTemplate const& form, Fonts const& fonts) {
    LabelContent crowded = crowded_label();
    bool const list = std::ranges::any_of(form.elements, [](auto const& one) { return one.repeat > 1; });
    if (list) crowded.lines = crowded_lines();
    for (LabelContent const& content : {usual_label(), crowded})
        if (auto const fault = find_fault(form, content, fonts)) return wrong(form, *fault);
    return domain::Done{};
}

domain::Status fits_head(LabelTemplate const& form, int dots_wide, std::string const& printer) {
    if (form.width <= dots_wide) return domain::Done{};
    return Error{domain::ErrorKind::bad_input,
                 "the template " + form.name + " is " + std::to_string(form.width) +
                     " dots wide, the head of " + printer + " has " + std::to_string(dots_wide),
                 form.source, "choose a narrower template, or the profile of a printer with a wider head"};
}

}  // namespace bozhong::label
