#include "drivers/printer/profile.h"

#include <array>
#include <cstdlib>

namespace bozhong::printer {
namespace {

// clang-format off
constexpr std::array k_profiles{
    //      id                  title                                              dots dpi band feed               confirm              eot    asb    cutter
    Profile{"escpos_58_label",  "58 mm label printer, gap paper, ESC/POS",          384, 203, 240, Feed::ff,          Confirm::gs_r,       true,  false, false},
    Profile{"escpos_80_label",  "80 mm label printer, gap paper, ESC/POS",          576, 203, 240, Feed::ff,          Confirm::gs_r,       true,  false, false},
    Profile{"escpos_58_mark",   "58 mm black-mark printer, ESC/POS",                384, 203, 240, Feed::gs_ff,       Confirm::gs_r,       true,  false, false},
    Profile{"escpos_80_mark",   "80 mm black-mark printer, ESC/POS",                576, 203, 240, Feed::gs_ff,       Confirm::gs_r,       true,  false, true},
    Profile{"epson_label",      "Epson label printers (TM-L series)",               576, 203, 256, Feed::epson_label, Confirm::process_id, true,  true,  true},
    Profile{"escpos_58_receipt","58 mm receipt printer, plain paper, ESC/POS",      384, 203, 128, Feed::none,        Confirm::gs_r,       true,  false, false},
    Profile{"escpos_80_receipt","80 mm receipt printer, plain paper, ESC/POS",      576, 203, 128, Feed::none,        Confirm::gs_r,       true,  false, true},
    Profile{"oneway_58_label",  "58 mm label printer that never answers, ESC/POS",  384, 203, 128, Feed::ff,          Confirm::none,       false, false, false},
    Profile{"oneway_80_label",  "80 mm label printer that never answers, ESC/POS",  576, 203, 128, Feed::ff,          Confirm::none,       false, false, false},
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

std::string_view name(Feed feed) {
    switch (feed) {
        case Feed::none: return "none";
        case Feed::ff: return "ff";
        case Feed::gs_ff: return "gs_ff";
        case Feed::epson_label: return "epson_label";
    }
    std::abort();
}

std::string_view name(Confirm confirm) {
    switch (confirm) {
        case Confirm::none: return "none";
        case Confirm::gs_r: return "gs_r";
        case Confirm::process_id: return "process_id";
    }
    std::abort();
}

}  // namespace bozhong::printer
