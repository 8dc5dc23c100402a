#include "drivers/printer/profile.h"

#include <array>
#include <cstdlib>

namespace bozhong::printer {
namespace {

// clang-format off
constexpr std::array k_profiles{
    //      id                  title                                              language          dots dpi band feed               confirm              status asb    cutter
    Profile{"escpos_58_label",  "58 mm label printer, gap paper, ESC/POS",         Language::escpos,  384, 203, 240, Feed::ff,          Confirm::gs_r,       true,  false, false},
    Profile{"escpos_80_label",  "80 mm label printer, gap paper, ESC/POS",         Language::escpos,  576, 203, 240, Feed::ff,          Confirm::gs_r,       true,  false, false},
    Profile{"escpos_58_mark",   "58 mm black-mark printer, ESC/POS",               Language::escpos,  384, 203, 240, Feed::gs_ff,       Confirm::gs_r,       true,  false, false},
    Profile{"escpos_80_mark",   "80 mm black-mark printer, ESC/POS",               Language::escpos,  576, 203, 240, Feed::gs_ff,       Confirm::gs_r,       true,  false, true},
    Profile{"epson_label",      "Epson label printers (TM-L series)",              Language::escpos,  576, 203, 256, Feed::epson_label, Confirm::process_id, true,  true,  true},
    Profile{"escpos_58_receipt","58 mm receipt printer, plain paper, ESC/POS",     Language::escpos,  384, 203, 128, Feed::none,        Confirm::gs_r,       true,  false, false},
    Profile{"escpos_80_receipt","80 mm receipt printer, plain paper, ESC/POS",     Language::escpos,  576, 203, 128, Feed::none,        Confirm::gs_r,       true,  false, true},
    Profile{"escpos_58_slow",   "58 mm label printer on a slow line: its own letters, ESC/POS", Language::escpos, 384, 203, 128, Feed::ff,   Confirm::gs_r,       true,  false, false, true},
    Profile{"escpos_80_slow",   "80 mm label printer on a slow line: its own letters, ESC/POS", Language::escpos, 576, 203, 128, Feed::ff,   Confirm::gs_r,       true,  false, false, true},
    Profile{"oneway_58_label",  "58 mm label printer that never answers, ESC/POS", Language::escpos,  384, 203, 128, Feed::ff,          Confirm::none,       false, false, false},
    Profile{"oneway_80_label",  "80 mm label printer that never answers, ESC/POS", Language::escpos,  576, 203, 128, Feed::ff,          Confirm::none,       false, false, false},
    Profile{"tspl_203",         "label printer, gap paper, TSPL, 203 dpi",         Language::tspl,    832, 203, 240, Feed::gap,         Confirm::idle,       true,  false, false},
    Profile{"tspl_203_mark",    "label printer, black mark, TSPL, 203 dpi",        Language::tspl,    832, 203, 240, Feed::mark,        Confirm::idle,       true,  false, false},
    Profile{"tspl_203_cutter",  "label printer with cutter, TSPL, 203 dpi",        Language::tspl,    832, 203, 240, Feed::gap,         Confirm::idle,       true,  false, true},
    Profile{"tspl_203_oneway",  "label printer that never answers, TSPL, 203 dpi", Language::tspl,    832, 203, 240, Feed::gap,         Confirm::none,       false, false, false},
    Profile{"tspl_300",         "label printer, gap paper, TSPL, 300 dpi",         Language::tspl,   1248, 300, 240, Feed::gap,         Confirm::idle,       true,  false, false},
    Profile{"zpl_203",          "label printer, gap paper, ZPL II, 203 dpi",       Language::zpl,     832, 203, 240, Feed::gap,         Confirm::idle,       true,  false, false},
    Profile{"zpl_203_mark",     "label printer, black mark, ZPL II, 203 dpi",      Language::zpl,     832, 203, 240, Feed::mark,        Confirm::idle,       true,  false, false},
    Profile{"zpl_203_cutter",   "label printer with cutter, ZPL II, 203 dpi",      Language::zpl,     832, 203, 240, Feed::gap,         Confirm::idle,       true,  false, true},
    Profile{"zpl_300",          "label printer, gap paper, ZPL II, 300 dpi",       Language::zpl,    1248, 300, 240, Feed::gap,         Confirm::idle,       true,  false, false},
    Profile{"cpcl_203",         "mobile label printer, gap paper, CPCL, 203 dpi",  Language::cpcl,    576, 203, 240, Feed::gap,         Confirm::in_turn,    true,  false, false},
    Profile{"cpcl_203_mark",    "mobile label printer, black mark, CPCL, 203 dpi", Language::cpcl,    576, 203, 240, Feed::mark,        Confirm::in_turn,    true,  false, false},
};
// clang-format on

}  // namespace

std::span<Profile const> profiles() {
    return k_profiles;
}

Profile const* find_profile(std::string_view id) {
    for (Profile const& profile : k_profiles) {
        if (profile.id == id) return &profile;
    }
    return nullptr;
}

std::string_view name(Language language) {
    switch (language) {
        case Language::escpos: return "escpos";
        case Language::tspl: return "tspl";
        case Language::zpl: return "zpl";
        case Language::cpcl: return "cpcl";
    }
    std::abort();
}

std::string_view name(Feed feed) {
    switch (feed) {
        case Feed::none: return "none";
        case Feed::ff: return "ff";
        case Feed::gs_ff: return "gs_ff";
        case Feed::epson_label: return "epson_label";
        case Feed::gap: return "gap";
        case Feed::mark: return "mark";
    }
    std::abort();
}

std::string_view name(Confirm confirm) {
    switch (confirm) {
        case Confirm::none: return "none";
        case Confirm::gs_r: return "gs_r";
        case Confirm::process_id: return "process_id";
        case Confirm::idle: return "idle";
        case Confirm::in_turn: return "in_turn";
    }
    std::abort();
}

}  // namespace bozhong::printer
