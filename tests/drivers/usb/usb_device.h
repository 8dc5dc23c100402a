#pragma once
// A printer on a mocked USB: umockdev shows it to the unmodified libusb, and every request libusb makes of
// the kernel (usbfs) is answered here, out of a virtual printer with paper.

#include <umockdev.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/sim/usb_face.h"
#include "drivers/sim/virtual_printer.h"

struct usbdevfs_urb;

namespace bozhong::test {

/// What a device is: its descriptors and its way with the kernel.
struct UsbShape : sim::UsbShape {
    int port = 1;  ///< sysfs name 1-PORT
    sim::PrinterMake make;
};

class UsbDevice {
  public:
    UsbDevice(UMockdevTestbed* testbed, UsbShape shape);
    ~UsbDevice();
    void plug_in();
    void unplug();

    /// The printer under its lock; its answers and paper stay with the device.
    template <class F>
    auto with_printer(F use) {
        std::lock_guard lock(m_mutex);
        return use(m_printer);
    }
    bool kernel_driver_bound() {
        std::lock_guard lock(m_mutex);
        return m_kernel_driver;
    }
    int alternate() {
        std::lock_guard lock(m_mutex);
        return m_alternate;
    }
    /// Hears of every bulk write when the kernel is asked for it, before the bytes have crossed to this mock.
    using WriteAsked = std::function<void(std::chrono::steady_clock::time_point, std::string_view bytes)>;
    void trace_writes(WriteAsked heard) {
        std::lock_guard lock(m_mutex);
        m_write_asked = std::move(heard);
    }
    void held_by_another_program(bool held) {
        std::lock_guard lock(m_mutex);
        m_held = held;
    }
    std::vector<sim::PrintedLabel> paper() {
        std::lock_guard lock(m_mutex);
        keep_paper();
        return m_paper;
    }

  private:
    struct Urb {
        UMockdevIoctlData* data;    ///< the struct, as read from the client
        UMockdevIoctlData* buffer;  ///< what it points to
        std::size_t moved = 0;
    };

    static gboolean on_ioctl(UMockdevIoctlBase*, UMockdevIoctlClient* client, UsbDevice* self);
    bool handle(UMockdevIoctlClient* client);
    void submit(UMockdevIoctlClient* client);
    void reap(UMockdevIoctlClient* client);
    void discard(UMockdevIoctlClient* client);
    void control(Urb& urb);
    /// Moves bytes of the pending transfers; finished ones go to m_done.
    void move_bytes();
    void finish(std::list<Urb>::iterator urb, int status);
    void keep_paper();
    [[nodiscard]] std::string descriptors_hex() const;

    UMockdevTestbed* m_testbed;
    UMockdevIoctlBase* m_handler;
    UsbShape m_shape;
    std::string m_node, m_syspath;
    std::mutex m_mutex;
    sim::VirtualPrinter m_printer;
    std::vector<sim::PrintedLabel> m_paper;
    std::string m_answers;
    bool m_plugged = false, m_kernel_driver = true, m_claimed = false, m_held = false;
    int m_alternate = 0;
    std::list<Urb> m_pending, m_done;
    WriteAsked m_write_asked;
};

}  // namespace bozhong::test
