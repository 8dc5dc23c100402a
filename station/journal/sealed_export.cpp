#include "station/journal/sealed_export.h"

#include <filesystem>
#include <fstream>

#include "station/journal/files.h"
#include "station/journal/reader.h"
#include "station/journal/verify.h"
#include "sync/wire/sealed.h"

namespace bozhong::journal {

using domain::Error, domain::ErrorKind, domain::Result;

Result<wire::Seal> export_sealed(std::string const& path, std::string const& out) {
    std::error_code none;
    if (!std::filesystem::exists(path + ".key", none))
        return Error{ErrorKind::unavailable, "the device key is not beside the journal", path + ".key",
                     "only the device itself can seal its journal"};
    if (std::filesystem::exists(out, none))
        return Error{ErrorKind::conflict, "this file exists already", out, "move it away, or name another"};
    auto const verdict = verify(path);
    if (!verdict) return verdict.error();
    if (!verdict->ok)
        return Error{ErrorKind::corrupt, "this journal is not good: " + verdict->why,
                     path + " sequence " + std::to_string(verdict->seq),
                     "keep it as it is; run bozhong journal verify"};
    auto const lock = system_disk().lock(path);
    if (!lock) return lock.error();
    auto keys = device_key(path);
    if (!keys) return keys.error();
    auto reader = Reader::open(path);
    if (!reader) return reader.error();
    std::string const fresh = out + ".new";
    std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
    wire::SealWriter writer(file, reader->station(), *keys);
    auto const read = reader->each([&](domain::StoredEvent const& event) { return writer.add(event), true; });
    auto sealed = read ? writer.finish() : Result<wire::Seal>(read.error());
    file.close();
    if (!sealed) return std::filesystem::remove(fresh, none), sealed;
    if (auto const moved = system_disk().move_durably(fresh, out); !moved) return moved.error();
    return sealed;
}

}  // namespace bozhong::journal
