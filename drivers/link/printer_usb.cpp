#include "drivers/link/printer_usb.h"

#include <libusb.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/post.hpp>
#include <charconv>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "drivers/link/usb_pipes.h"

namespace bozhong::link {
namespace {

namespace asio = boost::asio;
using domain::Error;
using domain::ErrorKind;

constexpr std::uint16_t k_epson = 0x04b8;
constexpr unsigned k_control_ms = 500;
constexpr auto k_port_status_every = std::chrono::seconds(1);

struct ContextDeleter {
    void operator()(libusb_context* context) const { libusb_exit(context); }
};
using Context = std::unique_ptr<libusb_context, ContextDeleter>;

struct HandleDeleter {
    void operator()(libusb_device_handle* handle) const { libusb_close(handle); }
};
using Handle = std::unique_ptr<libusb_device_handle, HandleDeleter>;

/// The devices there are now; each is referenced as long as the list lives.
class DeviceList {
  public:
    explicit DeviceList(libusb_context* context) : m_count(libusb_get_device_list(context, &m_list)) {}
    ~DeviceList() {
        if (m_list) libusb_free_device_list(m_list, 1);
    }
    DeviceList(DeviceList const&) = delete;
    DeviceList& operator=(DeviceList const&) = delete;
    [[nodiscard]] std::span<libusb_device*> devices() const {
        return {m_list, m_count > 0 ? static_cast<std::size_t>(m_count) : 0};
    }

  private:
    libusb_device** m_list = nullptr;
    ssize_t m_count;
};

std::string path_of(libusb_device* device) {
    std::array<std::uint8_t, 8> ports{};
    int const depth = libusb_get_port_numbers(device, ports.data(), static_cast<int>(ports.size()));
    std::string path = std::to_string(libusb_get_bus_number(device));
    for (int i = 0; i < depth; ++i)
        path += (i == 0 ? "-" : ".") + std::to_string(ports[static_cast<std::size_t>(i)]);
    return path;
}

/// One alternate setting read as a printer: nothing when it has no OUT pipe.
std::optional<UsbPrinter> as_printer(libusb_interface_descriptor const& setting) {
    UsbPrinter found;
    found.interface_number = setting.bInterfaceNumber;
    found.alternate = setting.bAlternateSetting;
    for (int i = 0; i < setting.bNumEndpoints; ++i) {
        libusb_endpoint_descriptor const& endpoint = setting.endpoint[i];
        if ((endpoint.bmAttributes & 3) != LIBUSB_TRANSFER_TYPE_BULK) continue;
        int& place = endpoint.bEndpointAddress & LIBUSB_ENDPOINT_IN ? found.in_endpoint : found.out_endpoint;
        if (place == 0) place = endpoint.bEndpointAddress;
    }
    if (found.out_endpoint == 0) return std::nullopt;
    return found;
}

/// The best setting of a device: two-way before one-way. Protocol numbers lie, endpoints do not.
std::optional<UsbPrinter> inspect(libusb_device* device) {
    libusb_device_descriptor descriptor{};
    if (libusb_get_device_descriptor(device, &descriptor) != 0) return std::nullopt;
    libusb_config_descriptor* config = nullptr;
    if (libusb_get_active_config_descriptor(device, &config) != 0 &&
        libusb_get_config_descriptor(device, 0, &config) != 0)
        return std::nullopt;
    std::optional<UsbPrinter> best;
    for (int i = 0; i < config->bNumInterfaces; ++i) {
        for (int k = 0; k < config->interface[i].num_altsetting; ++k) {
            libusb_interface_descriptor const& setting = config->interface[i].altsetting[k];
            bool const printer = setting.bInterfaceClass == LIBUSB_CLASS_PRINTER;
            bool const epson =
                descriptor.idVendor == k_epson && setting.bInterfaceClass == LIBUSB_CLASS_VENDOR_SPEC;
            // Protocols 3 and 4 (1284.4, IPP over USB) wrap the bytes in packets of their own.
            if (!printer && !epson) continue;
            if (printer && setting.bInterfaceProtocol > 2) continue;
            auto found = as_printer(setting);
            if (!found || (best && (best->in_endpoint != 0 || found->in_endpoint == 0))) continue;
            found->vendor_class = epson;
            best = found;
        }
    }
    libusb_free_config_descriptor(config);
    if (!best) return std::nullopt;
    best->vendor = descriptor.idVendor;
    best->product = descriptor.idProduct;
    best->path = path_of(device);
    return best;
}

std::string serial_of(libusb_device* device) {
    libusb_device_handle* raw = nullptr;
    libusb_device_descriptor descriptor{};
    if (libusb_get_device_descriptor(device, &descriptor) != 0 || descriptor.iSerialNumber == 0) return {};
    if (libusb_open(device, &raw) != 0) return {};
    Handle const handle(raw);
    std::array<unsigned char, 256> text{};
    int const length =
        libusb_get_string_descriptor_ascii(raw, descriptor.iSerialNumber, text.data(), text.size());
    return length > 0
               ? std::string(reinterpret_cast<char const*>(text.data()), static_cast<std::size_t>(length))
               : "";
}

Error usb_error(int code, std::string const& where, std::string const& doing) {
    ErrorKind kind = ErrorKind::io;
    std::string todo = "unplug the printer and plug it in again";
    switch (code) {
        case LIBUSB_ERROR_ACCESS:
            kind = ErrorKind::no_right;
            todo = "add the user to group lp, or install the udev rule, and sign in again";
            break;
        case LIBUSB_ERROR_BUSY:
            kind = ErrorKind::unavailable;
            todo =
                "another program holds the printer: stop its CUPS queue (lpstat -p, cupsdisable) or see "
                "fuser -v "
                "/dev/bus/usb/*/*";
            break;
        case LIBUSB_ERROR_NO_DEVICE:
        case LIBUSB_ERROR_NOT_FOUND:
            kind = ErrorKind::unavailable;
            todo = "check the cable and that the printer is on";
            break;
        default: break;
    }
    return {kind, doing + ": " + libusb_strerror(code), where, todo};
}

/// Everything of one session with the device, on one thread. Callbacks are posted to the owner's executor.
class Session : public std::enable_shared_from_this<Session> {
  public:
    Session(asio::any_io_executor executor, PrinterLink::Handlers handlers, UsbChoice choice,
            std::string endpoint)
        : m_executor(std::move(executor)),
          m_handlers(std::move(handlers)),
          m_choice(std::move(choice)),
          m_endpoint(std::move(endpoint)) {}

