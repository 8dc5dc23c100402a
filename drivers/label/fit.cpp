#include "drivers/label/fit.h"

#include <algorithm>

namespace bozhong::label {

namespace {

/// Starts of the characters, and the end.
std::vector<std::size_t> character_starts(std::string_view text) {
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) starts.push_back(i);
    starts.push_back(text.size());
    return starts;
}

/// Largest size of those between least and most in which the lines fit; 0 when there is none.
int largest(Font const& font, std::vector<std::string> const& lines, int least, int most, int width,
            int height) {
    for (int size = most; size >= least; --size)
        if (block_height(static_cast<int>(lines.size()), size) <= height &&
            widest(font, lines, size) <= width)
            return size;
    return 0;
}

std::string cut_line(Font const& font, std::string const& line, domain::LabelCut cut, int size, int width) {
    if (font.shape(line).width(size) <= width) return line;
    auto const starts = character_starts(line);
    for (std::size_t drop = 1; drop + 1 < starts.size(); ++drop) {
        std::string const shorter = cut == domain::LabelCut::start
                                        ? "…" + line.substr(starts[drop])
                                        : line.substr(0, starts[starts.size() - 1 - drop]) + "…";
        if (font.shape(shorter).width(size) <= width) return shorter;
    }
    return "…";
}

}  // namespace

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines(1);
    for (char const c : text) {
        if (c == '\n')
            lines.emplace_back();
        else
            lines.back().push_back(c);
    }
    return lines;
}

std::vector<std::string> wrap(std::string_view text, int lines) {
    auto const starts = character_starts(text);
    int const characters = static_cast<int>(starts.size()) - 1;
    auto const start = [&](int character) { return starts[static_cast<std::size_t>(character)]; };
    // A break after a sign reads better than one inside a word, if there is one near.
    auto const near_sign = [&](int ideal) {
        for (int away = 0; away <= characters / lines / 3; ++away)
            for (int const at : {ideal - away, ideal + away})
                if (at > 0 && at < characters &&
                    std::string_view("-/_. ").find(text[start(at - 1)]) != std::string_view::npos)
                    return at;
        return ideal;
    };
    std::vector<std::string> out;
    for (int line = 1, from = 0; line <= lines; ++line) {
        int const to = line == lines ? characters : std::max(from, near_sign(characters * line / lines));
        if (to > from) out.emplace_back(text.substr(start(from), start(to) - start(from)));
        from = to;
    }
    return out;
}

int block_height(int lines, int size) {
    return lines * size + (lines - 1) * size / 10;
}

int block_baseline(DotBox const& box, int lines, int size, int index) {
    int const top = box.y + (box.height - block_height(lines, size)) / 2;
    return top + index * (size + size / 10) + (size * 88 + 50) / 100;
}

int widest(Font const& font, std::vector<std::string> const& lines, int size) {
    int width = 0;
    for (auto const& line : lines) width = std::max(width, font.shape(line).width(size));
    return width;
}

Fitted fit(Font const& font, domain::LabelElement const& element, std::string_view text, int width,
           int height) {
    Fitted out{split_lines(text), 0, false};
    bool const whole = element.cut == domain::LabelCut::never;
    out.size =
        largest(font, out.lines, whole ? least_size : element.font_min, element.font_max, width, height);
    if (out.size > 0 || whole) return out;
    out.size = element.font_min;
    for (auto& line : out.lines) {
        std::string shorter = cut_line(font, line, element.cut, out.size, width);
        out.cut = out.cut || shorter != line;
        line = std::move(shorter);
    }
    return out;
}

}  // namespace bozhong::label
