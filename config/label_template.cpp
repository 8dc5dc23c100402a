#include "config/label_template.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "config/label_picture.h"
#include "config/toml_reader.h"
#include "station/domain/label_fields.h"

namespace bozhong::config {

using namespace domain;
using Need = TableReader::Need;

namespace {

constexpr std::size_t max_elements = 100;
constexpr std::size_t max_parts = 16;
constexpr int max_label_dots = 4096;

/// Every {name} of the part is a field, every brace has its partner.
bool names_fields(std::string const& part) {
    for (std::size_t at = 0; at < part.size(); ++at) {
        if (part[at] == '}') return false;
        if (part[at] != '{') continue;
        std::size_t const close = part.find('}', at);
        if (close == std::string::npos || label_field(part.substr(at + 1, close - at - 1)) == nullptr)
            return false;
        at = close;
    }
    return true;
}

void read_number(TableReader& table, std::string_view key, int& into, int least, int most) {
    std::int64_t value = into;
    table.number(key, value, least, most);
    into = static_cast<int>(value);
}

void read_parts(TableReader& table, LabelElement& element) {
    table.texts("text", element.parts, max_parts, is_drawing(element.kind) ? Need::optional : Need::required);
    for (auto const& part : element.parts)
        if (!names_fields(part))
            table.wrong("text", "is \"" + part + "\"",
                        "in braces only names that `bozhong label fields` lists");
}

/// What a length of the file is in dots.
struct Lengths {
    double factor = 1;  ///< dots of a dot, or of a millimetre
    double finer = 1;   ///< how many of them a printer's dot is: bounds are given in printer's dots
    [[nodiscard]] int dots(double value) const { return static_cast<int>(std::lround(value * factor)); }
    [[nodiscard]] double printers(int dots) const { return dots / finer; }
};

void read_length(TableReader& table, std::string_view key, Lengths const& lengths, int& into, int least,
                 int most) {
    double value = into / lengths.factor;
    table.real(key, value, 0, 4096);
    int const dots = lengths.dots(value);
    double const seen = lengths.printers(dots);
    if (table.has(key) && (seen < least || seen > most))
        table.wrong(key, "is " + std::to_string(std::lround(seen)) + " dots",
                    "from " + std::to_string(least) + " to " + std::to_string(most) + " dots");
    into = dots;
}

void read_box(TableReader& table, LabelTemplate const& form, Lengths const& lengths, LabelElement& element) {
    std::vector<double> numbers;
    table.numbers("box", numbers, 4, Need::required);
    if (numbers.empty()) return;
    auto const dots = [&](double value) { return lengths.dots(value); };
    DotBox box{dots(numbers[0]), dots(numbers[1]), dots(numbers[2]), dots(numbers[3])};
    // Two roundings to micrometres may add up to one beyond the edge.
    if (lengths.finer > 1 && box.right() == form.width + 1) --box.width;
    if (lengths.finer > 1 && box.bottom() == form.height + 1) --box.height;
    bool const inside = box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0 &&
                        box.right() <= form.width && box.bottom() <= form.height;
    if (!inside)
        table.wrong("box", "leaves the label",
                    "[x, y, width, height] within " + std::to_string(form.width) + " × " +
                        std::to_string(form.height) + " dots");
    element.box = box;
}

void read_font(TableReader& table, Lengths const& lengths, LabelElement& element) {
    std::vector<double> sizes;
    table.numbers("font", sizes, 2);
    if (sizes.empty()) return;
    element.font_max = lengths.dots(sizes[0]);
    element.font_min = lengths.dots(sizes[1]);
    if (lengths.printers(element.font_min) < 10 || element.font_max < element.font_min ||
        lengths.printers(element.font_max) > 400)
        table.wrong("font", "is out of range", "[largest, smallest], from 400 down to 10 dots");
}

void read_kind(TableReader& table, LabelElement& element) {
    using Kind = LabelElementKind;
    if (!table.has("kind"))
        table.wrong("kind", "is missing",
                    "text, amount, plate, code128, ean13, gs1_128, qr, gs1_datamatrix, box or picture");
    table.choice<Kind>("kind", element.kind,
                       {{"text", Kind::text},
                        {"amount", Kind::amount},
                        {"plate", Kind::plate},
                        {"code128", Kind::code128},
                        {"qr", Kind::qr},
                        {"ean13", Kind::ean13},
                        {"gs1_128", Kind::gs1_128},
                        {"gs1_datamatrix", Kind::gs1_datamatrix},
                        {"box", Kind::box},
                        {"picture", Kind::picture}});
}

/// Readers want 0.25 mm for the narrowest bar or the module, and bars that a hand's aim cannot miss.
void check_code(TableReader& table, LabelTemplate const& form, LabelElement const& element) {
    using Kind = LabelElementKind;
    bool const bars =
        element.kind == Kind::code128 || element.kind == Kind::ean13 || element.kind == Kind::gs1_128;
    bool const matrix = element.kind == Kind::qr || element.kind == Kind::gs1_datamatrix;
    if ((bars || matrix) && element.module * 100 < form.dots_per_mm * 25)
        table.wrong("module", "is too small to be scanned", "0.25 mm at least");
    if (bars && element.box.height < 3 * form.dots_per_mm)
        table.wrong("box", "is too low for bars to be scanned", "a height of 3 mm at least");
}

/// The last of them stands on the label too, and none in another.
void check_repeat(TableReader& table, LabelTemplate const& form, LabelElement const& element) {
    if (element.repeat == 1) return;
    if (element.pitch < element.box.height)
        table.wrong("pitch", "is missing or less than the box is high",
                    "the distance from one line to the next");
    if (element.box.bottom() + (element.repeat - 1) * element.pitch > form.height)
        table.wrong("repeat", "runs off the label", "fewer lines, or a smaller pitch");
}

/// A picture is read for the printer's dots; with exact lengths it only has to be there.
void read_picture(TableReader& table, LabelTemplate const& form, LabelElement& element) {
    bool const picture = element.kind == LabelElementKind::picture;
    table.text("file", element.file, picture ? Need::required : Need::optional, 64);
    if (!picture || element.file.empty()) return;
    if (!is_picture_name(element.file))
        return table.wrong("file", "is \"" + element.file + "\"", "the name of a PNG file, without a folder");
    std::string const path = find_label_picture(form.source, element.file);
    if (path.empty())
        return table.wrong("file", "\"" + element.file + "\" is not there",
                           "the file beside the template, or among the standard ones");
    bool const exact = form.dots_per_mm == micrometres;
    auto picture_dots =
        load_label_picture(path, exact ? 1 : element.box.width, exact ? 1 : element.box.height);
    if (!picture_dots.ok()) return table.wrong("file", picture_dots.error().what, picture_dots.error().todo);
    if (!exact) element.picture = *std::move(picture_dots);
}

void read_look(TableReader& table, Lengths const& lengths, LabelElement& element) {
    table.text("separator", element.separator, Need::optional, 16);
    read_number(table, "lines", element.lines, 1, 4);
    read_number(table, "repeat", element.repeat, 1, 40);
    read_length(table, "pitch", lengths, element.pitch, 0, max_label_dots);
    table.flag("bold", element.bold);
    if (table.has("align"))
        table.choice<LabelAlign>(
            "align", element.align,
            {{"left", LabelAlign::left}, {"center", LabelAlign::center}, {"right", LabelAlign::right}});
    if (table.has("cut"))
        table.choice<LabelCut>(
            "cut", element.cut,
            {{"end", LabelCut::end}, {"start", LabelCut::start}, {"never", LabelCut::never}});
    read_length(table, "frame", lengths, element.frame, 0, 20);
    table.flag("inverse", element.inverse);
    read_length(table, "module", lengths, element.module, 1, 12);
    if (table.has("level"))
        table.choice<std::string>("level", element.level, {{"L", "L"}, {"M", "M"}, {"Q", "Q"}, {"H", "H"}});
    table.id("leaves", element.leaves, Need::optional);
    table.id("stack", element.stack, Need::optional);
}

/// `leaves` names another element that itself leaves nothing to a third; it may stand later in the file.
void check_leaves(TableReader& table, LabelTemplate const& form) {
    for (LabelElement const& element : form.elements) {
        if (element.leaves.empty()) continue;
        auto const other = std::find_if(form.elements.begin(), form.elements.end(),
                                        [&](auto const& e) { return e.id == element.leaves; });
        if (other == form.elements.end() || !other->leaves.empty() || other->id == element.id)
            table.wrong("element", "\"" + element.id + "\" leaves room for \"" + element.leaves + "\"",
                        "the id of another element without `leaves`");
    }
}

void read_root(TableReader& table, int wanted_dots_per_mm, LabelTemplate& form) {
    table.id("name", form.name, Need::required);
    table.text("title", form.title);
    read_number(table, "version", form.version, 1, 1'000'000);
    bool millimetres = false;
    if (table.has("unit")) table.choice<bool>("unit", millimetres, {{"dots", false}, {"mm", true}});
    int width_mm = 0, height_mm = 0;
    read_number(table, "width_mm", width_mm, 10, 300);
    read_number(table, "height_mm", height_mm, 10, 300);
    read_number(table, "dots_per_mm", form.dots_per_mm, 4, 24);
    bool const exact = wanted_dots_per_mm == micrometres;
    double const finer = exact ? 1.0 * micrometres / form.dots_per_mm : 1;
    if (wanted_dots_per_mm > 0 && (millimetres || exact)) form.dots_per_mm = wanted_dots_per_mm;
    if (wanted_dots_per_mm > 0 && wanted_dots_per_mm != form.dots_per_mm)
        table.wrong("dots_per_mm", "is not the printer's " + std::to_string(wanted_dots_per_mm),
                    "unit = \"mm\", or a template of this printer's resolution");
    Lengths const lengths{millimetres ? static_cast<double>(form.dots_per_mm) : finer, finer};
    form.width = width_mm * form.dots_per_mm;
    form.height = height_mm * form.dots_per_mm;
    if (form.width == 0 || lengths.printers(form.width) > max_label_dots)
        table.wrong("width_mm", "is missing or too much", "the label's width, at most 4096 dots");
    if (form.height == 0 || lengths.printers(form.height) > max_label_dots)
        table.wrong("height_mm", "is missing or too much", "the label's height, at most 4096 dots");

    std::set<std::string> ids;
    table.tables("element", max_elements, [&](TableReader& part) {
        LabelElement element;
        element.line = part.line();
        if (millimetres) {
            element.font_max = lengths.dots(3);
            element.font_min = lengths.dots(2.5);
            element.module = lengths.dots(0.25);
        }
        part.id("id", element.id, Need::required);
        if (!ids.insert(element.id).second)
            part.wrong("id", "\"" + element.id + "\" stands twice", "another id");
        read_kind(part, element);
        read_parts(part, element);
        read_box(part, form, lengths, element);
        read_font(part, lengths, element);
        read_look(part, lengths, element);
        check_code(part, form, element);
        check_repeat(part, form, element);
        read_picture(part, form, element);
        form.elements.push_back(std::move(element));
    });
    if (form.elements.empty()) table.wrong("element", "is missing", "at least one [[element]]");
    check_leaves(table, form);
}

}  // namespace

Result<LabelTemplate> parse_label_template(std::string_view toml, std::string const& source,
                                           int dots_per_mm) {
    LabelTemplate form;
    form.source = source;
    auto const status =
        read_toml(toml, source, [&](TableReader& root) { read_root(root, dots_per_mm, form); });
    if (!status) return status.error();
    return form;
}

Result<LabelTemplate> load_label_template(std::string const& path, int dots_per_mm) {
    auto const text = read_settings_file(path);
    if (!text) return text.error();
    return parse_label_template(*text, path, dots_per_mm);
}

}  // namespace bozhong::config
