#pragma once
// Planted mistakes, to see that the simulation finds them. Each is a decorator around a part of a simulated
// world; the product has no switch for any of them.

#include <memory>
#include <string>
#include <vector>

#include "station/simtest/dice.h"
#include "station/simtest/table.h"

namespace bozhong::simtest {

struct MutantKind {
    std::string name, words, invariant;
};
std::vector<MutantKind> const& mutants();

class Mutant {
  public:
    Mutant(std::string name, Dice dice) : m_name(std::move(name)), m_dice(std::move(dice)) {}
    void apply(HubProcess& hub);
    void apply(Table& table);

  private:
    std::string m_name;
    Dice m_dice;
};

}  // namespace bozhong::simtest
