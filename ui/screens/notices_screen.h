#pragma once
// Everything that wants a look, most urgent first, each with the one thing to do about it.

#include <array>
#include <vector>

#include "ui/screens/top_bar.h"

namespace bozhong::ui {

/// A notice on a panel; what has settled itself stays there, crossed out.
class NoticeRow final : public Component {
  public:
    using Component::Component;
    void show(QString words, bool over);

  private:
    void paint(QPainter& painter) override;
    QString m_words;
    bool m_over = false;
};

class NoticesScreen final : public Screen {
  public:
    NoticesScreen(Style const& style, Outlet const& outlet, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override;

  private:
    static constexpr std::size_t rows_per_page = 5;
    struct Shown {
        core::Notice notice;
        bool over = false;  ///< it stands no more
    };
    void follow(std::vector<core::Notice> const& notices);
    void refresh();
    void act(std::size_t at);
    void turn(bool down);
    [[nodiscard]] std::size_t most_page() const;

    core::Snapshot m_snapshot;
    TopBar m_bar;
    std::array<NoticeRow*, rows_per_page> m_rows{};
    std::array<Key*, rows_per_page> m_keys{};
    std::array<Key*, 2> m_foot{};
    std::vector<Shown> m_shown;
    std::size_t m_page = 0;
};

}  // namespace bozhong::ui