    void start() {
        m_thread = std::thread([this] { run(); });
    }
    void write(std::string const& bytes) {
        std::lock_guard const lock(m_mutex);
        m_waiting += bytes;
        if (m_context != nullptr) libusb_interrupt_event_handler(m_context);
    }
    /// Returns when the interface is released and the kernel's driver has it back.
    void close() {
        m_closing = true;
        {
            std::lock_guard const lock(m_mutex);
            if (m_context != nullptr) libusb_interrupt_event_handler(m_context);
        }
        if (m_thread.joinable()) m_thread.join();
        m_deaf = true;
    }

  private:
    template <class F>
    void tell(F what) {
        asio::post(m_executor, [self = shared_from_this(), what = std::move(what)] {
            if (!self->m_deaf) what(self->m_handlers);
        });
    }
    void lose(Error error) {
        tell([error = std::move(error)](PrinterLink::Handlers const& handlers) { handlers.on_lost(error); });
    }

    void run() {
        libusb_context* raw = nullptr;
        if (int const code = libusb_init(&raw); code != 0)
            return lose(usb_error(code, m_endpoint, "starting libusb"));
        Context const context(raw);
        if (auto const failed = open(raw)) {
            lose(*failed);
            return wait_for_arrival(raw);
        }
        serve(raw);
        libusb_release_interface(m_handle.get(), m_printer.interface_number);
        m_handle.reset();
        if (!m_closing) wait_for_arrival(raw);
    }

