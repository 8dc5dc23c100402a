// How long a label takes from the job, which follows the commit, to its first bytes in the printer: laid out,
// drawn, encoded, through spool, libusb and the kernel that is played here. Printed, never asserted.

#include <algorithm>
#include <cstdio>

#include "drivers/run/own_page.h"
#include "tests/drivers/label/support.h"
#include "usb_table.h"

namespace {

using namespace bozhong;
using namespace test;
using Clock = std::chrono::steady_clock;

run::RasterMaker maker() {
    return
        [form = label_test::form()](domain::LabelContent const& content) -> domain::Result<run::LabelRaster> {
            auto const layout = label::lay_out(form, content, label_test::fonts());
            if (!layout.ok()) return layout.error();
            return run::label_raster(*layout, label_test::fonts(), nullptr);
        };
}

TEST_F(UsbPrinterTest, FirstBytesFollowTheJobAtOnce) {
    constexpr domain::Seq labels_wanted = 200;
    UsbShape shape;
    shape.make.dots_wide = 576;
    shape.make.label_rows = 320;
    UsbDevice& device = add(shape);
    start("usb:auto", "escpos_80_label", maker());
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    std::mutex guard;
    Clock::time_point arrived;
    // The reset is a label's first command; what else is sent in between are questions.
    device.with_printer([&](sim::VirtualPrinter& p) {
        p.trace([&](std::string_view name, std::string const&) {
            if (name != "ESC @") return;
            std::lock_guard const lock(guard);
            arrived = Clock::now();
        });
    });
    std::vector<double> times;
    for (domain::Seq label = 1; label <= labels_wanted; ++label) {
        app::LabelJob job{label, label_test::record()};
        job.content.qr += std::to_string(label);
        auto const begin = Clock::now();
        printer->print(job);
        ASSERT_TRUE(wait_for(LabelState::printed, label));
        std::lock_guard const lock(guard);
        EXPECT_GT(arrived, begin);
        times.push_back(std::chrono::duration<double, std::milli>(arrived - begin).count());
    }
    device.with_printer([](sim::VirtualPrinter& p) { p.trace({}); });
    std::ranges::sort(times);
    std::printf("job to the first bytes in the printer, ms: p50 %.3f, p99 %.3f, most %.3f of %zu\n",
                times[times.size() / 2], times[times.size() * 99 / 100], times.back(), times.size());
}

}  // namespace
