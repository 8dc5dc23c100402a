// A made-up sysfs and procfs stand in for the kernel's.

#include "drivers/link/port_finder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace bozhong::link {
namespace {

namespace fs = std::filesystem;

class PortFinder : public testing::Test {
  protected:
    PortFinder() { fs::create_directories(root / "class/tty"); }
    ~PortFinder() override { fs::remove_all(root); }

    static void write(fs::path const& file, std::string const& text) {
        fs::create_directories(file.parent_path());
        std::ofstream(file) << text << "\n";
    }
    /// As the kernel lays it out: class/tty/NAME/device → …/usb1/1-2/1-2:1.0/NAME
    void plug_in(std::string const& name, std::string const& place, std::string const& number) {
        fs::path const usb = root / "devices/usb1" / place;
        write(usb / "idVendor", "0403");
        if (!number.empty()) write(usb / "serial", number);
        fs::path const port = usb / (place + ":1.0") / name;
        fs::create_directories(port);
        fs::create_directories(root / "class/tty" / name);
        fs::create_directory_symlink(port, root / "class/tty" / name / "device");
    }
    void unplug(std::string const& name) { fs::remove_all(root / "class/tty" / name); }
    [[nodiscard]] domain::Result<std::string> find(std::string const& number) const {
        return find_usb_port(number, root.string());
    }

    fs::path root =
        fs::canonical(fs::temp_directory_path()) / ("bozhong-sysfs-" + std::to_string(::getpid()));
};

TEST_F(PortFinder, TheSameAdapterIsFoundUnderItsNewName) {
    fs::create_directories(root / "class/tty/ttyS0");  // no device behind it
    plug_in("ttyUSB0", "1-2", "FT0A1B2C");
    plug_in("ttyUSB1", "1-3", "OTHER");
    plug_in("ttyACM0", "1-4", "");
    ASSERT_TRUE(find("FT0A1B2C").ok());
    EXPECT_EQ(*find("FT0A1B2C"), "/dev/ttyUSB0");
    unplug("ttyUSB0");
    ASSERT_FALSE(find("FT0A1B2C").ok());
    EXPECT_EQ(find("FT0A1B2C").error().kind, domain::ErrorKind::unavailable);
    plug_in("ttyUSB2", "1-5", "FT0A1B2C");
    EXPECT_EQ(*find("FT0A1B2C"), "/dev/ttyUSB2");
}

TEST_F(PortFinder, TwoWithOneNumberAreNotChosenBetween) {
    plug_in("ttyUSB0", "1-2", "0001");
    plug_in("ttyUSB1", "1-3", "0001");
    auto const found = find("0001");
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().kind, domain::ErrorKind::conflict);
    EXPECT_EQ(found.error().what, "/dev/ttyUSB0 and /dev/ttyUSB1 have one serial number");
}

TEST_F(PortFinder, WhoHoldsADeviceIsNamed) {
    fs::path const device = root / "ttyUSB0", other = root / "ttyUSB1";
    write(device, "");
    write(other, "");
    write(root / "proc/812/comm", "bozhong-station");
    fs::create_directories(root / "proc/812/fd");
    fs::create_symlink(device, root / "proc/812/fd/7");
    write(root / "proc/uptime", "1");
    std::string const procfs = (root / "proc").string();
    EXPECT_EQ(holder_of(device.string(), procfs), "bozhong-station (pid 812)");
    EXPECT_EQ(holder_of(other.string(), procfs), "");
    EXPECT_EQ(holder_of("/nowhere", procfs), "");
}

}  // namespace
}  // namespace bozhong::link
