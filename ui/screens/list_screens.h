#pragma once
// Paged lists: the product's customers in walk order, the products of this table, and the routes and drivers it may
// work for alone. No scrolling: up and down keys.

#include <array>

#include "ui/screens/top_bar.h"
#include "ui/widgets/tiles.h"

namespace bozhong::ui {

class TileScreen : public Screen {
  public:
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override { m_page = 0; }

  protected:
    TileScreen(Style const& style, Outlet const& outlet, char const* name, int columns, int rows,
               int foot_keys, QWidget* parent);
    [[nodiscard]] virtual std::size_t count() const = 0;
    [[nodiscard]] virtual TileFace face(std::size_t at) const = 0;
    [[nodiscard]] virtual std::string tile_name(std::size_t at) const = 0;
    virtual void touch(std::size_t at) = 0;
    /// Title and the keys of the foot.
    virtual void show_words() = 0;
    virtual void foot(std::size_t which) = 0;
    void refresh();
    void turn(int pages);
    [[nodiscard]] bool can_turn(int pages) const;
    /// The last two keys of the foot.
    void show_page_keys();

    core::Snapshot m_snapshot;
    TopBar m_bar;
    std::vector<Key*> m_foot;

  private:
    /// More than six keys stand in two rows where the panel is narrow.
    [[nodiscard]] int foot_rows() const { return grid().portrait && m_foot.size() > 6 ? 2 : 1; }
    [[nodiscard]] int shape_columns() const { return grid().portrait ? 3 : m_columns; }
    [[nodiscard]] int shape_rows() const { return grid().portrait ? 10 - foot_rows() : m_rows; }
    [[nodiscard]] std::size_t per_page() const {
        return static_cast<std::size_t>(shape_columns() * shape_rows());
    }
    int m_columns, m_rows;
    std::vector<Tile*> m_tiles;
    std::size_t m_page = 0;
};

class CustomersScreen final : public TileScreen {
  public:
    CustomersScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override;

  private:
    enum class Filter { all, open, shorted, skipped, done, no_label };
    [[nodiscard]] static bool fits(Filter filter, core::TaskView const& task);
    [[nodiscard]] bool hidden(core::TaskView const& task) const;
    [[nodiscard]] std::size_t count() const override { return m_shown.size(); }
    [[nodiscard]] TileFace face(std::size_t at) const override;
    [[nodiscard]] std::string tile_name(std::size_t at) const override;
    void touch(std::size_t at) override;
    void show_words() override;
    void foot(std::size_t which) override;
    void choose_shown();
    Filter m_filter = Filter::all;
    std::vector<std::size_t> m_shown;  ///< indices into the snapshot's customers
};

/// In which order the customers come, and a route or driver to work for alone.
class WorkScreen final : public TileScreen {
  public:
    WorkScreen(Style const& style, Outlet const& outlet, QWidget* parent);

  private:
    [[nodiscard]] std::size_t count() const override { return m_snapshot.groups.size() + 1; }
    [[nodiscard]] TileFace face(std::size_t at) const override;
    [[nodiscard]] std::string tile_name(std::size_t at) const override;
    void touch(std::size_t at) override;
    void show_words() override;
    void foot(std::size_t which) override;
};

/// Of one category only, if she says so: each touch on its key goes on to the next, and behind the last to all.
class ProductsScreen final : public TileScreen {
  public:
    ProductsScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override;

  private:
    [[nodiscard]] std::vector<std::string> categories() const;
    void next_category();
    void choose_shown();
    [[nodiscard]] std::size_t count() const override { return m_shown.size(); }
    [[nodiscard]] TileFace face(std::size_t at) const override;
    [[nodiscard]] std::string tile_name(std::size_t at) const override;
    void touch(std::size_t at) override;
    void show_words() override;
    void foot(std::size_t which) override;
    std::string m_category;            ///< empty: all
    std::vector<std::size_t> m_shown;  ///< indices into the snapshot's products
};

}  // namespace bozhong::ui
