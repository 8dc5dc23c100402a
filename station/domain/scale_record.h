#pragma once
// What is known of one physical scale. A weighing keeps the version it was made under.

#include <cstdint>
#include <optional>
#include <string>

#include "station/domain/mass.h"
#include "station/domain/time.h"

namespace bozhong::domain {

/// Which evidence makes a reading stable. The scale's own flag is the legal one; time may only add to it.
enum class StabilityRule { flag, time, flag_and_time };

struct ScaleRecord {
    std::string id;        ///< text id, unique in the warehouse
    int version = 1;       ///< rises with every change of the record
    std::string protocol;  ///< "yaohua_tf0", …
    std::string endpoint;  ///< "tcp:127.0.0.1:4001", "serial:/dev/ttyUSB0?9600,8N1"
    std::string accuracy_class = "III";
    Mass e = grams(5);     ///< verified division
    Mass d = grams(5);     ///< displayed division
    Mass max = grams(15'000);
    int minimum_factor = 20;  ///< minimum load = factor × e, judged on gross
    bool verified = false;
    std::string serial_number;
    std::string firmware;
    std::int64_t calibration_counter = 0;
    std::int64_t configuration_counter = 0;
    std::string next_verification;          ///< date, may be empty
    std::string unit;                       ///< unit of frames that carry none; empty = must not be used
    bool frames_name_unit = false;          ///< the protocol's frames carry their unit
    milliseconds display_period{100};       ///< one update of the scale's display
    milliseconds expected_interval{100};    ///< between two frames or answers
    StabilityRule stability = StabilityRule::flag;
    bool sends_tare_command = false;        ///< station may send tare to this scale
    int check_every_hours = 0;              ///< a good check weighing is due this often; 0 = never asked for
    bool check_blocks = false;              ///< nothing is captured while one is due

    [[nodiscard]] Mass minimum() const { return e * minimum_factor; }
    friend bool operator==(ScaleRecord const&, ScaleRecord const&) = default;
};

/// What a check weighing may be off: in service twice the error of the first verification (OIML R 76, class III), 1 e
/// up to 500 e, 2 e up to 2,000 e, 3 e beyond.
inline Mass allowed_error(Mass e, Mass load) {
    return e * (load <= e * 500 ? 1 : load <= e * 2'000 ? 2 : 3);
}

}  // namespace bozhong::domain
