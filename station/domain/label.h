#pragma once
// What a label says: plain texts taken from one committed journal row, nothing computed from memory.

#include <cstdint>
#include <string>

#include "station/domain/facts.h"

namespace bozhong::domain {

/// Lines of a list on one page.
inline constexpr int sheet_lines = 9;

struct LabelContent {
    std::string kind = "item";  ///< what it is stuck on: item, tote, route, put-back, void, test
    EventId event;              ///< of the weighing
    std::string short_form;     ///< "T03-k7-000042"
    std::string barcode;        ///< digits of the CODE128-C: station, incarnation short number, sequence
    std::string qr;     ///< payload with format version and key id in front and the signature at its end
    std::string check;  ///< short check for people, six hex digits
    std::string product, customer_code, customer, tote, route, driver, order_no, note;
    std::string spec, origin, shelf_life, sort_no;
    std::string price,
        money;  ///< of one unit of `actual`, and of this bag; empty when the order names no price
    std::string actual, actual_unit;  ///< "4.05" "斤"; counted: "4" "份"
    std::string net_kg, tare_kg;      ///< "2.025", "0.012"; empty when counted, or no tare
    std::string ordered;              ///< "4 斤"
    std::string time;                 ///< local, "06-17 04:36"; empty when the clock is of unknown quality
    std::string sorter, lot, station_name;
    std::string gtin;   ///< 14 digits, when the product's number is one
    std::string lines;  ///< of a list, a tote's or a route's, one below the other; tabs between its columns
    int bag = 1, bags = 1, copy = 0;
    bool preset_tare = false, manual = false, below_min = false;
    std::int64_t net_mg = 0;
};

}  // namespace bozhong::domain
