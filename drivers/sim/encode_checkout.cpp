// Scales of counters. Dialog 06, MT Diva p54: the host opens with record 01 and a price, asks by EOT ENQ, and
// closes with EOT; NAK says that record 09 has the reason, which record 08 asks for. Dibal G310: 98, price,
// check, answered by 990, five digits of grams; DPOS400 p15: by 991 while it moves, and zeros when it is
// wrong. Adam CPWplus p14: G reads, Z tares, T only reports. Sterling 7600: the request comes back before the
// answer.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

class Dialog06 final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range == ShownRange::over) return reason("32");
        if (shown.range != ShownRange::ok || shown.units < 0) return reason("31");
        if (!shown.stable) return reason("20");
        return "\x02"
               "02\x1B"
               "3\x1B" +
               padded(shown.units, 0, 5, '0') + "\x1B" + m_price + "\x1B" +
               padded(std::stoll(m_price) * shown.units / 1000, 0, 6, '0') + "\x03";
    }
    std::string spoiled(std::string frame) const override {
        frame[frame.size() / 2] = '\x15';
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (char const c : bytes) {
            if (c == '\x04') m_heard.clear();
            if (m_heard.size() < 64) m_heard.push_back(c);
            if (m_heard == "\x04\x05") out.push_back({Ask::read, "weight"});
            if (m_heard ==
                "\x04\x02"
                "08\x03")
                out.push_back({Ask::read, "reason"});
            if (c == '\x03' && m_heard.rfind("\x04\x02"
                                             "01\x1B",
                                             0) == 0) {
                m_price = m_heard.substr(5, 6);
                bool const good =
                    m_price.size() == 6 && m_price.find_first_not_of("0123456789") == std::string::npos;
                if (!good) m_price = "000000";
                out.push_back({Ask::greet, good ? "\x06" : "\x15"});
            }
        }
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        if (request.ask == Ask::greet) return request.argument;
        bool const ready = shown.range == ShownRange::ok && shown.stable && shown.units >= 0;
        return request.argument == "weight" && !ready ? "\x15" : live(shown);
    }

  private:
    static std::string reason(std::string const& code) {
        return "\x02"
               "09\x1B" +
               code + "\x03";
    }
    std::string m_heard, m_price = "000000";
};

class Dibal final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        bool const wrong = shown.range != ShownRange::ok || shown.units < 0;
        std::string const weight = padded(wrong ? 0 : shown.units, 0, 5, '0');
        std::string const body =
            shown.stable && !wrong ? "990" + weight + "0000000" : "991" + weight + "1000000";
        return body + static_cast<char>(xor_of(body)) + "\r\n";
    }
    std::string spoiled(std::string frame) const override {
        if (frame.size() == 18) frame[15] = static_cast<char>(frame[15] ^ 1);
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) {
            bool const right =
                line.size() == 8 && line.rfind("98", 0) == 0 && xor_of(line.substr(0, 7)) == line[7];
            if (right) out.push_back({Ask::read, {}});
        }
        return out;
    }
    std::string answer(Request const&, Outcome, Shown const& shown) const override { return live(shown); }

  private:
    LineEar m_ear;
};

class Adam final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range != ShownRange::ok) return {};
        return std::string(shown.net ? "N/W  " : "G/W  ") + (shown.units < 0 ? "- " : "+ ") +
               padded(shown.units, shown.decimals, 0, ' ') + " " + unit_text(shown) + "\r\n";
    }
    std::string spoiled(std::string frame) const override {
        if (frame.size() > 9) frame[9] = '\x15';
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) {
            if (line == "G") out.push_back({Ask::read, {}});
            if (line == "Z") out.push_back({Ask::tare, {}});
        }
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        return request.ask == Ask::read ? live(shown) : std::string();
    }

  private:
    LineEar m_ear;
};

class Sterling final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range != ShownRange::ok || shown.units < 0) return {};
        auto const gross = shown.net ? shown.units + shown.tare_units : shown.units;
        return "Gross" + padded(gross, shown.decimals, 8, ' ') + " " + unit_text(shown) + "\r\n";
    }
    std::string spoiled(std::string frame) const override {
        if (frame.size() > 9) frame[9] = '\x15';
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) {
            if (line == "SGW") out.push_back({Ask::read, line});
        }
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        return request.argument + live(shown);
    }

  private:
    LineEar m_ear;
};

}  // namespace

std::span<WireEntry const> checkout_wires() {
    static constexpr WireEntry wires[] = {{"dialog06", make_wire<Dialog06>},
                                          {"dibal_98", make_wire<Dibal>},
                                          {"adam_cpw", make_wire<Adam>},
                                          {"sterling_echo", make_wire<Sterling>}};
    return wires;
}

}  // namespace bozhong::sim
