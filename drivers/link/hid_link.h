#pragma once
// A USB HID scale as a link: whole input reports come in, nothing goes out. Internal to this folder and its
// tests.

#include "drivers/link/hid_port.h"
#include "drivers/link/link.h"

namespace bozhong::link {

struct HidPatience {
    std::chrono::milliseconds read{50};         ///< at most so long a close waits for the reader
    std::chrono::milliseconds look_every{250};  ///< for a device that is not plugged in
    std::chrono::milliseconds look_for{30'000};
};

/// Reads on a thread of its own, because hidapi blocks. open() waits for the device to be plugged in, so that
/// one that returns is found within look_every, by its serial number wherever it is plugged; after look_for
/// it is lost.
std::unique_ptr<Link> make_hid_link(boost::asio::any_io_executor executor, HidEndpoint endpoint,
                                    std::string text, OpenHid open_port, HidPatience patience = {});

}  // namespace bozhong::link
