#pragma once
// Whether somebody else talks to the same scale. Serial servers let several programs connect: some give the
// answers to all of them, some give each a part of the bytes. Both show in what comes. Pure.

#include <cstdint>
#include <string_view>

namespace bozhong::scale {

class SharedWatch {
  public:
    enum class Finding {
        alone,
        answers,  ///< half as many answers again as were asked for
        torn,     ///< frames come, and a quarter of all bytes belongs to none
    };

    /// A question for one reading was sent.
    void asked() { ++m_questions; }
    /// A reading came, or the word that it is unchanged.
    void answered() { ++m_answers; }
    /// The decoder's sums since the last call: bytes that came, and how many of them belong to no frame.
    void heard(std::uint64_t bytes, std::uint64_t skipped) {
        m_bytes += bytes;
        m_skipped += skipped;
    }
    /// True when the finding has changed; judged once a window is full.
    bool judge();
    [[nodiscard]] Finding finding() const { return m_finding; }
    /// The link was opened anew.
    void reset() { *this = SharedWatch(); }

    static constexpr std::uint64_t window_questions = 32, window_bytes = 1024;

  private:
    bool full() const { return m_questions >= window_questions || m_bytes >= window_bytes; }

    std::uint64_t m_questions = 0, m_answers = 0, m_bytes = 0, m_skipped = 0;
    Finding m_finding = Finding::alone;
};

/// For a person, with what to do; empty for alone.
std::string_view advice(SharedWatch::Finding finding);

}  // namespace bozhong::scale
