#pragma once
// A workbook made by hand, so that a test says what stands in it byte for byte.

#include <gtest/gtest.h>
#include <zip.h>

#include <string>
#include <vector>

namespace bozhong::test {

struct WorkbookPart {
    std::string name, text;
};

inline std::string zipped(std::vector<WorkbookPart> const& parts) {
    zip_error_t why{};
    auto* source = zip_source_buffer_create(nullptr, 0, 0, &why);
    zip_source_keep(source);
    auto* file = zip_open_from_source(source, ZIP_TRUNCATE, &why);
    for (auto const& part : parts)
        zip_file_add(file, part.name.c_str(), zip_source_buffer(file, part.text.data(), part.text.size(), 0),
                     ZIP_FL_ENC_UTF_8);
    EXPECT_EQ(zip_close(file), 0);
    EXPECT_EQ(zip_source_open(source), 0);
    zip_stat_t size{};
    zip_source_stat(source, &size);
    std::string out(size.size, '\0');
    zip_source_read(source, out.data(), out.size());
    zip_source_close(source);
    zip_source_free(source);
    return out;
}

inline std::string const workbook_names =
    R"(<workbook xmlns:r="x"><sheets><sheet name="a" sheetId="7" r:id="rId3"/><sheet name="b" r:id="rId1"/></sheets></workbook>)";
inline std::string const workbook_links =
    R"(<Relationships><Relationship Id="rId1" Target="worksheets/other.xml"/><Relationship Id="rId3" Target="worksheets/sheet1.xml"/></Relationships>)";

inline std::string workbook(std::string const& rows, std::string const& texts = "") {
    std::vector<WorkbookPart> parts{
        {"xl/workbook.xml", workbook_names},
        {"xl/_rels/workbook.xml.rels", workbook_links},
        {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}};
    if (!texts.empty()) parts.push_back({"xl/sharedStrings.xml", "<sst>" + texts + "</sst>"});
    return zipped(parts);
}

}  // namespace bozhong::test
