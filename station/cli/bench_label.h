#pragma once
#include <string>

#include "station/domain/result.h"

namespace bozhong::cli {

struct LabelBench {
    int labels = 0;
    double seconds = 0;
    [[nodiscard]] double labels_per_second() const { return seconds > 0 ? labels / seconds : 0; }
};

/// Lays out and draws so many different labels with the template, as a shift would: other customers, weights
/// and signed codes, the same hundred products. Reading template and fonts is not counted.
domain::Result<LabelBench> bench_label(std::string const& template_path, int labels);

/// Where the named template is, of the build tree or the package; "60x40" as in station settings is
/// item-60x40.
std::string label_template_path(std::string const& name);

}  // namespace bozhong::cli
