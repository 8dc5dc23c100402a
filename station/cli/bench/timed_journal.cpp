#include "station/cli/bench/timed_journal.h"

#include <algorithm>

#include "station/cli/bench/rows.h"

namespace bozhong::cli::bench {

namespace {

using domain::Result;
using domain::Status;

class TimedJournal final : public app::Journal {
  public:
    TimedJournal(std::unique_ptr<app::Journal> journal, std::function<void(double)> took)
        : m_real(std::move(journal)), m_took(std::move(took)) {}

    Result<domain::Head> append(std::span<domain::Fact const> facts, domain::Stamp const& stamp) override {
        auto const begin = Clock::now();
        auto head = m_real->append(facts, stamp);
        if (std::ranges::any_of(facts,
                                [](auto const& f) { return std::holds_alternative<domain::Weighed>(f); }))
            m_took(milliseconds_since(begin));
        return head;
    }
    Status append_feed(std::span<domain::FeedItem const> items) override {
        return m_real->append_feed(items);
    }
    Result<core::Restored> load() override { return m_real->load(); }
    Result<std::vector<core::TaskRecord>> tasks(std::span<domain::LineKey const> lines) override {
        return m_real->tasks(lines);
    }
    Result<domain::StoredEvent> read(domain::EventName const& name) override { return m_real->read(name); }
    void witnessed(std::vector<std::string> lines) override { m_real->witnessed(std::move(lines)); }
    std::string feed_generation() const override { return m_real->feed_generation(); }
    domain::Head head() const override { return m_real->head(); }
    std::int64_t feed_position() const override { return m_real->feed_position(); }
    Result<std::vector<domain::StoredEvent>> unsent(std::size_t limit) override {
        return m_real->unsent(limit);
    }
    Status acknowledge(std::string const& incarnation, domain::Seq up_to) override {
        return m_real->acknowledge(incarnation, up_to);
    }
    Result<std::vector<domain::Head>> heads() override { return m_real->heads(); }
    Status reoffer(std::string const& incarnation, domain::Seq above) override {
        return m_real->reoffer(incarnation, above);
    }
    Result<Backlog> backlog() override { return m_real->backlog(); }
    std::string sign_head(domain::Head const& head) override { return m_real->sign_head(head); }
    std::string public_key() const override { return m_real->public_key(); }
    Result<domain::Head> open_incarnation(std::string const& reason, domain::Stamp const& stamp) override {
        return m_real->open_incarnation(reason, stamp);
    }
    Status take_back(std::span<domain::StoredEvent const> events) override {
        return m_real->take_back(events);
    }
    Status mark_clean_end() override { return m_real->mark_clean_end(); }
    std::int64_t free_bytes() const override { return m_real->free_bytes(); }
    std::optional<domain::Error> lost() const override { return m_real->lost(); }

  private:
    std::unique_ptr<app::Journal> m_real;
    std::function<void(double)> m_took;
};

}  // namespace

std::unique_ptr<app::Journal> timed_journal(std::unique_ptr<app::Journal> journal,
                                            std::function<void(double)> took) {
    return std::make_unique<TimedJournal>(std::move(journal), std::move(took));
}

}  // namespace bozhong::cli::bench
