#pragma once
// Characters inside the object itself: copied like a number, never on the heap. For texts whose length has a
// known bound and which come many times a second.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace bozhong::domain {

/// Of a longer text the beginning is kept.
template <std::size_t most>
class InlineText {
    static_assert(most <= 255, "the size is one byte");

  public:
    static constexpr std::size_t longest = most;

    InlineText() = default;
    InlineText(std::string_view text) { assign(text); }    // NOLINT: implicit by design
    InlineText(char const* text) { assign(text); }         // NOLINT: implicit by design
    InlineText(std::string const& text) { assign(text); }  // NOLINT: implicit by design
    operator std::string_view() const { return view(); }   // NOLINT: implicit by design
    explicit operator std::string() const { return std::string(view()); }

    void assign(std::string_view text) {
        m_size = static_cast<std::uint8_t>(std::min(text.size(), most));
        std::copy_n(text.begin(), m_size, m_characters.begin());
    }
    void clear() { m_size = 0; }
    [[nodiscard]] std::string_view view() const { return {m_characters.data(), m_size}; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }

    friend bool operator==(InlineText const& a, InlineText const& b) { return a.view() == b.view(); }
    template <class Text>
    requires(!std::is_same_v<Text, InlineText> &&
             std::is_convertible_v<Text const&, std::string_view>) friend bool
    operator==(InlineText const& a, Text const& b) {
        return a.view() == std::string_view(b);
    }

  private:
    std::array<char, most> m_characters;  // what is behind the text is never read
    std::uint8_t m_size = 0;
};

}  // namespace bozhong::domain
