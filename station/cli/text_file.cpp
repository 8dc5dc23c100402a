#include "station/cli/text_file.h"

#include <array>
#include <fstream>

namespace bozhong::cli {

domain::Result<std::string> read_text_file(std::string const& path) {
    using domain::Error;
    using domain::ErrorKind;
    constexpr std::size_t most = 64u << 20;
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return Error{ErrorKind::not_found, "cannot open the file", path,
                     "does it exist, and may you read it?"};
    std::string out;
    std::array<char, 65536> part{};
    while (in.read(part.data(), part.size()) || in.gcount() > 0) {
        out.append(part.data(), static_cast<std::size_t>(in.gcount()));
        if (out.size() > most) return Error{ErrorKind::full, "a file of more than 64 MiB", path, "split it"};
    }
    if (in.bad()) return Error{ErrorKind::io, "reading stopped", path, "is it a file, and is the disk well?"};
    return out;
}

}  // namespace bozhong::cli
