#include "drivers/run/own_page.h"

#include <iconv.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace bozhong::run {
namespace {

using domain::LabelElementKind;
using label::Placed;

constexpr int cell = 24;        ///< dots of a hanzi; letters are half as wide
constexpr int below_base = 3;   ///< rows of the cell under the base line
constexpr int largest = 8;      ///< GS !
constexpr int bars_most = 255;  ///< GS h

/// Nothing when a letter is no ASCII and has no two-byte GBK code.
std::optional<std::string> gbk(std::string const& text) {
    iconv_t const converter = iconv_open("GBK", "UTF-8");
    if (converter == iconv_t(-1)) return std::nullopt;
    std::string out(text.size() + 1, '\0'), in = text;
    char *from = in.data(), *to = out.data();
    std::size_t left = in.size(), room = out.size();
    bool const whole = iconv(converter, &from, &left, &to, &room) == 0 && left == 0;
    iconv_close(converter);
    if (!whole) return std::nullopt;
    out.resize(out.size() - room);
    return out;
}

int width_of(printer::OwnText const& text) {
    return static_cast<int>(text.bytes.size()) * cell / 2 * text.scale;
}

/// At its place, as large as the run was drawn or as its room allows.
std::optional<printer::OwnText> own_text(label::Run const& run, int room) {
    auto bytes = run.black && run.size >= cell - 4 ? gbk(run.text) : std::nullopt;
    if (!bytes || bytes->empty()) return std::nullopt;
    printer::OwnText out{*std::move(bytes), std::clamp(run.size / cell, 1, largest), run.bold, run.x, 0};
    while (out.scale > 1 && width_of(out) > room) --out.scale;
    if (width_of(out) > room) return std::nullopt;
    out.bottom = run.baseline + below_base * out.scale;
    return out;
}

int aligned(Placed const& placed, int width) {
    if (placed.align == domain::LabelAlign::right) return placed.box.right() - width;
    if (placed.align == domain::LabelAlign::center) return placed.box.x + (placed.box.width - width) / 2;
    return placed.box.x;
}

/// Lines, or number and unit behind each other: all of them or none.
std::vector<printer::OwnPart> own_texts(Placed const& placed) {
    bool const one_line = placed.kind == LabelElementKind::amount;
    std::vector<printer::OwnText> made;
    int width = 0;
    for (auto const& run : placed.runs) {
        auto text = own_text(run, placed.box.width - (one_line ? width : 0));
        if (!text) return {};
        width = (one_line ? width : 0) + width_of(*text);
        text->x = aligned(placed, width);
        made.push_back(*std::move(text));
    }
    int x = aligned(placed, width);
    if (one_line)
        for (auto& text : made) text.x = std::exchange(x, x + width_of(text));
    return {made.begin(), made.end()};
}

/// Of a customer's plate the number beside the block.
std::vector<printer::OwnPart> own_number(Placed& placed) {
    std::vector<printer::OwnPart> out;
    std::erase_if(placed.runs, [&](label::Run const& run) {
        auto text = own_text(run, placed.box.right() - run.x);
        if (text) out.emplace_back(*std::move(text));
        return text.has_value();
    });
    return out;
}

std::vector<printer::OwnPart> taken_from(Placed& placed) {
    auto const& ink = placed.ink;
    switch (placed.kind) {
        case LabelElementKind::code128:
            if (ink.height > bars_most) return {};
            placed.dots = {};
            return {printer::OwnBars{placed.text, placed.size, ink.height, ink.x, ink.bottom()}};
        case LabelElementKind::qr:
            placed.dots = {};
            return {printer::OwnQr{placed.text, placed.level, placed.size, ink.x, ink.bottom()}};
        case LabelElementKind::plate:
            if (!placed.fills.empty()) return own_number(placed);
            [[fallthrough]];
        case LabelElementKind::text:
        case LabelElementKind::amount: {
            if (!placed.fills.empty()) return {};
            auto out = own_texts(placed);
            if (!out.empty()) placed.runs.clear();
            return out;
        }
        default: return {};
    }
}

std::string rows_of(label::Raster const& raster) {
    auto const bytes = raster.bytes();
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

}  // namespace

printer::OwnPage own_page(label::Layout layout, label::Fonts const& fonts) {
    printer::OwnPage out;
    for (auto& placed : layout.placed)
        for (auto& part : taken_from(placed)) out.parts.push_back(std::move(part));
    out.rest = rows_of(label::draw(layout, fonts));
    return out;
}

LabelRaster label_raster(label::Layout const& layout, label::Fonts const& fonts,
                         printer::Profile const* profile) {
    auto const raster = label::draw(layout, fonts);
    LabelRaster out{raster.row_bytes(), raster.height(), rows_of(raster)};
    if (profile != nullptr && profile->own_letters) out.own = own_page(layout, fonts);
    return out;
}

}  // namespace bozhong::run
