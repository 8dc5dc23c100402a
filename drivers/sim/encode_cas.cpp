// CAS. Twenty-two bytes with binary device and lamp bytes: CI-600D p74, PDI p37. Commands of the CI-200 (D dd
// KZ) and of the CI-400 (dd MZ), which are echoed: CI-201A p42, CI-400 p105. The ENQ-ACK-DC1 conversation of
// cash registers with its check: AP-1 interface note, SW-II p15; the key commands of the Aclas OS2: OS2CX p19
// and p23.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

constexpr char device = '1';

std::string twenty_two(Shown const& shown) {
    bool const out = shown.range != ShownRange::ok;
    int lamps = 0x80;
    lamps += shown.stable && !out ? 0x40 : 0;
    lamps += shown.net ? 0x02 : 0x04;
    lamps += shown.units == 0 && !out ? 0x01 : 0;
    std::string frame = out ? "OL," : shown.stable ? "ST," : "US,";
    frame += shown.net ? "NT," : "GS,";
    frame += {device, static_cast<char>(lamps), ','};
    frame += out ? std::string(8, ' ') : signed_padded(shown.units, shown.decimals, 8, '0');
    return frame + " " + unit_text(shown, 2) + "\r\n";
}
std::string without_point(std::string frame) {
    if (frame.size() > 14) frame[14] = '\x15';
    return frame;
}

class TwentyTwo final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override { return twenty_two(shown); }
    std::string spoiled(std::string frame) const override { return without_point(std::move(frame)); }
};

/// Obeys both sets, whatever the device number.
class Commands final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override { return twenty_two(shown); }
    std::string spoiled(std::string frame) const override { return without_point(std::move(frame)); }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) {
            if (line.size() < 4) continue;
            std::string const name = line.substr(line.size() - 2);
            if (name == "KZ" || name == "MZ") out.push_back({Ask::zero, line});
            if (name == "KT" || name == "MT") out.push_back({Ask::tare, line});
            if (name == "KW" || name == "RW") out.push_back({Ask::read, line});
        }
        return out;
    }
    std::string answer(Request const& request, Outcome outcome, Shown const& shown) const override {
        if (request.ask == Ask::read) return live(shown);
        return outcome == Outcome::done ? request.argument + "\r\n" : "!\r\n";
    }

  private:
    LineEar m_ear;
};

class CashRegister final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        bool const out = shown.range != ShownRange::ok;
        std::string body(1, out ? 'F' : shown.stable ? 'S' : 'U');
        body += shown.range == ShownRange::over                       ? 'F'
                : shown.units < 0 || shown.range == ShownRange::under ? '-'
                                                                      : ' ';
        body += (out ? std::string("00.000") : padded(shown.units, shown.decimals, 6, '0')) +
                (shown.unit == domain::MassUnit::jin ? "SJ" : unit_text(shown, 2));
        return "\x01\x02" + body + static_cast<char>(xor_of(body)) + "\x03\x04";
    }
    std::string spoiled(std::string frame) const override {
        if (frame.size() == 15) frame[12] = static_cast<char>(frame[12] ^ 0x40);
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (char const c : bytes) {
            if (c == '\x05') out.push_back({Ask::greet, "\x06"});
            if (c == '\x11') out.push_back({Ask::read, {}});
            if (c == '<') m_key.clear();
            if (c >= ' ' && m_key.size() < 8) m_key.push_back(c);
            if (c != '\t') continue;
            if (m_key == "<ZK>") out.push_back({Ask::zero, {}});
            if (m_key == "<TK>") out.push_back({Ask::tare, {}});
            if (m_key == "<PB>") out.push_back({Ask::stream, {}});
            if (m_key == "<AL>") out.push_back({Ask::stop, {}});
            m_key.clear();
        }
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        if (request.ask == Ask::greet) return request.argument;
        return request.ask == Ask::read ? live(shown) : std::string();
    }

  private:
    std::string m_key;
};

}  // namespace

std::span<WireEntry const> cas_wires() {
    static constexpr WireEntry wires[] = {{"cas_22", make_wire<TwentyTwo>},
                                          {"cas_cmd", make_wire<Commands>},
                                          {"cas_ecr_soh", make_wire<CashRegister>}};
    return wires;
}

}  // namespace bozhong::sim
