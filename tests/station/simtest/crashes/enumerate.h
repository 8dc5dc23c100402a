#pragma once
// Cuts a story off at every change of its disk, and fails every operation of it.

#include <cstdint>
#include <string>
#include <vector>

#include "tests/station/simtest/crashes/story.h"

namespace bozhong::crashes {

struct Effort {
    int cuts = 2;  ///< power cuts with different losses, at each change
    int nested_every =
        1;  ///< of the states, how many are cut off again at every change of the restart; 0 = none
    int failures_every = 1;  ///< of the operations that are made to fail
    int misreads_every = 1;  ///< of the reads that give another place's bytes, or those of the deed before
    std::uint64_t seed = 1;
};

struct Count {
    std::int64_t changes = 0;   ///< of the disk in the whole life, the restarts not counted
    std::int64_t states = 0;    ///< disks after a crash
    std::int64_t nested = 0;    ///< of these: after a crash in the restart after a crash
    std::int64_t distinct = 0;  ///< of the states: different to the byte or in what had been told
    std::int64_t failures = 0;  ///< lives in which an operation failed once, from then on, or found no room
    std::int64_t misreads = 0;  ///< lives in which a read gave the wrong bytes
    std::int64_t noticed = 0;   ///< of these: ended or left something that verify or a start finds
    std::vector<std::string> violations;
};

void crash_everywhere(Story const& story, Effort const& effort, Count& count);
void fail_everywhere(Story const& story, Effort const& effort, Count& count);
/// Of stories with a verify.
void misread_everywhere(Story const& story, Effort const& effort, Count& count);

}  // namespace bozhong::crashes
