#pragma once
// The names a label template can use for what a label says.

#include <span>
#include <string>
#include <string_view>

#include "station/domain/label.h"

namespace bozhong::domain {

struct LabelField {
    std::string_view name;
    std::string_view example;
    std::string_view meaning;
    std::string_view chinese;                  ///< as supervisors call it
    std::string (*text)(LabelContent const&);  ///< empty when this label has nothing to say there
};

/// All of them, in the order people read a label.
std::span<LabelField const> label_fields();
/// The field of that name; null when there is none.
LabelField const* label_field(std::string_view name);

}  // namespace bozhong::domain
