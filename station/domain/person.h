#pragma once
// People and what they may do. Rights are separate from roles; a role is only a usual set of rights.

#include <cstdint>
#include <set>
#include <string>

namespace bozhong::domain {

enum class Right {
    capture, enter_weight, below_minimum, correct_own, correct_any, release_red, reassign, cancel, close,
    configure_devices, manage_people, read_results,
};
enum class Role { sorter, supervisor, administrator, service };

struct Person {
    std::string id;
    std::string name;
    Role role = Role::sorter;
    std::set<Right> rights;
    std::string badge;     ///< text of the badge's code; empty = none
    std::string pin_hash;  ///< argon2id text as the hub made it; empty = badge alone
    bool active = true;
    [[nodiscard]] bool may(Right right) const { return active && rights.contains(right); }
    friend bool operator==(Person const&, Person const&) = default;
};

}  // namespace bozhong::domain
