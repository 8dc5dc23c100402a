#include "drivers/printer/encode.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "drivers/printer/cpcl.h"
#include "drivers/printer/escpos.h"
#include "drivers/printer/escpos_page.h"
#include "drivers/printer/tspl.h"
#include "drivers/printer/zpl.h"

namespace bozhong::printer {
namespace {

using domain::Error;
using domain::ErrorKind;

constexpr int k_height_max = 2400;

std::optional<Error> check(Profile const& profile, Raster const& picture, std::string_view process_id) {
    auto const bad = [](std::string what, std::string todo) {
        return Error{ErrorKind::bad_input, std::move(what), "label picture", std::move(todo)};
    };
    if (picture.width_bytes < 1 || picture.height < 1 || picture.height > k_height_max)
        return bad("the picture has no size the printer could take", "make it 1 to 2400 rows long");
    if (picture.width_bytes * 8 > profile.dots_wide)
        return bad(std::to_string(picture.width_bytes * 8) + " dots are wider than the head's " +
                       std::to_string(profile.dots_wide),
                   "choose a narrower template or another printer profile");
    if (picture.rows.size() !=
        static_cast<std::size_t>(picture.width_bytes) * static_cast<std::size_t>(picture.height))
        return bad("the picture's bytes are not width × height", "");
    bool const printable = std::ranges::all_of(process_id, [](char c) { return c >= 0x20 && c <= 0x7E; });
    if (process_id.size() != 4 || !printable)
        return bad("the process id is not four printable characters", "");
    return std::nullopt;
}

}  // namespace

std::string Encoded::bytes() const {
    std::string out;
    for (std::string const& segment : segments) out += segment;
    return out;
}

domain::Result<Encoded> encode_label(Profile const& profile, Raster picture, std::string_view process_id,
                                     OwnPage const* own) {
    if (auto error = check(profile, picture, process_id)) return *error;
    if (profile.own_letters && own != nullptr && own->rest.size() == picture.rows.size()) {
        auto page = encode_escpos_page(profile, picture.width_bytes, *own, process_id);
        if (find_realtime(page.bytes()) == std::string::npos) return page;
    }
    switch (profile.language) {
        case Language::escpos: return encode_escpos(profile, picture, process_id);
        case Language::tspl: return encode_tspl(profile, picture);
        case Language::zpl: return encode_zpl(profile, picture);
        case Language::cpcl: return encode_cpcl(profile, picture);
    }
    std::abort();
}

std::string status_question(Profile const& profile, int n) {
    switch (profile.language) {
        case Language::escpos: return escpos_question(n);
        case Language::tspl: return "\x1B!?";
        case Language::zpl: return "~HS\r\n";
        case Language::cpcl: return "\x1Bh";
    }
    std::abort();
}

std::string end_half_sent(Profile const& profile, std::size_t flush_bytes, bool suspected) {
    switch (profile.language) {
        case Language::escpos: return std::string(flush_bytes, '\0');
        case Language::tspl: return tspl_end(flush_bytes);
        case Language::zpl: return zpl_end();
        case Language::cpcl: return suspected ? cpcl_end(flush_bytes) : std::string();
    }
    std::abort();
}

std::string flush_and_confirm(Profile const& profile, std::size_t flush_bytes, std::string_view process_id) {
    switch (profile.language) {
        case Language::escpos: return escpos_flush(profile, flush_bytes, process_id);
        case Language::tspl: return tspl_end(flush_bytes) + tspl_feed(profile);
        case Language::zpl: return zpl_end() + zpl_feed();
        case Language::cpcl: return cpcl_end(flush_bytes) + cpcl_feed();
    }
    std::abort();
}

}  // namespace bozhong::printer
