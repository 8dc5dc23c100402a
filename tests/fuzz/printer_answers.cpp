// Whatever a printer says, in whatever pieces: the parser neither breaks nor depends on the pieces, and every
// byte is either part of an answer or counted as garbage.
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "drivers/printer/answers.h"

namespace {

using namespace bozhong::printer;

std::vector<Answer> parse(std::span<std::byte const> bytes, std::size_t piece) {
    AnswerParser parser;
    std::vector<Answer> answers;
    while (!bytes.empty()) {
        auto const part = bytes.first(std::min(piece, bytes.size()));
        parser.feed(part, [&](Answer const& answer) { answers.push_back(answer); });
        bytes = bytes.subspan(part.size());
    }
    return answers;
}

std::size_t size_of(Answer const& answer) {
    if (std::holds_alternative<StatusBack>(answer)) return 4;
    if (auto const* block = std::get_if<Block>(&answer)) return block->text.size() + 2;
    return 1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const bytes = std::as_bytes(std::span(data, size));
    auto const whole = parse(bytes, size + 1);
    std::size_t accounted = 0;
    Condition condition;
    for (Answer const& answer : whole) {
        accounted += size_of(answer);
        if (auto const* status = std::get_if<StatusBack>(&answer)) apply_status_back(condition, *status);
        if (auto const* status = std::get_if<RealTimeStatus>(&answer))
            apply_real_time(condition, 1 + status->value % 4, status->value);
        if (condition.clean() != condition.reason().empty()) std::abort();
    }
    // What is still open at the end is at most an unfinished block or status.
    if (accounted > size || size - accounted > 257) std::abort();
    for (std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}}) {
        if (parse(bytes, piece) != whole) std::abort();
    }
    return 0;
}
