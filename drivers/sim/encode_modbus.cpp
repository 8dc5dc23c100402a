// Weighing transmitters over Modbus RTU, station 1: a table of registers that is read, and one that commands.
// Laumas TLU (TLU p30, LCB p3): 40007 status, 40008-9 gross, 40010-11 net, magnitudes. General Measure
// GM8802F-2 (p20): 40001-2 signed, 40003-4 status; out of range the weight is a word. Dini DGT4X (p13, p57):
// input registers gross, net, status; 40001 commands. Yaohua A33E: floats at 6 (net) and 8 (gross). Anything
// else is answered by exception 02, a wrong check by nothing.

#include <array>
#include <cstring>
#include <map>

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

constexpr char station = 1;

std::string with_check(std::string bytes) {
    unsigned crc = 0xFFFF;
    for (char const c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 1u) != 0 ? crc >> 1 ^ 0xA001u : crc >> 1;
    }
    bytes += {static_cast<char>(crc & 0xFF), static_cast<char>(crc >> 8)};
    return bytes;
}

unsigned word(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]) * 256u + static_cast<unsigned char>(bytes[at + 1]);
}

using Table = std::map<unsigned, unsigned>;  ///< register, counted from 0, to its value

void put_pair(Table& table, unsigned at, std::uint32_t value) {
    table[at] = value >> 16;
    table[at + 1] = value & 0xFFFFu;
}

/// Reads with functions 03 and 04, commands with 06; what is where the model says.
class Transmitter : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        return answer({Ask::read, whole()}, Outcome::done, shown);
    }
    std::string spoiled(std::string frame) const override {
        if (frame.size() > 3) frame[3] = static_cast<char>(frame[3] ^ 0x40);
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        constexpr std::size_t length = 8;
        std::vector<Request> out;
        for (char const c : bytes) {
            m_heard.push_back(c);
            if (m_heard.size() > length) m_heard.erase(0, 1);
            if (m_heard.size() < length || m_heard[0] != station ||
                with_check(m_heard.substr(0, 6)) != m_heard)
                continue;
            out.push_back(m_heard[1] == 6 ? commanded(m_heard) : Request{Ask::read, m_heard});
            m_heard.clear();
        }
        return out;
    }
    std::string answer(Request const& request, Outcome outcome, Shown const& shown) const override {
        char const function = request.argument[1];
        if (function == 6) return outcome == Outcome::done ? request.argument : exception(function, 4);
        unsigned const begin = word(request.argument, 2), count = word(request.argument, 4);
        auto const table = registers(shown);
        std::string data;
        for (unsigned at = begin; at < begin + count; ++at) {
            auto const found = table.find(at);
            if (function != reads_by() || found == table.end()) return exception(function, 2);
            data += {static_cast<char>(found->second >> 8), static_cast<char>(found->second & 0xFF)};
        }
        return with_check(std::string{station, function, static_cast<char>(data.size())} + data);
    }

  protected:
    virtual Table registers(Shown const& shown) const = 0;
    virtual char reads_by() const { return 3; }
    /// How many of them, from the first on, tell the weight.
    virtual std::size_t telling() const { return registers({}).size(); }
    virtual Ask command(unsigned, unsigned) const { return Ask::unknown; }

  private:
    Request commanded(std::string const& heard) const {
        return {command(word(heard, 2), word(heard, 4)), heard};
    }
    static std::string exception(char function, char code) {
        return with_check({station, static_cast<char>(function | 0x80), code});
    }
    /// A question for all registers there are.
    std::string whole() const {
        auto const table = registers({});
        auto const first = table.begin()->first;
        return {station, reads_by(), '\0', static_cast<char>(first), '\0', static_cast<char>(telling())};
    }
    std::string m_heard;
};

std::uint32_t magnitude(std::int64_t units) {
    return static_cast<std::uint32_t>(units < 0 ? -units : units);
}
std::int64_t gross_of(Shown const& shown) {
    return shown.net ? shown.units + shown.tare_units : shown.units;
}

class Laumas final : public Transmitter {
    Table registers(Shown const& shown) const override {
        auto const gross = gross_of(shown);
        unsigned status = 0;
        status |= shown.range == ShownRange::not_zeroed ? 1u << 0 : 0;
        status |= shown.range == ShownRange::over ? 1u << 2 : 0;
        status |= gross < 0 ? 1u << 7 : 0;
        status |= shown.units < 0 ? 1u << 8 : 0;
        status |= shown.net ? 1u << 10 : 0;
        status |= shown.stable ? 1u << 11 : 0;
        status |= gross == 0 ? 1u << 12 : 0;
        Table out{{6, status}};
        put_pair(out, 7, magnitude(gross));
        put_pair(out, 9, magnitude(shown.units));
        return out;
    }
};

