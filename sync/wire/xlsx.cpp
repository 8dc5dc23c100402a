#include "sync/wire/xlsx.h"

#include <expat.h>
#include <zip.h>

#include <charconv>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "sync/wire/xlsx_numbers.h"

namespace bozhong::wire {

using domain::Done;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using domain::Status;

namespace {

constexpr std::size_t rows_max = 1'048'576;  ///< of any sheet
constexpr std::size_t cell_bytes = 8'192;    ///< more is cut: the reader of the text refuses it long before

Error broken(std::string what, std::string const& file) {
    return {ErrorKind::bad_input, std::move(what), file, "save it again as .xlsx, or send CSV"};
}

/// The parts of the file by name, each unpacked no further than its limit.
class Parts {
  public:
    Parts(std::string file, XlsxLimits const& limits) : m_file(std::move(file)), m_limits(limits) {}
    ~Parts() {
        if (m_zip != nullptr) zip_discard(m_zip);
    }
    Parts(Parts const&) = delete;
    Parts& operator=(Parts const&) = delete;

    Status open(std::string_view bytes) {
        zip_error_t why{};
        auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &why);
        if (source == nullptr) return broken("it cannot be read as a workbook", m_file);
        m_zip = zip_open_from_source(source, ZIP_RDONLY, &why);
        if (m_zip != nullptr) return Done{};
        zip_source_free(source);
        return broken("it is no workbook: " + std::string(zip_error_strerror(&why)), m_file);
    }

    Result<std::string> read(std::string const& name) {
        std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> const part(zip_fopen(m_zip, name.c_str(), 0),
                                                                     zip_fclose);
        if (!part) return broken("it has no part " + name, m_file);
        std::string out, piece(1u << 16, '\0');
        for (;;) {
            auto const got = zip_fread(part.get(), piece.data(), piece.size());
            if (got < 0) return broken("its part " + name + " is damaged", m_file);
            if (got == 0) return out;
            out.append(piece, 0, static_cast<std::size_t>(got));
            if (out.size() > m_limits.part_bytes)
                return Error{ErrorKind::full,
                             "its part " + name + " unpacks to more than " +
                                 std::to_string(m_limits.part_bytes >> 20) + " MiB",
                             m_file, "split the file"};
        }
    }
    [[nodiscard]] bool has(std::string const& name) const {
        return zip_name_locate(m_zip, name.c_str(), 0) >= 0;
    }

  private:
    std::string m_file;
    XlsxLimits m_limits;
    zip_t* m_zip = nullptr;
};

using Attributes = std::map<std::string, std::string>;

/// Elements without their prefix. A document type declaration ends the reading: no workbook has one, and
/// entities come with it.
struct Xml {
    std::function<void(std::string const&, Attributes const&)> start;
    std::function<void(std::string const&)> end;
    std::function<void(std::string_view)> text = [](std::string_view) {};
    std::optional<Error> wrong;  ///< set by a handler to end the reading

    Status run(std::string const& part, std::string const& file) {
        std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> const owner(XML_ParserCreate("UTF-8"),
                                                                            XML_ParserFree);
        m_parser = owner.get();
        XML_SetUserData(m_parser, this);
        XML_SetElementHandler(m_parser, on_start, on_end);
        XML_SetCharacterDataHandler(m_parser, on_text);
        XML_SetStartDoctypeDeclHandler(m_parser, on_doctype);
        auto const status = XML_Parse(m_parser, part.data(), static_cast<int>(part.size()), XML_TRUE);
        if (wrong) return *wrong;
        if (status == XML_STATUS_OK) return Done{};
        return broken(std::string("it is damaged: ") + XML_ErrorString(XML_GetErrorCode(m_parser)), file);
    }

