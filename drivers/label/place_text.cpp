#include <algorithm>
#include <cctype>

#include "drivers/label/fit.h"
#include "drivers/label/place.h"

namespace bozhong::label {

using domain::LabelAlign;
using domain::LabelElement;

namespace {

Font const& font_of(Fonts const& fonts, bool bold) {
    return bold ? fonts.bold : fonts.regular;
}

/// Digits and capitals stand this much of the em above the base line (Noto Sans CJK).
constexpr int cap_height_permille = 733;
int cap_height(int size) {
    return size * cap_height_permille / 1000;
}
int size_of_caps(int dots) {
    return dots * 1000 / cap_height_permille;
}

int aligned(LabelAlign align, DotBox const& box, int width) {
    switch (align) {
        case LabelAlign::left: return box.x;
        case LabelAlign::center: return box.x + (box.width - width) / 2;
        case LabelAlign::right: return box.right() - width;
    }
    std::abort();
}

void add_run(Placed& placed, Fonts const& fonts, Run run) {
    Font const& font = font_of(fonts, run.bold);
    placed.ink = united(placed.ink, font.ink(font.shape(run.text), run.size, run.x, run.baseline));
    placed.runs.push_back(std::move(run));
}

void add_frame(Placed& placed, DotBox const& box, int thickness, bool filled) {
    placed.fills.push_back({box, true});
    if (!filled)
        placed.fills.push_back(
            {{box.x + thickness, box.y + thickness, box.width - 2 * thickness, box.height - 2 * thickness},
             false});
    placed.ink = united(placed.ink, box);
}

Placed start(LabelElement const& element) {
    Placed placed;
    placed.id = element.id;
    placed.kind = element.kind;
    placed.box = element.box;
    placed.align = element.align;
    return placed;
}

/// Where the lines' ink would be, all of them beginning at the box's left edge.
DotBox block_ink(Font const& font, Fitted const& fitted, DotBox const& box) {
    DotBox ink;
    int const count = static_cast<int>(fitted.lines.size());
    for (int i = 0; i < count; ++i) {
        auto const& line = font.shape(fitted.lines[static_cast<std::size_t>(i)]);
        ink = united(ink, font.ink(line, fitted.size, box.x, block_baseline(box, count, fitted.size, i)));
    }
    return ink;
}

/// How far down ink must go to be inside the box; negative: up.
int shift_inside(DotBox const& ink, DotBox const& box, int frame) {
    int const below = ink.bottom() - (box.bottom() - frame), above = box.y + frame - ink.y;
    if (ink.height <= 0) return 0;
    return above > 0 ? above : below > 0 ? -below : 0;
}

bool is_zone_and_number(std::string const& code, std::size_t dash) {
    auto const upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    if (dash == std::string::npos || dash < 1 || dash > 2 || dash + 1 == code.size()) return false;
    auto const middle = code.begin() + static_cast<std::ptrdiff_t>(dash);
    return std::all_of(code.begin(), middle, upper) && std::all_of(middle + 1, code.end(), digit);
}

/// The block is as high as the box; the letters in it take two thirds, the number beside it seven eighths.
domain::Result<Placed> place_zone_plate(LabelElement const& element, std::string const& zone,
                                        std::string const& number, Fonts const& fonts) {
    DotBox const& box = element.box;
    Font const& font = fonts.bold;
    int const zone_size = size_of_caps(box.height * 2 / 3);
    int const zone_width = font.shape(zone).width(zone_size);
    DotBox const block{box.x, box.y, std::max(zone_width + box.height / 5, box.height * 4 / 5), box.height};
    int const gap = box.height / 10;
    int const room = box.width - block.width - gap;
    int size = std::min(element.font_max, size_of_caps(box.height * 7 / 8));
    while (size >= least_size && font.shape(number).width(size) > room) --size;
    if (size < least_size) return no_room(element, number);

    Placed placed = start(element);
    placed.text = zone + "-" + number;
    placed.size = size;
    add_frame(placed, block, 0, true);
    int const middle = box.y + box.height / 2;
    add_run(placed, fonts,
            {zone, true, zone_size, block.x + (block.width - zone_width) / 2,
             middle + cap_height(zone_size) / 2, false});
    add_run(placed, fonts, {number, true, size, block.right() + gap, middle + cap_height(size) / 2, true});
    return placed;
}

}  // namespace

namespace {

domain::Result<Placed> place_lines(LabelElement const& element, std::string const& text, Fonts const& fonts) {
    Font const& font = font_of(fonts, element.bold);
    bool const boxed = element.frame > 0 || element.inverse;
    int const pad = boxed ? element.frame + element.font_max / 4 : 0;
    DotBox const& box = element.box;
    Fitted fitted = fit(font, element, text, box.width - 2 * pad, box.height - 2 * element.frame);
    if (fitted.size == 0) return no_room(element, text);
    // Latin descenders and accents reach further than hanzi: the ink decides.
    while (fitted.size > least_size && block_ink(font, fitted, box).height > box.height - 2 * element.frame)
        --fitted.size;

    Placed placed = start(element);
    placed.size = fitted.size;
    placed.cut = fitted.cut;
    int const width = widest(font, fitted.lines, fitted.size) + 2 * pad;
    DotBox const outer{aligned(element.align, box, width), box.y, width, box.height};
    DotBox const inner{outer.x + pad, outer.y, width - 2 * pad, outer.height};
    if (boxed) add_frame(placed, outer, element.frame, element.inverse);
    int const shift = shift_inside(block_ink(font, fitted, box), box, element.frame);
    int const count = static_cast<int>(fitted.lines.size());
    for (int i = 0; i < count; ++i) {
        std::string const& line = fitted.lines[static_cast<std::size_t>(i)];
        placed.text += (i > 0 ? "\n" : "") + line;
        int const x = aligned(element.align, inner, font.shape(line).width(fitted.size));
        int const baseline = block_baseline(box, count, fitted.size, i) + shift;
        add_run(placed, fonts, {line, element.bold, fitted.size, x, baseline, !element.inverse});
    }
    return placed;
}

/// In as many lines as make it largest; whole rather than cut, in the fewest of those that are alike.
domain::Result<Placed> place_largest(LabelElement const& element, std::string const& text, int most,
                                     Fonts const& fonts) {
    domain::Result<Placed> best = place_lines(element, text, fonts);
    for (int lines = 2; lines <= most; ++lines) {
        std::string broken;
        for (auto const& line : wrap(text, lines)) broken += (broken.empty() ? "" : "\n") + line;
        auto placed = place_lines(element, broken, fonts);
        if (!placed) continue;
        bool const better = !best || (best->cut && !placed->cut) ||
                            (best->cut == placed->cut && placed->size > best->size) ||
                            (best->cut && placed->cut && placed->text.size() > best->text.size());
        if (better) best = std::move(placed);
    }
    return best;
}

}  // namespace

domain::Result<Placed> place_text(LabelElement const& element, std::string const& text, Fonts const& fonts) {
    bool const broken_already = text.find('\n') != std::string::npos;
    return place_largest(element, text, broken_already ? 1 : element.lines, fonts);
}

domain::Result<Placed> place_amount(LabelElement const& element, Parts const& parts, Fonts const& fonts) {
    Font const& font = font_of(fonts, element.bold);
    std::string const& number = parts.front();
    std::string const unit = parts.size() > 1 ? parts[1] : "";
    auto const width_at = [&](int size) {
        int const unit_width = unit.empty() ? 0 : size / 16 + font.shape(unit).width(size / 2);
        return font.shape(number).width(size) + unit_width;
    };
    int size = std::min(element.font_max, size_of_caps(element.box.height));
    while (size >= 2 * least_size && width_at(size) > element.box.width) --size;
    if (size < 2 * least_size) return no_room(element, number + unit);

    Placed placed = start(element);
    placed.text = number + unit;
    placed.size = size;
    int const x = aligned(element.align, element.box, width_at(size));
    int const baseline = element.box.y + (element.box.height + cap_height(size)) / 2;
    add_run(placed, fonts, {number, element.bold, size, x, baseline, true});
    if (!unit.empty())
        add_run(
            placed, fonts,
            {unit, element.bold, size / 2, x + font.shape(number).width(size) + size / 16, baseline, true});
    return placed;
}

domain::Result<Placed> place_plate(LabelElement const& element, std::string const& code, Fonts const& fonts) {
    std::size_t const dash = code.find('-');
    if (is_zone_and_number(code, dash))
        return place_zone_plate(element, code.substr(0, dash), code.substr(dash + 1), fonts);

    // A code without a zone is as large as the box allows, in as many lines as make it largest.
    LabelElement whole = element;
    whole.cut = domain::LabelCut::never;
    auto best = place_largest(whole, code, 3, fonts);
    if (!best) return no_room(element, code);
    return best;
}

}  // namespace bozhong::label
