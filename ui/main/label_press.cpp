#include "ui/main/label_press.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "config/label_template.h"
#include "drivers/label/check.h"
#include "drivers/label/layout.h"
#include "drivers/run/own_page.h"
#include "station/journal/files.h"
#include "sync/wire/label_maker.h"

namespace bozhong::ui {
namespace {

/// "k7": a short number in base 36 behind its mark, as people read it aloud.
std::string short_name(std::int64_t number) {
    std::string digits;
    do {
        auto const digit = static_cast<char>(number % 36);
        digits.insert(digits.begin(), static_cast<char>(digit < 10 ? '0' + digit : 'a' + digit - 10));
        number /= 36;
    } while (number > 0);
    return "k" + digits;
}

/// Which of this station's incarnations it is, counted from the first; they are listed in their order.
std::int64_t position_of(std::vector<domain::Head> const& heads, std::string const& incarnation) {
    auto const found = std::find_if(heads.begin(), heads.end(),
                                    [&](domain::Head const& head) { return head.incarnation == incarnation; });
    return found - heads.begin();
}

using Forms = std::map<std::string, domain::LabelTemplate>;

domain::Result<domain::LabelTemplate> load_form(std::string const& path, printer::Profile const* profile,
                                                label::Fonts const& fonts) {
    auto form = config::load_label_template(path, profile != nullptr ? profile->dots_per_mm() : 8);
    if (!form.ok()) return form.error();
    if (auto const checked = label::check(*form, fonts); !checked.ok()) return checked.error();
    if (profile == nullptr) return form;
    auto const fits = label::fits_head(*form, profile->dots_wide, std::string(profile->id));
    if (!fits.ok()) return fits.error();
    return form;
}

/// Those the settings name must be good; of those nobody named, what this printer cannot print is left out.
domain::Result<Forms> load_forms(config::StationSettings const& settings, printer::Profile const* profile,
                                 label::Fonts const& fonts) {
    auto const folders = template_folders(settings.journal);
    Forms forms;
    for (auto const& name : config::template_names(settings)) {
        auto form = load_form(find_template(folders, name), profile, fonts);
        if (!form.ok()) return form.error();
        forms[name] = *std::move(form);
    }
    for (auto const& name : config::kind_templates())
        if (auto form = load_form(find_template(folders, name), profile, fonts); form.ok() && !forms.contains(name))
            forms[name] = *std::move(form);
    return forms;
}

}  // namespace

domain::Result<app::LabelMaker> make_label_maker(config::StationSettings const& settings, LabelNumbers numbers,
                                                 app::Journal& journal) {
    auto keys = journal::device_key(settings.journal);
    if (!keys.ok()) return keys.error();
    wire::LabelMaking making;
    making.naming.station_name = settings.name;
    making.naming.station_number = static_cast<int>(numbers.station_number);
    making.naming.utc_offset_minutes = static_cast<int>(settings.utc_offset_minutes);
    making.key_id = wire::label_key_id(keys->public_key);
    making.sign = wire::label_signer(keys->secret_key);
    return app::LabelMaker([making, numbers, &journal](domain::StoredEvent const& event,
                                                       int copy) -> domain::Result<domain::LabelContent> {
        auto const heads = journal.heads();
        if (!heads.ok()) return heads.error();
        auto const number = numbers.short_first + position_of(*heads, event.id.incarnation);
        auto named = making;
        named.naming.incarnation_number = static_cast<int>(number % 100);
        named.naming.incarnation_short = short_name(number);
        return wire::make_label(event, copy, named);
    });
}

domain::Result<run::RasterMaker> make_raster_maker(config::StationSettings const& settings,
                                                   printer::Profile const* profile, TemplateChanges changes) {
    auto fonts = label::Fonts::open();
    if (!fonts.ok()) return fonts.error();
    auto const shared_fonts = std::make_shared<label::Fonts>(std::move(fonts).value());
    unsigned const begun = changes ? changes->load() : 0;
    auto forms = load_forms(settings, profile, *shared_fonts);
    if (!forms.ok()) return forms.error();
    return run::RasterMaker([settings, profile, changes, shared_fonts, seen = begun, forms = *std::move(forms)](
                                domain::LabelContent const& content) mutable -> domain::Result<run::LabelRaster> {
        unsigned const now = changes ? changes->load() : 0;
        if (now != seen) {
            seen = now;
            auto newer = load_forms(settings, profile, *shared_fonts);
            if (newer.ok()) forms = *std::move(newer);
        }
        auto const form = forms.find(config::template_for(settings, content));
        if (form == forms.end())
            return domain::Error{domain::ErrorKind::bad_input, "no template of this kind fits this printer",
                                 content.kind, "add a [[label]] rule for it to the station's settings"};
        auto const layout = label::lay_out(form->second, content, *shared_fonts);
        if (!layout.ok()) return layout.error();
        return run::label_raster(*layout, *shared_fonts, profile);
    });
}

domain::Result<std::unique_ptr<TemplateDesk>> make_template_desk(config::StationSettings const& settings,
                                                                 TemplateChanges changes, TemplateKept kept) {
    TemplateDesk::Setup setup;
    setup.folders = template_folders(settings.journal);
    setup.in_use = config::template_names(settings);
    for (auto const& printer : settings.printers)
        if (auto const* profile = printer::find_profile(printer.profile); profile != nullptr)
            setup.heads.push_back({profile->dots_per_mm(), profile->dots_wide, std::string(profile->id)});
    setup.changes = std::move(changes);
    setup.kept = std::move(kept);
    return TemplateDesk::open(std::move(setup));
}

}  // namespace bozhong::ui
