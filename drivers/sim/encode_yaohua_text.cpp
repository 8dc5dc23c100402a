// The texts of Yaohua indicators. Reversed and forward "=" frames: XK3190-A26 p12-13, DS3 p9. "ww" lines: CAS
// DH p6, XK3190-A12; they obey the single letters R, T and Z. "WG" lines with a check: XK3190-A12(E) p13.
// None tells whether the weight rests; only WG tells that it is out of range, the others stay silent then.

#include <algorithm>

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

/// A character that no such frame has, in the middle of the digits.
std::string broken(std::string frame) {
    if (frame.size() > 5) frame[5] = '\x15';
    return frame;
}

class EqualsReversed final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range != ShownRange::ok) return {};
        std::string digits = padded(shown.units, shown.decimals, 7, '0');
        std::reverse(digits.begin(), digits.end());
        return "=" + digits + (shown.units < 0 ? '-' : '0');
    }
    std::string spoiled(std::string frame) const override { return broken(std::move(frame)); }
};

class EqualsForward final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range != ShownRange::ok) return {};
        return std::string("=") + (shown.units < 0 ? '-' : '0') + padded(shown.units, shown.decimals, 7, '0');
    }
    std::string spoiled(std::string frame) const override { return broken(std::move(frame)); }
};

class TwoLetters final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range != ShownRange::ok) return {};
        return (shown.net ? "wn" : "ww") + signed_padded(shown.units, shown.decimals, 7, '0') +
               unit_text(shown, 2) + "\r\n";
    }
    std::string spoiled(std::string frame) const override { return broken(std::move(frame)); }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (char const c : bytes) {
            if (c == 'R') out.push_back({Ask::read, {}});
            if (c == 'T') out.push_back({Ask::tare, {}});
            if (c == 'Z') out.push_back({Ask::zero, {}});
        }
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        return request.ask == Ask::read ? live(shown) : std::string();
    }
};

class CheckedText final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        switch (shown.range) {
            case ShownRange::ok: break;
            case ShownRange::over: return checked("         OL");
            case ShownRange::under: return checked("         LO");
            case ShownRange::not_zeroed: return {};
        }
        return checked((shown.net ? "WN" : "WG") + signed_padded(shown.units, shown.decimals, 7, '0') +
                       unit_text(shown, 2));
    }
    std::string spoiled(std::string frame) const override {
        if (frame.size() == 15) frame[12] = frame[12] == '0' ? '1' : '0';
        return frame;
    }

  private:
    static std::string checked(std::string const& body) {
        constexpr char const* digits = "0123456789ABCDEF";
        int const sum = xor_of(body);
        return body + digits[sum / 16] + digits[sum % 16] + "\r\n";
    }
};

}  // namespace

std::span<WireEntry const> yaohua_text_wires() {
    static constexpr WireEntry wires[] = {{"yaohua_a12e_wg", make_wire<CheckedText>},
                                          {"yaohua_eq_forward", make_wire<EqualsForward>},
                                          {"yaohua_eq_reversed", make_wire<EqualsReversed>},
                                          {"yaohua_ww", make_wire<TwoLetters>}};
    return wires;
}

}  // namespace bozhong::sim
