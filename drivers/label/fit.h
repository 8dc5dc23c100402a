#pragma once
// Finding the size in which a text fits its box. Internal to drivers/label.

#include <string>
#include <string_view>
#include <vector>

#include "drivers/label/font.h"
#include "station/domain/label_template.h"

namespace bozhong::label {

/// Below this hanzi are no longer characters.
inline constexpr int least_size = 10;

std::vector<std::string> split_lines(std::string_view text);
/// The text in at most so many lines of about equal numbers of characters, never broken inside a character.
std::vector<std::string> wrap(std::string_view text, int lines);

/// Height of lines set solid with a tenth of leading between them.
int block_height(int lines, int size);
/// Base line of line `index` when the block is centred in the box; hanzi and digits share the middle at 0.38
/// em.
int block_baseline(DotBox const& box, int lines, int size, int index);
int widest(Font const& font, std::vector<std::string> const& lines, int size);

struct Fitted {
    std::vector<std::string> lines;
    int size = 0;  ///< 0 = no room even at least_size
    bool cut = false;
};
Fitted fit(Font const& font, domain::LabelElement const& element, std::string_view text, int width,
           int height);

}  // namespace bozhong::label
