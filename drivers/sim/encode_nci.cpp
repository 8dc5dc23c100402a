// NCI: SCP-01 and the cash register variant SCP-02. Manuals NCI 7800 p32, Avery Weigh-Tronix 7821 p25,
// Brecknell PS2000 p33, MT Diva p35-37. W, S, Z, T, each with CR; the answer is LF, weight, unit, CR LF,
// status bytes, CR ETX. SCP-01 fills the number with ^ above, _ below the range and - without a zero; SCP-02
// puts S before the status, writes the unit in capitals and gives the status alone when there is no weight at
// rest.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

/// Two bytes; a third when it has something to say (bit 6 of the one before announces it).
std::string status(Shown const& shown) {
    int first = 0x30, second = 0x30, third = 0x30;
    first += shown.stable ? 0 : 1;
    first += shown.range == ShownRange::ok && shown.units == 0 && !shown.net ? 2 : 0;
    second += shown.range == ShownRange::under ? 1 : 0;
    second += shown.range == ShownRange::over ? 2 : 0;
    third += shown.net ? 4 : 0;
    third += shown.range == ShownRange::not_zeroed ? 8 : 0;
    std::string out{static_cast<char>(first), static_cast<char>(second)};
    if (third != 0x30) {
        out[1] = static_cast<char>(second + 0x40);
        out.push_back(static_cast<char>(third));
    }
    return out;
}

std::string capitals(std::string text) {
    for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return text;
}

class Nci : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        return "\n" + number(shown) + unit_text(shown) + "\r\n" + status(shown) + "\r\x03";
    }
    std::string spoiled(std::string frame) const override {
        frame[frame.size() / 2] = '\x15';
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) {
            if (line == "W")
                out.push_back({Ask::read, {}});
            else if (line == "S")
                out.push_back({Ask::greet, {}});
            else if (line == "Z")
                out.push_back({Ask::zero, {}});
            else if (line == "T")
                out.push_back({Ask::tare, {}});
            else
                out.push_back({Ask::unknown, {}});
        }
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        if (request.ask == Ask::read) return live(shown);
        if (request.ask == Ask::unknown) return "\n?\r\x03";
        return status_alone(shown);
    }

  protected:
    virtual std::string status_alone(Shown const& shown) const { return "\n" + status(shown) + "\r\x03"; }

  private:
    static std::string number(Shown const& shown) {
        switch (shown.range) {
            case ShownRange::ok: break;
            case ShownRange::over: return std::string(8, '^');
            case ShownRange::under: return std::string(8, '_');
            case ShownRange::not_zeroed: return std::string(8, '-');
        }
        return signed_padded(shown.units, shown.decimals, 7, '0');
    }
    LineEar m_ear;
};

class NciRegister final : public Nci {
  public:
    std::string live(Shown const& shown) const override {
        if (!shown.stable || shown.units < 0 || shown.range != ShownRange::ok) return status_alone(shown);
        return "\n" + padded(shown.units, shown.decimals, 6, '0') + capitals(unit_text(shown)) + "\r\nS" +
               status(shown) + "\r\x03";
    }

  protected:
    std::string status_alone(Shown const& shown) const override {
        Shown told = shown;
        if (told.range == ShownRange::ok && told.units < 0) told.range = ShownRange::under;
        return "\nS" + status(told) + "\r\x03";
    }
};

}  // namespace

std::span<WireEntry const> nci_wires() {
    static constexpr WireEntry wires[] = {{"nci_scp01", make_wire<Nci>},
                                          {"nci_scp02_ecr", make_wire<NciRegister>}};
    return wires;
}

}  // namespace bozhong::sim
