#pragma once
// A journal whose appends of a weighing are timed; everything goes through unchanged.

#include <memory>

#include "station/app/ports.h"

namespace bozhong::cli::bench {

/// `took` gets the milliseconds, on the journal's thread.
std::unique_ptr<app::Journal> timed_journal(std::unique_ptr<app::Journal> journal,
                                            std::function<void(double)> took);

}  // namespace bozhong::cli::bench
