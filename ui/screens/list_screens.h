#pragma once
// Paged lists: the product's customers in walk order, and the products of this table. No scrolling: up and
// down keys.

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
               QWidget* parent);
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

    core::Snapshot m_snapshot;
    TopBar m_bar;
    std::array<Key*, 6> m_foot{};

  private:
    [[nodiscard]] int shape_columns() const { return grid().portrait ? 3 : m_columns; }
    [[nodiscard]] int shape_rows() const { return grid().portrait ? 9 : m_rows; }
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
    enum class Filter { all, open, shorted, skipped };
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

class ProductsScreen final : public TileScreen {
  public:
    ProductsScreen(Style const& style, Outlet const& outlet, QWidget* parent);

  private:
    [[nodiscard]] std::size_t count() const override { return m_snapshot.products.size(); }
    [[nodiscard]] TileFace face(std::size_t at) const override;
    [[nodiscard]] std::string tile_name(std::size_t at) const override;
    void touch(std::size_t at) override;
    void show_words() override;
    void foot(std::size_t which) override;
};

}  // namespace bozhong::ui
