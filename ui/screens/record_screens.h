#pragma once
// Rows with something to do at the right: what was recorded, and labels that wait for a decision.

#include <array>

#include "ui/screens/top_bar.h"
#include "ui/widgets/tiles.h"

namespace bozhong::ui {

/// A few lines of words on a panel.
class InfoPanel final : public Component {
  public:
    InfoPanel(Style const& style, char const* name, QWidget* parent) : Component(style, name, parent) {}
    void show(QString title, QStringList lines);

  private:
    void paint(QPainter& painter) override;
    QString m_title;
    QStringList m_lines;
};

class RowScreen : public Screen {
  public:
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override;

  protected:
    static constexpr std::size_t rows_per_page = 5;
    RowScreen(Style const& style, Outlet const& outlet, char const* name, QWidget* parent);
    [[nodiscard]] virtual std::size_t count() const = 0;
    [[nodiscard]] virtual RowFace face(std::size_t at) const = 0;
    /// Title, information, and the five keys at the right; a key without words is not there.
    virtual void show_words() = 0;
    virtual void act(std::size_t which) = 0;
    /// The keys below the rows besides up and down.
    virtual void foot(std::size_t which) = 0;
    void refresh();
    void show_page_keys();

    core::Snapshot m_snapshot;
    TopBar m_bar;
    InfoPanel* m_info;
    std::array<Key*, 5> m_actions{};
    std::array<Key*, 4> m_foot{};
    std::array<Row*, rows_per_page> m_rows{};
    std::size_t m_selected = 0;

  private:
    std::size_t m_page = 0;
};

class HistoryScreen : public RowScreen {
  public:
    HistoryScreen(Style const& style, Outlet const& outlet, QWidget* parent)
        : HistoryScreen(style, outlet, "historyScreen", parent) {}
    void entered() override;

  protected:
    HistoryScreen(Style const& style, Outlet const& outlet, char const* name, QWidget* parent)
        : RowScreen(style, outlet, name, parent) {}
    /// The record a shown row stands for.
    [[nodiscard]] virtual core::HistoryRow const& record(std::size_t at) const {
        return m_snapshot.history.at(m_shown.at(at));
    }
    virtual void choose_shown();
    [[nodiscard]] std::size_t count() const override { return m_shown.size(); }
    [[nodiscard]] RowFace face(std::size_t at) const override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void show_words() override;
    void act(std::size_t which) override;
    void foot(std::size_t which) override;
    std::vector<std::size_t> m_shown;

  private:
    void send(core::KeyPressed key);
    void show_reasons(core::HistoryRow const& row);
    void show_actions(core::HistoryRow const& row);
    bool m_asking = false;  ///< why is it void
    [[nodiscard]] std::ptrdiff_t on_pan() const;
    enum class Only { all, unsure, on_pan };
    Only m_only = Only::all;
};

class OffersScreen final : public RowScreen {
  public:
    OffersScreen(Style const& style, Outlet const& outlet, QWidget* parent);

  private:
    [[nodiscard]] std::size_t count() const override { return m_snapshot.offers.size(); }
    [[nodiscard]] RowFace face(std::size_t at) const override;
    void show_words() override;
    void act(std::size_t which) override;
    void foot(std::size_t which) override;
};

}  // namespace bozhong::ui
