#include <cstdio>
#include <filesystem>
#include <fstream>

#include "drivers/sim/printer_server.h"

namespace bozhong::sim {

domain::Result<PaperTray> PaperTray::open(std::string folder) {
    PaperTray tray;
    tray.m_folder = std::move(folder);
    if (tray.m_folder.empty()) return tray;
    std::error_code error;
    std::filesystem::create_directories(tray.m_folder, error);
    if (error)
        return domain::Error{domain::ErrorKind::io,
                             "the folder for the paper cannot be made: " + error.message(), tray.m_folder,
                             "choose another --out"};
    std::ifstream kept(tray.m_folder + "/paper.jsonl");
    for (std::string line; std::getline(kept, line);) ++tray.m_kept;
    return tray;
}

domain::Status PaperTray::keep(PrintedLabel const& label) {
    if (m_folder.empty()) return domain::Done{};
    char file[32];
    std::snprintf(file, sizeof file, "label-%04d.png", ++m_kept);
    domain::Error const full{domain::ErrorKind::io, "the paper cannot be written", m_folder + "/" + file,
                             "make room or choose another --out"};
    if (!write_png(label, m_folder + "/" + file)) return full;
    std::ofstream list(m_folder + "/paper.jsonl", std::ios::app);
    list << "{\"number\":" << m_kept << ",\"file\":\"" << file << "\",\"bytes\":" << label.bytes
         << ",\"rows\":" << label.rows.size() << ",\"across_gap\":" << (label.across_gap ? "true" : "false")
         << ",\"torn\":" << (label.torn ? "true" : "false") << "}\n";
    list.flush();
    if (!list) return full;
    return domain::Done{};
}

}  // namespace bozhong::sim
