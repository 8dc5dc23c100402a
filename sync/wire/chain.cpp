#include "sync/wire/chain.h"

#include <sodium.h>

#include <cstdlib>

namespace bozhong::wire {
namespace {

/// libsodium's own start; a machine without a random source cannot keep a journal.
void ready() {
    static int const done = sodium_init();
    if (done < 0) std::abort();
}

unsigned char const* bytes_of(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

void put(std::string& out, std::uint64_t value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<char>((value >> shift) & 0xFF));
}

bool put_text(std::string& out, std::string_view text, int length_bytes) {
    if (text.size() >> (length_bytes * 8) != 0) return false;
    put(out, text.size(), length_bytes);
    out += text;
    return true;
}

std::optional<std::string> bytes_of_hex(std::string_view hex, std::size_t bytes) {
    auto out = from_hex(hex);
    if (out && out->size() != bytes) out.reset();
    return out;
}

}  // namespace

std::string const no_previous_hash(64, '0');

std::string hash_event(domain::StoredEvent const& event) {
    ready();
    auto const previous = bytes_of_hex(event.previous_hash, 32);
    std::string input;
    input.reserve(event.payload.size() + 160);
    put(input, 1, 1);
    bool good = previous && put_text(input, event.id.station, 2) && put_text(input, event.id.incarnation, 2);
    put(input, event.id.seq, 8);
    good = good && put_text(input, event.type, 2) && put_text(input, event.payload, 4);
    if (!good) return "";
    input += *previous;
    std::string hash(32, '\0');
    crypto_generichash(bytes_of(hash), hash.size(), bytes_of(std::string_view(input)), input.size(), nullptr,
                       0);
    return to_hex(hash);
}

std::string head_bytes(std::string_view station, domain::Head const& head) {
    auto const hash = bytes_of_hex(head.hash, 32);
    std::string out = "bozhong-head";
    put(out, 1, 1);
    if (!hash || !put_text(out, station, 2) || !put_text(out, head.incarnation, 2)) return "";
    put(out, head.seq, 8);
    return out + *hash;
}

KeyPair make_key_pair() {
    ready();
    std::string open(crypto_sign_PUBLICKEYBYTES, '\0'), secret(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_keypair(bytes_of(open), bytes_of(secret));
    return {to_hex(open), to_hex(secret)};
}

std::optional<KeyPair> key_pair(std::string_view secret_key) {
    ready();
    auto const secret = bytes_of_hex(secret_key, crypto_sign_SECRETKEYBYTES);
    if (!secret) return {};
    std::string open(crypto_sign_PUBLICKEYBYTES, '\0');
    crypto_sign_ed25519_sk_to_pk(bytes_of(open), bytes_of(std::string_view(*secret)));
    return KeyPair{to_hex(open), std::string(secret_key)};
}

std::string sign_head(std::string_view secret_key, std::string_view station, domain::Head const& head) {
    ready();
    auto const secret = bytes_of_hex(secret_key, crypto_sign_SECRETKEYBYTES);
    std::string const message = head_bytes(station, head);
    if (!secret || message.empty()) return "";
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(bytes_of(signature), nullptr, bytes_of(std::string_view(message)), message.size(),
                         bytes_of(std::string_view(*secret)));
    return to_hex(signature);
}

bool signature_good(std::string_view public_key, std::string_view station, domain::Head const& head,
                    std::string_view signature) {
    ready();
    auto const open = bytes_of_hex(public_key, crypto_sign_PUBLICKEYBYTES);
    auto const signed_bytes = bytes_of_hex(signature, crypto_sign_BYTES);
    std::string const message = head_bytes(station, head);
    if (!open || !signed_bytes || message.empty()) return false;
    return crypto_sign_verify_detached(bytes_of(std::string_view(*signed_bytes)),
                                       bytes_of(std::string_view(message)), message.size(),
                                       bytes_of(std::string_view(*open))) == 0;
}

std::string random_hex(std::size_t bytes) {
    ready();
    std::string out(bytes, '\0');
    randombytes_buf(out.data(), out.size());
    return to_hex(out);
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

std::optional<std::string> from_hex(std::string_view hex) {
    auto const digit = [](char c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    if (hex.size() % 2 != 0) return {};
    std::string out;
    out.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        int const high = digit(hex[i]), low = digit(hex[i + 1]);
        if (high < 0 || low < 0) return {};
        out.push_back(static_cast<char>(high * 16 + low));
    }
    return out;
}

}  // namespace bozhong::wire
