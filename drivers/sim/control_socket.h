#pragma once
// One-line commands over a unix socket of mode 0600, one line of answer each. How tests and people set the
// state of a simulator.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>

#include "station/domain/result.h"

namespace bozhong::sim {

class ControlSocket {
  public:
    /// The answer to a command, both without their line ends.
    using LineHandler = std::function<std::string(std::string const&)>;
    static domain::Result<std::unique_ptr<ControlSocket>> listen(boost::asio::any_io_executor executor,
                                                                 std::string const& path,
                                                                 LineHandler handler);
    ~ControlSocket();

  private:
    struct Impl;
    explicit ControlSocket(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> m_impl;
};

}  // namespace bozhong::sim
