#include "sync/wire/sort_groups.h"

#include "sync/wire/message_json.h"

namespace bozhong::wire {

template <class F>
void fields(F& f, SortGroup& m) {
    f.may("name", m.name);
    f.may("products", m.products);
    f.may("categories", m.categories);
    f.must("stations", m.stations);
}
template <class F>
void fields(F& f, SortGroups& m) {
    f.must("groups", m.groups);
}
template <class F>
void fields(F& f, SplitRequest& m) {
    f.must("wave", m.wave);
    f.must("sku", m.sku);
    f.must("stations", m.stations);
    f.may("reason", m.reason);
}
template <class F>
void fields(F& f, SplitShare& m) {
    f.must("station", m.station);
    f.must("first_customer", m.first_customer);
    f.must("last_customer", m.last_customer);
    f.must("lines", m.lines);
    f.must("moved", m.moved);
}
template <class F>
void fields(F& f, SplitAnswer& m) {
    f.must("shares", m.shares);
}

BOZHONG_MESSAGE(SortGroup);
BOZHONG_MESSAGE(SortGroups);
BOZHONG_MESSAGE(SplitRequest);
BOZHONG_MESSAGE(SplitAnswer);

}  // namespace bozhong::wire
