#pragma once
// How a simulated scale writes and hears. Made from the formats' descriptions alone: nothing here is shared
// with drivers/scale, so that a mistake there cannot agree with itself. Pure.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "station/domain/mass.h"

namespace bozhong::sim {

enum class ShownRange { ok, over, under, not_zeroed };

/// One update of the display, in units of its last digit.
struct Shown {
    domain::MassUnit unit = domain::MassUnit::kg;
    std::int64_t units = 0;  ///< net when a tare is active
    int decimals = 3;
    ShownRange range = ShownRange::ok;
    bool stable = true;
    bool net = false;
    std::int64_t tare_units = 0;
};

/// `greet` is a part of a conversation that is about no weight; its answer is the argument.
enum class Ask { zero, tare, clear_tare, preset_tare, read, stream, stop, greet, unknown };
struct Request {
    Ask ask;
    std::string argument;  ///< of preset_tare: "0.120 kg"; of read, where a format has several: which
};
enum class Outcome { done, not_now, above, below };

class ScaleWire {
  public:
    virtual ~ScaleWire() = default;
    /// The frame of a live weight.
    virtual std::string live(Shown const& shown) const = 0;
    /// The same frame with its check wrong, or with a character no such frame has.
    virtual std::string spoiled(std::string frame) const = 0;
    virtual bool streams_unasked() const { return true; }
    /// What the scale says by itself when it is switched on.
    virtual std::string power_up() const { return {}; }
    /// Requests completed by these bytes; keeps at most 64 bytes of an unfinished one.
    virtual std::vector<Request> hear(std::string_view) { return {}; }
    virtual std::string answer(Request const&, Outcome, Shown const&) const { return {}; }
};

using MakeWire = std::unique_ptr<ScaleWire> (*)();
/// One for each file encode_*.cpp: the protocols it can write.
struct WireEntry {
    std::string_view protocol;
    MakeWire make;
};
std::span<WireEntry const> and_wires();
std::span<WireEntry const> cas_wires();
std::span<WireEntry const> checkout_wires();
std::span<WireEntry const> dini_wires();
std::span<WireEntry const> hid_wires();
std::span<WireEntry const> indicator_wires();
std::span<WireEntry const> kern_wires();
std::span<WireEntry const> modbus_wires();
std::span<WireEntry const> nci_wires();
std::span<WireEntry const> ohaus_wires();
std::span<WireEntry const> radwag_wires();
std::span<WireEntry const> sartorius_wires();
std::span<WireEntry const> sics_wires();
std::span<WireEntry const> sma_wires();
std::span<WireEntry const> stgs_wires();
std::span<WireEntry const> toledo_checkout_wires();
std::span<WireEntry const> toledo_wires();
std::span<WireEntry const> yaohua_text_wires();
std::span<WireEntry const> yaohua_wires();

/// Null for a protocol that has no simulator.
std::unique_ptr<ScaleWire> make_scale_wire(std::string_view protocol);
/// A transmitter's on Modbus TCP; null when the protocol is no Modbus.
std::unique_ptr<ScaleWire> make_modbus_tcp_wire(std::string_view protocol, std::uint8_t unit);
/// The protocols that have one, sorted.
std::vector<std::string_view> scale_wire_protocols();
/// "mt_sics, stgs, …"
std::string scale_wire_names();

template <class Wire>
std::unique_ptr<ScaleWire> make_wire() {
    return std::make_unique<Wire>();
}

/// Collects bytes to lines that end with CR LF, CR or LF.
class LineEar {
  public:
    std::vector<std::string> hear(std::string_view bytes);

  private:
    std::string m_line;
};

/// Digits with a point, zero-padded on the left to `width` with '0' or ' '; no sign.
std::string padded(std::int64_t units, int decimals, std::size_t width, char pad);
/// The same with a minus in the first place of the width, if there is one.
std::string signed_padded(std::int64_t units, int decimals, std::size_t width, char pad);
/// As most frames write it: "kg", "g", "lb", "jin"; padded with blanks behind it to `width`.
std::string unit_text(Shown const& shown, std::size_t width = 0);
/// Exclusive or of all bytes.
int xor_of(std::string_view bytes);

}  // namespace bozhong::sim
