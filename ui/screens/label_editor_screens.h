#pragma once
// The supervisor's label editor: which template, how it looks, what it says, what is added to it. Everything
// shown is the product's own drawing; everything changed can be taken back.

#include <array>

#include "ui/screens/record_screens.h"
#include "ui/screens/top_bar.h"
#include "ui/widgets/label_canvas.h"

namespace bozhong::ui {

class TemplatesScreen final : public Screen {
  public:
    TemplatesScreen(Style const& style, Outlet const& outlet, LabelStudio& studio, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override;

  private:
    static constexpr std::size_t shown = 9;
    void foot(std::size_t which);
    void refresh();
    [[nodiscard]] LabelFile const* chosen() const;
    LabelStudio& m_studio;
    TopBar m_bar;
    std::array<Key*, shown> m_tiles{};
    std::array<Key*, 4> m_foot{};
    std::vector<LabelFile> m_files;
    std::size_t m_page = 0, m_chosen = 0;
    bool m_dropping = false;  ///< asked once whether the changes are dropped
};

/// What is in hand, or what is wrong with the label and what to do.
class EditorLine final : public Component {
  public:
    EditorLine(Style const& style, QWidget* parent) : Component(style, "editorLine", parent) {}
    void show(Icon icon, QString text, QString detail);

  private:
    void paint(QPainter& painter) override;
    Icon m_icon = Icon::none;
    QString m_text, m_detail;
};

class LabelEditorScreen final : public Screen {
  public:
    LabelEditorScreen(Style const& style, Outlet const& outlet, LabelStudio& studio, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override;

  private:
    enum class Page { place, look };
    void tool(std::size_t which);
    void place_tool(std::size_t which);
    void look_tool(std::size_t which);
    void foot(std::size_t which);
    /// The label is drawn again, and every key says what it would do now.
    void changed();
    void show_keys();
    void show_place_keys();
    void show_look_keys();
    void show_bar();
    void show_line();
    void set(std::size_t tool, Icon icon, QString text, QString sub = {}, KeyKind kind = KeyKind::normal);
    [[nodiscard]] QString named(std::string const& id) const;
    [[nodiscard]] KeyKind with_hand() const;
    /// What the thing in hand says: a text's words, a picture's file.
    void change_content(domain::LabelElement const& element);
    void show_content_key(domain::LabelElement const& element);

    LabelStudio& m_studio;
    TopBar m_bar;
    LabelCanvas* m_canvas;
    EditorLine* m_line;
    std::array<Key*, 12> m_tools{};
    std::array<Key*, 5> m_foot{};
    QString m_person;
    Page m_page = Page::place;
    bool m_coarse = false;
};

class LabelAddScreen final : public Screen {
  public:
    LabelAddScreen(Style const& style, Outlet const& outlet, LabelStudio& studio, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;

  private:
    LabelStudio& m_studio;
    TopBar m_bar;
    std::array<Key*, 10> m_keys{};
};

class LabelTextScreen final : public Screen {
  public:
    LabelTextScreen(Style const& style, Outlet const& outlet, LabelStudio& studio, QWidget* parent);
    void arrange() override;
    void show_snapshot(core::Snapshot const& snapshot) override;
    void entered() override;
    bool scanned(std::string const& text) override;

  private:
    enum class Page { fields, words, letters };
    struct Token {
        QString text, sub;
        std::string written;
    };
    static constexpr std::size_t most_tokens = 64;
    [[nodiscard]] std::vector<Token> tokens() const;
    void press(std::size_t which);
    void foot(std::size_t which);
    void changed();
    void arrange_tokens();

    LabelStudio& m_studio;
    TopBar m_bar;
    InfoPanel* m_text;
    std::array<Key*, most_tokens> m_tokens{};
    std::array<Key*, 2> m_turn{};
    std::array<Key*, 5> m_foot{};
    Page m_page = Page::fields;
    std::size_t m_sheet = 0, m_per_sheet = 1;
};

}  // namespace bozhong::ui
