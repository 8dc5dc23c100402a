#include "station/app/label_reader.h"

#include "sync/wire/event_codec.h"
#include "sync/wire/label_maker.h"
#include "sync/wire/label_payload.h"

namespace bozhong::app {

using core::LabelRead;
using domain::ErrorKind;

namespace {

enum class Signature { good, bad, other_key };

bool same_amount(wire::LabelClaim const& claim, domain::StoredEvent const& event) {
    auto const fact = wire::decode(event.type, event.payload);
    if (!fact.ok()) return false;
    if (auto const* weighed = std::get_if<domain::Weighed>(&*fact)) return claim.net_mg == weighed->net.mg;
    if (auto const* counted = std::get_if<domain::Counted>(&*fact)) return claim.count == counted->count;
    return false;
}

LabelRead judge(wire::LabelClaim const& claim, Signature signature, Journal& journal) {
    if (signature == Signature::bad) return LabelRead::forged;
    auto const stored = journal.read({claim.event.incarnation, claim.event.seq});
    bool const same =
        stored.ok() && stored->hash.starts_with(claim.short_hash) && same_amount(claim, *stored);
    if (same) return LabelRead::good;
    if (signature == Signature::other_key) return LabelRead::forged;
    bool const missing = !stored.ok() && stored.error().kind == ErrorKind::not_found;
    return missing ? LabelRead::lost : LabelRead::differs;
}

}  // namespace

core::LabelScanned read_label(std::string const& text, std::string const& station, Journal& journal) {
    auto signature = Signature::other_key;
    auto const own = wire::label_verifier(journal.public_key());
    auto const claim = wire::read_label_payload(text, [&](auto key_id, auto bytes, auto signed_with) {
        bool const ours = key_id == wire::label_key_id(journal.public_key());
        if (ours) signature = own && own(key_id, bytes, signed_with) ? Signature::good : Signature::bad;
        return true;  // whose it is decides what is said of it
    });
    core::LabelScanned out;
    if (!claim.ok()) {
        bool const begins = text.starts_with("BZ");
        out.read = claim.error().kind == ErrorKind::unsupported ? LabelRead::newer
                   : begins                                     ? LabelRead::unreadable
                                                                : LabelRead::not_ours;
        return out;
    }
    out.station = claim->event.station;
    out.name = {claim->event.incarnation, claim->event.seq};
    if (claim->net_mg) out.net = domain::Mass{*claim->net_mg};
    out.count = claim->count;
    out.read = out.station == station ? judge(*claim, signature, journal) : LabelRead::other_table;
    return out;
}

}  // namespace bozhong::app
