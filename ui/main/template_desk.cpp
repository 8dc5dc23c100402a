#include "ui/main/template_desk.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "config/label_picture.h"
#include "config/label_template.h"
#include "drivers/label/check.h"
#include "drivers/label/layout.h"

namespace bozhong::ui {
namespace {

namespace fs = std::filesystem;
using domain::LabelTemplate;

std::string in_folder(fs::path const& folder, std::string const& name) {
    std::error_code error;
    for (std::string const& file : {name + ".toml", "item-" + name + ".toml"})
        if (fs::exists(folder / file, error)) return folder / file;
    return {};
}

LabelTrouble trouble_of(label::FaultKind kind) {
    switch (kind) {
        case label::FaultKind::no_room: return LabelTrouble::no_room;
        case label::FaultKind::no_glyph: return LabelTrouble::no_glyph;
        case label::FaultKind::runs_into: return LabelTrouble::runs_into;
    }
    std::abort();
}

/// With what cannot be laid out left away: the rest is still worth seeing.
label::Layout laid_out(LabelTemplate form, domain::LabelContent const& content, label::Fonts const& fonts) {
    while (true) {
        auto layout = label::lay_out(form, content, fonts);
        if (layout.ok()) return *std::move(layout);
        std::string const id = label::element_named_by(layout.error());
        if (std::erase_if(form.elements, [&](auto const& each) { return each.id == id; }) == 0) return {};
    }
}

void judge(LabelPreview& out, LabelTemplate const& form, label::Fonts const& fonts) {
    for (auto const& content : {label::usual_label(), label::crowded_label()}) {
        auto const fault = label::find_fault(form, content, fonts);
        if (!fault) continue;
        out.trouble = trouble_of(fault->kind);
        out.element = fault->element;
        out.other = fault->other;
        return;
    }
}

}  // namespace

std::string find_template(TemplateFolders const& folders, std::string const& name) {
    bool const path = name.find('/') != std::string::npos;
    if (auto own = in_folder(folders.own, path ? fs::path(name).stem().string() : name); !own.empty())
        return own;
    if (path) return name;
    for (auto const& folder : folders.delivered)
        if (auto found = in_folder(folder, name); !found.empty()) return found;
    return name;
}

TemplateFolders template_folders(std::string const& journal) {
    return {(fs::path(journal).parent_path() / "labels").string(),
            {"/usr/share/bozhong/labels", BOZHONG_DATA_DIR "/labels"}};
}

domain::Result<std::unique_ptr<TemplateDesk>> TemplateDesk::open(Setup setup) {
    auto fonts = label::Fonts::open();
    if (!fonts.ok()) return fonts.error();
    if (setup.heads.empty()) setup.heads.push_back({});
    return std::unique_ptr<TemplateDesk>(new TemplateDesk(std::move(setup), std::move(fonts).value()));
}

std::string TemplateDesk::own_path(std::string const& name) const {
    return fs::path(m_setup.folders.own) / (name + ".toml");
}

std::string TemplateDesk::delivered_path(std::string const& name) const {
    TemplateFolders others = m_setup.folders;
    others.own.clear();
    for (std::string const& each : m_setup.in_use)
        if (each.find('/') != std::string::npos && fs::path(each).stem() == name) return each;
    std::string found = find_template(others, name);
    return found == name ? std::string() : found;
}

bool TemplateDesk::used(std::string const& name) const {
    return std::ranges::any_of(m_setup.in_use, [&](auto const& each) {
        return fs::path(find_template(m_setup.folders, each)).stem() == name;
    });
}

std::vector<LabelFile> TemplateDesk::files() {
    std::set<std::string> names;
    std::vector<std::string> folders = m_setup.folders.delivered;
    folders.push_back(m_setup.folders.own);
    std::error_code error;
    for (auto const& folder : folders)
        for (auto const& entry : fs::directory_iterator(folder, error))
            if (entry.path().extension() == ".toml") names.insert(entry.path().stem().string());
    for (auto const& each : m_setup.in_use)
        if (each.find('/') != std::string::npos) names.insert(fs::path(each).stem().string());
    std::vector<LabelFile> out;
    for (auto const& name : names) {
        LabelFile file{.name = name};
        auto const form = open(name);
        file.own = fs::exists(own_path(name), error);
        file.standard = !delivered_path(name).empty();
        file.in_use = used(name);
        if (form.ok()) {
            file.title = form->title;
            file.size = std::to_string(form->width / domain::micrometres) + " × " +
                        std::to_string(form->height / domain::micrometres);
        } else {
            file.trouble = form.error().text();
        }
        out.push_back(std::move(file));
    }
    std::ranges::stable_sort(out, [](auto const& a, auto const& b) { return a.in_use && !b.in_use; });
    return out;
}

std::string TemplateDesk::path(std::string const& name) const {
    std::error_code error;
    std::string own = own_path(name);
    return fs::exists(own, error) ? own : delivered_path(name);
}

domain::Result<LabelTemplate> TemplateDesk::load(std::string const& name) const {
    return config::load_label_template(path(name), domain::micrometres);
}

domain::Result<LabelTemplate> TemplateDesk::open(std::string const& name) {
    return load(name);
}

std::vector<std::string> TemplateDesk::pictures() {
    std::set<std::string> names;
    std::vector<std::string> folders = m_setup.folders.delivered;
    folders.push_back(m_setup.folders.own);
    std::error_code error;
    for (auto const& folder : folders)
        for (auto const& entry : fs::directory_iterator(folder, error))
            if (std::string const name = entry.path().filename(); config::is_picture_name(name))
                names.insert(name);
    return {names.begin(), names.end()};
}

/// A preview goes through the file's text, so that what is shown is what will be loaded from where it is
/// kept.
domain::Result<LabelTemplate> TemplateDesk::as_loaded(std::string const& toml, std::string const& name,
                                                      int dots_per_mm) const {
    return config::parse_label_template(toml, own_path(name), dots_per_mm);
}

LabelPreview TemplateDesk::preview(LabelTemplate const& form, bool crowded) {
    LabelPreview out;
    out.dots_per_mm = m_setup.heads.front().dots_per_mm;
    std::string const toml = config::label_template_toml(form);
    auto const loaded = as_loaded(toml, form.name, out.dots_per_mm);
    if (!loaded.ok()) {
        out.trouble = LabelTrouble::not_readable;
        out.detail = loaded.error().text();
        out.width = form.width / domain::micrometres * out.dots_per_mm;
        out.height = form.height / domain::micrometres * out.dots_per_mm;
        return out;
    }
    auto const layout = laid_out(*loaded, crowded ? label::crowded_label() : label::usual_label(), m_fonts);
    auto const raster = label::draw(layout, m_fonts);
    auto const bytes = raster.bytes();
    out.width = loaded->width;
    out.height = loaded->height;
    out.row_bytes = raster.row_bytes();
    out.rows.assign(reinterpret_cast<char const*>(bytes.data()), bytes.size());
    for (auto const& placed : layout.placed) out.inks.push_back({placed.id, placed.text, placed.ink});
    if (auto const good = fits(form.name, toml); !good.ok()) {
        judge(out, *loaded, m_fonts);
        if (out.trouble == LabelTrouble::none) out.trouble = LabelTrouble::not_for_this_printer;
        out.detail = good.error().text();
    }
    return out;
}

domain::Status TemplateDesk::fits(std::string const& name, std::string const& toml) const {
    for (Head const& head : m_setup.heads) {
        auto const form = as_loaded(toml, name, head.dots_per_mm);
        if (!form.ok()) return form.error();
        if (auto checked = label::check(*form, m_fonts); !checked.ok()) return checked;
        if (head.dots_wide == 0 || !used(name)) continue;
        if (auto wide = label::fits_head(*form, head.dots_wide, head.profile); !wide.ok()) return wide;
    }
    return domain::Done{};
}

std::string TemplateDesk::identity(std::string const& name) const {
    auto const form = load(name);
    std::ifstream file(path(name), std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(file), {}};
    auto const digest =
        QCryptographicHash::hash(QByteArray::fromStdString(bytes), QCryptographicHash::Sha256);
    return (form.ok() ? std::to_string(form->version) : "unreadable") + ", " +
           digest.toHex().left(16).toStdString();
}

void TemplateDesk::tell(std::string const& name, std::string const& before) const {
    if (m_setup.changes) m_setup.changes->fetch_add(1);
    if (m_setup.kept) m_setup.kept(name, before, identity(name));
}

domain::Status TemplateDesk::save(std::string const& name, LabelTemplate const& form) {
    if (auto good = fits(name, config::label_template_toml(form)); !good.ok()) return good;
    std::string const before = identity(name);
    auto const saved = config::save_label_template(own_path(name), form);
    if (saved.ok()) tell(name, before);
    return saved;
}

domain::Status TemplateDesk::restore(std::string const& name) {
    if (delivered_path(name).empty())
        return domain::Error{domain::ErrorKind::not_found, "there is no delivered template of this name",
                             name, "keep the station's own"};
    std::string const before = identity(name);
    std::error_code error;
    fs::remove(own_path(name), error);
    if (error)
        return domain::Error{domain::ErrorKind::io, error.message(), own_path(name), "look at the disk"};
    tell(name, before);
    return domain::Done{};
}

}  // namespace bozhong::ui
