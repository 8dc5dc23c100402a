#include "drivers/link/endpoint.h"

#include <gtest/gtest.h>

namespace bozhong::link {
namespace {

TEST(Endpoint, GoodOnes) {
    EXPECT_EQ(*parse_endpoint("serial:/dev/ttyUSB0?9600,8N1"), (Endpoint{SerialEndpoint{"/dev/ttyUSB0"}}));
    EXPECT_EQ(*parse_endpoint("serial:/dev/ttyS0?2400,7E1,dtr=0,rts=0"),
              (Endpoint{SerialEndpoint{"/dev/ttyS0", 2400, 7, 'E', 1, false, false}}));
    EXPECT_EQ(*parse_endpoint("serial:/dev/serial/by-id/usb-FTDI"),
              (Endpoint{SerialEndpoint{"/dev/serial/by-id/usb-FTDI"}}));
    auto const flow = parse_endpoint("serial:/dev/ttyS0?1200,7O1,flow=rtscts");
    EXPECT_EQ(std::get<SerialEndpoint>(*flow).flow, Flow::rtscts);
    auto const usb = parse_endpoint("serial:usb:FT0A1B2C?4800,8N1,dtr=0");
    EXPECT_EQ(std::get<SerialEndpoint>(*usb).usb_serial, "FT0A1B2C");
    EXPECT_EQ(std::get<SerialEndpoint>(*usb).baud, 4800);
    for (auto const& one : {flow, usb}) {
        auto const& serial = std::get<SerialEndpoint>(*one);
        EXPECT_EQ(*parse_endpoint(endpoint_text(serial)), *one);
    }
    EXPECT_EQ(*parse_endpoint("tcp-listen:0.0.0.0:4001"), (Endpoint{TcpListenEndpoint{"0.0.0.0", 4001}}));
    EXPECT_EQ(*parse_endpoint("tcp:scale-3.local:4001"), (Endpoint{TcpEndpoint{"scale-3.local", 4001}}));
    EXPECT_EQ(*parse_endpoint("tcp:[::1]:4001"), (Endpoint{TcpEndpoint{"::1", 4001}}));
    EXPECT_EQ(*parse_endpoint("pty:/tmp/scale"), (Endpoint{PtyEndpoint{"/tmp/scale"}}));
    EXPECT_EQ(*parse_endpoint("file:a:b.cap"), (Endpoint{FileEndpoint{"a:b.cap"}}));
    EXPECT_EQ(*parse_endpoint("hid:0922:8003"), (Endpoint{HidEndpoint{0x0922, 0x8003, ""}}));
    EXPECT_EQ(*parse_endpoint("hid:0eb8:F000:A:1"), (Endpoint{HidEndpoint{0x0EB8, 0xF000, "A:1"}}));
    EXPECT_EQ(*parse_endpoint("modbus-tcp:10.0.0.7:502/17"),
              (Endpoint{ModbusEndpoint{TcpEndpoint{"10.0.0.7", 502}, 17}}));
    EXPECT_EQ(*parse_endpoint("modbus-rtu:/dev/ttyUSB0?19200,8E1/1"),
              (Endpoint{ModbusEndpoint{SerialEndpoint{"/dev/ttyUSB0", 19200, 8, 'E'}, 1}}));
}

TEST(Endpoint, BadOnesSayWhatAndWhere) {
    for (std::string const text : {"",
                                   "tcp",
                                   "tcp:",
                                   "tcp:host",
                                   "tcp::4001",
                                   "tcp:[]:1",
                                   "tcp:host:70000",
                                   "tcp:host:12x",
                                   "serial:",
                                   "serial:?9600,8N1",
                                   "serial:/dev/x?9601",
                                   "serial:/dev/x?9600,9N1",
                                   "serial:/dev/x?9600,8X1",
                                   "serial:/dev/x?dtr=2",
                                   "serial:usb:",
                                   "serial:/dev/x?flow=some",
                                   "tcp-listen:4001",
                                   "pty:",
                                   "file:",
                                   "com1:9600",
                                   "hid:",
                                   "hid:0922",
                                   "hid:922:8003",
                                   "hid:0922:8003:",
                                   "hid:0922:80031",
                                   "hid:09g2:8003",
                                   "modbus-tcp:10.0.0.7:502",
                                   "modbus-tcp:10.0.0.7:502/0",
                                   "modbus-tcp:10.0.0.7:502/248",
                                   "modbus-tcp:/1",
                                   "modbus-rtu:/dev/x?9600,8N1",
                                   "modbus-rtu:?9600/1",
                                   "modbus-rtu:/dev/x?9601/1"}) {
        auto const parsed = parse_endpoint(text);
        ASSERT_FALSE(parsed.ok()) << text;
        EXPECT_EQ(parsed.error().kind, domain::ErrorKind::bad_input);
        EXPECT_EQ(parsed.error().where, text);
        EXPECT_FALSE(parsed.error().what.empty());
        EXPECT_FALSE(parsed.error().todo.empty());
    }
    EXPECT_EQ(parse_endpoint("serial:/dev/x?9600,8Q1").error().what, "unknown line setting '8Q1'");
}

}  // namespace
}  // namespace bozhong::link
