#pragma once
// What a label says as a JSON object, one key a field of domain::LabelContent: the record files of the
// command line. Pure, any thread.

#include <string>
#include <string_view>

#include "station/domain/label.h"
#include "station/domain/result.h"

namespace bozhong::wire {

/// Absent keys stay empty; the derived fields of `label fields` ("bag_of_bags", "copy_mark" …) are understood
/// too; bad_input names a key that is unknown or of the wrong type.
domain::Result<domain::LabelContent> label_content_from_json(std::string_view json);
std::string label_content_to_json(domain::LabelContent const& content);

}  // namespace bozhong::wire
