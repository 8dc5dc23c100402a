#include "sync/wire/label_maker.h"

#include <sodium.h>

#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"

namespace bozhong::wire {

using domain::Error;
using domain::ErrorKind;

namespace {

unsigned char const* bytes_of(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

LabelClaim claim_of(domain::StoredEvent const& event, domain::Fact const& fact, std::string const& key_id) {
    LabelClaim claim{key_id, event.id, std::nullopt, std::nullopt, event.hash.substr(0, 8)};
    if (auto const* weighed = std::get_if<domain::Weighed>(&fact)) claim.net_mg = weighed->net.mg;
    if (auto const* counted = std::get_if<domain::Counted>(&fact)) claim.count = counted->count;
    return claim;
}

}  // namespace

SignBytes label_signer(std::string const& secret_key) {
    auto const key = from_hex(secret_key);
    if (!key || key->size() != crypto_sign_SECRETKEYBYTES) return nullptr;
    return [key = *key](std::string_view bytes) {
        std::string signature(crypto_sign_BYTES, '\0');
        crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, bytes_of(bytes),
                             bytes.size(), bytes_of(key));
        return signature;
    };
}

VerifyBytes label_verifier(std::string const& public_key) {
    auto const key = from_hex(public_key);
    if (!key || key->size() != crypto_sign_PUBLICKEYBYTES) return nullptr;
    return [key = *key, id = label_key_id(public_key)](std::string_view key_id, std::string_view bytes,
                                                       std::string_view signature) {
        return key_id == id && signature.size() == crypto_sign_BYTES &&
               crypto_sign_verify_detached(bytes_of(signature), bytes_of(bytes), bytes.size(),
                                           bytes_of(key)) == 0;
    };
}

std::string label_key_id(std::string const& public_key) {
    return public_key.substr(0, 8);
}

domain::Result<domain::LabelContent> make_label(domain::StoredEvent const& event, int copy,
                                                LabelMaking const& making) {
    if (hash_event(event) != event.hash)
        return Error{ErrorKind::corrupt, "the row's hash is not that of its bytes",
                     "event " + std::to_string(event.id.seq), "run bozhong journal verify"};
    auto const fact = decode(event.type, event.payload);
    if (!fact) return fact.error();
    auto const stamp = decode_stamp(event.payload);
    if (!stamp) return stamp.error();
    auto content = domain::make_label_content({event.id, event.hash, *stamp, *fact}, making.naming, copy);
    if (!content || !making.sign) return content;
    auto const qr = label_payload(claim_of(event, *fact, making.key_id), making.sign);
    if (!qr) return qr.error();
    content->qr = *qr;
    return content;
}

}  // namespace bozhong::wire
