# Writes one .cpp that holds the page's files as bytes: cmake -DOUT=… -DDIR=… -P embed.cmake
set(text "#include \"sync/hub/api.h\"\n\nnamespace bozhong::hub {\nnamespace {\n")
set(table "")
foreach(entry "index.html|/|text/html; charset=utf-8" "page.css|/page.css|text/css; charset=utf-8"
              "page.js|/page.js|text/javascript; charset=utf-8" "words.js|/words.js|text/javascript; charset=utf-8"
              "bags.js|/bags.js|text/javascript; charset=utf-8"
              "forecast.js|/forecast.js|text/javascript; charset=utf-8")
  string(REPLACE "|" ";" parts "${entry}")
  list(GET parts 0 name)
  list(GET parts 1 path)
  list(SUBLIST parts 2 -1 type)
  file(READ ${DIR}/${name} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  string(MAKE_C_IDENTIFIER ${name} id)
  string(APPEND text "constexpr char ${id}[] = {${bytes}};\n")
  string(APPEND table "        {\"${path}\", \"${type}\", {${id}, sizeof ${id}}},\n")
endforeach()
string(APPEND text "}  // namespace\n\nstd::vector<PageFile> const& page_files() {\n    static std::vector<PageFile> const files{\n${table}    };\n    return files;\n}\n}  // namespace bozhong::hub\n")
file(WRITE ${OUT} "${text}")
