// How long a label takes from the job, which follows the commit, until libusb asks the kernel to write its
// first bytes: laid out, drawn, encoded, through spool and thread. And until the printer has them, which is
// the played kernel's time too: the bytes cross from process memory to it over a socket. Printed, never
// asserted.

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

struct Times {
    std::vector<double> ms;
    void add(Clock::duration time) { ms.push_back(std::chrono::duration<double, std::milli>(time).count()); }
    void print(char const* what) {
        std::ranges::sort(ms);
        std::printf("%s, ms: p50 %.3f, p99 %.3f, most %.3f of %zu\n", what, ms[ms.size() / 2],
                    ms[ms.size() * 99 / 100], ms.back(), ms.size());
    }
};

TEST_F(UsbPrinterTest, FirstBytesFollowTheJobAtOnce) {
    constexpr domain::Seq labels_wanted = 200;
    UsbShape shape;
    shape.make.dots_wide = 576;
    shape.make.label_rows = 320;
    UsbDevice& device = add(shape);
    start("usb:auto", "escpos_80_label", maker());
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    std::mutex guard;
    Clock::time_point asked, arrived;
    // The reset is a label's first command; what else is sent in between are questions.
    device.trace_writes([&](Clock::time_point when, std::string_view bytes) {
        std::lock_guard const lock(guard);
        if (bytes.starts_with("\x1b@")) asked = when;
    });
    device.with_printer([&](sim::VirtualPrinter& p) {
        p.trace([&](std::string_view name, std::string const&) {
            std::lock_guard const lock(guard);
            if (name == "ESC @") arrived = Clock::now();
        });
    });
    Times to_kernel, to_printer;
    for (domain::Seq label = 1; label <= labels_wanted; ++label) {
        app::LabelJob job{label, label_test::record()};
        job.content.qr += std::to_string(label);
        auto const begin = Clock::now();
        printer->print(job);
        ASSERT_TRUE(wait_for(LabelState::printed, label));
        std::lock_guard const lock(guard);
        ASSERT_GT(asked, begin);
        EXPECT_GT(arrived, asked);
        to_kernel.add(asked - begin);
        to_printer.add(arrived - begin);
    }
    device.with_printer([](sim::VirtualPrinter& p) { p.trace({}); });
    device.trace_writes({});
    to_kernel.print("job to the kernel asked to write its first bytes");
    to_printer.print("job to the first bytes in the printer");
}

}  // namespace
