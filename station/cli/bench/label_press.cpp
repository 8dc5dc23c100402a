#include "station/cli/bench/label_press.h"

#include "config/label_template.h"
#include "drivers/label/layout.h"
#include "drivers/printer/encode.h"
#include "station/cli/label_template_path.h"
#include "sync/wire/chain.h"

namespace bozhong::cli::bench {

domain::Result<std::shared_ptr<LabelPress>> LabelPress::open() {
    auto form = config::load_label_template(label_template_path("item-60x40"));
    if (!form.ok()) return form.error();
    auto fonts = label::Fonts::open();
    if (!fonts.ok()) return fonts.error();
    return std::shared_ptr<LabelPress>(new LabelPress(*std::move(form), std::move(fonts).value()));
}

LabelPress::LabelPress(domain::LabelTemplate form, label::Fonts fonts)
    : m_form(std::move(form)),
      m_fonts(std::move(fonts)),
      m_profile(printer::find_profile("escpos_80_label")) {
    auto const keys = wire::make_key_pair();
    m_making = {
        {"3号台", 3, "k7", 7, 480}, wire::label_key_id(keys.public_key), wire::label_signer(keys.secret_key)};
}

domain::Result<domain::LabelContent> LabelPress::content(domain::StoredEvent const& event, int copy) const {
    return wire::make_label(event, copy, m_making);
}

domain::Result<std::string> LabelPress::bytes(domain::LabelContent const& content) const {
    auto const drawn = label::render(m_form, content, m_fonts);
    if (!drawn.ok()) return drawn.error();
    auto const encoded =
        printer::encode_label(*m_profile, {drawn->bytes(), drawn->row_bytes(), drawn->height()}, "0001");
    if (!encoded.ok()) return encoded.error();
    return encoded->bytes();
}

}  // namespace bozhong::cli::bench
