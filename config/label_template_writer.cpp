#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <sstream>

#include "config/label_template.h"

namespace bozhong::config {

using namespace domain;

namespace {

std::string quoted(std::string const& text) {
    std::string out = "\"";
    for (char const c : text) {
        auto const code = static_cast<unsigned char>(c);
        std::array<char, 8> escape{};
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else if (code < 0x20 || code == 0x7f)
            out.append(escape.data(), static_cast<std::size_t>(
                                          std::snprintf(escape.data(), escape.size(), "\\u%04X", code)));
        else
            out += c;
    }
    return out + '"';
}

/// 3625 µm → "3.625".
std::string millimetres(int micrometres_) {
    std::string text = std::to_string(micrometres_ / 1000);
    int const rest = micrometres_ % 1000;
    if (rest == 0) return text;
    std::string digits = std::to_string(1000 + rest).substr(1);
    while (digits.back() == '0') digits.pop_back();
    return text + "." + digits;
}

std::string_view kind_name(LabelElementKind kind) {
    switch (kind) {
        case LabelElementKind::text: return "text";
        case LabelElementKind::amount: return "amount";
        case LabelElementKind::plate: return "plate";
        case LabelElementKind::code128: return "code128";
        case LabelElementKind::qr: return "qr";
        case LabelElementKind::ean13: return "ean13";
        case LabelElementKind::gs1_128: return "gs1_128";
        case LabelElementKind::gs1_datamatrix: return "gs1_datamatrix";
        case LabelElementKind::box: return "box";
        case LabelElementKind::picture: return "picture";
    }
    std::abort();
}

void write_parts(std::ostream& out, LabelElement const& element) {
    if (element.parts.empty()) return;
    if (element.parts.size() == 1) return void(out << "text = " << quoted(element.parts.front()) << '\n');
    out << "text = [";
    for (std::size_t at = 0; at < element.parts.size(); ++at)
        out << (at == 0 ? "" : ", ") << quoted(element.parts[at]);
    out << "]\n";
}

void write_look(std::ostream& out, LabelElement const& element) {
    LabelElement const usual;
    if (element.separator != usual.separator) out << "separator = " << quoted(element.separator) << '\n';
    if (element.lines != usual.lines) out << "lines = " << element.lines << '\n';
    if (element.repeat != usual.repeat)
        out << "repeat = " << element.repeat << "\npitch = " << millimetres(element.pitch) << '\n';
    if (!element.file.empty()) out << "file = " << quoted(element.file) << '\n';
    if (!element.bold) out << "bold = false\n";
    if (element.align == LabelAlign::center) out << "align = \"center\"\n";
    if (element.align == LabelAlign::right) out << "align = \"right\"\n";
    if (element.cut == LabelCut::start) out << "cut = \"start\"\n";
    if (element.cut == LabelCut::never) out << "cut = \"never\"\n";
    if (element.frame != 0) out << "frame = " << millimetres(element.frame) << '\n';
    if (element.inverse) out << "inverse = true\n";
    out << "module = " << millimetres(element.module) << '\n';
    if (element.level != usual.level) out << "level = " << quoted(element.level) << '\n';
    if (!element.leaves.empty()) out << "leaves = " << quoted(element.leaves) << '\n';
    if (!element.stack.empty()) out << "stack = " << quoted(element.stack) << '\n';
}

Error failed(std::string const& path, char const* what) {
    return {ErrorKind::io, std::string("the label template cannot be ") + what, path,
            "look at the disk and the folder's rights"};
}

bool write_all(std::string const& path, std::string_view bytes) {
    int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) return false;
    bool good = true;
    while (good && !bytes.empty()) {
        auto const n = ::write(file, bytes.data(), bytes.size());
        good = n > 0;
        if (good) bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    good = good && ::fsync(file) == 0;
    return ::close(file) == 0 && good;
}

}  // namespace

std::string label_template_toml(LabelTemplate const& form) {
    std::ostringstream out;
    out << "# Written by the station's label editor. What every key means: docs/labels.md.\n"
        << "name = " << quoted(form.name) << '\n';
    if (!form.title.empty()) out << "title = " << quoted(form.title) << '\n';
    out << "version = " << form.version << "\nunit = \"mm\"\nwidth_mm = " << form.width / micrometres
        << "\nheight_mm = " << form.height / micrometres << '\n';
    for (LabelElement const& element : form.elements) {
        out << "\n[[element]]\nid = " << quoted(element.id) << "\nkind = \"" << kind_name(element.kind)
            << "\"\n";
        write_parts(out, element);
        DotBox const& box = element.box;
        out << "box = [" << millimetres(box.x) << ", " << millimetres(box.y) << ", " << millimetres(box.width)
            << ", " << millimetres(box.height) << "]\n"
            << "font = [" << millimetres(element.font_max) << ", " << millimetres(element.font_min) << "]\n";
        write_look(out, element);
    }
    return out.str();
}

Status save_label_template(std::string const& path, LabelTemplate const& form) {
    namespace fs = std::filesystem;
    std::error_code error;
    fs::path const folder = fs::path(path).parent_path();
    fs::create_directories(folder, error);
    std::string const beside_it = path + ".new";
    if (!write_all(beside_it, label_template_toml(form))) return failed(beside_it, "written");
    if (std::rename(beside_it.c_str(), path.c_str()) != 0) return failed(path, "put in its place");
    int const place = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool const kept = place >= 0 && ::fsync(place) == 0;
    if (place >= 0) ::close(place);
    if (!kept) return failed(folder.string(), "kept");
    return Done{};
}

}  // namespace bozhong::config
