// Every template through every profile: the stream, drawn by the virtual printer on its paper, is the preview
// dot for dot.
#include "drivers/printer/encode.h"
#include "drivers/sim/virtual_printer.h"
#include "tests/drivers/label/support.h"

namespace {

using namespace bozhong;
using namespace bozhong::label_test;

sim::PrinterLanguage language_of(printer::Language language) {
    switch (language) {
        case printer::Language::escpos: return sim::PrinterLanguage::escpos;
        case printer::Language::tspl: return sim::PrinterLanguage::tspl;
        case printer::Language::zpl: return sim::PrinterLanguage::zpl;
        case printer::Language::cpcl: return sim::PrinterLanguage::cpcl;
    }
    std::abort();
}

sim::PrintedLabel printed(printer::Profile const& profile, std::string const& bytes, int rows) {
    sim::PrinterMake make;
    make.language = language_of(profile.language);
    make.dots_wide = profile.dots_wide;
    make.dots_per_mm = profile.dots_per_mm();
    make.label_rows = rows;
    make.gap_rows = 2 * profile.dots_per_mm();
    sim::VirtualPrinter paper(make);
    for (std::size_t at = 0; at < bytes.size(); at += 4'096) {
        paper.receive(std::string_view(bytes).substr(at, 4'096));
        while (paper.moving()) paper.pass(1'000);
    }
    EXPECT_EQ(paper.buffered(), 0U);
    paper.new_roll(std::nullopt);  // plain paper has no label's end of its own
    auto labels = paper.take_printed();
    EXPECT_EQ(labels.size(), 1U);
    return labels.empty() ? sim::PrintedLabel{} : std::move(labels.front());
}

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
