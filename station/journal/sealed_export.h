#pragma once
// A retiring station's journal as one sealed file (sync/wire/sealed.h): every event, sent or not.

#include <string>

#include "station/domain/result.h"
#include "sync/wire/messages.h"

namespace bozhong::journal {

/// Writes the new file `out`. Takes the journal's lock, because what a running station wrote after the seal
/// would be lost: `conflict` while it runs, or when `out` exists. The device key must stand beside the
/// journal. `corrupt` when the journal does not verify; such a journal is not sealed.
domain::Result<wire::Seal> export_sealed(std::string const& path, std::string const& out);

}  // namespace bozhong::journal
