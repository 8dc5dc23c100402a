#pragma once
// Turns facts into the rows of the projection tables: a function of the journal alone and of the feed alone,
// so that a rebuild gives the same bytes. Works on the open transaction of the database it is given.

#include <string>
#include <vector>

#include "station/domain/facts.h"
#include "station/domain/feed.h"
#include "station/journal/place.h"
#include "station/journal/sqlite.h"

namespace bozhong::journal {

class Projection {
  public:
    /// `tables` has the projection tables, `journal` the two logs; they may be the same database.
    Projection(Database& tables, Database& journal);

    void apply(Place place, domain::Fact const& fact, domain::Stamp const& stamp);
    void apply(std::int64_t position, domain::FeedFact const& fact);
    /// Empties every projection table.
    void clear();

    /// Place of the weighing or count that an event at `place` names. Without an incarnation it is of the
    /// same one, or of the newest before that has the number, as stations wrote it once. 0 when there is
    /// none.
    Place record_named(domain::EventName const& of, Place place);

  private:
    void add(Place place, domain::Weighed const& fact);
    void add(Place place, domain::Counted const& fact);
    void recovered(Place place, domain::EventName const& lost);
    void void_record(domain::EventName const& of, Place place);
    Place standing_for(domain::EventName const& lost);
    std::string incarnation_of(Place place);
    void give(std::int64_t position, domain::SortTask const& task);
    void touch(domain::LineKey const& line);
    /// What an event at `place` adds to the sums of its line.
    struct Work {
        std::int64_t net_mg = 0, count = 0;
        int in_force = 0;
    };
    void worked(domain::LineKey const& line, Place place, Work work);
    struct Word {
        int ended = 0;
        Place shorted = 0;
        int skipped = 0;
        std::int64_t at = 0;  ///< the feed position it was said under
    };
    void decided(domain::LineKey const& line, Place place, Word word);
    void leave_force(Place record, Place place);
    void refresh(domain::LineKey const& line);
    Place named(Query& exists, domain::EventName const& name, Place place);
    void move_label(domain::EventName const& label, Place place, std::string_view state);

    Database& m_database;
    Query m_life, m_incarnation, m_standing, m_stand, m_in_force;
    Query m_add_record, m_void_record, m_record_exists, m_label_exists, m_event, m_worked, m_refresh;
    Query m_add_label, m_move_label, m_lot_changed;
    Query m_touch, m_line, m_unend, m_unshort;
    Query m_task, m_task_before, m_task_gone, m_person, m_lot_given;
    Query m_bag_task, m_bag_task_over;
};

/// The projection tables in a fixed order.
extern std::vector<std::string> const projection_tables;
/// Every row of every projection table as text, in key order: equal texts are equal tables.
std::string dump_projections(Database& database);
bool same_rows(Database& left, Database& right, std::string const& table);
/// Applies both logs of `from` to the (empty) projection tables of `to`, which may be the same database.
domain::Status project_all(Database& from, Database& to);
/// Empties the tables and projects both logs again.
domain::Status project_anew(Database& database);

}  // namespace bozhong::journal
