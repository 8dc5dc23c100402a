#pragma once
// What the hub must come to, whatever happens in what order: a small model of lines, weighings, cancels and
// exceptions, written from the rules of docs/hub.md alone. Time is a counter that rises with every change.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bozhong::hub::test {

constexpr int k_hub = -1;  ///< as a table: the hub itself, for a person's correction
constexpr std::int64_t k_ordered =
    2'000'000;  ///< mg, of every line; masses are chosen so that a sum is far from the band

struct ModelWeighing {
    int table = 0;
    std::uint64_t seq = 0;
    std::int64_t assignment = 0, mg = 0, accepted = 0;
    std::string state;
};

struct ModelCancel {
    std::string outcome, waiting_for;
    int table = 0;
};

struct ModelLine {
    std::string standing = "active";
    bool shipped = false, closed = false;
    std::int64_t assignment = 1;
    std::map<std::int64_t, int> given;           ///< who held it under which number
    std::map<std::int64_t, std::int64_t> ended;  ///< when that was over
    std::vector<ModelWeighing> weighings;
    std::optional<ModelCancel> cancel;

    [[nodiscard]] int holder() const { return given.at(assignment); }
    [[nodiscard]] std::int64_t sum() const;
    [[nodiscard]] bool bag() const;
    /// Somewhere there is a bag with this number on its label, whether it counts or not.
    [[nodiscard]] bool labelled(std::uint64_t seq) const;
    ModelWeighing* find(int table, std::uint64_t seq);
};

/// A question to a person: about a weighing, or about a void that came too late.
struct ModelException {
    std::size_t line = 0;
    int table = 0;
    std::uint64_t seq = 0;
    bool of_void = false;
};

class Model {
  public:
    explicit Model(std::vector<int> const& holders);
    std::vector<ModelLine> lines;
    std::vector<ModelException> open;

    void weigh(std::size_t line, int table, std::uint64_t seq, std::int64_t assignment, std::int64_t mg);
    void take_back(std::size_t line, int table, std::uint64_t seq, std::uint64_t of);
    /// A table has sent everything and stored everything.
    void contact(int table);
    // Each says whether the hub must accept it.
    bool move(std::size_t line, int to);
    bool hold(std::size_t line);
    bool release(std::size_t line);
    bool cancel(std::size_t line);
    bool put_back(std::size_t line, std::uint64_t label);
    bool ship(std::size_t line);
    bool close(std::size_t line);
    bool decide(ModelException const& about, std::string const& decision);
    bool correct(std::size_t line, int table, std::uint64_t seq, std::int64_t mg);

  private:
    void move_to(ModelLine& line, int to);
    [[nodiscard]] std::string held_why(ModelLine const& line, int table, std::int64_t assignment) const;
    void drop_questions(std::size_t line);
    std::int64_t m_clock = 0;
    std::uint64_t m_corrections = 0;
};

}  // namespace bozhong::hub::test
