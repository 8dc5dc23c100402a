#pragma once
// A spreadsheet workbook (Office Open XML, ECMA-376) as people send it: its first sheet, turned into the text
// of a CSV file, so that one reader judges both. Nothing of it is run, nothing outside it is fetched.

#include <cstddef>
#include <string>
#include <string_view>

#include "station/domain/result.h"

namespace bozhong::wire {

struct XlsxLimits {
    std::size_t bytes = 16u << 20;       ///< of the file
    std::size_t part_bytes = 64u << 20;  ///< of one part of it, unpacked
    std::size_t text_bytes = 64u << 20;  ///< of the text it becomes
    std::size_t columns = 64;
};

/// What a zip file begins with; no CSV does.
bool looks_like_xlsx(std::string_view bytes);

/// Line n of the text is row n of the sheet. Numbers stand as the spreadsheet shows them at its fifteen
/// digits, so 4.35 that is kept as 4.3499999999999996 is 4.35; a whole number of more digits is an error,
/// because the spreadsheet has lost some of them. A number under the heading business_date is a day of the
/// 1900 calendar. bad_input names file and cell
/// ("orders.xlsx!C7"); full is a limit.
domain::Result<std::string> csv_of_xlsx(std::string_view bytes, std::string const& file,
                                        XlsxLimits const& limits = {});

}  // namespace bozhong::wire
