#include "station/simtest/mutants.h"

namespace bozhong::simtest {

std::vector<MutantKind> const& mutants() {
    static std::vector<MutantKind> const kinds{};
    return kinds;
}

void Mutant::apply(HubProcess&) {}
void Mutant::apply(Table&) {}

}  // namespace bozhong::simtest
