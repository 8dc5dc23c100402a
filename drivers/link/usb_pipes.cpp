#include "drivers/link/usb_pipes.h"

#include <libusb.h>

#include <algorithm>

namespace bozhong::link {
namespace {

constexpr std::size_t k_chunk = 4096, k_answers = 512;
constexpr unsigned k_write_ms = 250, k_for_ever = 0;
constexpr int k_halts_most = 8;

timeval timeval_of(std::chrono::milliseconds wait) {
    auto const ms = std::max<std::int64_t>(wait.count(), 0);
    return {static_cast<time_t>(ms / 1000), static_cast<suseconds_t>(ms % 1000 * 1000)};
}

int code_of(libusb_transfer_status status) {
    switch (status) {
        case LIBUSB_TRANSFER_NO_DEVICE: return LIBUSB_ERROR_NO_DEVICE;
        case LIBUSB_TRANSFER_OVERFLOW: return LIBUSB_ERROR_OVERFLOW;
        case LIBUSB_TRANSFER_ERROR: return LIBUSB_ERROR_IO;
        default: return 0;
    }
}

}  // namespace

void UsbPipes::FreeTransfer::operator()(libusb_transfer* transfer) const {
    libusb_free_transfer(transfer);
}

UsbPipes::UsbPipes(libusb_context* context, libusb_device_handle* handle, UsbPrinter const& printer,
                   Tell tell)
    : m_context(context), m_handle(handle), m_tell(std::move(tell)) {
    m_in.endpoint = static_cast<unsigned char>(printer.in_endpoint);
    m_in.doing = "reading";
    m_in.buffer.resize(k_answers);
    m_out.endpoint = static_cast<unsigned char>(printer.out_endpoint);
    m_out.doing = "writing";
    m_out.buffer.resize(k_chunk);
    for (auto* pipe : {&m_in, &m_out}) pipe->transfer.reset(libusb_alloc_transfer(0));
}

UsbPipes::~UsbPipes() {
    for (auto* pipe : {&m_in, &m_out})
        if (pipe->under_way) libusb_cancel_transfer(pipe->transfer.get());
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    while ((m_in.under_way || m_out.under_way) && std::chrono::steady_clock::now() < end) {
        timeval wait = timeval_of(std::chrono::milliseconds(50));
        libusb_handle_events_timeout_completed(m_context, &wait, nullptr);
    }
    // The kernel still has it: it must stay where it is, and so must what it points to.
    for (auto* pipe : {&m_in, &m_out})
        if (pipe->under_way) (void)pipe->transfer.release(), (void)new auto(std::move(pipe->buffer));
}

std::optional<UsbLoss> UsbPipes::step(std::chrono::milliseconds wait) {
    for (auto* pipe : {&m_in, &m_out})
        if (pipe->halted) clear_halt(*pipe);
    if (m_in.endpoint != 0 && !m_in.under_way && !m_loss) begin(m_in, k_answers, k_for_ever, read_ended);
    if (!m_unsent.empty() && !m_out.under_way && !m_loss) {
        std::size_t const size = std::min(m_unsent.size(), k_chunk);
        std::copy_n(m_unsent.begin(), size, m_out.buffer.begin());
        begin(m_out, size, k_write_ms, write_ended);
    }
    if (m_loss) return m_loss;
    timeval most = timeval_of(wait);
    int const code = libusb_handle_events_timeout_completed(m_context, &most, nullptr);
    // Not waited for, and it would not be next time either: going on would be a loop without a rest.
    if (code != 0 && code != LIBUSB_ERROR_INTERRUPTED && !m_loss) m_loss = UsbLoss{code, "waiting"};
    return m_loss;
}

void UsbPipes::begin(Pipe& pipe, std::size_t size, unsigned patience_ms, void (*at_end)(libusb_transfer*)) {
    libusb_fill_bulk_transfer(pipe.transfer.get(), m_handle, pipe.endpoint, pipe.buffer.data(),
                              static_cast<int>(size), at_end, this, patience_ms);
    int const code = libusb_submit_transfer(pipe.transfer.get());
    pipe.under_way = code == 0;
    if (code != 0) lose(pipe, code);
}

void UsbPipes::ended(Pipe& pipe) {
    pipe.under_way = false;
    auto const status = pipe.transfer->status;
    pipe.halted = status == LIBUSB_TRANSFER_STALL;
    if (int const code = code_of(status); code != 0) lose(pipe, code);
}

void UsbPipes::read_ended(libusb_transfer* transfer) {
    auto& self = *static_cast<UsbPipes*>(transfer->user_data);
    self.ended(self.m_in);
    if (transfer->actual_length > 0)
        self.m_tell.read({reinterpret_cast<char const*>(transfer->buffer),
                          static_cast<std::size_t>(transfer->actual_length)});
}

/// What was taken counts whatever the status says: a timeout or an unplugging after half the bytes is the
/// rule.
void UsbPipes::write_ended(libusb_transfer* transfer) {
    auto& self = *static_cast<UsbPipes*>(transfer->user_data);
    self.ended(self.m_out);
    self.m_stalled = transfer->status == LIBUSB_TRANSFER_TIMED_OUT;
    auto const taken = static_cast<std::size_t>(std::max(transfer->actual_length, 0));
    self.m_unsent.erase(0, taken);
    if (taken > 0) self.m_tell.written(taken);
}

void UsbPipes::clear_halt(Pipe& pipe) {
    pipe.halted = false;
    if (libusb_clear_halt(m_handle, pipe.endpoint) != 0 || ++m_halts >= k_halts_most)
        lose(pipe, LIBUSB_ERROR_PIPE);
}

void UsbPipes::lose(Pipe const& pipe, int code) {
    if (!m_loss) m_loss = UsbLoss{code, pipe.doing};
}

}  // namespace bozhong::link
