#pragma once
// What the files of the hand-over documents share; see handovers.h. Pure.

#include "sync/hub/handovers.h"

namespace bozhong::hub {

struct Handovers::Stored {
    std::string number;
    std::int64_t version;
    std::string state, business_date;
    std::string content;    ///< the request as JSON
    std::string confirmed;  ///< what came, as JSON; goods only, empty before
    std::int64_t made_ms, ended_ms;
    std::string author, reason;
};

constexpr std::size_t text_max = 512;

std::string name(HandoverKind kind);
inline bool brings_goods(HandoverKind kind) {
    return kind == HandoverKind::receipt || kind == HandoverKind::goods_return;
}
domain::Error no_such(HandoverKind kind, std::string const& number);
domain::Error ended(HandoverKind kind, std::string const& number, std::string const& state);
/// Number, day and free texts of a document; the error names the field.
Status good_header(std::string const& number, std::string const& business_date,
                   std::vector<std::pair<char const*, std::string const*>> const& texts);
/// Announced lines, and what came of them once it is known, into what is shown.
void show_goods(std::string const& content, std::string const& confirmed, wire::Handover& out);

}  // namespace bozhong::hub
