#pragma once
// The texts of the domain's enumerations in every stored or sent JSON. A text, once released, never changes.

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "station/domain/facts.h"
#include "station/domain/person.h"
#include "station/domain/task.h"
#include "station/domain/tolerance.h"

namespace bozhong::wire {

/// Names<E>::all holds the text of each value at the value's own position.
template <class E>
struct Names {};
template <>
struct Names<domain::Entry> {
    static constexpr std::array<std::string_view, 2> all{"scale", "manual"};
};
template <>
struct Names<domain::TareKind> {
    static constexpr std::array<std::string_view, 3> all{"pan", "container", "preset"};
};
template <>
struct Names<domain::WeightKind> {
    static constexpr std::array<std::string_view, 3> all{"gross", "net", "unknown"};
};
template <>
struct Names<domain::Zone> {
    static constexpr std::array<std::string_view, 5> all{"red_under", "amber_under", "green", "amber_over",
                                                         "red_over"};
};
template <>
struct Names<domain::LabelState> {
    static constexpr std::array<std::string_view, 7> all{"queued",  "sending", "sent", "printed",
                                                         "unknown", "failed",  "void"};
};
template <>
struct Names<domain::TaskKind> {
    static constexpr std::array<std::string_view, 2> all{"weighed", "counted"};
};
template <>
struct Names<domain::TaskState> {
    static constexpr std::array<std::string_view, 5> all{"open", "in_progress", "done", "short", "cancelled"};
};
template <>
struct Names<domain::TaskStanding> {
    static constexpr std::array<std::string_view, 3> all{"active", "held", "cancelled"};
};
template <>
struct Names<domain::Role> {
    static constexpr std::array<std::string_view, 4> all{"sorter", "supervisor", "administrator", "service"};
};
template <>
struct Names<domain::Right> {
    static constexpr std::array<std::string_view, 12> all{
        "capture",  "enter_weight", "below_minimum", "correct_own",       "correct_any",   "release_red",
        "reassign", "cancel",       "close",         "configure_devices", "manage_people", "read_results"};
};
template <>
struct Names<domain::Pick> {
    static constexpr std::array<std::string_view, 2> all{"looser", "stricter"};
};

template <class E>
concept Named = requires {
    Names<E>::all;
};

template <Named E>
constexpr std::string_view text(E value) {
    return Names<E>::all.at(static_cast<std::size_t>(value));
}

template <Named E>
constexpr std::optional<E> from_text(std::string_view name) {
    for (std::size_t i = 0; i < Names<E>::all.size(); ++i)
        if (Names<E>::all[i] == name) return static_cast<E>(i);
    return {};
}

}  // namespace bozhong::wire
