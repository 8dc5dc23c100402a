#include "usb_device.h"

#include <linux/ioctl.h>

#include <linux/usbdevice_fs.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace bozhong::test {
namespace {

usbdevfs_urb* as_urb(UMockdevIoctlData* data) {
    return reinterpret_cast<usbdevfs_urb*>(data->data);
}

template <class T>
T* argument(UMockdevIoctlClient* client) {
    UMockdevIoctlData* data = umockdev_ioctl_client_get_arg(client);
    UMockdevIoctlData* read = umockdev_ioctl_data_resolve(data, 0, sizeof(T), nullptr);
    return reinterpret_cast<T*>(read->data);
}

void done(UMockdevIoctlClient* client) {
    umockdev_ioctl_client_complete(client, 0, 0);
}
void refused(UMockdevIoctlClient* client, int number) {
    umockdev_ioctl_client_complete(client, -1, number);
}

}  // namespace

UsbDevice::UsbDevice(UMockdevTestbed* testbed, UsbShape shape)
    : m_testbed(testbed),
      m_handler(umockdev_ioctl_base_new()),
      m_shape(std::move(shape)),
      m_printer(m_shape.make) {
    g_signal_connect(m_handler, "handle-ioctl", G_CALLBACK(on_ioctl), this);
    char node[40];
    std::snprintf(node, sizeof node, "/dev/bus/usb/001/%03d", m_shape.port + 1);
    m_node = node;
    m_syspath = "/sys/devices/usb1/1-" + std::to_string(m_shape.port);
}

UsbDevice::~UsbDevice() {
    if (m_plugged) unplug();
    g_object_unref(m_handler);
}

std::string UsbDevice::descriptors_hex() const {
    std::string hex;
    for (unsigned char c : device_descriptor(m_shape) + configuration_descriptor(m_shape)) {
        char two[3];
        std::snprintf(two, sizeof two, "%02x", c);
        hex += two;
    }
    return hex;
}

void UsbDevice::plug_in() {
    {
        std::lock_guard lock(m_mutex);
        m_plugged = true;
        m_kernel_driver = true;
        m_claimed = false;
        m_alternate = 0;
    }
    umockdev_testbed_attach_ioctl(m_testbed, m_node.c_str(), m_handler, nullptr);
    std::string const number = std::to_string(m_shape.port + 1), padded = m_node.substr(m_node.size() - 3);
    std::string const text =
        "P: " + m_syspath.substr(4) + "\nN: " + m_node.substr(5) +
        "\nE: SUBSYSTEM=usb\nE: DRIVER=usb\nE: BUSNUM=001\nE: DEVNUM=" + padded + "\nE: DEVNAME=" + m_node +
        "\nE: DEVTYPE=usb_device\nA: bConfigurationValue=1\\n\nA: busnum=1\\n\n" + "A: devnum=" + number +
        "\\n\nA: speed=480\\n\nH: descriptors=" + descriptors_hex() + "\n";
    umockdev_testbed_add_from_string(m_testbed, text.c_str(), nullptr);
}

void UsbDevice::unplug() {
    {
        std::lock_guard lock(m_mutex);
        m_plugged = false;
        m_printer.power_off();
        m_printer.power_on();
        m_answers.clear();
        while (!m_pending.empty()) finish(m_pending.begin(), -ENODEV);
    }
    umockdev_testbed_uevent(m_testbed, m_syspath.c_str(), "remove");
    umockdev_testbed_detach_ioctl(m_testbed, m_node.c_str(), nullptr);
    umockdev_testbed_remove_device(m_testbed, m_syspath.c_str());
}

gboolean UsbDevice::on_ioctl(UMockdevIoctlBase*, UMockdevIoctlClient* client, UsbDevice* self) {
    std::lock_guard lock(self->m_mutex);
    return self->handle(client) ? TRUE : FALSE;
}

bool UsbDevice::handle(UMockdevIoctlClient* client) {
    unsigned long const request = umockdev_ioctl_client_get_request(client);
    bool const reaping = request == USBDEVFS_REAPURBNDELAY || request == USBDEVFS_REAPURB;
    if (!m_plugged && !reaping) return refused(client, ENODEV), true;
    switch (request) {
        case USBDEVFS_GET_CAPABILITIES:
            *argument<guint32>(client) = USBDEVFS_CAP_REAP_AFTER_DISCONNECT | USBDEVFS_CAP_NO_PACKET_SIZE_LIM;
            return done(client), true;
        case USBDEVFS_GETDRIVER:
            if (!m_kernel_driver) return refused(client, ENODATA), true;
            std::memcpy(argument<usbdevfs_getdriver>(client)->driver, "usblp", 6);
            return done(client), true;
        case USBDEVFS_IOCTL: {
            unsigned long const code = static_cast<unsigned>(argument<usbdevfs_ioctl>(client)->ioctl_code);
            m_kernel_driver = code == USBDEVFS_CONNECT;
            return done(client), true;
        }
        case USBDEVFS_DISCONNECT_CLAIM:
        case USBDEVFS_CLAIMINTERFACE:
            if (m_held || (m_kernel_driver && request == USBDEVFS_CLAIMINTERFACE))
                return refused(client, EBUSY), true;
            m_kernel_driver = false;
            m_claimed = true;
            return done(client), true;
        case USBDEVFS_SETINTERFACE:
            m_alternate = static_cast<int>(argument<usbdevfs_setinterface>(client)->altsetting);
            return done(client), true;
        case USBDEVFS_RELEASEINTERFACE: m_claimed = false; return done(client), true;
        case USBDEVFS_CLEAR_HALT:
        case USBDEVFS_RESET: return done(client), true;
        case USBDEVFS_SUBMITURB: return submit(client), true;
        case USBDEVFS_REAPURB:
        case USBDEVFS_REAPURBNDELAY: return reap(client), true;
        case USBDEVFS_DISCARDURB: return discard(client), true;
        default: return false;
    }
}

