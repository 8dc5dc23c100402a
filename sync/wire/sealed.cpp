#include "sync/wire/sealed.h"

#include <sodium.h>

#include <map>
#include <optional>
#include <vector>

namespace bozhong::wire {

using domain::Done;
using domain::Error;
using domain::ErrorKind;
using domain::Head;
using domain::Result;
using domain::Status;

namespace {

constexpr std::size_t batch_events = 256;
constexpr std::size_t line_bytes_max = body_bytes_max;

unsigned char const* bytes_of(std::string const& text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

std::string covered(Seal seal) {
    seal.signature.clear();
    return std::string("bozhong-seal\x01", 13) + from_hex(seal.digest).value_or("") + to_json(seal);
}

}  // namespace

class Sha256 {
  public:
    Sha256() { crypto_hash_sha256_init(&m_state); }
    void add(std::string const& text) { crypto_hash_sha256_update(&m_state, bytes_of(text), text.size()); }
    std::string hex() {
        std::string out(crypto_hash_sha256_BYTES, '\0');
        crypto_hash_sha256_final(&m_state, reinterpret_cast<unsigned char*>(out.data()));
        return to_hex(out);
    }

  private:
    crypto_hash_sha256_state m_state{};
};

SealWriter::SealWriter(std::ostream& out, std::string station, KeyPair keys)
    : m_out(out),
      m_keys(std::move(keys)),
      m_seal{.station = std::move(station), .public_key = m_keys.public_key},
      m_digest(std::make_unique<Sha256>()) {}
SealWriter::~SealWriter() = default;

void SealWriter::add(domain::StoredEvent const& event) {
    bool const fits =
        m_batch.events.size() < batch_events && m_batch_bytes + event.payload.size() < batch_bytes_max / 2;
    if (!m_batch.events.empty() && (m_batch.incarnation != event.id.incarnation || !fits)) write_batch();
    if (m_seal.heads.empty() || m_seal.heads.back().incarnation != event.id.incarnation)
        m_seal.heads.push_back({event.id.incarnation, 0, "", {}});
    m_seal.heads.back().seq = event.id.seq;
    m_seal.heads.back().hash = event.hash;
    ++m_seal.events;
    m_batch.station = m_seal.station;
    m_batch.incarnation = event.id.incarnation;
    m_batch.events.push_back(event);
    m_batch_bytes += event.payload.size();
}

void SealWriter::write_batch() {
    auto const& last = m_batch.events.back();
    m_batch.signature =
        sign_head(m_keys.secret_key, m_seal.station, {last.id.incarnation, last.id.seq, last.hash});
    auto const line = to_json(m_batch) + "\n";
    m_digest->add(line);
    m_out << line;
    ++m_seal.batches;
    m_batch = {};
    m_batch_bytes = 0;
}

Result<Seal> SealWriter::finish() {
    if (!m_batch.events.empty()) write_batch();
    m_seal.digest = m_digest->hex();
    auto const bytes = covered(m_seal);
    auto const key = from_hex(m_keys.secret_key).value_or("");
    std::string signature(crypto_sign_BYTES, '\0');
    if (key.size() != crypto_sign_SECRETKEYBYTES)
        return Error{ErrorKind::unavailable, "the device's key did not sign", "",
                     "check the station's key file"};
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, bytes_of(bytes),
                         bytes.size(), bytes_of(key));
    m_seal.signature = to_hex(signature);
    m_out << to_json(m_seal) << '\n' << std::flush;
    if (!m_out)
        return Error{ErrorKind::io, "the sealed file could not be written", "", "check room and rights"};
    return m_seal;
}

bool seal_good(Seal const& seal, std::string const& public_key) {
    auto const key = from_hex(public_key), signature = from_hex(seal.signature);
    if (!key || key->size() != crypto_sign_PUBLICKEYBYTES || !signature ||
        signature->size() != crypto_sign_BYTES)
        return false;
    auto const bytes = covered(seal);
    return crypto_sign_verify_detached(bytes_of(*signature), bytes_of(bytes), bytes.size(), bytes_of(*key)) ==
           0;
}

namespace {

/// Follows the lines of a sealed file and says what is wrong with the first bad one.
class Checker {
  public:
    explicit Checker(std::istream& in) : m_in(in) {}