    std::optional<Error> choose(libusb_context* context, libusb_device*& chosen) {
        DeviceList const list(context);
        int matches = 0;
        std::string all;
        for (libusb_device* device : list.devices()) {
            auto const printer = inspect(device);
            if (!printer) continue;
            if (m_choice.vendor != 0 &&
                (printer->vendor != m_choice.vendor || printer->product != m_choice.product))
                continue;
            if (!m_choice.path.empty() && printer->path != m_choice.path) continue;
            if (!m_choice.serial.empty() && serial_of(device) != m_choice.serial) continue;
            all += (all.empty() ? "" : ", ") + printer->path;
            if (++matches > 1) continue;
            m_printer = *printer;
            chosen = libusb_ref_device(device);
        }
        if (matches == 1) return std::nullopt;
        if (chosen) libusb_unref_device(chosen);
        if (matches == 0)
            return Error{ErrorKind::not_found, "no such printer on the USB", m_endpoint,
                         "check the cable and that the printer is on"};
        return Error{ErrorKind::conflict, "more than one printer fits, at " + all, m_endpoint,
                     "name one: usb:VID:PID@PATH or usb:VID:PID:SERIAL, see bozhong printer list"};
    }

    std::optional<Error> open(libusb_context* context) {
        libusb_device* device = nullptr;
        if (auto error = choose(context, device)) return error;
        libusb_device_handle* raw = nullptr;
        int const opened = libusb_open(device, &raw);
        libusb_unref_device(device);
        if (opened != 0) return usb_error(opened, m_endpoint, "opening the printer");
        m_handle.reset(raw);
        // The kernel's usblp gives the interface up now and gets it back at release.
        libusb_set_auto_detach_kernel_driver(raw, 1);
        if (int const code = libusb_claim_interface(raw, m_printer.interface_number); code != 0) {
            m_handle.reset();
            return usb_error(code, m_endpoint, "claiming the printer");
        }
        if (m_printer.alternate != 0)
            libusb_set_interface_alt_setting(raw, m_printer.interface_number, m_printer.alternate);
        tell([found = device_id()](PrinterLink::Handlers const& handlers) { handlers.on_open(found); });
        return std::nullopt;
    }

    /// GET_DEVICE_ID: two bytes of length, big-endian, then "MFG:…;MDL:…;CMD:…;".
    std::string device_id() {
        std::array<unsigned char, 1024> text{};
        int const length = libusb_control_transfer(
            m_handle.get(), 0xA1, 0, 0,
            static_cast<std::uint16_t>(m_printer.interface_number << 8 | m_printer.alternate), text.data(),
            text.size(), k_control_ms);
        if (length < 2) return {};
        int const said = text[0] << 8 | text[1];
        int const usable = std::clamp(said, 2, length);
        return {reinterpret_cast<char const*>(text.data()) + 2, static_cast<std::size_t>(usable - 2)};
    }

    void serve(libusb_context* context) {
        interruptible(context);
        UsbPipes pipes(context, m_handle.get(), m_printer,
                       {[this](std::string answers) { tell_read(std::move(answers)); },
                        [this](std::size_t count) {
                            tell([count](PrinterLink::Handlers const& to) { to.on_written(count); });
                        }});
        auto next_status = std::chrono::steady_clock::now();
        while (!m_closing) {
            pipes.queue(taken_over());
            auto const now = std::chrono::steady_clock::now();
            // The port answers through endpoint 0, so it is asked above all when the pipe is blocked.
            if (now >= next_status && (pipes.stalled() || !pipes.writing())) ask_port_status();
            if (now >= next_status) next_status = now + k_port_status_every;
            auto const wait = std::chrono::ceil<std::chrono::milliseconds>(next_status - now);
            if (auto const loss = pipes.step(wait)) {
                lose(usb_error(loss->code, m_endpoint, loss->doing));
                break;
            }
        }
        interruptible(nullptr);
    }

    void interruptible(libusb_context* context) {
        std::lock_guard const lock(m_mutex);
        m_context = context;
    }
    std::string taken_over() {
        std::lock_guard const lock(m_mutex);
        return std::exchange(m_waiting, {});
    }
    void tell_read(std::string answers) {
        tell([answers = std::move(answers)](PrinterLink::Handlers const& handlers) {
            handlers.on_bytes(std::as_bytes(std::span(answers)));
        });
    }

    void ask_port_status() {
        unsigned char status = 0;
        int const length = libusb_control_transfer(m_handle.get(), 0xA1, 1, 0,
                                                   static_cast<std::uint16_t>(m_printer.interface_number),
                                                   &status, 1, k_control_ms);
        if (length == 1)
            tell([status](PrinterLink::Handlers const& handlers) { handlers.on_port_status(status); });
    }

