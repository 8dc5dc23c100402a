// A hostile journal file. The input is a list of changes to a good one: three bytes of place, one of length,
// so many bytes; a first byte that is odd means that the rest is the whole file. Nothing may crash, hang or
// run code of the file's; what opens must still be judged.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "station/journal/export.h"
#include "station/journal/journal.h"
#include "station/journal/verify.h"
#include "tests/fuzz/text_fuzz.h"

namespace {

using namespace bozhong;

/// A folder of this run's own, gone with it.
class Folder {
  public:
    Folder() { fuzz::must(::mkdtemp(m_path.data()) != nullptr); }
    ~Folder() { std::filesystem::remove_all(m_path); }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    [[nodiscard]] std::string const& path() const { return m_path; }

  private:
    std::string m_path =
        std::filesystem::exists("/dev/shm") ? "/dev/shm/bozhong-fuzz-XXXXXX" : "/tmp/bozhong-fuzz-XXXXXX";
};

std::string const& folder() {
    static Folder const made;
    return made.path();
}

journal::OpenOptions options() {
    journal::OpenOptions out;
    out.station = "T03";
    out.stamp = {{1'760'000'000'000}, true, "07"};
    return out;
}

void remove(std::string const& path) {
    for (auto const* end : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(path + end);
}

/// A small journal with everything in it, as bytes.
std::string const& good_file() {
    static std::string const bytes = [] {
        std::string const path = folder() + "/good.db";
        {
            auto const made = journal::open_journal(path, options());
            fuzz::must(made.ok());
            domain::Weighed weighed;
            weighed.task.line = {"O1", "1"};
            weighed.net = weighed.gross = domain::grams(2000);
            std::vector<domain::Fact> const facts{
                weighed, domain::LabelQueued{0, "bag", 1, 0},
                domain::LabelMoved{3, domain::LabelState::printed, "gs_r", "p", ""},
                domain::Voided{2, {"O1", "1"}, "undo", "07", ""},
                domain::SignedIn{"07", "员工", "badge", {}}};
            fuzz::must((*made)->append(facts, options().stamp).ok() && (*made)->mark_clean_end().ok());
        }
        std::ifstream in(path, std::ios::binary);
        std::string out{std::istreambuf_iterator<char>(in), {}};
        remove(path);
        return out;
    }();
    return bytes;
}

std::string changed(std::uint8_t const* data, std::size_t size) {
    if (size > 0 && data[0] % 2 == 1) return std::string(fuzz::text_of(data + 1, size - 1));
    std::string bytes = good_file();
    for (std::size_t at = 1; at + 4 <= size;) {
        std::size_t const place =
            (std::size_t{data[at]} << 16 | std::size_t{data[at + 1]} << 8 | data[at + 2]) % bytes.size();
        std::size_t const length = std::min<std::size_t>({data[at + 3], size - at - 4, bytes.size() - place});
        bytes.replace(place, length, reinterpret_cast<char const*>(data) + at + 4, length);
        at += 4 + std::max<std::size_t>(length, 1);
    }
    return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string const path = folder() + "/journal.db";
    remove(path);
    std::ofstream(path, std::ios::binary) << changed(data, size);
    (void)journal::verify(path);
    std::ostringstream out;
    (void)journal::export_events(path, {}, journal::ExportFormat::csv, out);
    if (auto const opened = journal::open_journal(path, options())) {
        (void)(*opened)->load();
        (void)(*opened)->unsent(10);
        (void)(*opened)->append(std::vector<domain::Fact>{domain::StorageLow{1}}, options().stamp);
    }
    return 0;
}