    Result<Seal> run() {
        for (std::string line; std::getline(m_in, line);) {
            ++m_line;
            if (m_seal) return bad("there is something behind the seal");
            if (line.size() > line_bytes_max) return bad("the line is too long");
            if (auto const seen = see(line); !seen) return seen.error();
        }
        if (!m_seal) return ++m_line, bad("the seal is missing: the end of the file was cut off");
        return against_the_seal();
    }

  private:
    [[nodiscard]] Error bad(std::string const& why) const {
        return {ErrorKind::corrupt, why, "line " + std::to_string(m_line),
                "seal the journal again, or ask who had the file"};
    }

    Status see(std::string const& line) {
        auto batch = from_json<EventBatch>(line);
        if (!batch || batch->events.empty()) {
            auto seal = from_json<Seal>(line);
            if (!seal) return bad("this is neither a batch of events nor a seal");
            m_seal = std::move(seal).value();
            return Done{};
        }
        m_digest.add(line + "\n");
        ++m_batches;
        return follow(std::move(batch).value());
    }

    Status follow(EventBatch const& batch) {
        if (m_station.empty()) m_station = batch.station;
        if (batch.station != m_station) return bad("the batch is of another station");
        auto [place, fresh] =
            m_heads.try_emplace(batch.incarnation, Head{batch.incarnation, 0, no_previous_hash});
        Head& head = place->second;
        for (auto event : batch.events) {
            event.id.station = batch.station;
            event.id.incarnation = batch.incarnation;
            auto const name = batch.incarnation + " " + std::to_string(event.id.seq);
            if (event.id.seq != head.seq + 1)
                return bad("event " + batch.incarnation + " " + std::to_string(head.seq + 1) + " is missing");
            if (hash_event(event) != event.hash) return bad("event " + name + " is not what was written");
            if (event.previous_hash != head.hash)
                return bad("event " + name + " does not follow the one before it");
            head = {batch.incarnation, event.id.seq, event.hash};
            ++m_events;
        }
        m_signed.push_back({head, batch.signature, m_line});
        return Done{};
    }

    Result<Seal> against_the_seal() {
        if (m_seal->station != m_station && m_events > 0) return bad("the seal is of another station");
        for (auto const& [head, signature, line] : m_signed) {
            if (signature_good(m_seal->public_key, m_seal->station, head, signature)) continue;
            m_line = line;
            return bad("the device's signature does not fit event " + head.incarnation + " " +
                       std::to_string(head.seq));
        }
        std::map<std::string, Head> heads;
        for (auto const& head : m_seal->heads)
            heads[head.incarnation] = {head.incarnation, head.seq, head.hash};
        for (auto const& [incarnation, head] : heads) {
            auto const found = m_heads.find(incarnation);
            if (found == m_heads.end() || found->second != head)
                return bad("event " + incarnation + " " +
                           std::to_string(found == m_heads.end() ? 1 : found->second.seq + 1) +
                           " is missing: the seal names " + std::to_string(head.seq));
        }
        if (heads.size() != m_heads.size()) return bad("there is an incarnation that the seal does not name");
        if (m_seal->digest != m_digest.hex() || m_seal->events != m_events || m_seal->batches != m_batches)
            return bad("the seal does not fit the lines before it");
        if (!seal_good(*m_seal, m_seal->public_key))
            return bad("the seal was not signed by the device it names");
        return *m_seal;
    }

    struct Signed {
        Head head;
        std::string signature;
        std::int64_t line = 0;
    };
    std::istream& m_in;
    std::int64_t m_line = 0, m_events = 0, m_batches = 0;
    Sha256 m_digest;
    std::string m_station;
    std::map<std::string, Head> m_heads;
    std::vector<Signed> m_signed;
    std::optional<Seal> m_seal;
};

}  // namespace

Result<Seal> read_sealed(std::istream& in, std::function<Status(EventBatch const&)> const& take) {
    auto const seal = Checker(in).run();
    if (!seal || !take) return seal;
    in.clear();
    in.seekg(0);
    std::string line;
    for (std::int64_t i = 0; i < seal->batches && std::getline(in, line); ++i) {
        auto const batch = from_json<EventBatch>(line);
        if (!batch)
            return Error{ErrorKind::corrupt, "the file changed while it was read",
                         "line " + std::to_string(i + 1), ""};
        if (auto const taken = take(*batch); !taken) return taken.error();
    }
    return seal;
}

}  // namespace bozhong::wire
