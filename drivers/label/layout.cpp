#include "drivers/label/layout.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "drivers/label/place.h"
#include "station/domain/label_fields.h"

namespace bozhong::label {

using domain::LabelContent;
using domain::LabelElement;
using domain::LabelElementKind;
using domain::LabelTemplate;

namespace {

/// Dots between an element and the one it gives its right part to.
constexpr int gap = 10;

constexpr std::string_view element_mark = ", element ";

/// The part with its fields filled in; nothing when one of them is empty.
std::string filled(std::string const& part, LabelContent const& content) {
    std::string out;
    for (std::size_t at = 0; at < part.size();) {
        std::size_t const open = part.find('{', at);
        std::size_t const close = part.find('}', open);
        if (open == std::string::npos || close == std::string::npos) return out + part.substr(at);
        out += part.substr(at, open - at);
        auto const* field = domain::label_field(std::string_view(part).substr(open + 1, close - open - 1));
        std::string const text = field == nullptr ? "" : field->text(content);
        if (text.empty()) return "";
        out += text;
        at = close + 1;
    }
    return out;
}

Parts filled_parts(LabelElement const& element, LabelContent const& content) {
    Parts parts;
    for (auto const& part : element.parts)
        if (std::string text = filled(part, content); !text.empty()) parts.push_back(std::move(text));
    return parts;
}

std::string joined(Parts const& parts, std::string const& separator) {
    std::string out;
    for (auto const& part : parts) out += (out.empty() ? "" : separator) + part;
    return out;
}

domain::Result<Placed> place(LabelElement const& element, Parts const& parts, Fonts const& fonts) {
    switch (element.kind) {
        case LabelElementKind::text: return place_text(element, joined(parts, element.separator), fonts);
        case LabelElementKind::amount: return place_amount(element, parts, fonts);
        case LabelElementKind::plate: return place_plate(element, joined(parts, element.separator), fonts);
        case LabelElementKind::qr: return place_qr(element, joined(parts, ""));
        case LabelElementKind::code128:
        case LabelElementKind::ean13:
        case LabelElementKind::gs1_128: return place_bars(element, joined(parts, ""));
        case LabelElementKind::gs1_datamatrix: return place_data_matrix(element, joined(parts, ""));
        case LabelElementKind::box: return place_box(element);
        case LabelElementKind::picture: return place_picture(element);
    }
    std::abort();
}

/// A frame or a picture stands on every label, but one whose `text` names a field only where that says
/// something.
bool without_text(LabelElement const& element) {
    return domain::is_drawing(element.kind) && element.parts.empty();
}

/// An element that is drawn, with its texts. It is the template's own unless it moved or gave up room: most
/// do neither, and a copy costs more than placing it.
struct Ready {
    LabelElement const* element = nullptr;
    std::unique_ptr<LabelElement> changed = {};
    Parts parts;
    LabelElement& own() {
        if (!changed) changed = std::make_unique<LabelElement>(*element);
        element = changed.get();
        return *changed;
    }
};

std::vector<std::string> lines_of(LabelContent const& content) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < content.lines.size();) {
        std::size_t const end = std::min(content.lines.find('\n', at), content.lines.size());
        out.push_back(content.lines.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

/// One of it for each line of the list, which is all that it sees of the list.
void repeat(LabelElement const& element, LabelContent const& content, std::vector<Ready>& out) {
    LabelContent one = content;
    int y = element.box.y;
    for (auto& line : lines_of(content)) {
        one.lines = std::move(line);
        Ready ready{.element = &element, .parts = filled_parts(element, one)};
        if (y != element.box.y) ready.own().box.y = y;
        y += element.pitch;
        if (!ready.parts.empty() || without_text(element)) out.push_back(std::move(ready));
    }
}

/// A line that finds no place is a line that nobody would miss.
std::optional<domain::Error> too_many_lines(LabelTemplate const& form, LabelContent const& content) {
    auto const count = std::ranges::count(content.lines, '\n') + 1;
    for (LabelElement const& element : form.elements)
        if (element.repeat > 1 && count > element.repeat)
            return domain::Error{
                domain::ErrorKind::full,
                "has room for " + std::to_string(element.repeat) + " lines of " + std::to_string(count),
                form.name + std::string(element_mark) + element.id, "raise its repeat"};
    return std::nullopt;
}

std::vector<Ready> ready_elements(LabelTemplate const& form, LabelContent const& content) {
    std::vector<Ready> out;
    std::map<std::string, int> next_y;  // where the next element of a stack goes
    for (LabelElement const& element : form.elements) {
        if (element.repeat > 1) {
            repeat(element, content, out);
            continue;
        }
        Parts parts = filled_parts(element, content);
        bool const drawn = !parts.empty() || without_text(element);
        Ready one{.element = &element, .parts = {}};
        if (!element.stack.empty()) {
            auto const [place, first] = next_y.emplace(element.stack, element.box.y);
            // The stack's free place is the highest one not taken; the distance kept is that of the template.
            int const y = std::min(element.box.y, place->second);
            if (y != element.box.y) one.own().box.y = y;
            auto const after =
                std::find_if(form.elements.begin(), form.elements.end(), [&](auto const& other) {
                    return other.stack == element.stack && other.box.y > element.box.y;
                });
            int const pitch =
                after == form.elements.end() ? element.box.height : after->box.y - element.box.y;
            place->second = drawn ? y + pitch : y;
        }
        one.parts = std::move(parts);
        if (drawn) out.push_back(std::move(one));
    }
    return out;
}

}  // namespace

domain::Result<Layout> lay_out(LabelTemplate const& form, LabelContent const& content, Fonts const& fonts) {
    if (auto const error = too_many_lines(form, content)) return *error;
    std::vector<Ready> ready = ready_elements(form, content);
    std::map<std::string, DotBox> taken;
    Layout out{form.width, form.height, std::vector<Placed>(ready.size())};
    // Those that others leave room for are placed first.
    for (bool const leaves_room : {false, true}) {
        for (std::size_t i = 0; i < ready.size(); ++i) {
            if (ready[i].element->leaves.empty() == leaves_room) continue;
            if (auto const right = taken.find(ready[i].element->leaves); right != taken.end()) {
                DotBox& box = ready[i].own().box;
                box.width = std::min(box.right(), right->second.x - gap) - box.x;
            }
            auto placed = place(*ready[i].element, ready[i].parts, fonts);
            if (!placed) {
                domain::Error error = placed.error();
                error.where = form.name + std::string(element_mark) + error.where;
                return error;
            }
            if (placed->clear.width == 0) placed->clear = placed->ink;
            taken[placed->id] = placed->clear;
            out.placed[i] = std::move(*placed);
        }
    }
    return out;
}

std::string element_named_by(domain::Error const& error) {
    auto const mark = error.where.rfind(element_mark);
    return mark == std::string::npos ? std::string() : error.where.substr(mark + element_mark.size());
}

Raster draw(Layout const& layout, Fonts const& fonts) {
    Raster raster(layout.width, layout.height);
    for (Placed const& placed : layout.placed) {
        for (Fill const& fill : placed.fills)
            raster.fill(fill.box.x, fill.box.y, fill.box.width, fill.box.height, fill.black);
        raster.stamp(placed.dots, placed.ink.x, placed.ink.y, true);
        for (Run const& run : placed.runs) {
            Font const& font = run.bold ? fonts.bold : fonts.regular;
            font.draw(raster, font.shape(run.text), run.size, run.x, run.baseline, run.black);
        }
    }
    return raster;
}

domain::Result<Raster> render(LabelTemplate const& form, LabelContent const& content, Fonts const& fonts) {
    auto const layout = lay_out(form, content, fonts);
    if (!layout) return layout.error();
    return draw(*layout, fonts);
}

std::string describe(Layout const& layout) {
    std::string out = std::to_string(layout.width) + "x" + std::to_string(layout.height) + " dots\n";
    for (Placed const& placed : layout.placed) {
        std::string text = placed.text;
        std::replace(text.begin(), text.end(), '\n', '|');
        out += placed.id + " [" + text + "] size " + std::to_string(placed.size) +
               (placed.cut ? " cut" : "") + " ink " + std::to_string(placed.ink.x) + "," +
               std::to_string(placed.ink.y) + " " + std::to_string(placed.ink.width) + "x" +
               std::to_string(placed.ink.height) + "\n";
    }
    return out;
}

}  // namespace bozhong::label
