#pragma once
// A list of a snapshot. Copies share it, because a snapshot is copied with every reading of the scale and its lists
// change only with the work. Who holds a copy may read it on any thread.

#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace bozhong::core {

template <class T>
class Rows {
  public:
    using value_type = T;

    Rows() = default;
    Rows(std::vector<T> rows) : m_rows(std::make_shared<std::vector<T> const>(std::move(rows))) {}
    Rows(std::initializer_list<T> rows) : Rows(std::vector<T>(rows)) {}

    [[nodiscard]] std::vector<T> const& all() const {
        static std::vector<T> const none;
        return m_rows ? *m_rows : none;
    }
    [[nodiscard]] auto begin() const { return all().begin(); }
    [[nodiscard]] auto end() const { return all().end(); }
    [[nodiscard]] std::size_t size() const { return all().size(); }
    [[nodiscard]] bool empty() const { return all().empty(); }
    [[nodiscard]] T const& operator[](std::size_t at) const { return all()[at]; }
    [[nodiscard]] T const& at(std::size_t place) const { return all().at(place); }
    [[nodiscard]] T const& front() const { return all().front(); }

  private:
    std::shared_ptr<std::vector<T> const> m_rows;
};

}  // namespace bozhong::core
