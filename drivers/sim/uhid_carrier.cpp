// A USB scale that the kernel believes in, by /dev/uhid: plugged in with restore(), pulled out with cut().
// Linux only, and only for who may open that file. Report descriptor after the USB-IF HID Point of Sale usage
// tables 1.02, section 4.

#include <fcntl.h>
#include <linux/input.h>
#include <linux/uhid.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "drivers/sim/carrier.h"

namespace bozhong::sim {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::array<std::uint8_t, 45> descriptor{
    0x05, 0x8D,        // usage page: scales
    0x09, 0x20,        // scale device
    0xA1, 0x01,        // application
    0x85, 0x03,        //   report 3
    0x09, 0x32,        //   scale data report
    0xA1, 0x02,        //   logical
    0x15, 0x00,        //     from 0
    0x26, 0xFF, 0x00,  //     to 255
    0x75, 0x08,        //     8 bits
    0x95, 0x01,        //     once
    0x09, 0x70,        //     status
    0x81, 0x02,        //
    0x09, 0x50,        //     weight unit
    0x81, 0x02,        //
    0x15, 0x81,        //     from −127
    0x25, 0x7F,        //     to 127
    0x09, 0x41,        //     data scaling
    0x81, 0x02,        //
    0x75, 0x10,        //     16 bits
    0x09, 0x40,        //     data weight
    0x81, 0x02,        //
    0xC0,              //   end
    0xC0,              // end
};

uhid_event creation(link::HidEndpoint const& where) {
    uhid_event event{};
    event.type = UHID_CREATE2;
    auto& create = event.u.create2;
    std::snprintf(reinterpret_cast<char*>(create.name), sizeof create.name, "Simulated scale");
    std::snprintf(reinterpret_cast<char*>(create.uniq), sizeof create.uniq, "%s", where.serial.c_str());
    create.bus = BUS_USB;
    create.vendor = where.vendor;
    create.product = where.product;
    create.rd_size = descriptor.size();
    std::memcpy(create.rd_data, descriptor.data(), descriptor.size());
    return event;
}

class UhidDevice : public std::enable_shared_from_this<UhidDevice> {
  public:
    UhidDevice(asio::any_io_executor executor, link::HidEndpoint where)
        : m_device(executor), m_where(std::move(where)) {}

    domain::Status restore() {
        if (m_device.is_open()) return domain::Done{};
        int const file = ::open("/dev/uhid", O_RDWR | O_NONBLOCK | O_CLOEXEC);
        if (file < 0 || !put(file, creation(m_where))) {
            std::string const why = std::strerror(errno);
            if (file >= 0) ::close(file);
            return domain::Error{domain::ErrorKind::unavailable, "/dev/uhid: " + why, endpoint(),
                                 "needs the kernel module uhid and the right to it"};
        }
        m_device.assign(file);
        read();
        return domain::Done{};
    }
    /// The kernel takes the device away with the file.
    void cut() {
        error_code ignored;
        m_device.close(ignored);
        m_readers = 0;
    }
    void send(std::string_view report) {
        if (!m_device.is_open()) return;
        uhid_event event{};
        event.type = UHID_INPUT2;
        auto& input = event.u.input2;
        input.size = static_cast<std::uint16_t>(std::min(report.size(), sizeof input.data));
        std::memcpy(input.data, report.data(), input.size);
        put(m_device.native_handle(), event);
    }
    [[nodiscard]] std::string endpoint() const {
        std::array<char, 16> ids{};
        std::snprintf(ids.data(), ids.size(), "hid:%04x:%04x", m_where.vendor, m_where.product);
        return ids.data() + (m_where.serial.empty() ? "" : ":" + m_where.serial);
    }
    [[nodiscard]] int readers() const { return m_readers; }

  private:
    static bool put(int file, uhid_event const& event) {
        return ::write(file, &event, sizeof event) == static_cast<ssize_t>(sizeof event);
    }
    /// What the kernel says is taken from it, else it would say no more; only who reads the scale matters.
    void read() {
        m_device.async_read_some(asio::buffer(&m_said, sizeof m_said),
                                 [self = shared_from_this()](error_code error, std::size_t) {
                                     if (error || !self->m_device.is_open()) return;
                                     if (self->m_said.type == UHID_OPEN) self->m_readers = 1;
                                     if (self->m_said.type == UHID_CLOSE) self->m_readers = 0;
                                     self->read();
                                 });
    }

    asio::posix::stream_descriptor m_device;
    link::HidEndpoint m_where;
    uhid_event m_said{};
    int m_readers = 0;  ///< the kernel tells the first and the last
};

class UhidCarrier final : public Carrier {
  public:
    explicit UhidCarrier(std::shared_ptr<UhidDevice> device) : m_device(std::move(device)) {}
    ~UhidCarrier() override { m_device->cut(); }
    UhidCarrier(UhidCarrier const&) = delete;
    UhidCarrier& operator=(UhidCarrier const&) = delete;
    domain::Status restore() override { return m_device->restore(); }
    void cut() override { m_device->cut(); }
    void send(std::string_view bytes) override { m_device->send(bytes); }
    std::string endpoint() const override { return m_device->endpoint(); }
    int clients() const override { return m_device->readers(); }

  private:
    std::shared_ptr<UhidDevice> m_device;
};

}  // namespace

std::unique_ptr<Carrier> make_uhid_carrier(asio::any_io_executor executor, link::HidEndpoint where) {
    return std::make_unique<UhidCarrier>(std::make_shared<UhidDevice>(std::move(executor), std::move(where)));
}

}  // namespace bozhong::sim
