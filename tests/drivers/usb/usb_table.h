#pragma once
// The product's printer on a mocked USB, with what it says of its labels and itself.

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <map>

#include "drivers/run/printer_runner.h"
#include "usb_device.h"

namespace bozhong::test {

using namespace std::chrono_literals;
using domain::LabelState;

constexpr int k_width_bytes = 48, k_rows = 240;

/// A picture that is another one for each label.
inline run::LabelRaster draw(domain::LabelContent const& content) {
    run::LabelRaster raster{k_width_bytes, k_rows, std::string(k_width_bytes * k_rows, '\0')};
    for (std::size_t i = 0; i < raster.rows.size(); i += 5)
        raster.rows[i] = static_cast<char>(0x80 | (i / 5 + static_cast<std::size_t>(content.net_mg) * 31));
    return raster;
}

class UsbPrinterTest : public testing::Test {
  protected:
    void SetUp() override {
        char const* preload = std::getenv("LD_PRELOAD");
        if (!preload || !std::strstr(preload, "umockdev")) GTEST_SKIP() << "not under umockdev-wrapper";
        testbed = umockdev_testbed_new();
    }
    void TearDown() override {
        if (printer) printer->stop();
        devices.clear();
        if (testbed) g_object_unref(testbed);
    }

    UsbDevice& add(UsbShape const& shape = {}) {
        devices.push_back(std::make_unique<UsbDevice>(testbed, shape));
        devices.back()->plug_in();
        return *devices.back();
    }
    void start(std::string const& endpoint = "usb:auto", std::string const& profile = "escpos_58_label",
               run::RasterMaker maker = draw) {
        auto made = run::make_printer({"P1", endpoint, profile, {}}, std::move(maker));
        ASSERT_TRUE(made.ok());
        printer = std::move(*made);
        printer->start(
            [this](core::LabelChanged const& changed) {
                std::lock_guard lock(mutex);
                labels[changed.label] = changed;
                happened.notify_all();
            },
            [this](core::PrinterSeen const& state) {
                std::lock_guard lock(mutex);
                seen = state;
                happened.notify_all();
            });
    }
    void print(domain::Seq label) {
        app::LabelJob job{label, {}};
        job.content.net_mg = static_cast<std::int64_t>(label);
        printer->print(job);
    }
    bool wait_for(LabelState state, domain::Seq label, std::chrono::milliseconds within = 8s) {
        std::unique_lock lock(mutex);
        return happened.wait_for(lock, within,
                                 [&] { return labels.contains(label) && labels[label].state == state; });
    }
    bool wait_for(core::PrinterState state, std::chrono::milliseconds within = 8s) {
        std::unique_lock lock(mutex);
        return happened.wait_for(lock, within, [&] { return seen && seen->state == state; });
    }
    std::string detail() {
        std::lock_guard lock(mutex);
        return seen ? seen->detail : std::string();
    }
    static int on_paper(UsbDevice& device, domain::Seq label) {
        domain::LabelContent content;
        content.net_mg = static_cast<std::int64_t>(label);
        std::string const rows = draw(content).rows;
        auto const paper = device.paper();
        return static_cast<int>(
            std::count_if(paper.begin(), paper.end(), [&](sim::PrintedLabel const& printed) {
                for (std::size_t i = 0; i < rows.size() * 8; ++i) {
                    std::size_t const y = i / (k_width_bytes * 8), x = i % (k_width_bytes * 8);
                    bool const black = static_cast<unsigned char>(rows[i / 8]) & (0x80U >> (i % 8));
                    if (y >= printed.rows.size() || printed.rows[y][x] != black) return false;
                }
                return true;
            }));
    }

    UMockdevTestbed* testbed = nullptr;
    std::vector<std::unique_ptr<UsbDevice>> devices;
    std::unique_ptr<app::Printer> printer;
    std::mutex mutex;
    std::condition_variable happened;
    std::map<domain::Seq, core::LabelChanged> labels;
    std::optional<core::PrinterSeen> seen;
};

}  // namespace bozhong::test
