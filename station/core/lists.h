#pragma once
// The lists of a snapshot, built again only when something in them changed.

#include "station/core/state.h"

namespace bozhong::core {

struct Station::State::Lists {
    std::uint64_t tasks_revision = 0, labels_revision = 0, history_revision = 0;
    std::uint64_t customers_tasks = 0, customers_labels = 0;  ///< the revisions they were made of
    Rows<TaskView> customers;
    Rows<ProductView> products;
    Rows<WorkGroup> groups;
    ProductView product;
    std::vector<TaskView> queue;
    int queue_left = 0;
    Rows<HistoryRow> history;
    std::vector<LabelOffer> offers;
    std::optional<int> average_permille;
};

TaskView task_view(TaskItem const& item, bool current);

}  // namespace bozhong::core
