// Indicators that only stream. Rinstrum FMT_1, R320 p44: 02, sign, seven, one letter, 03; motion hides gross
// and net; FMT_2: four letters and the unit, blank while it moves. Rice Lake, 480 and 482 p33: 02, polarity,
// seven, unit letter, G or N, status, CR LF. Gram Z3 PC0 p17: 02, status 20h + bits, sign, seven, unit in
// two, CR 03. T-Scale NHB and QHW as captured: eight digits, unit in three or in two. DIGI DI-600 p24:
// [stable byte, CR], 0, net, CR, 4, tare, CR LF. FF and BCD, as blog.gitcode.com describes it.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

class StreamOnly : public ScaleWire {
  public:
    /// A character that no number has, in its middle.
    std::string spoiled(std::string frame) const override {
        if (frame.size() > 7) frame[7] = '\x15';
        return frame;
    }
};

/// Rinstrum's status letter; what a weight within range is, each format says in its own way.
char rinstrum_letter(ShownRange range, char within) {
    switch (range) {
        case ShownRange::over: return 'O';
        case ShownRange::under: return 'U';
        case ShownRange::not_zeroed: return 'E';
        case ShownRange::ok: break;
    }
    return within;
}

class Rinstrum final : public StreamOnly {
  public:
    std::string live(Shown const& shown) const override {
        char const letter = rinstrum_letter(shown.range, !shown.stable ? 'M' : shown.net ? 'N' : 'G');
        return "\x02" + std::string(shown.units < 0 ? "-" : " ") +
               padded(shown.units, shown.decimals, 7, ' ') + letter + "\x03";
    }
};

class RinstrumUnits final : public StreamOnly {
  public:
    std::string live(Shown const& shown) const override {
        std::string const unit = shown.stable ? unit_text(shown) : "";
        char const letter = rinstrum_letter(shown.range, shown.net ? 'N' : 'G');
        return "\x02" + std::string(shown.units < 0 ? "-" : " ") +
               padded(shown.units, shown.decimals, 7, ' ') + letter + (shown.stable ? " " : "M") +
               (shown.units == 0 && !shown.net ? "Z" : " ") + "-" + std::string(3 - unit.size(), ' ') + unit +
               "\x03";
    }
};

/// Blank for one that this format does not name.
char letter(domain::MassUnit unit) {
    if (unit == domain::MassUnit::kg) return 'K';
    if (unit == domain::MassUnit::g) return 'G';
    return unit == domain::MassUnit::lb ? 'L' : ' ';
}

class RiceLake final : public StreamOnly {
  public:
    std::string live(Shown const& shown) const override {
        std::string weight = padded(shown.units, shown.decimals, 7, ' ');
        if (shown.range == ShownRange::over) weight = "^^^^^^^";
        if (shown.range == ShownRange::under) weight = "]]]]]]]";
        bool const out = shown.range == ShownRange::over || shown.range == ShownRange::under;
        char const status = shown.range == ShownRange::not_zeroed ? 'I'
                            : out                                 ? 'O'
                            : shown.stable                        ? ' '
                                                                  : 'M';
        return "\x02" + std::string(shown.units < 0 && !out ? "-" : " ") + weight + letter(shown.unit) +
               (shown.net ? "N" : "G") + status + "\r\n";
    }
};

class Gram final : public StreamOnly {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range != ShownRange::ok) return {};
        int status = 0x20 + (shown.net ? 0x02 : 0x01);
        status += shown.units == 0 && !shown.net ? 0x08 : 0;
        status += shown.stable ? 0x40 : 0;
        return "\x02" + std::string(1, static_cast<char>(status)) + (shown.units < 0 ? "-" : " ") +
               padded(shown.units, shown.decimals, 7, ' ') + unit_text(shown, 2) + "\r\x03";
    }
};

std::string header(Shown const& shown) {
    std::string out = shown.range != ShownRange::ok ? "OL," : shown.stable ? "ST," : "US,";
    return out + (shown.net ? "NT" : "GS");
}
std::string eight(Shown const& shown) {
    if (shown.range == ShownRange::under) return "-       ";
    if (shown.range != ShownRange::ok) return "        ";
    std::string number = (shown.units < 0 ? "-" : "") + padded(shown.units, shown.decimals, 0, ' ');
    number.insert(0, 8 - number.size(), ' ');
    return number;
}

class Nhb final : public StreamOnly {
  public:
    std::string live(Shown const& shown) const override {
        return header(shown) + eight(shown) + unit_text(shown, 3) + "\r\n";
    }
};
class Qhw final : public StreamOnly {
  public:
    std::string live(Shown const& shown) const override {
        return header(shown) + "," + eight(shown) + unit_text(shown, 2) + "\r\n";
    }
};

class Digi final : public StreamOnly {
  public:
    std::string live(Shown const& shown) const override {
        std::string const stable{shown.stable ? '\x00' : '\x01', '\r'};
        if (shown.range == ShownRange::over) return "0OV00000\r4???????\r\n";
        if (shown.range != ShownRange::ok) return {};
        return stable + "0" + signed_padded(shown.units, shown.decimals, 7, '0') + "\r4" +
               padded(shown.tare_units, shown.decimals, 7, '0') + "\r\n";
    }
};

class FfBcd final : public StreamOnly {
  public:
    std::string live(Shown const& shown) const override {
        int status = 1 + shown.decimals;
        status += shown.units < 0 ? 0x20 : 0;
        status += shown.stable ? 0x40 : 0;
        status += shown.range != ShownRange::ok ? 0x80 : 0;
        std::string frame{'\xFF', static_cast<char>(status)};
        auto rest = shown.units < 0 ? -shown.units : shown.units;
        for (int pair = 0; pair < 3; ++pair, rest /= 100)
            frame.push_back(static_cast<char>(rest / 10 % 10 * 16 + rest % 10));
        return frame;
    }
    std::string spoiled(std::string frame) const override {
        frame[3] = '\xFA';  // not a decimal digit
        return frame;
    }
};

}  // namespace

std::span<WireEntry const> indicator_wires() {
    static constexpr WireEntry wires[] = {
        {"rinstrum_fmt1", make_wire<Rinstrum>},   {"rinstrum_fmt2", make_wire<RinstrumUnits>},
        {"ricelake_stream", make_wire<RiceLake>}, {"gram_pc0", make_wire<Gram>},
        {"tscale_nhb", make_wire<Nhb>},           {"tscale_qhw", make_wire<Qhw>},
        {"digi_di600", make_wire<Digi>},          {"ff_bcd5", make_wire<FfBcd>},
    };
    return wires;
}

}  // namespace bozhong::sim
