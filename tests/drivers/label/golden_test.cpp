// Labels as they were last looked at by a person: where each element stands, and every dot. BOZHONG_BLESS=1
// writes what is drawn now as the new truth; a difference is left as pictures in build/…/artefacts/labels.

#include <algorithm>

#include "tests/drivers/label/support.h"

namespace {

using namespace bozhong;
using namespace bozhong::label_test;

/// Drawn now only, and drawn before only, side by side with what is drawn now.
std::string difference(label::Raster const& now, std::string const& golden_pbm) {
    std::size_t const header = golden_pbm.size() - std::min(golden_pbm.size(), now.bytes().size());
    label::Raster out(now.width(), now.height());
    for (int y = 0; y < now.height(); ++y)
        for (int x = 0; x < now.width(); ++x) {
            auto const at = header + static_cast<std::size_t>(y * now.row_bytes() + x / 8);
            bool const was = at < golden_pbm.size() &&
                             (static_cast<unsigned char>(golden_pbm[at]) >> (7 - x % 8) & 1) != 0;
            out.set(x, y, was != now.black(x, y));
        }
    return label::to_png(out);
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, LabelIsAsItWasLookedAt) {
    auto const layout = layout_of(record(GetParam()));
    auto const raster = label::draw(layout, fonts());
    std::string const text = label::describe(layout), picture = label::to_pbm(raster);
    std::string const golden = folder + "golden/" + GetParam();
    write_file(artefacts + GetParam() + ".png", label::to_png(raster));
    if (std::getenv("BOZHONG_BLESS") != nullptr) {
        write_file(golden + ".txt", text);
        write_file(golden + ".pbm", picture);
    }
    EXPECT_EQ(text, read_file(golden + ".txt"));
    std::string const was = read_file(golden + ".pbm");
    bool const same = picture == was;
    if (!same) write_file(artefacts + GetParam() + "-difference.png", difference(raster, was));
    EXPECT_TRUE(same) << "dots differ, see " << artefacts << GetParam() << "-difference.png";
}

INSTANTIATE_TEST_SUITE_P(Labels, Golden,
                         testing::Values("amaranth", "copy-preset-tare", "longest", "counted", "plain-code"),
                         [](auto const& which) {
                             std::string name = which.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

}  // namespace
