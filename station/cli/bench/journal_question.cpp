#include "station/cli/bench/journal_question.h"

#include "station/journal/place.h"
#include "station/journal/reader.h"

namespace bozhong::cli::bench {

std::int64_t ask_journal(std::string const& path, std::string const& sql) {
    auto reader = journal::Reader::open(path);
    return reader.ok() ? reader->database().integer(sql) : -1;
}

bool all_acknowledged(std::string const& path) {
    auto const bits = std::to_string(journal::sequence_bits);
    return ask_journal(
               path,
               "SELECT count(*) FROM incarnation WHERE acknowledged < (SELECT max(place) FROM journal "
               "WHERE place BETWEEN life << " +
                   bits + " AND (life + 1) << " + bits + ") & ((1 << " + bits + ") - 1)") == 0;
}

}  // namespace bozhong::cli::bench
