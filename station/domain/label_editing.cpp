#include "station/domain/label_editing.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bozhong::domain {

namespace {

// Held within what the template's reader takes at 203 and 300 dpi.
constexpr int least_box = 1000, least_bars = 3000;
constexpr int least_font = 1250, most_font = 30'000;
constexpr int least_module = 250, most_module = 1000;
constexpr std::array frames{0, 250, 375, 500, 1000};

bool is_bars(LabelElementKind kind) {
    return kind == LabelElementKind::code128 || kind == LabelElementKind::ean13 ||
           kind == LabelElementKind::gs1_128;
}

LabelElement new_element(LabelElementKind kind, LabelTemplate const& form) {
    LabelElement out;
    out.kind = kind;
    out.font_max = 3000;
    out.font_min = 2500;
    out.module = least_module;
    out.box = {0, 0, 20'000, 4000};
    switch (kind) {
        case LabelElementKind::text: out.parts = {"{product}"}; break;
        case LabelElementKind::amount:
            out.parts = {"{actual}", "{actual_unit}"};
            out.font_max = 5000;
            out.box.height = 6000;
            break;
        case LabelElementKind::plate:
            out.parts = {"{customer_code}"};
            out.font_max = 8000;
            out.box.height = 8000;
            break;
        case LabelElementKind::code128:
            out.parts = {"{barcode}"};
            out.box = {0, 0, 30'750, 4000};
            break;
        case LabelElementKind::ean13:
            out.parts = {"{ean13}"};
            out.box = {0, 0, 30'000, 8000};
            break;
        case LabelElementKind::gs1_128:
            out.parts = {"{gs1_weight}"};
            out.box = {0, 0, 56'000, 8000};
            break;
        case LabelElementKind::qr:
            out.parts = {"{short_form}"};
            out.module = 375;
            out.box = {0, 0, 14'000, 14'000};
            break;
        case LabelElementKind::gs1_datamatrix:
            out.parts = {"{gs1}"};
            out.module = 375;
            out.box = {0, 0, 14'000, 14'000};
            break;
        case LabelElementKind::box: out.frame = 375; break;
        case LabelElementKind::picture: out.box = {0, 0, 8000, 8000}; break;
    }
    out.box.width = std::min(out.box.width, form.width);
    out.box.height = std::min(out.box.height, form.height);
    auto const centred = [](int room) { return room / 2 / LabelEditing::fine * LabelEditing::fine; };
    out.box.x = centred(form.width - out.box.width);
    out.box.y = centred(form.height - out.box.height);
    return out;
}

std::string free_name(LabelTemplate const& form) {
    for (int number = 1;; ++number) {
        std::string name = "added-" + std::to_string(number);
        if (std::ranges::none_of(form.elements, [&](auto const& each) { return each.id == name; }))
            return name;
    }
}

/// Where the last character, or the last field with its braces, begins.
std::size_t last_word(std::string const& text) {
    if (text.ends_with('}'))
        if (auto const open = text.rfind('{'); open != std::string::npos) return open;
    std::size_t at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return at;
}

}  // namespace

LabelEditing::LabelEditing(LabelTemplate form) : m_now{std::move(form), {}}, m_kept(m_now.form) {}

LabelElement const* LabelEditing::element() const {
    auto const found =
        std::ranges::find_if(m_now.form.elements, [&](auto const& each) { return each.id == m_now.in_hand; });
    return found == m_now.form.elements.end() ? nullptr : &*found;
}

void LabelEditing::select(std::string const& id) {
    m_now.in_hand = id;
    m_dragging = false;
    if (element() == nullptr) m_now.in_hand.clear();
}

void LabelEditing::select_next() {
    auto const& all = m_now.form.elements;
    if (all.empty()) return;
    auto const* now = element();
    std::size_t const at = now == nullptr ? 0 : (static_cast<std::size_t>(now - all.data()) + 1) % all.size();
    select(all[at].id);
}

void LabelEditing::remember() {
    m_before.push_back(m_now);
    if (m_before.size() > most_steps) m_before.pop_front();
    m_after.clear();
}

bool LabelEditing::replace(LabelTemplate form) {
    if (form == m_now.form) return false;
    remember();
    m_now.form = std::move(form);
    return true;
}

template <class Change>
bool LabelEditing::step(Change change) {
    m_dragging = false;
    auto const* now = element();
    if (now == nullptr) return false;
    LabelTemplate form = m_now.form;
    change(form.elements[static_cast<std::size_t>(now - m_now.form.elements.data())]);
    return replace(std::move(form));
}

void LabelEditing::undo() {
    m_dragging = false;
    if (m_before.empty()) return;
    m_after.push_back(std::exchange(m_now, std::move(m_before.back())));
    m_before.pop_back();
}

void LabelEditing::redo() {
    m_dragging = false;
    if (m_after.empty()) return;
    m_before.push_back(std::exchange(m_now, std::move(m_after.back())));
    m_after.pop_back();
}

void LabelEditing::kept(int version) {
    // A step back shows the older content; it is written as a newer version all the same.
    for (auto* past : {&m_before, &m_after})
        for (State& each : *past) each.form.version = version;
    m_now.form.version = version;
    m_kept = m_now.form;
}

DotBox LabelEditing::held(DotBox box, LabelElementKind kind) const {
    int const wide = m_now.form.width, high = m_now.form.height;
    int const least = is_bars(kind) ? least_bars : kind == LabelElementKind::box ? fine : least_box;
    box.width = std::clamp(box.width, kind == LabelElementKind::box ? fine : least_box, wide);
    box.height = std::clamp(box.height, least, high);
    box.x = std::clamp(box.x, 0, wide - box.width);
    box.y = std::clamp(box.y, 0, high - box.height);
    return box;
}

bool LabelEditing::move(int right, int down) {
    return step([&](LabelElement& element) {
        DotBox box = element.box;
        box.x += right;
        box.y += down;
        element.box = held(box, element.kind);
    });
}

bool LabelEditing::resize(int wider, int higher) {
    return step([&](LabelElement& element) {
        DotBox box = element.box;
        box.width = std::min(box.width + wider, m_now.form.width - box.x);
        box.height = std::min(box.height + higher, m_now.form.height - box.y);
        element.box = held(box, element.kind);
    });
}

bool LabelEditing::drag(DotBox to) {
    auto const* now = element();
    if (now == nullptr) return false;
    auto const snapped = [](int at) { return (at + fine / 2) / fine * fine; };
    DotBox const box = held({snapped(to.x), snapped(to.y), snapped(to.width), snapped(to.height)}, now->kind);
    if (box == now->box) return false;
    if (!m_dragging) remember();
    m_dragging = true;
    m_now.form.elements[static_cast<std::size_t>(now - m_now.form.elements.data())].box = box;
    return true;
}

bool LabelEditing::font(int larger) {
    return step([&](LabelElement& element) {
        element.font_max = std::clamp(element.font_max + larger, least_font, most_font);
        element.font_min = std::min(element.font_min, element.font_max);
    });
}

bool LabelEditing::module(int thicker) {
    return step([&](LabelElement& element) {
        element.module = std::clamp(element.module + thicker, least_module, most_module);
    });
}

bool LabelEditing::toggle_bold() {
    return step([](LabelElement& element) { element.bold = !element.bold; });
}

bool LabelEditing::toggle_inverse() {
    return step([](LabelElement& element) { element.inverse = !element.inverse; });
}

bool LabelEditing::next_align() {
    return step([](LabelElement& element) {
        element.align = element.align == LabelAlign::left     ? LabelAlign::center
                        : element.align == LabelAlign::center ? LabelAlign::right
                                                              : LabelAlign::left;
    });
}

bool LabelEditing::next_cut() {
    return step([](LabelElement& element) {
        element.cut = element.cut == LabelCut::end     ? LabelCut::start
                      : element.cut == LabelCut::start ? LabelCut::never
                                                       : LabelCut::end;
    });
}

bool LabelEditing::next_frame() {
    return step([](LabelElement& element) {
        auto const thicker = std::ranges::upper_bound(frames, element.frame);
        element.frame = thicker == frames.end() ? 0 : *thicker;
    });
}

bool LabelEditing::write(std::string_view word) {
    return step([&](LabelElement& element) {
        if (is_drawing(element.kind)) return;
        if (element.parts.empty()) element.parts.emplace_back();
        if (element.parts.back().size() + word.size() <= longest_part) element.parts.back() += word;
    });
}

bool LabelEditing::begin_part() {
    return step([](LabelElement& element) {
        bool const room = element.parts.size() < most_parts && !is_drawing(element.kind);
        if (room && !element.parts.empty() && !element.parts.back().empty()) element.parts.emplace_back();
    });
}

bool LabelEditing::erase() {
    return step([](LabelElement& element) {
        if (element.parts.empty()) return;
        std::string& last = element.parts.back();
        if (!last.empty()) last.resize(last_word(last));
        if (last.empty() && element.parts.size() > 1) element.parts.pop_back();
    });
}

bool LabelEditing::clear_text() {
    return step([](LabelElement& element) {
        if (!is_drawing(element.kind)) element.parts = {""};
    });
}

bool LabelEditing::next_picture(std::vector<std::string> const& files) {
    return step([&](LabelElement& element) {
        if (element.kind != LabelElementKind::picture || files.empty()) return;
        auto const now = std::ranges::find(files, element.file);
        bool const last = now == files.end() || now + 1 == files.end();
        element.file = last ? files.front() : *(now + 1);
    });
}

bool LabelEditing::add(LabelElementKind kind, std::string file) {
    m_dragging = false;
    if (m_now.form.elements.size() >= most_elements) return false;
    LabelTemplate form = m_now.form;
    LabelElement element = new_element(kind, form);
    element.id = free_name(form);
    element.file = std::move(file);
    std::string const name = element.id;
    form.elements.push_back(std::move(element));
    replace(std::move(form));
    m_now.in_hand = name;
    return true;
}

bool LabelEditing::remove() {
    auto const* now = element();
    if (now == nullptr || m_now.form.elements.size() == 1) return false;
    LabelTemplate form = m_now.form;
    std::erase_if(form.elements, [&](auto const& each) { return each.id == m_now.in_hand; });
    for (auto& each : form.elements)
        if (each.leaves == m_now.in_hand) each.leaves.clear();
    m_dragging = false;
    replace(std::move(form));
    m_now.in_hand.clear();
    return true;
}

}  // namespace bozhong::domain
