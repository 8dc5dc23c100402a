#include "drivers/link/printer_cups.h"

#include <cups/cups.h>

#include <array>
#include <boost/asio/post.hpp>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace bozhong::link {
namespace {

namespace asio = boost::asio;
using domain::Error;
using domain::ErrorKind;
using std::chrono::milliseconds;

constexpr int k_patience_ms = 3'000;
constexpr milliseconds k_job_poll{200}, k_printer_poll{2'000};
/// Bits of a printer's port: no error, selected, paper empty.
constexpr std::uint8_t k_no_error = 0x08, k_selected = 0x10, k_paper_empty = 0x20;

using Http = std::unique_ptr<http_t, decltype(&httpClose)>;
using Ipp = std::unique_ptr<ipp_t, decltype(&ippDelete)>;

enum class JobState { waiting, completed, failed };

/// One conversation with the scheduler; every call blocks for three seconds at most.
class Scheduler {
  public:
    explicit Scheduler(CupsQueue const& queue)
        : m_http(connect(queue), &httpClose), m_resource("/printers/" + queue.name) {
        std::array<char, 1024> uri{};
        httpAssembleURI(HTTP_URI_CODING_ALL, uri.data(), static_cast<int>(uri.size()), "ipp", nullptr,
                        queue.host.empty() ? "localhost" : queue.host.c_str(), queue.port,
                        m_resource.c_str());
        m_uri = uri.data();
    }
    [[nodiscard]] bool connected() const { return m_http != nullptr; }

    /// As a USB port would show it; nothing when the queue does not answer.
    std::optional<std::uint8_t> printer_status() {
        Ipp request = about(IPP_OP_GET_PRINTER_ATTRIBUTES);
        constexpr std::array<char const*, 2> wanted{"printer-state", "printer-state-reasons"};
        ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", 2, nullptr,
                      wanted.data());
        Ipp const response = ask(std::move(request));
        auto* state = ippFindAttribute(response.get(), "printer-state", IPP_TAG_ENUM);
        if (state == nullptr) return std::nullopt;
        std::uint8_t status = k_no_error | k_selected;
        if (ippGetInteger(state, 0) == IPP_PSTATE_STOPPED) status = k_no_error;
        auto* reasons = ippFindAttribute(response.get(), "printer-state-reasons", IPP_TAG_KEYWORD);
        for (int i = 0; i < ippGetCount(reasons); ++i) {
            std::string_view const reason = ippGetString(reasons, i, nullptr);
            if (reason.starts_with("media-empty") || reason.starts_with("media-needed"))
                status |= k_paper_empty;
            if (reason.starts_with("media-jam") || reason.starts_with("cover-open")) status &= ~k_no_error;
        }
        return status;
    }

    /// The job's number; 0 when the queue did not take it.
    int print(std::string const& bytes) {
        Ipp const request = about(IPP_OP_PRINT_JOB);
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr, "label");
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
                     CUPS_FORMAT_RAW);
        std::size_t const length = ippLength(request.get()) + bytes.size();
        if (cupsSendRequest(m_http.get(), request.get(), m_resource.c_str(), length) !=
                HTTP_STATUS_CONTINUE ||
            cupsWriteRequestData(m_http.get(), bytes.data(), bytes.size()) != HTTP_STATUS_CONTINUE)
            return 0;
        Ipp const response(cupsGetResponse(m_http.get(), m_resource.c_str()), &ippDelete);
        auto* id = ippFindAttribute(response.get(), "job-id", IPP_TAG_INTEGER);
        return id == nullptr ? 0 : ippGetInteger(id, 0);
    }

    /// A queue that does not answer, or knows the job no more, says nothing about it: failed.
    JobState job_state(int job) {
        Ipp request = about(IPP_OP_GET_JOB_ATTRIBUTES);
        ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
        Ipp const response = ask(std::move(request));
        auto* state = ippFindAttribute(response.get(), "job-state", IPP_TAG_ENUM);
        if (state == nullptr) return JobState::failed;
        int const value = ippGetInteger(state, 0);
        if (value == IPP_JSTATE_COMPLETED) return JobState::completed;
        return value == IPP_JSTATE_ABORTED || value == IPP_JSTATE_CANCELED ? JobState::failed
                                                                           : JobState::waiting;
    }

    void cancel(int job) {
        Ipp request = about(IPP_OP_CANCEL_JOB);
        ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
        ask(std::move(request));
    }

  private:
    static http_t* connect(CupsQueue const& queue) {
        char const* const host = queue.host.empty() ? cupsServer() : queue.host.c_str();
        http_t* const http = httpConnect2(host, queue.port, nullptr, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED,
                                          1, k_patience_ms, nullptr);
        if (http != nullptr)
            httpSetTimeout(
                http, k_patience_ms / 1000.0, [](http_t*, void*) { return 0; }, nullptr);
        return http;
    }

    Ipp about(ipp_op_t operation) {
        Ipp request(ippNewRequest(operation), &ippDelete);
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, m_uri.c_str());
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
                     cupsUser());
        return request;
    }
    Ipp ask(Ipp request) {
        return {cupsDoRequest(m_http.get(), request.release(), m_resource.c_str()), &ippDelete};
    }

    Http m_http;
    std::string m_resource, m_uri;
};

