#pragma once
// Both pipes of an opened USB printer. A read is always under way, so that a write never waits for one: its
// first byte leaves as soon as the thread that owns the device is woken. That thread makes every call.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drivers/link/printer_link.h"

struct libusb_context;
struct libusb_device_handle;
struct libusb_transfer;

namespace bozhong::link {

struct UsbLoss {
    int code;  ///< of libusb
    std::string doing;
};

class UsbPipes {
  public:
    struct Tell {
        std::function<void(std::string)> read;
        std::function<void(std::size_t)> written;  ///< how much of what was queued the printer has taken
    };
    UsbPipes(libusb_context* context, libusb_device_handle* handle, UsbPrinter const& printer, Tell tell);
    /// Cancels what is under way and waits for it, a second at most.
    ~UsbPipes();
    UsbPipes(UsbPipes const&) = delete;
    UsbPipes& operator=(UsbPipes const&) = delete;

    void queue(std::string const& bytes) { m_unsent += bytes; }
    /// Keeps both pipes going until something happened, somebody interrupted libusb's events, or `wait` is
    /// over. What it returns is the end of the session.
    std::optional<UsbLoss> step(std::chrono::milliseconds wait);
    [[nodiscard]] bool writing() const { return !m_unsent.empty(); }
    /// The printer took nothing more of the last piece within its time.
    [[nodiscard]] bool stalled() const { return m_stalled; }

  private:
    struct FreeTransfer {
        void operator()(libusb_transfer* transfer) const;
    };
    struct Pipe {
        std::unique_ptr<libusb_transfer, FreeTransfer> transfer;
        unsigned char endpoint = 0;
        std::string doing;
        std::vector<unsigned char> buffer;
        bool under_way = false, halted = false;
    };
    void begin(Pipe& pipe, std::size_t size, unsigned patience_ms, void (*at_end)(libusb_transfer*));
    void ended(Pipe& pipe);
    void clear_halt(Pipe& pipe);
    void lose(Pipe const& pipe, int code);
    static void read_ended(libusb_transfer* transfer);
    static void write_ended(libusb_transfer* transfer);

    libusb_context* m_context;
    libusb_device_handle* m_handle;
    Tell m_tell;
    Pipe m_in, m_out;
    std::string m_unsent;
    bool m_stalled = false;
    int m_halts = 0;
    std::optional<UsbLoss> m_loss;
};

}  // namespace bozhong::link
