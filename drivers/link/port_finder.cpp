#include "drivers/link/port_finder.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

namespace bozhong::link {
namespace {

namespace fs = std::filesystem;
using domain::Error;
using domain::ErrorKind;

std::string first_line(fs::path const& file) {
    std::ifstream in(file);
    std::string out;
    std::getline(in, out);
    return out;
}

/// The serial number of the USB device that the port belongs to: on the way from it up to the root the first
/// folder that has a vendor.
std::string serial_number_of(fs::path const& port) {
    std::error_code none;
    fs::path folder = fs::canonical(port / "device", none);
    for (int level = 0; !none && level < 8 && folder.has_relative_path();
         ++level, folder = folder.parent_path())
        if (fs::exists(folder / "idVendor", none)) return first_line(folder / "serial");
    return {};
}

bool is_number(std::string const& text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool holds(fs::path const& process, fs::path const& device) {
    std::error_code gone;
    for (auto entry = fs::directory_iterator(process / "fd", gone);
         !gone && entry != fs::directory_iterator(); entry.increment(gone)) {
        std::error_code unreadable;
        if (fs::read_symlink(entry->path(), unreadable) == device && !unreadable) return true;
    }
    return false;
}

}  // namespace

domain::Result<std::string> find_usb_port(std::string const& usb_serial, std::string const& sysfs) {
    std::vector<std::string> found;
    std::error_code none;
    for (auto const& entry : fs::directory_iterator(sysfs + "/class/tty", none))
        if (serial_number_of(entry.path()) == usb_serial)
            found.push_back("/dev/" + entry.path().filename().string());
    if (found.size() == 1) return found.front();
    if (found.empty())
        return Error{ErrorKind::unavailable,
                     "no serial adapter with the number " + usb_serial + " is plugged in",
                     {},
                     "plug it in, or look up its number: /dev/serial/by-id"};
    std::sort(found.begin(), found.end());
    return Error{ErrorKind::conflict,
                 found[0] + " and " + found[1] + " have one serial number",
                 {},
                 "name the port by its place: serial:/dev/serial/by-path/…"};
}

std::string holder_of(std::string const& device, std::string const& procfs) {
    std::error_code none;
    fs::path const real = fs::canonical(device, none);
    if (none) return {};
    std::string const self = std::to_string(::getpid());
    for (auto entry = fs::directory_iterator(procfs, none); !none && entry != fs::directory_iterator();
         entry.increment(none)) {
        std::string const pid = entry->path().filename().string();
        if (!is_number(pid) || pid == self || !holds(entry->path(), real)) continue;
        return first_line(entry->path() / "comm") + " (pid " + pid + ")";
    }
    return {};
}

domain::Error busy_port(std::string const& device) {
    std::string const holder = holder_of(device);
    return {ErrorKind::conflict, "in use by " + (holder.empty() ? "another program" : holder), device,
            "end it first: two readers of one scale each get a part of its frames"};
}

}  // namespace bozhong::link