/// One opening of the link, with its thread. What it has to say is posted to the executor, and dropped once
/// closed.
class Session : public std::enable_shared_from_this<Session> {
  public:
    Session(asio::any_io_executor executor, PrinterLink::Handlers handlers, CupsQueue queue, std::string text)
        : m_executor(std::move(executor)),
          m_handlers(std::move(handlers)),
          m_queue(std::move(queue)),
          m_text(std::move(text)) {}

    void start() {
        m_thread = std::thread([self = shared_from_this()] { self->run(); });
    }
    void write(std::size_t bytes) { tell_written(bytes); }
    void write_label(std::string bytes, bool ends_label) {
        m_label += bytes;
        if (!ends_label) return tell_written(bytes.size());
        {
            std::lock_guard const lock(m_mutex);
            m_jobs.push_back({std::exchange(m_label, {}), bytes.size()});
        }
        m_changed.notify_all();
    }
    void close() {
        m_closed = true;
        {
            std::lock_guard const lock(m_mutex);
            m_stop = true;
        }
        m_changed.notify_all();
        // The thread may wait for the queue a little longer; it needs nothing of this program but itself.
        if (m_thread.joinable()) m_thread.detach();
    }

  private:
    struct Job {
        std::string bytes;
        std::size_t last_bytes = 0;
    };

    void run() {
        Scheduler scheduler(m_queue);
        if (!scheduler.connected()) return lose("no CUPS there", "start cups.service, or check the host");
        for (bool first = true;; first = false) {
            auto const status = scheduler.printer_status();
            if (!status) return lose("no such queue, or it does not answer", "see `lpstat -p`");
            if (first) tell([](Session& self) { self.m_handlers.on_open(self.m_text); });
            tell([status](Session& self) { self.m_handlers.on_port_status(*status); });
            auto const job = next_job();
            if (stopped()) return;
            if (job && !print(scheduler, *job)) return;
        }
    }

