// Modbus over a line or over TCP: another link below, the envelopes of modbus_frame.h between.

#include "drivers/link/makers.h"
#include "drivers/link/modbus_frame.h"

namespace bozhong::link {
namespace {

class ModbusLink final : public Link {
  public:
    ModbusLink(std::unique_ptr<Link> carrier, std::uint8_t unit, bool tcp, std::string endpoint)
        : m_carrier(std::move(carrier)), m_unit(unit), m_tcp(tcp), m_endpoint(std::move(endpoint)) {}
    void open(Handlers handlers) override {
        m_envelopes.clear();
        if (!m_tcp) return m_carrier->open(std::move(handlers));
        auto const upper = std::make_shared<Handlers>(std::move(handlers));
        m_carrier->open({upper->on_open,
                         [this, upper](std::span<std::byte const> bytes) { unwrap(bytes, *upper); },
                         upper->on_lost});
    }
    void send(std::string bytes) override {
        if (!m_tcp) return m_carrier->send(addressed(bytes, m_unit));
        m_envelopes.expect(++m_transaction);
        m_carrier->send(in_envelope(bytes, m_transaction, m_unit));
    }
    void close() override { m_carrier->close(); }

  private:
    /// The upper handler may end this object; nothing is touched after it.
    void unwrap(std::span<std::byte const> bytes, Handlers const& upper) {
        auto const frames = m_envelopes.take({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
        if (!frames) {
            m_carrier->close();
            return upper.on_lost(domain::Error{domain::ErrorKind::bad_input,
                                               "what answers there is no Modbus TCP", m_endpoint,
                                               "check host and port; a serial server wants tcp: or "
                                               "its own gateway mode"});
        }
        if (!frames->empty()) upper.on_bytes(std::as_bytes(std::span(frames->data(), frames->size())));
    }

    std::unique_ptr<Link> m_carrier;
    ModbusEnvelopes m_envelopes;
    std::uint16_t m_transaction = 0;
    std::uint8_t m_unit;
    bool m_tcp;
    std::string m_endpoint;
};

}  // namespace

std::unique_ptr<Link> make_modbus_link(boost::asio::any_io_executor executor, ModbusEndpoint endpoint,
                                       std::string const& text) {
    auto* const tcp = std::get_if<TcpEndpoint>(&endpoint.carrier);
    auto carrier = tcp != nullptr ? make_tcp_link(std::move(executor), std::move(*tcp), text)
                                  : make_serial_link(std::move(executor),
                                                     std::get<SerialEndpoint>(endpoint.carrier), text);
    return std::make_unique<ModbusLink>(std::move(carrier), endpoint.unit, tcp != nullptr, text);
}

}  // namespace bozhong::link
