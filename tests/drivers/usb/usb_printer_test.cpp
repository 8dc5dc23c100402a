// Real libusb, the product's own link, spool and runner; only the kernel and the paper are played.
#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "drivers/link/printer_link.h"
#include "usb_table.h"

namespace {

using namespace bozhong;
using namespace test;

TEST_F(UsbPrinterTest, PrintsAndGivesTheKernelItsDriverBack) {
    UsbDevice& device = add();
    start();
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    EXPECT_FALSE(device.kernel_driver_bound());
    print(1);
    print(2);
    ASSERT_TRUE(wait_for(LabelState::printed, 2));
    EXPECT_EQ(labels[1].state, LabelState::printed);
    EXPECT_EQ(labels[2].known_by, "gs_r");
    EXPECT_EQ(on_paper(device, 1), 1);
    EXPECT_EQ(on_paper(device, 2), 1);
    printer->stop();
    EXPECT_TRUE(device.kernel_driver_bound());
}

TEST_F(UsbPrinterTest, IsFoundWhenPluggedInLater) {
    start();
    ASSERT_TRUE(wait_for(core::PrinterState::away));
    EXPECT_NE(detail().find("no such printer"), std::string::npos);
    add();
    EXPECT_TRUE(wait_for(core::PrinterState::ready, 2s));
}

TEST_F(UsbPrinterTest, UnpluggedInTheMiddleIsUnknownAndReplugHeals) {
    UsbShape shape;
    shape.make.buffer = 1024;
    UsbDevice& device = add(shape);
    start();
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    // The cover stops the paper at byte 3000, the buffer fills, the label hangs in the cable; then the plug
    // is pulled.
    device.with_printer(
        [](sim::VirtualPrinter& p) { p.at(3000, [](sim::VirtualPrinter& q) { q.cover_open(); }); });
    print(1);
    ASSERT_TRUE(wait_for(LabelState::sending, 1));
    auto const full = [&] {
        return device.with_printer([](sim::VirtualPrinter& p) { return p.room() == 0; });
    };
    for (auto const end = std::chrono::steady_clock::now() + 5s;
         !full() && std::chrono::steady_clock::now() < end;)
        std::this_thread::yield();
    device.unplug();
    ASSERT_TRUE(wait_for(LabelState::unknown, 1));
    ASSERT_TRUE(wait_for(core::PrinterState::away));
    device.with_printer([](sim::VirtualPrinter& p) { p.cover_close(); });
    device.plug_in();
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    print(2);
    ASSERT_TRUE(wait_for(LabelState::printed, 2));
    EXPECT_EQ(on_paper(device, 1), 0);
    EXPECT_EQ(on_paper(device, 2), 1);
}

TEST_F(UsbPrinterTest, PaperOutWithAFullBufferIsSeenThroughThePort) {
    UsbShape shape;
    shape.make.buffer = 1024;
    UsbDevice& device = add(shape);
    start();
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    device.with_printer(
        [](sim::VirtualPrinter& p) { p.at(3000, [](sim::VirtualPrinter& q) { q.paper_out(); }); });
    print(1);
    ASSERT_TRUE(wait_for(LabelState::unknown, 1));
    EXPECT_TRUE(wait_for(core::PrinterState::paper_out));
    EXPECT_EQ(labels[1].known_by, "paper_out");
    device.with_printer([](sim::VirtualPrinter& p) { p.new_roll(std::nullopt); });
    ASSERT_TRUE(wait_for(core::PrinterState::ready, 15s));
    print(2);
    ASSERT_TRUE(wait_for(LabelState::printed, 2));
    EXPECT_EQ(on_paper(device, 2), 1);
    EXPECT_EQ(on_paper(device, 1), 0) << "a label printed on two rolls is no label";
}

TEST_F(UsbPrinterTest, HeldByAnotherProgramIsSaidAndCured) {
    UsbDevice& device = add();
    device.held_by_another_program(true);
    start();
    ASSERT_TRUE(wait_for(core::PrinterState::away));
    EXPECT_NE(detail().find("another program holds the printer"), std::string::npos) << detail();
    device.held_by_another_program(false);
    EXPECT_TRUE(wait_for(core::PrinterState::ready, 4s));
}

TEST_F(UsbPrinterTest, TwoPrintersAreNeverGuessed) {
    UsbShape second;
    second.port = 2;
    add();
    UsbDevice& wanted = add(second);
    start();
    ASSERT_TRUE(wait_for(core::PrinterState::away));
    EXPECT_NE(detail().find("more than one printer fits"), std::string::npos) << detail();
    printer->stop();
    seen.reset();
    start("usb:0416:5011@1-2");
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    print(1);
    ASSERT_TRUE(wait_for(LabelState::printed, 1));
    EXPECT_EQ(on_paper(wanted, 1), 1);
}

TEST_F(UsbPrinterTest, IsChosenBySerial) {
    UsbShape first, second;
    first.serial = "AAA1";
    second.serial = "BBB2";
    second.port = 2;
    add(first);
    UsbDevice& wanted = add(second);
    start("usb:0416:5011:BBB2");
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    print(1);
    ASSERT_TRUE(wait_for(LabelState::printed, 1));
    EXPECT_EQ(on_paper(wanted, 1), 1);
}

TEST_F(UsbPrinterTest, TheTwoWaySettingIsPreferred) {
    UsbShape shape;
    shape.two_settings = true;
    UsbDevice& device = add(shape);
    auto const found = link::list_usb_printers();
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().alternate, 1);
    EXPECT_EQ(found->front().in_endpoint, 0x81);
    start();
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    EXPECT_EQ(device.alternate(), 1);
}

