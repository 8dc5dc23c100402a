// Every template through every profile: the stream, drawn by the virtual printer on its paper, is the preview
// dot for dot.
#include "drivers/printer/encode.h"
#include "tests/drivers/label/on_paper.h"
#include "tests/drivers/label/support.h"

namespace {

using namespace bozhong;
using namespace bozhong::label_test;

class OnPaper : public testing::TestWithParam<std::string> {};

TEST_P(OnPaper, IsThePreviewDotForDot) {
    auto const& profile = *printer::find_profile(GetParam());
    int compared = 0;
    for (auto const& file : delivered_templates()) {
        auto const read = config::load_label_template(file, profile.dots_per_mm());
        ASSERT_TRUE(read.ok()) << read.error().text();
        if (read->width > profile.dots_wide) continue;
        auto content = record("copy-preset-tare");
        content.gtin = "06901234567892";
        content.origin = "云南";
        content.lines = "苋菜 4.05 斤\n小白菜 12.50 斤";
        auto const preview = label::render(*read, content, fonts());
        ASSERT_TRUE(preview.ok()) << preview.error().text();
        auto const encoded =
            printer::encode_label(profile, {preview->bytes(), preview->row_bytes(), preview->height()});
        ASSERT_TRUE(encoded.ok()) << encoded.error().text();
        EXPECT_EQ(encoded->dots_added, 0);
        auto const paper = printed(profile, encoded->bytes(), preview->height());
        EXPECT_FALSE(paper.across_gap) << file;
        int differing = 0;
        for (int y = 0; y < preview->height(); ++y)
            for (int x = 0; x < profile.dots_wide; ++x)
                differing += paper.rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] !=
                             preview->black(x - encoded->moved_right, y);
        EXPECT_EQ(differing, 0) << file;
        ++compared;
    }
    EXPECT_GE(compared, 1);
}

std::vector<std::string> ids() {
    std::vector<std::string> out;
    for (auto const& profile : printer::profiles()) out.emplace_back(profile.id);
    return out;
}
INSTANTIATE_TEST_SUITE_P(Profiles, OnPaper, testing::ValuesIn(ids()),
                         [](auto const& each) { return each.param; });

}  // namespace
