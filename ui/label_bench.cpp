#include "ui/label_bench.h"

#include <algorithm>

namespace bozhong::ui {

bool LabelStudio::open(std::string const& which) {
    if (bench == nullptr) return false;
    bool const here = editing && name == which && editing->changed();
    if (!here) {
        auto form = bench->open(which);
        if (!form.ok()) return false;
        name = which;
        editing.emplace(*std::move(form));
        kept = domain::Done{};
        m_drawn.reset();
    }
    draw();
    return true;
}

void LabelStudio::draw() {
    if (!editing || (m_drawn && m_drawn->first == editing->form() && m_drawn->second == crowded)) return;
    picture = bench->preview(editing->form(), crowded);
    m_drawn.emplace(editing->form(), crowded);
}

bool LabelStudio::keep() {
    if (!editing || picture.trouble != LabelTrouble::none) return false;
    auto form = editing->form();
    ++form.version;
    kept = bench->save(name, form);
    if (kept.ok()) editing->kept(form.version);
    return kept.ok();
}

LabelInk const* LabelStudio::ink_in_hand() const {
    auto const* element = editing ? editing->element() : nullptr;
    if (element == nullptr) return nullptr;
    auto const found =
        std::ranges::find_if(picture.inks, [&](auto const& each) { return each.id == element->id; });
    return found == picture.inks.end() ? nullptr : &*found;
}

}  // namespace bozhong::ui
