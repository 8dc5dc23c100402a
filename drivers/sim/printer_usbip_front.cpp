// A printer at the far end of USB/IP: Linux attaches it with `usbip attach` and drives it with its own USB
// stack. Documentation/usb/usbip_protocol.rst of the Linux kernel; all numbers big-endian.
#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <initializer_list>
#include <list>
#include <utility>

#include "drivers/sim/printer_front.h"

namespace bozhong::sim {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::uint32_t k_version = 0x0111;
constexpr std::uint32_t k_ask_list = 0x8005, k_list = 0x0005, k_ask_import = 0x8003, k_import = 0x0003;
constexpr std::uint32_t k_submit = 1, k_unlink = 2, k_submitted = 3, k_unlinked = 4;
constexpr std::uint32_t k_full_speed = 2;
constexpr char const* k_bus_id = "1-1";
constexpr std::size_t k_bus_id_size = 32, k_path_size = 256, k_header_size = 48;
/// More than this in one transfer, or more transfers at once, is no kernel: the session ends.
constexpr std::size_t k_transfer_max = 1U << 20, k_transfers_max = 64;
/// Answers that nobody fetches: the rest is lost, as in a device's own small memory.
constexpr std::size_t k_answers_max = 4096;

void put32(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
}
void put16(std::string& out, std::uint32_t value) {
    out += static_cast<char>(value >> 8 & 0xFF);
    out += static_cast<char>(value & 0xFF);
}
std::string padded(std::string text, std::size_t size) {
    text.resize(size);
    return text;
}

/// The device as both answers of the handshake describe it.
std::string described(UsbShape const& shape) {
    std::string out = padded("/sys/devices/bozhong/usb1/1-1", k_path_size) + padded(k_bus_id, k_bus_id_size);
    for (std::uint32_t value : {1U, 2U, k_full_speed}) put32(out, value);  // bus, device, speed
    for (std::uint32_t value : {std::uint32_t{shape.vendor}, std::uint32_t{shape.product}, 0x0100U})
        put16(out, value);
    // Class, subclass and protocol are the interface's; configuration 1 of 1, one interface.
    return out + std::string{0, 0, 0, 1, 1, 1};
}

struct Transfer {
    std::uint32_t number = 0;
    bool in = false;
    std::string bytes;     ///< OUT: what is to be taken
    std::size_t size = 0;  ///< OUT: of bytes; IN: room at the host
    std::size_t moved = 0;
};

class UsbipFront;

/// One caller: first the handshake, then, when it took the device, transfers.
class Session : public std::enable_shared_from_this<Session> {
  public:
    Session(PrinterFront::tcp::socket socket, std::shared_ptr<UsbipFront> front)
        : m_socket(std::move(socket)), m_front(std::move(front)) {}
    void begin();
    void end();
    /// Moves what can be moved between the pending transfers and the printer; true when the printer took
    /// some.
    bool carry(VirtualPrinter& printer, std::string& answers);

  private:
    template <class Then>
    void read(std::size_t size, Then then);
    void asked();
    void import();
    void next_header();
    void submitted();
    void queue(Transfer transfer);
    void unlinked(std::uint32_t number);
    void finish(Transfer const& transfer, std::int32_t status, std::string_view bytes = {});
    void say(std::string bytes);
    void write();
    [[nodiscard]] std::uint32_t word(std::size_t index) const;

    PrinterFront::tcp::socket m_socket;
    std::shared_ptr<UsbipFront> m_front;
    std::string m_read;  ///< what was read last
    std::string m_writing, m_waiting;
    std::list<Transfer> m_pending;
};

class UsbipFront final : public PrinterFront {
  public:
    UsbipFront(asio::any_io_executor const& executor, PrinterMake const& make, PaperTray tray, UsbShape shape)
        : PrinterFront(executor, make, std::move(tray)),
          m_shape(std::move(shape)),
          m_device_id(device_id(make)) {}

    void unplug() override {
        if (auto const session = std::exchange(m_attached, nullptr)) session->end();
        m_answers.clear();
    }

    [[nodiscard]] UsbShape const& shape() const { return m_shape; }
    std::optional<std::string> answer(UsbSetup const& setup) {
        return control_answer(m_shape, setup, m_device_id, printer().port_status());
    }
    /// False while another caller has it.
    bool attach(std::shared_ptr<Session> session) {
        if (m_attached || !printer().powered()) return false;
        m_attached = std::move(session);
        return true;
    }
    void left(Session const* session) {
        if (m_attached.get() == session) unplug();
    }

  private:
    void accepted(tcp::socket socket) override {
        auto self = std::static_pointer_cast<UsbipFront>(shared_from_this());
        std::make_shared<Session>(std::move(socket), std::move(self))->begin();
        accept();
    }
    void carry(std::string answers) override {
        if (!m_attached) return;
        m_answers += answers;
        m_answers.resize(std::min(m_answers.size(), k_answers_max));
        if (m_attached->carry(printer(), m_answers)) settle();
    }

