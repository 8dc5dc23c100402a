// Settings of a station (first byte even) and of a hub, as somebody edited them.
#include "config/hub_settings.h"
#include "config/station_settings.h"
#include "tests/fuzz/text_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace bozhong;
    if (size == 0) return 0;
    auto const text = fuzz::text_of(data + 1, size - 1);
    if (data[0] % 2 == 0)
        (void)config::parse_station(text, "station.toml", {{"mt_sics"}, {"escpos_80_label"}});
    else
        (void)config::parse_hub(text, "hub.toml");
    return 0;
}
