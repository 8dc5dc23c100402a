#pragma once
// Results and corrections as files for people: CSV, JSON lines, and a workbook (Office Open XML).

#include <string>
#include <vector>

#include "station/domain/result.h"

namespace bozhong::hub {

/// A cell is a text or a whole number; weights in other units than milligrams are decimal texts, exact to the
/// last digit.
struct Cell {
    std::string text;
    bool number = false;
};
struct Sheet {
    std::string name;  ///< of the sheet
    std::vector<std::string> columns;
    std::vector<std::vector<Cell>> rows;
};

/// UTF-8 with a byte order mark, so that a spreadsheet reads it so. A text that a spreadsheet would take for
/// a formula (it begins with = + - @, a tab or a line end) has an apostrophe before it.
std::string csv_of(Sheet const& table);

/// Texts stand as texts, never as formulas; one sheet a table. io when there is no memory or no temporary
/// file for it.
domain::Result<std::string> workbook_of(std::vector<Sheet> const& tables);

}  // namespace bozhong::hub
