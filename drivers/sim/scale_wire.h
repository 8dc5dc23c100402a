#pragma once
// How a simulated scale writes and hears. Made from the formats' descriptions alone: nothing here is shared
// with drivers/scale, so that a mistake there cannot agree with itself. Pure.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bozhong::sim {

enum class ShownRange { ok, over, under, not_zeroed };

/// One update of the display, in units of its last digit; kilograms.
struct Shown {
    std::int64_t units = 0;  ///< net when a tare is active
    int decimals = 3;
    ShownRange range = ShownRange::ok;
    bool stable = true;
    bool net = false;
    std::int64_t tare_units = 0;
};

enum class Ask { zero, tare, clear_tare, preset_tare, read, stream, stop, unknown };
struct Request {
    Ask ask;
    std::string argument;  ///< of preset_tare: "0.120 kg"
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

std::unique_ptr<ScaleWire> yaohua_wire();
std::unique_ptr<ScaleWire> stgs_wire();
std::unique_ptr<ScaleWire> toledo_wire();
std::unique_ptr<ScaleWire> sics_wire();

/// Null for a protocol that has no simulator.
std::unique_ptr<ScaleWire> make_scale_wire(std::string_view protocol);
/// "mt_sics, stgs, …"
std::string scale_wire_names();

/// Collects bytes to lines that end with CR LF, CR or LF.
class LineEar {
  public:
    std::vector<std::string> hear(std::string_view bytes);

  private:
    std::string m_line;
};

/// Digits with a point, zero-padded on the left to `width` with '0' or ' '; no sign.
std::string padded(std::int64_t units, int decimals, std::size_t width, char pad);

}  // namespace bozhong::sim