  private:
    static std::string plain(char const* name) {
        std::string_view const whole(name);
        return std::string(whole.substr(whole.find(':') + 1));
    }
    static Xml& self(void* data) { return *static_cast<Xml*>(data); }
    void look() {
        if (wrong) XML_StopParser(m_parser, XML_FALSE);
    }
    static void on_start(void* data, char const* name, char const** attributes) {
        Attributes all;
        for (; *attributes != nullptr; attributes += 2) all[attributes[0]] = attributes[1];
        self(data).start(plain(name), all);
        self(data).look();
    }
    static void on_end(void* data, char const* name) {
        self(data).end(plain(name));
        self(data).look();
    }
    static void on_text(void* data, char const* bytes, int size) {
        if (!self(data).wrong) self(data).text({bytes, static_cast<std::size_t>(size)});
    }
    static void on_doctype(void* data, char const*, char const*, char const*, int) {
        self(data).wrong =
            Error{ErrorKind::bad_input, "it has a document type declaration", "", "no workbook needs one"};
        self(data).look();
    }
    XML_Parser m_parser = nullptr;
};

std::string attribute(Attributes const& all, std::string const& name) {
    auto const found = all.find(name);
    return found == all.end() ? std::string() : found->second;
}

void append(std::string& to, std::string_view text) {
    if (to.size() < cell_bytes) to.append(text.substr(0, cell_bytes - to.size()));
}

/// The name of the part with the first sheet.
Result<std::string> first_sheet(Parts& parts, std::string const& file) {
    auto const book = parts.read("xl/workbook.xml");
    if (!book) return book.error();
    auto const links = parts.read("xl/_rels/workbook.xml.rels");
    if (!links) return links.error();
    std::string id, target;
    Xml sheets;
    sheets.start = [&](std::string const& name, Attributes const& all) {
        if (name != "sheet" || !id.empty()) return;
        for (auto const& [key, value] : all)
            if (key.ends_with(":id")) id = value;
    };
    sheets.end = [](std::string const&) {};
    if (auto read = sheets.run(*book, file); !read) return read.error();
    Xml targets;
    targets.start = [&](std::string const& name, Attributes const& all) {
        if (name == "Relationship" && attribute(all, "Id") == id) target = attribute(all, "Target");
    };
    targets.end = [](std::string const&) {};
    if (auto read = targets.run(*links, file); !read) return read.error();
    if (id.empty() || target.empty()) return broken("it has no sheet", file);
    return target.starts_with('/') ? target.substr(1) : "xl/" + target;
}

/// Texts that cells name by number. What is spoken of a text (rPh) is no part of it.
Result<std::vector<std::string>> shared_texts(Parts& parts, std::string const& file) {
    std::vector<std::string> out;
    if (!parts.has("xl/sharedStrings.xml")) return out;
    auto const part = parts.read("xl/sharedStrings.xml");
    if (!part) return part.error();
    bool in_text = false, spoken = false;
    Xml xml;
    xml.start = [&](std::string const& name, Attributes const&) {
        if (name == "si") out.emplace_back();
        if (name == "rPh") spoken = true;
        in_text = name == "t" && !spoken && !out.empty();
    };
    xml.end = [&](std::string const& name) {
        if (name == "rPh") spoken = false;
        in_text = false;
    };
    xml.text = [&](std::string_view text) {
        if (in_text) append(out.back(), text);
    };
    if (auto read = xml.run(*part, file); !read) return read.error();
    return out;
}

std::string quoted(std::string const& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string out = "\"";
    for (char const c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

class Sheet {
  public:
    Sheet(std::vector<std::string> const& texts, std::string const& file, XlsxLimits const& limits)
        : m_texts(texts), m_file(file), m_limits(limits) {}

    Result<std::string> read(std::string const& part) {
        m_xml.start = [this](std::string const& name, Attributes const& all) { start(name, all); };
        m_xml.end = [this](std::string const& name) { end(name); };
        m_xml.text = [this](std::string_view text) {
            if (m_in_value) append(m_value, text);
        };
        if (auto done = m_xml.run(part, m_file); !done) return done.error();
        return std::move(m_out);
    }

  private:
    void fail(std::string what, std::string todo) {
        m_xml.wrong = Error{ErrorKind::bad_input, std::move(what), m_file + "!" + m_place, std::move(todo)};
    }

    void start(std::string const& name, Attributes const& all) {
        if (name == "row") {
            m_cells.clear();
            auto const number = attribute(all, "r");
            std::size_t row = m_row + 1;
            if (!number.empty()) std::from_chars(number.data(), number.data() + number.size(), row);
            m_place = "row " + std::to_string(row);
            if (row <= m_row || row > rows_max) return fail("its rows are out of order", "save it again");
            // One line a row, so that a line's number is the row's.
            m_out.append(row - m_row - 1, '\n');
            m_row = row;
        } else if (name == "c") {
            m_place = attribute(all, "r");
            m_type = attribute(all, "t");
            m_value.clear();
            m_column = m_place.empty() ? m_cells.size() : column_of(m_place);
        } else if (name == "rPh") {
            m_spoken = true;
        }
        m_in_value = name == "v" || (name == "t" && !m_spoken);
    }

    void end(std::string const& name) {
        m_in_value = false;
        if (name == "rPh") m_spoken = false;
        if (name == "c") cell();
        if (name == "row") row();
    }

    static std::size_t column_of(std::string const& place) {
        std::size_t column = 0;
        for (char const c : place) {
            if (c < 'A' || c > 'Z' || column > rows_max) break;
            column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
        }
        return column == 0 ? 0 : column - 1;
    }

    void cell() {
        if (m_value.empty()) return;
        if (m_column >= m_limits.columns)
            return fail("a cell beyond column " + std::to_string(m_limits.columns),
                        "delete what stands there");
        std::string text = m_value;
        if (m_type == "e") return fail("is an error of the spreadsheet: " + m_value, "mend the formula");
        if (m_type == "s") {
            std::size_t at = m_texts.size();
            std::from_chars(m_value.data(), m_value.data() + m_value.size(), at);
            if (at >= m_texts.size()) return fail("names a text that is not there", "save it again");
            text = m_texts[at];
        } else if (m_type.empty() || m_type == "n") {
            auto shown = shown_number(m_value);
            if (!shown)
                return fail(
                    "is a number of more than 15 digits, of which a spreadsheet loses the last: " + m_value,
                    "format the column as text and enter it again");
            bool const date = m_column < m_header.size() && m_header[m_column] == "business_date";
            text = date ? day_of_serial(*shown).value_or(*shown) : *shown;
        }
        if (m_cells.size() <= m_column) m_cells.resize(m_column + 1);
        m_cells[m_column] = std::move(text);
    }

    void row() {
        bool const empty = m_cells.empty();
        if (m_header.empty()) m_header = m_cells;
        if (!empty && m_cells.size() < m_header.size()) m_cells.resize(m_header.size());
        for (std::size_t i = 0; i < m_cells.size(); ++i) m_out += (i > 0 ? "," : "") + quoted(m_cells[i]);
        m_out += '\n';
        if (m_out.size() > m_limits.text_bytes)
            m_xml.wrong = Error{ErrorKind::full,
                                "more than " + std::to_string(m_limits.text_bytes >> 20) + " MiB of text",
                                m_file, "split the file"};
    }

    std::vector<std::string> const& m_texts;
    std::string const& m_file;
    XlsxLimits const& m_limits;
    Xml m_xml;
    std::string m_out, m_place, m_type, m_value;
    std::vector<std::string> m_header, m_cells;
    std::size_t m_row = 0, m_column = 0;
    bool m_in_value = false, m_spoken = false;
};

}  // namespace

bool looks_like_xlsx(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04");
}

Result<std::string> csv_of_xlsx(std::string_view bytes, std::string const& file, XlsxLimits const& limits) {
    if (bytes.size() > limits.bytes)
        return Error{ErrorKind::full,
                     "a workbook of more than " + std::to_string(limits.bytes >> 20) + " MiB", file,
                     "split the file"};
    Parts parts(file, limits);
    if (auto opened = parts.open(bytes); !opened) return opened.error();
    auto const name = first_sheet(parts, file);
    if (!name) return name.error();
    auto const texts = shared_texts(parts, file);
    if (!texts) return texts.error();
    auto const sheet = parts.read(*name);
    if (!sheet) return sheet.error();
    return Sheet(*texts, file, limits).read(*sheet);
}

}  // namespace bozhong::wire
