#pragma once
// Lays the form of a frame over bytes. Pure; inside drivers/scale.

#include <optional>
#include <string_view>
#include <vector>

#include "drivers/scale/description.h"

namespace bozhong::scale {

/// Where a field's bytes are in the frame.
struct Place {
    std::size_t at = 0, length = 0;
};
struct FrameFit {
    enum class State { whole, more, none, wrong_check } state;
    std::size_t bytes = 0;
    std::vector<Place> places;  ///< one a field, when whole
};
/// `more`: the bytes end before the frame does. Never `none` for bytes that could go on to become a frame.
FrameFit fit_frame(FrameForm const& form, std::string_view bytes);

/// The reading of a frame that fits; nothing when what stands in it is no weight though it does not say so.
std::optional<ScaleEvent> read_frame(FrameForm const& form, FrameFit const& fit, std::string_view bytes,
                                     std::string_view default_unit);

}  // namespace bozhong::scale
