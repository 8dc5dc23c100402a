#pragma once
// A SQLite VFS over the system's own that dies or fails at a chosen change of a file. Changes are writes,
// syncs, truncations and deletions, counted over all files from arm() on.

#include <string>

namespace bozhong::support {

enum class Fault {
    none,
    die,         ///< _exit before the change, as kill -9 does: what was written stays
    power_cut,   ///< _exit, and of the writes no sync has confirmed only some stay (chosen by `seed`)
    io_error,    ///< this one change fails with an I/O error
    io_forever,  ///< this change and every later one fail
    disk_full,   ///< every write from this one on finds no room; syncs work
};

/// Registers the VFS (once a process) and gives its name.
std::string fault_vfs();
/// Counting begins; change number `at` (from 1) meets the fault.
void arm(Fault fault, int at, unsigned seed = 0);
/// Changes seen since arm().
int changes();

}  // namespace bozhong::support
