#pragma once
// Stored row → label: verifies the row's hash, decodes it, and signs the QR text with the device's key.
// Pure, any thread.

#include <string>

#include "station/domain/label_content.h"
#include "sync/wire/label_payload.h"

namespace bozhong::wire {

/// The device's key as 128 hex digits; the closures keep a copy of it.
SignBytes label_signer(std::string const& secret_key);
/// Verifies with that one public key (64 hex digits) and refuses labels of other keys.
VerifyBytes label_verifier(std::string const& public_key);
/// The first eight digits of the public key.
std::string label_key_id(std::string const& public_key);

struct LabelMaking {
    domain::LabelNaming naming;
    std::string key_id;
    SignBytes sign;  ///< absent: labels without QR code
};
/// The station's LabelMaker port. corrupt: the row's hash is not that of its bytes.
domain::Result<domain::LabelContent> make_label(domain::StoredEvent const& event, int copy,
                                                LabelMaking const& making);

}  // namespace bozhong::wire