TEST_F(UsbPrinterTest, OnlyPrintersAreListedAndEpsonsVendorClassIsOne) {
    UsbShape scanner, epson;
    scanner.interface_class = 3;
    epson.interface_class = 0xFF;
    epson.vendor = 0x04b8;
    epson.product = 0x0202;
    epson.port = 2;
    add(scanner);
    add(epson);
    auto const found = link::list_usb_printers();
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().vendor, 0x04b8);
    EXPECT_TRUE(found->front().vendor_class);
    EXPECT_EQ(found->front().path, "1-2");
}

TEST_F(UsbPrinterTest, AOneWayPrinterIsSentToAndNeverPrinted) {
    UsbShape shape;
    shape.one_way = true;
    UsbDevice& device = add(shape);
    start("usb:auto", "oneway_58_label");
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    print(1);
    ASSERT_TRUE(wait_for(LabelState::sent, 1));
    EXPECT_EQ(on_paper(device, 1), 1);
    device.with_printer([](sim::VirtualPrinter& p) { p.paper_out(); });
    EXPECT_TRUE(wait_for(core::PrinterState::paper_out));
}

TEST_F(UsbPrinterTest, TheBytesTakenBeforeATimeoutAreCounted) {
    UsbShape shape;
    shape.make.buffer = 1000;
    UsbDevice& device = add(shape);
    device.with_printer([](sim::VirtualPrinter& p) { p.cover_open(); });
    boost::asio::io_context context;
    auto const work = boost::asio::make_work_guard(context);
    auto made = link::make_printer_link(context.get_executor(), "usb:auto");
    ASSERT_TRUE(made.ok());
    std::size_t written = 0;
    int port = 0;
    std::string id, lost;
    (*made)->open({[&](std::string const& found) {
                       id = found;
                       (*made)->write(std::string(5000, 'x'));
                   },
                   [](auto) {}, [&](std::size_t n) { written += n; },
                   [&](std::uint8_t status) { port = status; },
                   [&](domain::Error const& error) { lost = error.text(); }, [] {}});
    auto const end = std::chrono::steady_clock::now() + 8s;
    while (std::chrono::steady_clock::now() < end && lost.empty() && (written < 1000 || port == 0))
        context.run_one_for(50ms);
    EXPECT_EQ(id, "MFG:BOZHONG;MDL:SIM-58;CMD:ESC/POS;CLS:PRINTER;");
    EXPECT_EQ(written, 1000U);
    EXPECT_EQ(port, 0x10) << "the port answers while the pipe is blocked";
    device.unplug();
    while (std::chrono::steady_clock::now() < end && lost.empty()) context.run_one_for(50ms);
    EXPECT_EQ(written, 1000U);
    EXPECT_FALSE(lost.empty());
    (*made)->close();
}

}  // namespace
