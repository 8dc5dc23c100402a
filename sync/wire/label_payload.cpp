#include "sync/wire/label_payload.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace bozhong::wire {

namespace {

using domain::Error;
using domain::ErrorKind;

constexpr std::string_view format = "BZ1";
constexpr std::string_view signed_prefix = "bozhong-label";
constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::string_view upper_hex = "0123456789ABCDEF";
constexpr std::size_t signature_bytes = 64, key_digits = 8, hash_digits = 8;
constexpr std::size_t parts_before_signature = 7;

bool plain(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (plain(c))
            out += c;
        else
            (out += '%') += {upper_hex[byte >> 4U], upper_hex[byte & 15U]};
    }
    return out;
}

std::optional<std::string> unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (plain(text[i])) {
            out += text[i];
            continue;
        }
        unsigned value = 0;
        if (text[i] != '%' || i + 2 >= text.size()) return std::nullopt;
        auto const [end, error] = std::from_chars(&text[i + 1], &text[i + 1] + 2, value, 16);
        if (error != std::errc() || end != &text[i + 1] + 2) return std::nullopt;
        out += static_cast<char>(value);
        i += 2;
    }
    return out.empty() || out.size() > 64 ? std::nullopt : std::optional(out);
}

bool is_hex(std::string_view text, std::size_t digits, std::string_view allowed) {
    return text.size() == digits && text.find_first_not_of(allowed) == std::string_view::npos;
}

std::string with_case(std::string_view text, bool upper) {
    std::string out(text);
    for (char& c : out) {
        if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (!upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

template <class T>
std::optional<T> number(std::string_view text) {
    T value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Error not_a_label(std::string const& what) {
    return {ErrorKind::bad_input, "no label's code: " + what, "", "scan it again"};
}

std::vector<std::string_view> split(std::string_view text, std::size_t parts) {
    std::vector<std::string_view> out;
    while (out.size() < parts) {
        std::size_t const point = text.find('.');
        if (point == std::string_view::npos) break;
        out.push_back(text.substr(0, point));
        text.remove_prefix(point + 1);
    }
    out.push_back(text);
    return out;
}

domain::Result<LabelClaim> read_claim(std::vector<std::string_view> const& parts) {
    LabelClaim claim;
    auto const station = unescaped(parts[2]);
    auto const seq = number<domain::Seq>(parts[4]);
    bool const counted = parts[5].starts_with('N');
    auto const amount = number<std::int64_t>(parts[5].substr(counted ? 1 : 0));
    if (!is_hex(parts[1], key_digits, upper_hex)) return not_a_label("the key");
    if (!station) return not_a_label("the station");
    if (!is_hex(parts[3], 16, upper_hex)) return not_a_label("the incarnation");
    if (!seq || *seq == 0) return not_a_label("the sequence");
    if (!amount) return not_a_label("the amount");
    if (!is_hex(parts[6], hash_digits, upper_hex)) return not_a_label("the hash");
    claim.key_id = with_case(parts[1], false);
    claim.event = {*station, with_case(parts[3], false), *seq};
    (counted ? claim.count : claim.net_mg) = *amount;
    claim.short_hash = with_case(parts[6], false);
    return claim;
}

}  // namespace

std::string to_base45(std::string_view bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        bool const pair = i + 1 < bytes.size();
        unsigned value = static_cast<unsigned char>(bytes[i]);
        if (pair) value = value * 256 + static_cast<unsigned char>(bytes[i + 1]);
        out += alphabet[value % 45];
        out += alphabet[value / 45 % 45];
        if (pair) out += alphabet[value / 45 / 45];
    }
    return out;
}

std::optional<std::string> from_base45(std::string_view text) {
    if (text.size() % 3 == 1) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        std::size_t const count = std::min<std::size_t>(3, text.size() - i);
        std::size_t value = 0;
        for (std::size_t digit = count; digit-- > 0;) {
            std::size_t const at = alphabet.find(text[i + digit]);
            if (at == std::string_view::npos) return std::nullopt;
            value = value * 45 + at;
        }
        if (value > (count == 3 ? 0xFFFFU : 0xFFU)) return std::nullopt;
        if (count == 3) out += static_cast<char>(value >> 8U);
        out += static_cast<char>(value & 0xFFU);
    }
    return out;
}

domain::Result<std::string> label_payload(LabelClaim const& claim, SignBytes const& sign) {
    std::string const amount =
        claim.net_mg ? std::to_string(*claim.net_mg) : "N" + std::to_string(claim.count.value_or(0));
    std::string const text = std::string(format) + "." + with_case(claim.key_id, true) + "." +
                             escaped(claim.event.station) + "." + with_case(claim.event.incarnation, true) +
                             "." + std::to_string(claim.event.seq) + "." + amount + "." +
                             with_case(claim.short_hash, true);
    auto const read_back = read_claim(split(text + ".", parts_before_signature));
    if (!read_back || *read_back != claim)
        return Error{ErrorKind::bad_input, "this claim cannot be written on a label", "",
                     "check ids and hash"};
    std::string const signature = sign ? sign(std::string(signed_prefix) + text) : "";
    if (signature.size() != signature_bytes)
        return Error{ErrorKind::unavailable, "the device's key did not sign", "",
                     "check the station's key file"};
    return text + "." + to_base45(signature);
}

domain::Result<LabelClaim> read_label_payload(std::string_view text, VerifyBytes const& verify) {
    if (text.size() > 512) return not_a_label("too long");
    auto const parts = split(text, parts_before_signature);
    if (!parts[0].starts_with("BZ")) return not_a_label("it begins otherwise");
    if (parts[0] != format)
        return Error{ErrorKind::unsupported, "a label of version " + std::string(parts[0].substr(2)), "",
                     "update this program"};
    if (parts.size() != parts_before_signature + 1) return not_a_label("parts are missing");
    auto claim = read_claim(parts);
    if (!claim) return claim;
    auto const signature = from_base45(parts.back());
    if (!signature || signature->size() != signature_bytes) return not_a_label("the signature");
    std::string_view const covered = text.substr(0, text.size() - parts.back().size() - 1);
    if (!verify || !verify(claim->key_id, std::string(signed_prefix) + std::string(covered), *signature))
        return Error{ErrorKind::refused, "the signature is not this device's", "",
                     "treat the label as not ours"};
    return claim;
}

}  // namespace bozhong::wire
