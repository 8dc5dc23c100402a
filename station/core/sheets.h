#pragma once
// Labels of no single bag: what hangs on a tote, and the driver's sheet of a route. They say what this table
// did, are printed one page after the other, and are no events: whoever wants one again asks again.

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "station/core/effect.h"
#include "station/core/event.h"
#include "station/core/snapshot.h"
#include "station/core/task_list.h"

namespace bozhong::core {

/// What all pages of a sheet say beside their lines.
struct SheetHead {
    std::string station_name, time, person;
};
/// The customer's tote: whose it is, how much of the order is in it. Nothing when this table has no task of
/// it.
std::vector<domain::LabelContent> tote_sheet(std::vector<TaskItem> const& items,
                                             std::string const& customer_code, SheetHead const& head);
/// A line for every customer of the route, in tote order, on as many pages as it takes.
std::vector<domain::LabelContent> route_sheet(std::vector<TaskItem> const& items, std::string const& route,
                                              SheetHead const& head);

class SheetDesk {
  public:
    /// Above every number a label of a bag will ever have.
    static constexpr domain::Seq first_number = (domain::Seq{1} << 62) + 131'072;
    static constexpr int lines_on_a_page = domain::sheet_lines;

    explicit SheetDesk(domain::milliseconds begin_within) : m_begin_within(begin_within) {}

    /// What is not printed of another sheet is dropped.
    void ask(std::vector<domain::LabelContent> pages);
    /// True when it was a page's.
    bool changed(LabelChanged const& change);
    /// The page to print now; a printer that is not ready ends the sheet, since nobody waits for it.
    std::optional<PrintSheet> next(bool printer_ready, domain::Instant now);
    [[nodiscard]] std::optional<domain::Instant> wake_at() const;
    [[nodiscard]] SheetView const& view() const { return m_view; }

  private:
    void end(domain::LabelState state);
    std::deque<domain::LabelContent> m_pages;
    std::optional<domain::Instant> m_handed_at;  ///< of the page under way
    bool m_begun = false;
    domain::Seq m_number = first_number;
    SheetView m_view;
    domain::milliseconds m_begin_within;
};

}  // namespace bozhong::core
