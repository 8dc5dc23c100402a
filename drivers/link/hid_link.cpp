#include "drivers/link/hid_link.h"

#include <atomic>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "drivers/link/makers.h"

namespace bozhong::link {
namespace {

namespace asio = boost::asio;
using domain::Error;
using domain::ErrorKind;

/// From one open to its close. The reader's thread and the executor share it.
struct Life {
    Link::Handlers handlers;  ///< used on the executor alone
    bool over = false;        ///< used on the executor alone
    std::mutex mutex;
    std::condition_variable ended;
    bool end = false;

    void stop() {
        std::lock_guard const lock(mutex);
        end = true;
        ended.notify_all();
    }
    /// True when it is to end; waits so long for that.
    bool stopped(std::chrono::milliseconds wait) {
        std::unique_lock lock(mutex);
        return ended.wait_for(lock, wait, [this] { return end; });
    }
};

class Reader {
  public:
    Reader(asio::any_io_executor executor, HidEndpoint endpoint, std::string text, OpenHid open_port,
           HidPatience patience, std::shared_ptr<Life> life)
        : m_executor(std::move(executor)),
          m_endpoint(std::move(endpoint)),
          m_text(std::move(text)),
          m_open_port(std::move(open_port)),
          m_patience(patience),
          m_life(std::move(life)) {}

    void operator()() {
        auto port = wait_for_port();
        if (!port) return lose(port.error());
        if (*port == nullptr) return;
        tell([](Life& life) { life.handlers.on_open(); });
        while (!m_life->stopped(std::chrono::milliseconds{0})) {
            auto report = (*port)->read(m_patience.read);
            if (!report) return lose(report.error());
            if (report->empty()) continue;
            tell([bytes = std::move(*report)](Life& life) {
                life.handlers.on_bytes(std::as_bytes(std::span(bytes.data(), bytes.size())));
            });
        }
    }

  private:
    /// Null when stopped meanwhile.
    domain::Result<std::unique_ptr<HidPort>> wait_for_port() {
        for (auto waited = std::chrono::milliseconds{0};; waited += m_patience.look_every) {
            auto port = m_open_port(m_endpoint);
            bool const absent = !port && port.error().kind == ErrorKind::not_found;
            if (!absent || waited >= m_patience.look_for) return port;
            if (m_life->stopped(m_patience.look_every)) return std::unique_ptr<HidPort>();
        }
    }
    void lose(Error error) {
        if (error.where.empty()) error.where = m_text;
        tell([error = std::move(error)](Life& life) {
            life.over = true;
            life.handlers.on_lost(error);
        });
    }
    template <class Use>
    void tell(Use use) {
        asio::post(m_executor, [life = m_life, use = std::move(use)] {
            if (!life->over) use(*life);
        });
    }

    asio::any_io_executor m_executor;
    HidEndpoint m_endpoint;
    std::string m_text;
    OpenHid m_open_port;
    HidPatience m_patience;
    std::shared_ptr<Life> m_life;
};

class HidLink final : public Link {
  public:
    HidLink(asio::any_io_executor executor, HidEndpoint endpoint, std::string text, OpenHid open_port,
            HidPatience patience)
        : m_executor(std::move(executor)),
          m_endpoint(std::move(endpoint)),
          m_text(std::move(text)),
          m_open_port(std::move(open_port)),
          m_patience(patience) {}
    ~HidLink() override { close(); }
    HidLink(HidLink const&) = delete;
    HidLink& operator=(HidLink const&) = delete;

    void open(Handlers handlers) override {
        close();
        m_life = std::make_shared<Life>();
        m_life->handlers = std::move(handlers);
        m_thread = std::thread(Reader(m_executor, m_endpoint, m_text, m_open_port, m_patience, m_life));
    }
    void send(std::string) override {}
    void close() override {
        if (!m_life) return;
        m_life->over = true;
        m_life->stop();
        m_thread.join();
        m_life.reset();
    }

  private:
    asio::any_io_executor m_executor;
    HidEndpoint m_endpoint;
    std::string m_text;
    OpenHid m_open_port;
    HidPatience m_patience;
    std::shared_ptr<Life> m_life;
    std::thread m_thread;
};

}  // namespace

std::unique_ptr<Link> make_hid_link(asio::any_io_executor executor, HidEndpoint endpoint, std::string text,
                                    OpenHid open_port, HidPatience patience) {
    return std::make_unique<HidLink>(std::move(executor), std::move(endpoint), std::move(text),
                                     std::move(open_port), patience);
}

std::unique_ptr<Link> make_hid_link(asio::any_io_executor executor, HidEndpoint endpoint, std::string text) {
    return make_hid_link(std::move(executor), std::move(endpoint), std::move(text), open_real_hid, {});
}

}  // namespace bozhong::link
