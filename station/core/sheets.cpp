#include "station/core/sheets.h"

#include <algorithm>
#include <map>

#include "station/core/figures.h"

namespace bozhong::core {

using domain::LabelContent;
using domain::LabelState;

namespace {

/// One customer's tasks at this table.
struct Customer {
    domain::SortTask const* task = nullptr;
    int products = 0, done = 0, shorted = 0, bags = 0;
    std::string names;
};

std::string amount_of(TaskItem const& item) {
    return item.counted() ? std::to_string(item.count) + " " + item.task.ordered.unit
                          : amount_text(item.sum, item.task.ordered);
}

void add(Customer& customer, TaskItem const& item) {
    customer.task = &item.task;
    ++customer.products;
    customer.done += item.done() ? 1 : 0;
    customer.shorted += item.shorted ? 1 : 0;
    customer.bags += item.bags;
    if (item.bags == 0) return;
    customer.names += (customer.names.empty() ? "" : "、") + item.task.product + " " + amount_of(item);
}

std::string summary(Customer const& customer) {
    std::string out = std::to_string(customer.done) + "/" + std::to_string(customer.products) + " 样 " +
                      std::to_string(customer.bags) + " 袋";
    if (customer.shorted > 0) out += " 缺 " + std::to_string(customer.shorted);
    return out;
}

LabelContent page(char const* kind, domain::SortTask const& task, SheetHead const& head) {
    LabelContent out;
    out.kind = kind;
    out.route = task.route;
    out.driver = task.driver;
    out.station_name = head.station_name;
    out.time = head.time;
    out.sorter = head.person;
    return out;
}

}  // namespace

std::vector<LabelContent> tote_sheet(std::vector<TaskItem> const& items, std::string const& customer_code,
                                     SheetHead const& head) {
    Customer customer;
    for (TaskItem const& item : items)
        if (!item.away && item.task.customer_code == customer_code) add(customer, item);
    if (customer.task == nullptr) return {};
    LabelContent out = page("tote", *customer.task, head);
    out.customer_code = customer_code;
    out.customer = customer.task->customer;
    out.tote = customer.task->tote.empty() ? customer_code : customer.task->tote;
    out.lines = summary(customer) + (customer.names.empty() ? "" : "\n" + customer.names);
    return {out};
}

std::vector<LabelContent> route_sheet(std::vector<TaskItem> const& items, std::string const& route,
                                      SheetHead const& head) {
    // In tote order, which is the order in which they stand at the door.
    std::map<std::pair<std::string, std::string>, Customer> customers;
    for (TaskItem const& item : items)
        if (!item.away && item.task.route == route)
            add(customers[{item.task.tote, item.task.customer_code}], item);
    std::vector<LabelContent> pages;
    int line = 0;
    for (auto const& [name, customer] : customers) {
        if (line++ % SheetDesk::lines_on_a_page == 0) pages.push_back(page("route", *customer.task, head));
        auto const& task = *customer.task;
        pages.back().lines += (pages.back().lines.empty() ? "" : "\n") + task.customer_code + "\t" +
                              task.tote + "\t" + summary(customer) + "\t" + task.customer;
    }
    for (std::size_t at = 0; at < pages.size(); ++at) {
        pages[at].bag = static_cast<int>(at) + 1;
        pages[at].bags = static_cast<int>(pages.size());
    }
    return pages;
}

void SheetDesk::ask(std::vector<LabelContent> pages) {
    m_pages.assign(pages.begin(), pages.end());
    m_handed_at.reset();
    auto const& first = pages.front();
    m_view = {first.kind, first.kind == "tote" ? first.customer_code : first.route, 0,
              static_cast<int>(pages.size()), LabelState::queued};
}

void SheetDesk::end(LabelState state) {
    m_view.state = state;
    m_handed_at.reset();
    m_pages.clear();
}

bool SheetDesk::changed(LabelChanged const& change) {
    if (change.label < first_number) return false;
    // Of a page that was given up: its word comes too late to matter.
    if (change.label != m_number || !m_handed_at) return true;
    m_begun = m_begun || change.state != LabelState::queued;
    m_view.state = change.state;
    switch (change.state) {
        case LabelState::queued:
        case LabelState::sending: return true;
        case LabelState::sent:
            if (change.known_by == domain::awaiting_word) return true;
            [[fallthrough]];
        case LabelState::printed: m_handed_at.reset(); return true;
        case LabelState::unknown:
        case LabelState::failed:
        case LabelState::voided: end(change.state); return true;
    }
    return true;
}

std::optional<PrintSheet> SheetDesk::next(bool printer_ready, domain::Instant now) {
    if (m_handed_at && !m_begun && now >= *m_handed_at + m_begin_within) end(LabelState::unknown);
    if (m_pages.empty() || m_handed_at) return std::nullopt;
    if (!printer_ready) {
        end(LabelState::failed);
        return std::nullopt;
    }
    PrintSheet out{++m_number, std::move(m_pages.front())};
    m_pages.pop_front();
    m_handed_at = now;
    m_begun = false;
    ++m_view.page;
    m_view.state = LabelState::sending;
    return out;
}

std::optional<domain::Instant> SheetDesk::wake_at() const {
    if (!m_handed_at || m_begun) return std::nullopt;
    return *m_handed_at + m_begin_within;
}

}  // namespace bozhong::core
