#pragma once
// A station's events in: chain and signature first, then each event's effect, exactly once.

#include "sync/hub/hub.h"

namespace bozhong::hub {

class Ingest {
  public:
    Ingest(Hub& hub, std::string const& station, wire::EventBatch const& batch);
    Result<wire::BatchAnswer> run();

  private:
    Status read_incarnation();
    /// The first new event, after those that are stored already; a stored one with other content is a fork.
    std::size_t skip_known();
    void chain(std::size_t first);
    void quarantine(domain::Seq from, std::string const& why, std::size_t first);
    void store(domain::StoredEvent const& event);
    void apply(domain::StoredEvent const& event);
    void weighing(domain::StoredEvent const& event, domain::TaskFacts const& task,
                  domain::EventName const& recovers);
    /// Is this weighing one that another one stands for? Then it is in no sum.
    bool stood_for(EventId const& event);
    bool corrected(domain::Voided const& f);
    /// A weighing entered again from its label: true when it is the one that counts.
    bool stands_for(EventId const& event, domain::EventName const& lost);
    void hold(EventId const& event, LineKey const& line, std::string const& why, std::string const& kind,
              std::string const& hash);
    /// Flags what was done without the right for it, as far as this hub knows now (authors.cpp).
    void judge_author(domain::StoredEvent const& event);
    void flag(domain::StoredEvent const& event, std::string const& person, Right right, LineKey const& line);
    void labelled(EventId const& bag);
    void label_out(EventId const& label);
    void returned_late(Line const& line);
    /// A word about a task counts when it comes from the table that holds it and the order is open.
    void by_word(LineKey const& line, std::string const& ended, std::string const& reason);
    Result<wire::BatchAnswer> answer();

    void effect(domain::StoredEvent const& e, domain::Weighed const& f);
    void effect(domain::StoredEvent const& e, domain::Counted const& f);
    void effect(domain::StoredEvent const& e, domain::Voided const& f);
    void effect(domain::StoredEvent const& e, domain::Shorted const& f);
    void effect(domain::StoredEvent const& e, domain::ShortUndone const& f);
    void effect(domain::StoredEvent const& e, domain::TaskEnded const& f);
    void effect(domain::StoredEvent const& e, domain::TaskReopened const& f);
    void effect(domain::StoredEvent const& e, domain::LabelQueued const& f);
    void effect(domain::StoredEvent const& e, domain::LabelMoved const& f);
    void effect(domain::StoredEvent const& e, domain::LabelHandwritten const& f);
    template <class T>
    void effect(domain::StoredEvent const&, T const&) {}  // an audit fact: stored, without effect on any sum

    Hub& m_hub;
    Database& m_database;
    std::string m_station, m_warehouse, m_public_key;
    wire::EventBatch const& m_batch;
    domain::Head m_head;  ///< what is stored
    std::optional<wire::Quarantine> m_quarantine;
    std::set<LineKey> m_touched;
    struct Applied {
        domain::Fact const* fact = nullptr;
        std::optional<domain::Stamp> stamp;
    } m_applied;  ///< the event whose effect is under way
};

}  // namespace bozhong::hub
