#pragma once
// A life on a simulated disk, told deed by deed, and what must hold whenever it is cut off and begun anew.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "station/domain/facts.h"
#include "station/simtest/memory_disk.h"

namespace bozhong::crashes {

using simtest::MemoryDisk;

/// What somebody outside was told. It has to be there for ever.
struct Witness {
    std::map<std::string, std::vector<domain::Head>> heads;  ///< by file: of a journal, a backup, the hub
    std::vector<std::string> rows;                           ///< results that central has pulled
    std::string file;                                        ///< the one in use
};

struct Deed {
    std::string name;
    bool whole;  ///< one transaction: after a crash in it the file is as before it or as after it
    std::function<domain::Status()> run;
};

class Life {
  public:
    virtual ~Life() = default;
    virtual std::vector<Deed> deeds() = 0;
    /// After a deed failed because of the disk: every further call is refused. What is wrong, or nothing.
    virtual std::string refuses() = 0;
    Witness told;
};

struct Story {
    std::string name;
    std::function<std::unique_ptr<Life>(MemoryDisk&)> begin;
    /// Starts again as the next process does, holds the disk against the witness, goes on a little and tells
    /// of it. What is wrong, or nothing.
    std::function<std::string(MemoryDisk&, Witness&)> judge;
    /// That a file is whole, as the program itself says.
    std::function<bool(MemoryDisk&, std::string const& file)> verified = {};
};

std::vector<Story> stories();
Story station_story();
Story old_journal_story();
Story hub_story();

/// Every row of every table of the file, as text; "" when there is no such file.
std::string content(MemoryDisk& disk, std::string const& file);

}  // namespace bozhong::crashes