class GeneralMeasure final : public Transmitter {
    Table registers(Shown const& shown) const override {
        bool const out_of_range = shown.range == ShownRange::over || shown.range == ShownRange::under;
        bool const minus = shown.range == ShownRange::under || shown.units < 0;
        unsigned status = 1u << 5;
        status |= shown.stable ? 1u << 0 : 0;
        status |= out_of_range ? 1u << 1 : 0;
        status |= shown.units == 0 ? 1u << 2 : 0;
        status |= minus ? 1u << 3 : 0;
        Table out;
        std::uint32_t weight = static_cast<std::uint32_t>(shown.units);
        if (out_of_range) weight = 0x7F4F464Cu;                           // 7F "OFL"
        if (shown.range == ShownRange::not_zeroed) weight = 0x7F455252u;  // 7F "ERR"
        put_pair(out, 0, weight);
        put_pair(out, 2, status);
        return out;
    }
};

class DiniTransmitter final : public Transmitter {
    Table registers(Shown const& shown) const override {
        auto const gross = gross_of(shown);
        unsigned status = 0;
        status |= shown.units < 0 && shown.net ? 1u << 0 : 0;
        status |= gross < 0 ? 1u << 1 : 0;
        status |= shown.stable ? 1u << 2 : 0;
        status |= shown.range == ShownRange::under ? 1u << 3 : 0;
        status |= shown.range == ShownRange::over ? 1u << 4 : 0;
        status |= shown.net ? 1u << 5 : 0;
        status |= gross == 0 ? 1u << 7 : 0;
        Table out{{4, status}};
        put_pair(out, 0, magnitude(gross));
        put_pair(out, 2, magnitude(shown.units));
        return out;
    }
    char reads_by() const override { return 4; }
    Ask command(unsigned where, unsigned code) const override {
        if (where != 0) return Ask::unknown;
        return code == 1 ? Ask::zero : code == 2 ? Ask::tare : Ask::unknown;
    }
};

class A33e final : public Transmitter {
    std::size_t telling() const override { return 2; }
    Table registers(Shown const& shown) const override {
        Table out;
        put_pair(out, 6, bits(shown.units, shown.decimals));
        put_pair(out, 8, bits(gross_of(shown), shown.decimals));
        return out;
    }
    /// The device itself sends binary floating point.
    static std::uint32_t bits(std::int64_t units, int decimals) {
        float divisor = 1.0F;
        for (int i = 0; i < decimals; ++i) divisor *= 10.0F;
        // One division of two exact numbers rounds once, to the float nearest to the decimal.
        float const value = static_cast<float>(units) / divisor;
        std::uint32_t out = 0;
        std::memcpy(&out, &value, sizeof out);
        return out;
    }
};

/// The same transmitter on Modbus TCP: transaction, 0000, length, unit, function and data, no check. MODBUS
/// messaging on TCP/IP implementation guide V1.0b. Another unit is not there; what is no such envelope ends
/// what was heard.
class Envelope final : public ScaleWire {
  public:
    Envelope(std::unique_ptr<ScaleWire> inside, std::uint8_t unit)
        : m_inside(std::move(inside)), m_unit(unit) {}
    std::string live(Shown const& shown) const override {
        return enveloped(std::string(2, '\0'), m_inside->live(shown));
    }
    /// Without a check a changed figure would be another weight; this is no Modbus any more.
    std::string spoiled(std::string frame) const override {
        if (frame.size() > 2) frame[2] = '\x40';
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        constexpr std::size_t head = 6, longest = 58;
        std::vector<Request> out;
        m_heard += bytes;
        while (m_heard.size() >= head) {
            std::size_t const length = word(m_heard, 4);
            if (word(m_heard, 2) != 0 || length < 2 || length > longest) {
                m_heard.clear();
                break;
            }
            if (m_heard.size() < head + length) break;
            if (static_cast<std::uint8_t>(m_heard[head]) == m_unit) {
                auto const asked = station + m_heard.substr(head + 1, length - 1);
                for (Request& request : m_inside->hear(with_check(asked)))
                    out.push_back({request.ask, m_heard.substr(0, 2) + request.argument});
            }
            m_heard.erase(0, head + length);
        }
        return out;
    }
    std::string answer(Request const& request, Outcome outcome, Shown const& shown) const override {
        return enveloped(request.argument.substr(0, 2),
                         m_inside->answer({request.ask, request.argument.substr(2)}, outcome, shown));
    }

  private:
    std::string enveloped(std::string out, std::string const& rtu) const {
        std::string const told = rtu.substr(1, rtu.size() - 3);  // neither address nor check
        out += {'\0', '\0', '\0', static_cast<char>(told.size() + 1), static_cast<char>(m_unit)};
        return out + told;
    }
    std::unique_ptr<ScaleWire> m_inside;
    std::uint8_t m_unit;
    std::string m_heard;
};

}  // namespace

std::unique_ptr<ScaleWire> make_modbus_tcp_wire(std::string_view protocol, std::uint8_t unit) {
    for (auto const& entry : modbus_wires())
        if (entry.protocol == protocol) return std::make_unique<Envelope>(entry.make(), unit);
    return nullptr;
}

std::span<WireEntry const> modbus_wires() {
    static constexpr WireEntry wires[] = {{"modbus_laumas", make_wire<Laumas>},
                                          {"modbus_gm", make_wire<GeneralMeasure>},
                                          {"modbus_dini", make_wire<DiniTransmitter>},
                                          {"modbus_a33e", make_wire<A33e>}};
    return wires;
}

}  // namespace bozhong::sim
