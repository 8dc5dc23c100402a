#pragma once
// A journal that tells what was asked of it and what came of it; else it is the one inside.

#include <functional>
#include <memory>

#include "station/app/ports.h"

namespace bozhong::simtest {

class ForwardingJournal : public app::Journal {
  public:
    explicit ForwardingJournal(std::unique_ptr<app::Journal> inside) : m_inside(std::move(inside)) {}
    domain::Result<domain::Head> append(std::span<domain::Fact const> facts,
                                        domain::Stamp const& stamp) override {
        return m_inside->append(facts, stamp);
    }
    domain::Status append_feed(std::span<domain::FeedItem const> items) override {
        return m_inside->append_feed(items);
    }
    domain::Result<core::Restored> load() override { return m_inside->load(); }
    domain::Result<std::vector<core::TaskRecord>> tasks(std::span<domain::LineKey const> lines) override {
        return m_inside->tasks(lines);
    }
    domain::Result<domain::StoredEvent> read(domain::EventName const& name) override {
        return m_inside->read(name);
    }
    domain::Head head() const override { return m_inside->head(); }
    std::int64_t feed_position() const override { return m_inside->feed_position(); }
    domain::Result<std::vector<domain::StoredEvent>> unsent(std::size_t limit) override {
        return m_inside->unsent(limit);
    }
    domain::Status acknowledge(std::string const& incarnation, domain::Seq up_to) override {
        return m_inside->acknowledge(incarnation, up_to);
    }
    domain::Result<std::vector<domain::Head>> heads() override { return m_inside->heads(); }
    domain::Status reoffer(std::string const& incarnation, domain::Seq above) override {
        return m_inside->reoffer(incarnation, above);
    }
    domain::Result<Backlog> backlog() override { return m_inside->backlog(); }
    std::string sign_head(domain::Head const& head) override { return m_inside->sign_head(head); }
    std::string public_key() const override { return m_inside->public_key(); }
    void witnessed(std::vector<std::string> lines) override { m_inside->witnessed(std::move(lines)); }
    std::string feed_generation() const override { return m_inside->feed_generation(); }
    domain::Result<domain::Head> open_incarnation(std::string const& reason,
                                                  domain::Stamp const& stamp) override {
        return m_inside->open_incarnation(reason, stamp);
    }
    domain::Status take_back(std::span<domain::StoredEvent const> events) override {
        return m_inside->take_back(events);
    }
    domain::Status mark_clean_end() override { return m_inside->mark_clean_end(); }
    std::int64_t free_bytes() const override { return m_inside->free_bytes(); }
    std::optional<domain::Error> lost() const override { return m_inside->lost(); }

  protected:
    app::Journal& inside() { return *m_inside; }

  private:
    std::unique_ptr<app::Journal> m_inside;
};

class WatchedJournal final : public ForwardingJournal {
  public:
    struct Watcher {
        std::function<void(std::span<domain::Fact const>)> before;
        std::function<void(std::span<domain::Fact const>, domain::Result<domain::Head> const&)> appended;
    };
    WatchedJournal(std::unique_ptr<app::Journal> inside, Watcher watcher)
        : ForwardingJournal(std::move(inside)), m_watcher(std::move(watcher)) {}
    domain::Result<domain::Head> append(std::span<domain::Fact const> facts,
                                        domain::Stamp const& stamp) override {
        m_watcher.before(facts);
        auto head = ForwardingJournal::append(facts, stamp);
        m_watcher.appended(facts, head);
        return head;
    }

  private:
    Watcher m_watcher;
};

}  // namespace bozhong::simtest
