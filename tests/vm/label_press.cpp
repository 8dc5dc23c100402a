// The product's printer (link, spool, runner) without a station: for each line on standard input one label
// with the picture of a PBM file. What becomes of labels and printer goes to standard output, one JSON line
// each.
//
//   label-press ENDPOINT PROFILE PICTURE.pbm

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <mutex>

#include "drivers/run/printer_runner.h"
#include "station/domain/facts.h"

namespace {

using namespace bozhong;
namespace json = boost::json;

domain::Result<run::LabelRaster> read_picture(char const* path) {
    std::ifstream file(path, std::ios::binary);
    std::string magic;
    int width = 0, height = 0;
    file >> magic >> width >> height;
    file.get();
    run::LabelRaster picture{(width + 7) / 8, height, {}};
    picture.rows.assign(std::istreambuf_iterator<char>(file), {});
    if (magic != "P4" || picture.rows.size() != static_cast<std::size_t>(picture.width_bytes * height))
        return domain::Error{domain::ErrorKind::bad_input, "no binary PBM", path, ""};
    return picture;
}

std::string_view name(domain::LabelState state) {
    constexpr std::array<std::string_view, 7> names{"queued",  "sending", "sent", "printed",
                                                    "unknown", "failed",  "void"};
    return names.at(static_cast<std::size_t>(state));
}
std::string_view name(core::PrinterState state) {
    constexpr std::array<std::string_view, 7> names{"ready",      "busy",  "paper_out", "paper_low",
                                                    "cover_open", "fault", "away"};
    return names.at(static_cast<std::size_t>(state));
}

void line(json::object const& object) {
    static std::mutex mutex;
    std::lock_guard const lock(mutex);
    std::puts(json::serialize(object).c_str());
    std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
    if (count != 4) return 2;
    auto const picture = read_picture(words[3]);
    if (!picture) return std::fprintf(stderr, "%s\n", picture.error().text().c_str()), 2;
    auto made =
        run::make_printer({"", words[1], words[2], {}}, [&](domain::LabelContent const&) { return picture; });
    if (!made) return std::fprintf(stderr, "%s\n", made.error().text().c_str()), 2;
    (*made)->start(
        [](core::LabelChanged const& label) {
            line({{"label", label.label},
                  {"state", name(label.state)},
                  {"known_by", label.known_by},
                  {"detail", label.detail}});
        },
        [](core::PrinterSeen const& seen) {
            line({{"printer", name(seen.state)}, {"detail", seen.detail}});
        });
    domain::Seq label = 0;
    for (std::string order; std::getline(std::cin, order);) (*made)->print({++label, {}});
    (*made)->stop();
    line({{"stopped", true}});
}
