#include <array>

#include "drivers/label/barcode.h"
#include "drivers/label/place.h"

namespace bozhong::label {

using domain::LabelElement;

namespace {

constexpr int bar_quiet_modules = 10;
constexpr int qr_quiet_modules = 4;
constexpr int ean_quiet_before = 11, ean_quiet_after = 7;
constexpr int data_matrix_quiet_modules = 2;  // one more than the standard asks for
constexpr std::array levels{QrLevel::high, QrLevel::quartile, QrLevel::medium, QrLevel::low};
constexpr std::string_view level_letters = "HQML";

Placed start(LabelElement const& element, std::string const& text, int module) {
    Placed placed;
    placed.id = element.id;
    placed.kind = element.kind;
    placed.box = element.box;
    placed.align = element.align;
    placed.text = text;
    placed.size = module;
    return placed;
}

domain::Error named(domain::Error error, LabelElement const& element) {
    error.where = element.id;
    return error;
}

}  // namespace

DotBox united(DotBox const& a, DotBox const& b) {
    if (a.width <= 0 || a.height <= 0) return b;
    if (b.width <= 0 || b.height <= 0) return a;
    int const x = std::min(a.x, b.x), y = std::min(a.y, b.y);
    return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

domain::Error no_room(LabelElement const& element, std::string const& text) {
    return {domain::ErrorKind::full, "no room for \"" + text + "\"", element.id,
            "make the element's box larger"};
}

namespace {

struct Bars {
    domain::Result<Raster> symbol;
    int before, after;  ///< modules of the quiet zones
};

Bars bars_of(domain::LabelElementKind kind, std::string const& text) {
    using domain::LabelElementKind;
    if (kind == LabelElementKind::ean13) return {ean13(text), ean_quiet_before, ean_quiet_after};
    auto symbol = kind == LabelElementKind::gs1_128 ? gs1_128(text) : code128(text);
    return {std::move(symbol), bar_quiet_modules, bar_quiet_modules};
}

}  // namespace

domain::Result<Placed> place_bars(LabelElement const& element, std::string const& text) {
    auto const [symbol, quiet_before, quiet_after] = bars_of(element.kind, text);
    if (!symbol) return named(symbol.error(), element);
    int const before = quiet_before * element.module, after = quiet_after * element.module;
    int const width = symbol->width() * element.module;
    if (before + width + after > element.box.width) return no_room(element, text);

    Placed placed = start(element, text, element.module);
    placed.ink = {element.box.x + before, element.box.y, width, element.box.height};
    placed.clear = {element.box.x, element.box.y, before + width + after, element.box.height};
    placed.dots = enlarged(*symbol, element.module, element.box.height);
    return placed;
}

/// Bottom right in its box, as large as whole dots a module allow.
domain::Result<Placed> place_matrix(LabelElement const& element, std::string const& text,
                                    Raster const& symbol, int quiet_modules) {
    int const side = std::min(element.box.width, element.box.height);
    int const module = side / symbol.width();
    if (module < element.module) return no_room(element, text);
    int const drawn = symbol.width() * module;
    Placed placed = start(element, text, module);
    placed.ink = {element.box.right() - drawn, element.box.bottom() - drawn, drawn, drawn};
    int const quiet = quiet_modules * module;
    placed.clear = {placed.ink.x - quiet, placed.ink.y - quiet, drawn + 2 * quiet, drawn + 2 * quiet};
    placed.dots = enlarged(symbol, module, module);
    return placed;
}

domain::Result<Placed> place_data_matrix(LabelElement const& element, std::string const& text) {
    auto const symbol = gs1_data_matrix(text);
    if (!symbol) return named(symbol.error(), element);
    return place_matrix(element, text, *symbol, data_matrix_quiet_modules);
}

domain::Result<Placed> place_qr(LabelElement const& element, std::string const& text) {
    int const side = std::min(element.box.width, element.box.height);
    std::size_t const wished = level_letters.find(element.level);
    for (std::size_t i = wished; i < levels.size(); ++i) {
        auto const symbol = qr_code(text, levels[i], side / element.module);
        if (!symbol && symbol.error().kind != domain::ErrorKind::full) return named(symbol.error(), element);
        if (!symbol) continue;
        auto placed = place_matrix(element, text, *symbol, qr_quiet_modules);
        if (placed.ok()) placed->level = level_letters[i];
        return placed;
    }
    return no_room(element, text);
}

Placed place_picture(LabelElement const& element) {
    Placed placed = start(element, "", 0);
    auto const& [width, height, rows] = element.picture;
    DotBox const& box = element.box;
    placed.ink = {box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height};
    placed.dots = Raster(width, height, rows);
    return placed;
}

Placed place_box(LabelElement const& element) {
    Placed placed = start(element, "", 0);
    DotBox const& box = element.box;
    placed.fills.push_back({box, true});
    if (!element.inverse)
        placed.fills.push_back({{box.x + element.frame, box.y + element.frame, box.width - 2 * element.frame,
                                 box.height - 2 * element.frame},
                                false});
    placed.ink = box;
    return placed;
}

}  // namespace bozhong::label
