#include "ui/main/label_press.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "config/label_template.h"
#include "drivers/label/check.h"
#include "drivers/label/layout.h"
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
                                                   printer::Profile const* profile) {
    int const dots_per_mm = profile != nullptr ? profile->dots_per_mm() : 8;
    auto fonts = label::Fonts::open();
    if (!fonts.ok()) return fonts.error();
    auto const shared_fonts = std::make_shared<label::Fonts>(std::move(fonts).value());
    std::map<std::string, domain::LabelTemplate> forms;
    std::vector<std::string> names{settings.label_template};
    for (auto const& rule : settings.labels) names.push_back(rule.form);
    for (auto const& name : names) {
        auto form = config::load_label_template(template_path(name), dots_per_mm);
        if (!form.ok()) return form.error();
        if (auto const checked = label::check(*form, *shared_fonts); !checked.ok()) return checked.error();
        if (profile != nullptr) {
            auto const fits = label::fits_head(*form, profile->dots_wide, std::string(profile->id));
            if (!fits.ok()) return fits.error();
        }
        forms[name] = *std::move(form);
    }
    return run::RasterMaker([settings, forms, shared_fonts](
                                domain::LabelContent const& content) -> domain::Result<run::LabelRaster> {
        auto const& form = forms.at(config::template_for(settings, content));
        auto const raster = label::render(form, content, *shared_fonts);
        if (!raster.ok()) return raster.error();
        auto const bytes = raster->bytes();
        return run::LabelRaster{raster->row_bytes(), raster->height(),
                                std::string(reinterpret_cast<char const*>(bytes.data()), bytes.size())};
    });
}

std::string template_path(std::string const& name) {
    if (name.find('/') != std::string::npos) return name;
    for (std::filesystem::path const data : {"/usr/share/bozhong", BOZHONG_DATA_DIR}) {
        for (std::string const& file : {name + ".toml", "item-" + name + ".toml"})
            if (std::filesystem::exists(data / "labels" / file)) return data / "labels" / file;
    }
    return name;
}

}  // namespace bozhong::ui
