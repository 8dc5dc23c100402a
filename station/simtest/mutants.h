#pragma once
// Planted mistakes, to see that the simulation finds them. Each is a decorator around a part of a simulated
// world; the product has no switch for any of them.

#include <memory>
#include <string>
#include <vector>

#include "station/simtest/table.h"

namespace bozhong::simtest {

struct MutantKind {
    std::string name, words;
};
std::vector<MutantKind> const& mutants();

/// Outlives the hub and the tables it was applied to.
class Mutant {
  public:
    explicit Mutant(std::string name);
    ~Mutant();
    Mutant(Mutant const&) = delete;
    Mutant& operator=(Mutant const&) = delete;
    void apply(HubProcess& hub);
    void apply(Table& table);

  private:
    std::string m_name;
    std::uint64_t m_next_incarnation = 0;
};

}  // namespace bozhong::simtest
