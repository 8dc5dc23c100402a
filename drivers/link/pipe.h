#pragma once
// What all byte pipes over an Asio stream share: one read at a time, a bounded send queue, one report of the
// loss. Internal to this folder. Every call and callback is on the executor; callbacks never run inside a
// call.

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <memory>
#include <utility>

#include "drivers/link/link.h"

namespace bozhong::link {

template <class Stream>
class Pipe : public std::enable_shared_from_this<Pipe<Stream>> {
  public:
    Pipe(boost::asio::any_io_executor executor, std::string endpoint)
        : m_executor(executor), m_stream(executor), m_endpoint(std::move(endpoint)) {}
    virtual ~Pipe() = default;

    void open(Link::Handlers handlers) {
        close();
        m_handlers = std::make_shared<Link::Handlers>(std::move(handlers));
        connect();
    }
    void send(std::string bytes) {
        if (!m_open) return;
        m_queued += bytes.size();
        if (m_queued > longest_queue) return lost_later(domain::ErrorKind::full, "the send queue is full");
        m_queue.push_back(std::move(bytes));
        if (m_queue.size() == 1) write();
    }
    void close() {
        ++m_life;
        m_open = false;
        m_handlers.reset();
        m_queue.clear();
        m_queued = 0;
        release();
    }

  protected:
    static constexpr std::size_t longest_queue = 64 * 1024;

    /// Starts opening; ends in opened() or lost(). May not call back before it returns.
    virtual void connect() = 0;
    /// Closes what connect() opened. The stream itself is always closed here.
    virtual void release() {
        boost::system::error_code ignored;
        m_stream.close(ignored);
    }

    void opened() {
        m_open = true;
        auto const life = m_life;
        auto const handlers = m_handlers;
        handlers->on_open();
        if (life == m_life) read();
    }
    void lost(domain::ErrorKind kind, std::string what) {
        auto const handlers = m_handlers;
        close();
        handlers->on_lost(
            domain::Error{kind, std::move(what), m_endpoint, "check cable, power and endpoint"});
    }
    void notice(std::string what) {
        if (auto const handlers = m_handlers; handlers && handlers->on_notice) handlers->on_notice(std::move(what));
    }
    void lost_later(domain::ErrorKind kind, std::string what) {
        boost::asio::post(m_executor, guarded([this, kind, what = std::move(what)] { lost(kind, what); }));
    }
    /// The function, skipped when the link was closed or opened anew meanwhile.
    template <class Function>
    auto guarded(Function function) {
        return [self = this->shared_from_this(), life = m_life,
                function = std::move(function)](auto&&... arguments) mutable {
            if (self->m_life == life) function(std::forward<decltype(arguments)>(arguments)...);
        };
    }

    boost::asio::any_io_executor m_executor;
    Stream m_stream;
    std::string m_endpoint;

  private:
    void read() {
        m_stream.async_read_some(boost::asio::buffer(m_buffer),
                                 guarded([this](boost::system::error_code error, std::size_t count) {
                                     if (error) return lost(domain::ErrorKind::unavailable, error.message());
                                     auto const life = m_life;
                                     auto const handlers = m_handlers;
                                     handlers->on_bytes(std::as_bytes(std::span(m_buffer.data(), count)));
                                     if (life == m_life) read();
                                 }));
    }
    void write() {
        auto front = std::make_shared<std::string>(std::move(m_queue.front()));
        auto const buffer = boost::asio::buffer(*front);
        boost::asio::async_write(m_stream, buffer,
                                 guarded([this, front](boost::system::error_code error, std::size_t) {
                                     if (error) return lost(domain::ErrorKind::unavailable, error.message());
                                     m_queued -= front->size();
                                     m_queue.pop_front();
                                     if (!m_queue.empty()) write();
                                 }));
    }

    /// Shared, so that a handler which closes the link does not destroy itself while it runs.
    std::shared_ptr<Link::Handlers const> m_handlers;
    std::array<char, 4096> m_buffer{};
    std::deque<std::string> m_queue;
    std::size_t m_queued = 0;
    std::uint64_t m_life = 0;  ///< rises with every open and close; callbacks of an earlier life are dropped
    bool m_open = false;
};

/// The owner's handle of a pipe; the pipe itself lives until its last pending operation has ended.
template <class SomePipe>
class PipeLink final : public Link {
  public:
    explicit PipeLink(std::shared_ptr<SomePipe> pipe) : m_pipe(std::move(pipe)) {}
    ~PipeLink() override { m_pipe->close(); }
    PipeLink(PipeLink const&) = delete;
    PipeLink& operator=(PipeLink const&) = delete;
    void open(Handlers handlers) override { m_pipe->open(std::move(handlers)); }
    void send(std::string bytes) override { m_pipe->send(std::move(bytes)); }
    void close() override { m_pipe->close(); }

  private:
    std::shared_ptr<SomePipe> m_pipe;
};

}  // namespace bozhong::link
