#include "ui/style/tokens.h"

#include <algorithm>
#include <cmath>

namespace bozhong::ui {

namespace {

constexpr Tokens dark{.bg = 0x0B0F0D,
                      .pan = 0x161D1A,
                      .key = 0x26302B,
                      .key_edge = 0x6A7B72,
                      .line = 0x33403A,
                      .ink = 0xF4F7F3,
                      .ink2 = 0xC2CDC6,
                      .ink3 = 0x93A199,
                      .go = 0x34DE87,
                      .go_bar = 0x1C8F55,
                      .go_flood = 0x06552E,
                      .go_second = 0xD6F5E3,
                      .confirm = 0x34DE87,
                      .on_confirm = 0x03170B,
                      .warn = 0xFFC42E,
                      .on_warn = 0x1A1200,
                      .on_warn_second = 0x3A2A00,
                      .warn_text = 0xFFC42E,
                      .stop = 0xFF8A7F,
                      .stop_flood = 0x9E0F17,
                      .stop_second = 0xFFE3E1,
                      .rec = 0x74C4FF,
                      .rec_flood = 0x0A4379,
                      .rec_second = 0xD5EAFF,
                      .fill = 0xDCE4DE,
                      .track = 0x26302B,
                      .off = 0x1B211E,
                      .plate = 0xFFFFFF,
                      .plate_ink = 0x0A0E0C,
                      .plate_edge = 0xFFFFFF,
                      .plate_second = 0x58655D,
                      .white = 0xFFFFFF};

constexpr Tokens light{.bg = 0xE4E8E2,
                       .pan = 0xFFFFFF,
                       .key = 0xFFFFFF,
                       .key_edge = 0x6C7A71,
                       .line = 0xBAC4BC,
                       .ink = 0x0C120F,
                       .ink2 = 0x37423C,
                       .ink3 = 0x58655D,
                       .go = 0x0A7D43,
                       .go_bar = 0x1E8A52,
                       .go_flood = 0x06552E,
                       .go_second = 0xD6F5E3,
                       .confirm = 0x06552E,
                       .on_confirm = 0xFFFFFF,
                       .warn = 0xFFC42E,
                       .on_warn = 0x1A1200,
                       .on_warn_second = 0x3A2A00,
                       .warn_text = 0x6A4700,
                       .stop = 0xB3121C,
                       .stop_flood = 0x9E0F17,
                       .stop_second = 0xFFE3E1,
                       .rec = 0x0A4F92,
                       .rec_flood = 0x0A4379,
                       .rec_second = 0xD5EAFF,
                       .fill = 0x3A4740,
                       .track = 0xDDE3DC,
                       .off = 0xD3D9D2,
                       .plate = 0xFFFFFF,
                       .plate_ink = 0x0A0E0C,
                       .plate_edge = 0x0A0E0C,
                       .plate_second = 0x58655D,
                       .white = 0xFFFFFF};

double luminance(Rgb colour) {
    auto const channel = [&](int shift) {
        double const part = ((colour >> shift) & 0xFF) / 255.0;
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
}

}  // namespace

Tokens const& tokens(Theme theme) {
    return theme == Theme::dark ? dark : light;
}

double contrast(Rgb a, Rgb b) {
    double const first = luminance(a), second = luminance(b);
    double const low = std::min(first, second), high = std::max(first, second);
    return (high + 0.05) / (low + 0.05);
}

}  // namespace bozhong::ui