    /// Nothing after two seconds without one.
    std::optional<Job> next_job() {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, k_printer_poll, [this] { return m_stop || !m_jobs.empty(); });
        if (m_stop || m_jobs.empty()) return std::nullopt;
        Job job = std::move(m_jobs.front());
        m_jobs.pop_front();
        return job;
    }
    bool stopped() {
        std::lock_guard const lock(m_mutex);
        return m_stop;
    }
    bool pause() {
        std::unique_lock lock(m_mutex);
        return !m_changed.wait_for(lock, k_job_poll, [this] { return m_stop; });
    }

    bool print(Scheduler& scheduler, Job const& job) {
        int const id = scheduler.print(job.bytes);
        if (id == 0)
            return lose("the queue did not take the label", "see `lpstat -p` and `cupsaccept`"), false;
        for (JobState state = JobState::waiting; state != JobState::completed;) {
            if (!pause()) return scheduler.cancel(id), false;
            state = scheduler.job_state(id);
            if (state == JobState::failed)
                return lose("the queue gave the label up", "see `lpstat -W completed`"), false;
        }
        tell_written(job.last_bytes);
        return true;
    }

    /// Nothing is posted after close(): the executor may be gone by then.
    template <class F>
    void tell(F what) {
        std::lock_guard const lock(m_mutex);
        if (m_stop) return;
        asio::post(m_executor, [self = shared_from_this(), what = std::move(what)] {
            if (!self->m_closed) what(*self);
        });
    }
    void tell_written(std::size_t bytes) {
        tell([bytes](Session& self) { self.m_handlers.on_written(bytes); });
    }
    void lose(std::string what, std::string todo) {
        tell(
            [error = Error{ErrorKind::unavailable, std::move(what), m_text, std::move(todo)}](Session& self) {
                self.m_closed = true;
                self.m_handlers.on_lost(error);
            });
    }

    asio::any_io_executor m_executor;
    PrinterLink::Handlers m_handlers;
    CupsQueue m_queue;
    std::string m_text, m_label;
    bool m_closed = false;  ///< on the executor
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stop = false;  ///< by m_mutex, like the jobs
    std::deque<Job> m_jobs;
    std::thread m_thread;
};

class CupsPrinterLink : public PrinterLink {
  public:
    CupsPrinterLink(asio::any_io_executor executor, CupsQueue queue, std::string text)
        : m_executor(std::move(executor)), m_queue(std::move(queue)), m_text(std::move(text)) {}
    ~CupsPrinterLink() override { CupsPrinterLink::close(); }
    void open(Handlers handlers) override {
        close();
        m_session = std::make_shared<Session>(m_executor, std::move(handlers), m_queue, m_text);
        m_session->start();
    }
    void write(std::string bytes) override {
        if (m_session) m_session->write(bytes.size());
    }
    void write_label(std::string bytes, bool ends_label) override {
        if (m_session) m_session->write_label(std::move(bytes), ends_label);
    }
    void close() override {
        if (m_session) m_session->close();
        m_session.reset();
    }

  private:
    asio::any_io_executor m_executor;
    CupsQueue m_queue;
    std::string m_text;
    std::shared_ptr<Session> m_session;
};

}  // namespace

domain::Result<CupsQueue> parse_cups_queue(std::string const& text) {
    CupsQueue queue;
    std::size_t const at = text.find('@');
    queue.name = text.substr(0, at);
    bool good = !queue.name.empty() && queue.name.size() <= 127 &&
                queue.name.find_first_of("/#?@ \t") == std::string::npos;
    if (at != std::string::npos) {
        queue.host = text.substr(at + 1);
        if (std::size_t const colon = queue.host.rfind(':'); colon != std::string::npos) {
            std::string const port = queue.host.substr(colon + 1);
            auto const [end, bad] = std::from_chars(port.data(), port.data() + port.size(), queue.port);
            good = good && bad == std::errc{} && end == port.data() + port.size() && queue.port > 0 &&
                   queue.port < 65'536;
            queue.host.resize(colon);
        }
        good = good && !queue.host.empty();
    }
    if (!good)
        return Error{ErrorKind::bad_input, "this is no queue", text, "write QUEUE or QUEUE@HOST[:PORT]"};
    return queue;
}

std::unique_ptr<PrinterLink> make_cups_printer(asio::any_io_executor executor, CupsQueue queue,
                                               std::string text) {
    return std::make_unique<CupsPrinterLink>(std::move(executor), std::move(queue), std::move(text));
}

}  // namespace bozhong::link
