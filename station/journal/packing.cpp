#include "station/journal/packing.h"

#include <zstd.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "station/journal/dictionaries.h"
#include "sync/wire/limits.h"

namespace bozhong::journal {

namespace {

constexpr int level = 3;
constexpr std::string_view magic{"\x28\xB5\x2F\xFD", 4};
/// Nothing shorter gains anything by being packed.
constexpr std::size_t least = 32;

struct Free {
    void operator()(ZSTD_CCtx* it) const { ZSTD_freeCCtx(it); }
    void operator()(ZSTD_DCtx* it) const { ZSTD_freeDCtx(it); }
    void operator()(ZSTD_CDict* it) const { ZSTD_freeCDict(it); }
    void operator()(ZSTD_DDict* it) const { ZSTD_freeDDict(it); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

/// A program without memory for its first kilobytes cannot keep a journal.
template <class T>
Owned<T> made(T* it) {
    if (it == nullptr) std::abort();
    return Owned<T>(it);
}

ZSTD_CDict const* newest_dictionary() {
    static auto const it = [] {
        auto const bytes = dictionaries().back();
        return made(ZSTD_createCDict(bytes.data(), bytes.size(), level));
    }();
    return it.get();
}

ZSTD_DDict const* dictionary(std::size_t number) {
    static auto const all = [] {
        std::vector<Owned<ZSTD_DDict>> out;
        for (auto const bytes : dictionaries())
            out.push_back(made(ZSTD_createDDict(bytes.data(), bytes.size())));
        return out;
    }();
    return number == 0 || number > all.size() ? nullptr : all[number - 1].get();
}

Owned<ZSTD_CCtx> new_packer() {
    auto packer = made(ZSTD_createCCtx());
    ZSTD_CCtx_setParameter(packer.get(), ZSTD_c_dictIDFlag, 0);
    ZSTD_CCtx_setParameter(packer.get(), ZSTD_c_checksumFlag, 0);
    ZSTD_CCtx_setParameter(packer.get(), ZSTD_c_contentSizeFlag, 0);
    ZSTD_CCtx_refCDict(packer.get(), newest_dictionary());
    return packer;
}

}  // namespace

std::string pack(std::string_view payload) {
    thread_local auto const packer = new_packer();
    if (payload.size() < least) return "";
    std::string out(ZSTD_compressBound(payload.size()), '\0');
    auto const size = ZSTD_compress2(packer.get(), out.data(), out.size(), payload.data(), payload.size());
    // One byte for the dictionary's number in the place of four of magic.
    if (ZSTD_isError(size) != 0 || size < magic.size() || size - magic.size() + 1 >= payload.size())
        return "";
    out.resize(size);
    out.replace(0, magic.size(), 1, static_cast<char>(dictionaries().size()));
    return out;
}

std::optional<std::string> unpack(std::string_view packed) {
    thread_local auto const unpacker = made(ZSTD_createDCtx());
    thread_local std::string room(wire::max_payload_bytes, '\0');
    auto const* known = packed.empty() ? nullptr : dictionary(static_cast<unsigned char>(packed.front()));
    if (known == nullptr) return {};
    std::string frame(magic);
    frame += packed.substr(1);
    auto const size = ZSTD_decompress_usingDDict(unpacker.get(), room.data(), room.size(), frame.data(),
                                                 frame.size(), known);
    if (ZSTD_isError(size) != 0) return {};
    return room.substr(0, size);
}

std::string payload_of(Query const& row, int payload_column) {
    std::string plain = row.text(payload_column);
    if (row.null(payload_column + 1)) return plain;
    return plain.empty() ? unpack(row.text(payload_column + 1)).value_or("") : "";
}

}  // namespace bozhong::journal
