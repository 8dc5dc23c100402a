#include "station/cli/bench/table.h"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "station/cli/bench/samples.h"
#include "station/cli/bench/timed_journal.h"
#include "station/journal/journal.h"

namespace bozhong::cli::bench {

using namespace std::chrono_literals;

/// Works on a thread of its own, as the station's printer does.
class Table::Press final : public app::Printer {
  public:
    Press(Table& table, std::shared_ptr<LabelPress> press) : m_table(table), m_press(std::move(press)) {}
    void start(OnLabel on_label, OnState on_state) override {
        m_on_label = std::move(on_label);
        on_state({"printer", core::PrinterState::ready, ""});
    }
    void print(app::LabelJob job) override {
        boost::asio::post(m_thread, [this, job = std::move(job)] {
            auto const bytes = m_press->bytes(job.content);
            if (bytes.ok()) {
                keep(bytes->size());
                std::lock_guard const lock(m_table.m_mutex);
                m_table.m_labels.push_back(Clock::now());
                m_table.m_changed.notify_all();
            }
            auto const state = bytes.ok() ? domain::LabelState::printed : domain::LabelState::failed;
            m_on_label({job.label, state, "answer", "printer", ""});
        });
    }
    void stop() override { m_thread.join(); }

  private:
    Table& m_table;
    std::shared_ptr<LabelPress> m_press;
    OnLabel m_on_label;
    boost::asio::thread_pool m_thread{1};
};

Table::Table() : m_guard(m_context.get_executor()), m_thread([this] { m_context.run(); }) {}

Table::~Table() {
    if (m_runner) m_runner->stop();
    m_guard.reset();
    m_context.stop();
    m_thread.join();
}

domain::Result<std::unique_ptr<Table>> Table::open(std::string const& path, int tasks) {
    std::unique_ptr<Table> table(new Table());
    if (auto const begun = table->begin(path, tasks); !begun.ok()) return begun.error();
    return table;
}

domain::Status Table::begin(std::string const& path, int tasks) {
    auto press = LabelPress::open();
    if (!press.ok()) return press.error();
    journal::OpenOptions options;
    options.station = station_id;
    options.stamp = stamp_now();
    auto journal = journal::open_journal(path, options);
    if (!journal.ok()) return journal.error();
    if (auto const given = (*journal)->append_feed(feed_of_tasks(tasks)); !given.ok()) return given.error();
    app::Parts parts;
    parts.journal = timed_journal(std::move(journal).value(), [this](double took) {
        std::lock_guard const lock(m_mutex);
        m_commits.push_back(took);
    });
    parts.printer = std::make_unique<Press>(*this, *press);
    parts.make_label = [press = *press](domain::StoredEvent const& event, int copy) {
        return press->content(event, copy);
    };
    core::StationSetup setup;
    setup.station = station_id;
    setup.warehouse = "main";
    setup.key_bounce = 0ms;
    setup.scales.push_back({.id = "scale1", .protocol = "toledo_cont", .unit = "kg"});
    m_runner = std::make_unique<app::Runner>(
        m_context.get_executor(), setup, std::move(parts), [](domain::Error const& error) {
            std::fprintf(stderr, "bozhong bench: %s\n", error.text().c_str());
        });
    m_runner->listen([this](core::Snapshot const& snapshot) {
        std::lock_guard const lock(m_mutex);
        m_newest = snapshot;
        m_changed.notify_all();
    });
    if (auto const started = m_runner->start(); !started.ok()) return started;
    m_runner->post(core::SignInAccepted{sorter(), "badge"});
    m_runner->post(core::ScaleLinkChanged{"scale1", core::LinkState::up, ""});
    return domain::Done{};
}

void Table::show(domain::Mass mass) {
    domain::Reading reading;
    reading.indication = {domain::in_unit(mass, domain::MassUnit::kg, 3), "kg"};
    reading.mass = mass;
    reading.kind = domain::WeightKind::gross;
    reading.stable = domain::Known::yes;
    reading.at_zero = mass == domain::Mass{} ? domain::Known::yes : domain::Known::no;
    reading.at = domain::Instant(std::chrono::duration_cast<domain::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch()));
    // Displays repeat every value, and one frame alone is not believed.
    m_runner->post(core::ReadingSeen{reading, "scale1"});
    m_runner->post(core::ReadingSeen{reading, "scale1"});
}

void Table::press_confirm() {
    m_runner->post(core::KeyPressed{.key = core::Key::confirm});
}

bool Table::until(std::function<bool(core::Snapshot const&)> const& condition) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, 5s, [&] { return condition(m_newest); });
}

std::optional<Clock::time_point> Table::label_made(std::size_t n) {
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait_for(lock, 5s, [&] { return m_labels.size() > n; })) return std::nullopt;
    return m_labels[n];
}

std::vector<double> Table::commits() {
    std::lock_guard const lock(m_mutex);
    return m_commits;
}

}  // namespace bozhong::cli::bench