    UsbShape m_shape;
    std::string m_device_id;
    std::shared_ptr<Session> m_attached;
    std::string m_answers;
};

void Session::begin() {
    read(8, [this] { asked(); });
}

void Session::end() {
    error_code ignored;
    m_socket.close(ignored);
    m_pending.clear();
}

template <class Then>
void Session::read(std::size_t size, Then then) {
    m_read.resize(size);
    asio::async_read(m_socket, asio::buffer(m_read),
                     [self = shared_from_this(), then](error_code error, std::size_t) mutable {
                         if (error) return self->m_front->left(self.get());
                         then();
                     });
}

std::uint32_t Session::word(std::size_t index) const {
    std::uint32_t value = 0;
    for (std::size_t i = 4 * index; i < 4 * index + 4; ++i)
        value = value << 8 | static_cast<unsigned char>(m_read[i]);
    return value;
}

void Session::asked() {
    std::uint32_t const version = word(0) >> 16, code = word(0) & 0xFFFF;
    if (version != k_version) return end();
    if (code == k_ask_import) return read(k_bus_id_size, [this] { import(); });
    if (code != k_ask_list) return end();
    std::string answer;
    put32(answer, k_version << 16 | k_list);
    put32(answer, 0);
    put32(answer, 1);
    UsbShape const& shape = m_front->shape();
    answer += described(shape);
    answer += {static_cast<char>(shape.interface_class), 1, static_cast<char>(shape.one_way ? 1 : 2), 0};
    say(std::move(answer));
    begin();
}

void Session::import() {
    bool const ours = m_read == padded(k_bus_id, k_bus_id_size);
    bool const taken = ours && m_front->attach(shared_from_this());
    constexpr std::uint32_t k_taken = 0, k_not_there = 1, k_busy = 2;
    std::string answer;
    put32(answer, k_version << 16 | k_import);
    put32(answer, taken ? k_taken : ours ? k_busy : k_not_there);
    if (taken) answer += described(m_front->shape());
    say(std::move(answer));
    taken ? next_header() : begin();
}

void Session::next_header() {
    read(k_header_size, [this] {
        if (word(0) == k_submit) return submitted();
        if (word(0) != k_unlink) return m_front->left(this);
        unlinked(word(5));
        next_header();
    });
}

void Session::submitted() {
    Transfer transfer{word(1), word(3) == 1, {}, word(6), 0};
    std::uint32_t const endpoint = word(4);
    std::size_t const size = transfer.size;
    UsbSetup setup{};
    for (std::size_t i = 0; i < setup.size(); ++i) setup[i] = static_cast<unsigned char>(m_read[40 + i]);
    if (transfer.size > k_transfer_max || m_pending.size() >= k_transfers_max) return m_front->left(this);
    auto begun = [this, transfer, endpoint, setup]() mutable {
        if (!transfer.in) transfer.bytes = m_read;
        if (endpoint != 0) {
            queue(std::move(transfer));
        } else if (auto const answer = m_front->answer(setup)) {
            transfer.moved = transfer.in ? std::min(answer->size(), transfer.size) : transfer.size;
            finish(transfer, 0, transfer.in ? *answer : std::string_view());
        } else {
            finish(transfer, -EPIPE);
        }
        next_header();
    };
    if (transfer.in || transfer.size == 0) {
        m_read.clear();
        return begun();
    }
    read(size, std::move(begun));
}

void Session::queue(Transfer transfer) {
    m_pending.push_back(std::move(transfer));
    m_front->settle();
}

bool Session::carry(VirtualPrinter& printer, std::string& answers) {
    bool took = false;
    for (auto it = m_pending.begin(); it != m_pending.end();) {
        Transfer& one = *it;
        if (one.in && !answers.empty()) {
            one.moved = std::min(one.size, answers.size());
            finish(one, 0, std::string_view(answers).substr(0, one.moved));
            answers.erase(0, one.moved);
            it = m_pending.erase(it);
            continue;
        }
        if (!one.in) {
            std::size_t const taken = std::min(one.size - one.moved, printer.room());
            printer.receive(std::string_view(one.bytes).substr(one.moved, taken));
            one.moved += taken;
            took = took || taken > 0;
            // The later ones wait behind it, as on the wire.
            if (one.moved == one.size) {
                finish(one, 0);
                it = m_pending.erase(it);
                continue;
            }
        }
        ++it;
    }
    return took;
}

/// What a cancelled transfer had moved must be known, as a host controller knows it, and only the answer to
/// the transfer has a place for it: it is answered first, its cancelling after it.
void Session::unlinked(std::uint32_t number) {
    auto const it =
        std::ranges::find_if(m_pending, [&](Transfer const& one) { return one.number == number; });
    std::int32_t status = 0;
    if (it != m_pending.end()) {
        if (it->moved > 0)
            finish(*it, -ECONNRESET);
        else
            status = -ECONNRESET;
        m_pending.erase(it);
    }
    std::string answer;
    for (std::uint32_t value : {k_unlinked, word(1), 0U, 0U, 0U, static_cast<std::uint32_t>(status)})
        put32(answer, value);
    say(padded(std::move(answer), k_header_size));
}

void Session::finish(Transfer const& transfer, std::int32_t status, std::string_view bytes) {
    std::string answer;
    for (std::uint32_t value : {k_submitted, transfer.number, 0U, 0U, 0U, static_cast<std::uint32_t>(status),
                                static_cast<std::uint32_t>(transfer.moved)})
        put32(answer, value);
    say(padded(std::move(answer), k_header_size) + std::string(bytes.substr(0, transfer.moved)));
}

void Session::say(std::string bytes) {
    m_waiting += bytes;
    write();
}

void Session::write() {
    if (!m_writing.empty() || m_waiting.empty()) return;
    m_writing = std::exchange(m_waiting, {});
    asio::async_write(m_socket, asio::buffer(m_writing),
                      [self = shared_from_this()](error_code error, std::size_t) {
                          self->m_writing.clear();
                          if (!error) self->write();
                      });
}

}  // namespace

std::shared_ptr<PrinterFront> make_usbip_front(asio::any_io_executor const& executor, PrinterMake make,
                                               PaperTray tray, UsbShape shape) {
    return std::make_shared<UsbipFront>(executor, std::move(make), std::move(tray), std::move(shape));
}

}  // namespace bozhong::sim
