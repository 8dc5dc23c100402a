#include "station/cli/version.h"

namespace bozhong::cli {

std::string version_text() {
    return std::string("bozhong ") + BOZHONG_VERSION + "\ncommit " + BOZHONG_COMMIT + "\njournal schema " +
           BOZHONG_JOURNAL_SCHEMA + "\nwire schema 1";
}

std::string version_line() { return std::string("bozhong ") + BOZHONG_VERSION + " (" + BOZHONG_COMMIT + ")"; }

}  // namespace bozhong::cli