void UsbDevice::submit(UMockdevIoctlClient* client) {
    auto const asked = std::chrono::steady_clock::now();
    UMockdevIoctlData* data =
        umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(client), 0, sizeof(usbdevfs_urb), nullptr);
    usbdevfs_urb* urb = as_urb(data);
    if (urb->type == USBDEVFS_URB_TYPE_BULK && !m_claimed) return refused(client, EINVAL);
    UMockdevIoctlData* buffer = umockdev_ioctl_data_resolve(data, G_STRUCT_OFFSET(usbdevfs_urb, buffer),
                                                            static_cast<gsize>(urb->buffer_length), nullptr);
    m_pending.push_back({data, buffer});
    if (urb->endpoint == sim::k_usb_out && m_write_asked)
        m_write_asked(asked, {reinterpret_cast<char const*>(buffer->data),
                              static_cast<std::size_t>(urb->buffer_length)});
    if (urb->type == USBDEVFS_URB_TYPE_CONTROL) {
        control(m_pending.back());
        finish(std::prev(m_pending.end()), 0);
    }
    done(client);
}

void UsbDevice::control(Urb& urb) {
    auto* bytes = urb.buffer->data;
    sim::UsbSetup setup{};
    std::copy_n(bytes, setup.size(), setup.begin());
    std::string const answer =
        control_answer(m_shape, setup, device_id(m_shape.make), m_printer.port_status()).value_or("");
    int const room = as_urb(urb.data)->buffer_length - 8;
    urb.moved = std::min(answer.size(), static_cast<std::size_t>(std::max(room, 0)));
    std::memcpy(bytes + 8, answer.data(), urb.moved);
}

void UsbDevice::move_bytes() {
    if (!m_plugged) return;
    for (auto it = m_pending.begin(); it != m_pending.end();) {
        auto const here = it++;
        auto const size = static_cast<std::size_t>(as_urb(here->data)->buffer_length);
        if (as_urb(here->data)->endpoint == sim::k_usb_out) {
            std::size_t const taken = std::min(size - here->moved, m_printer.room());
            m_printer.receive({reinterpret_cast<char const*>(here->buffer->data) + here->moved, taken});
            here->moved += taken;
            if (here->moved == size) finish(here, 0);
        } else {
            m_answers += m_printer.take_answers();
            if (m_answers.empty()) continue;
            here->moved = std::min(size, m_answers.size());
            std::memcpy(here->buffer->data, m_answers.data(), here->moved);
            m_answers.erase(0, here->moved);
            finish(here, 0);
        }
    }
    keep_paper();
}

void UsbDevice::finish(std::list<Urb>::iterator urb, int status) {
    as_urb(urb->data)->status = status;
    as_urb(urb->data)->actual_length = static_cast<int>(urb->moved);
    m_done.splice(m_done.end(), m_pending, urb);
}

void UsbDevice::reap(UMockdevIoctlClient* client) {
    move_bytes();
    if (m_done.empty()) return refused(client, m_plugged ? EAGAIN : ENODEV);
    Urb const urb = m_done.front();
    m_done.pop_front();
    UMockdevIoctlData* pointer =
        umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(client), 0, sizeof(gpointer), nullptr);
    umockdev_ioctl_data_set_ptr(pointer, 0, urb.data);
    done(client);
    umockdev_ioctl_data_unref(pointer);
    umockdev_ioctl_data_unref(urb.buffer);
    umockdev_ioctl_data_unref(urb.data);
}

void UsbDevice::discard(UMockdevIoctlClient* client) {
    auto const address = *reinterpret_cast<gulong*>(umockdev_ioctl_client_get_arg(client)->data);
    auto const it =
        std::ranges::find_if(m_pending, [&](Urb const& urb) { return urb.data->client_addr == address; });
    if (it == m_pending.end()) return refused(client, EINVAL);
    finish(it, -ENOENT);
    done(client);
}

void UsbDevice::keep_paper() {
    for (sim::PrintedLabel& label : m_printer.take_printed()) m_paper.push_back(std::move(label));
}

}  // namespace bozhong::test