    /// Nothing is open here: a plugged-in device is told at once, so that opening need not wait for its
    /// interval.
    void wait_for_arrival(libusb_context* context) {
        if (!libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG)) return;
        std::atomic<bool> arrived = false;
        auto const noted = [](libusb_context*, libusb_device*, libusb_hotplug_event, void* flag) {
            // No transfer and no open inside the callback: only the note.
            *static_cast<std::atomic<bool>*>(flag) = true;
            return 0;
        };
        libusb_hotplug_callback_handle callback = 0;
        if (libusb_hotplug_register_callback(context, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED, 0,
                                             LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
                                             LIBUSB_HOTPLUG_MATCH_ANY, noted, &arrived, &callback) != 0)
            return;
        while (!m_closing && !arrived) {
            timeval wait{0, 50'000};
            libusb_handle_events_timeout_completed(context, &wait, nullptr);
        }
        libusb_hotplug_deregister_callback(context, callback);
        if (arrived) tell([](PrinterLink::Handlers const& handlers) { handlers.on_arrived(); });
    }

    asio::any_io_executor m_executor;
    PrinterLink::Handlers m_handlers;
    UsbChoice m_choice;
    std::string m_endpoint;
    std::thread m_thread;
    std::atomic<bool> m_closing = false;
    bool m_deaf = false;  ///< only touched on the owner's executor
    std::mutex m_mutex;
    libusb_context* m_context = nullptr;  ///< while it is served: whose wait a write interrupts
    std::string m_waiting;
    Handle m_handle;
    UsbPrinter m_printer;
};

class UsbPrinterLink : public PrinterLink {
  public:
    UsbPrinterLink(asio::any_io_executor executor, UsbChoice choice, std::string endpoint)
        : m_executor(std::move(executor)), m_choice(std::move(choice)), m_endpoint(std::move(endpoint)) {}
    ~UsbPrinterLink() override { UsbPrinterLink::close(); }
    void open(Handlers handlers) override {
        close();
        m_session = std::make_shared<Session>(m_executor, std::move(handlers), m_choice, m_endpoint);
        m_session->start();
    }
    void write(std::string bytes) override {
        if (m_session) m_session->write(bytes);
    }
    void close() override {
        if (m_session) m_session->close();
        m_session.reset();
    }

  private:
    asio::any_io_executor m_executor;
    UsbChoice m_choice;
    std::string m_endpoint;
    std::shared_ptr<Session> m_session;
};

std::optional<std::uint16_t> hex4(std::string const& text) {
    std::uint16_t value = 0;
    auto const [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (text.size() != 4 || bad != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

domain::Result<UsbChoice> parse_usb_choice(std::string const& text) {
    UsbChoice choice;
    if (text == "auto") return choice;
    auto const vendor = hex4(text.substr(0, 4));
    auto const product = text.size() >= 9 && text[4] == ':' ? hex4(text.substr(5, 4)) : std::nullopt;
    std::string const rest = text.size() > 9 ? text.substr(9) : "";
    bool const named = rest.empty() || (rest.size() > 1 && (rest[0] == ':' || rest[0] == '@'));
    if (!vendor || !product || !named)
        return Error{ErrorKind::bad_input, "vendor and product are four hex digits each", "usb:" + text,
                     "write usb:04b8:0202"};
    choice.vendor = *vendor;
    choice.product = *product;
    if (!rest.empty()) (rest[0] == ':' ? choice.serial : choice.path) = rest.substr(1);
    return choice;
}

std::unique_ptr<PrinterLink> make_usb_printer(asio::any_io_executor executor, UsbChoice choice,
                                              std::string endpoint) {
    return std::make_unique<UsbPrinterLink>(std::move(executor), std::move(choice), std::move(endpoint));
}

domain::Result<std::vector<UsbPrinter>> list_usb_printers() {
    libusb_context* raw = nullptr;
    if (int const code = libusb_init(&raw); code != 0) return usb_error(code, "usb", "starting libusb");
    Context const context(raw);
    DeviceList const list(raw);
    std::vector<UsbPrinter> found;
    for (libusb_device* device : list.devices()) {
        if (auto printer = inspect(device)) found.push_back(*printer);
    }
    return found;
}

}  // namespace bozhong::link
