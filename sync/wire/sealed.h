#pragma once
// A retiring station's whole journal as a file: its events in the batches a hub takes (EventBatch), one JSON
// object a line, and as the last line a Seal over everything before it, signed by the device. The file checks
// itself, and whoever takes it in runs the batches through the rules of any other batch. Nothing in it is
// secret.
//
// Signature of the seal: Ed25519 over
//   "bozhong-seal" (12 bytes ASCII)
//   u8   1
//   32 bytes SHA-256 of all lines before the seal, with their line ends
//   the seal's own line as JSON with an empty signature

#include <functional>
#include <istream>
#include <memory>
#include <ostream>
#include <string>

#include "sync/wire/chain.h"
#include "sync/wire/messages.h"

namespace bozhong::wire {

class Sha256;

class SealWriter {
  public:
    SealWriter(std::ostream& out, std::string station, KeyPair keys);
    ~SealWriter();
    SealWriter(SealWriter const&) = delete;
    /// The events of each incarnation in order, one incarnation after the other.
    void add(domain::StoredEvent const& event);
    /// Writes what is left and the seal. io when the stream failed.
    domain::Result<Seal> finish();

  private:
    void write_batch();
    std::ostream& m_out;
    KeyPair m_keys;
    Seal m_seal;
    EventBatch m_batch;
    std::size_t m_batch_bytes = 0;
    std::unique_ptr<Sha256> m_digest;
};

/// Reads a sealed file through twice: first it is checked as a whole, and only when nothing is wrong each
/// batch is handed out. corrupt names the first bad line and, where one can be named, the event. An error of
/// `take` ends it.
domain::Result<Seal> read_sealed(std::istream& in,
                                 std::function<domain::Status(EventBatch const&)> const& take = {});

/// Was this seal signed by the device with this public key?
bool seal_good(Seal const& seal, std::string const& public_key);

}  // namespace bozhong::wire
